// Parameters going out and rows coming back. Results are asked for in PostgreSQL's binary form, so
// a column is read without parsing: integers of any width, booleans, text, bytea, timestamptz.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace placet::pg {

// The parameters of one execution, in order ($1, $2, ...).
class Params {
 public:
  Params& Text(absl::string_view value);
  Params& TextOrNull(absl::string_view value);  // empty becomes NULL
  Params& Int(int64_t value);
  Params& Bool(bool value);
  Params& Bytes(absl::string_view value);
  Params& Time(absl::Time value);  // InfiniteFuture and InfinitePast become NULL
  Params& Null();

  int size() const { return static_cast<int>(values_.size()); }
  // Arrays in the form of PQsendQueryPrepared; valid while this lives unchanged.
  std::vector<const char*> Values() const;
  const std::vector<int>& Lengths() const { return lengths_; }
  const std::vector<int>& Formats() const { return formats_; }

 private:
  Params& Add(std::optional<std::string> value, int format);

  std::vector<std::optional<std::string>> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// One row of a result; valid while its Rows lives. Columns are read in order, each once.
class Row {
 public:
  Row(const PGresult* result, int row) : result_(result), row_(row) {}

  // The next column. A NULL reads as 0, false, empty or InfinitePast: IsNull asks first.
  int64_t Int();
  bool Bool();
  std::string Text();
  std::string Bytes() { return Text(); }
  absl::Time Time();
  bool IsNull() const;  // of the column that would be read next
  void Skip() { ++column_; }

 private:
  absl::string_view Next();

  const PGresult* result_;
  int row_;
  int column_ = 0;
};

// The rows that a statement returned.
class Rows {
 public:
  Rows() = default;
  explicit Rows(PGresult* result) : result_(result, &PQclear) {}

  int size() const { return result_ ? PQntuples(result_.get()) : 0; }
  bool empty() const { return size() == 0; }
  Row operator[](int row) const { return Row(result_.get(), row); }

 private:
  std::shared_ptr<PGresult> result_;
};

}  // namespace placet::pg
