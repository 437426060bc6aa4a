// What `load FOLDER` reads: CSV files, one kind of thing each, in the order in which they depend on
// one another. A row becomes one request; its request_id is made of the row, so loading the same
// row again changes nothing.
#pragma once

#include <grpcpp/support/status.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/connection.h"
#include "clients/cli/csv.h"

namespace placet::cli {

// A row, and how to send it. Rows of one chain are sent in order, chains side by side.
struct Step {
  int line = 0;
  std::string chain;
  std::function<grpc::Status(Connection&)> send;
};

// A row's cells by column, and its request_id.
class Fields {
 public:
  Fields(const Csv& csv, const Csv::Row& row, absl::string_view file);

  std::string operator[](absl::string_view column) const { return csv_.Get(row_, column); }
  // "true" or "false"; empty is `otherwise`. Throws Usage for anything else.
  bool Flag(absl::string_view column, bool otherwise) const;
  // A whole number; empty is 0.
  int Number(absl::string_view column) const;
  int line() const { return row_.line; }
  const std::string& request_id() const { return request_id_; }

 private:
  const Csv& csv_;
  const Csv::Row& row_;
  std::string request_id_;
};

// A kind of file: which columns it must have, which it may, and what a row becomes.
struct Sheet {
  std::string word;
  std::vector<absl::string_view> required;
  std::vector<absl::string_view> optional;
  Step (*to_step)(const Fields& fields);

  std::string file() const { return word + ".csv"; }
};

// All kinds, in loading order.
const std::vector<Sheet>& Sheets();

// Throws Usage that names every malformed row.
std::vector<Step> ToSteps(const Sheet& sheet, const Csv& csv);

}  // namespace placet::cli
