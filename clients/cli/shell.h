// What every verb is given: the global options, the connection, and the way to print. A verb prints
// its response in the form that was asked for: tables for people, --csv, or --json.
#pragma once

#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "absl/strings/string_view.h"
#include "clients/cli/connection.h"
#include "clients/cli/table.h"
#include "google/protobuf/message.h"

namespace placet::cli {

enum class Layout { kLines, kOneLine };

// The message in protobuf's JSON form, with every field and with the names of the contract.
std::string ToJson(const google::protobuf::Message& message, Layout layout = Layout::kLines);

class Shell {
 public:
  Options options;
  int exit_code = kOk;  // of a verb that ended, but not with everything done

  // Made when first used, after the options are read.
  Connection& connection();
  const Screen& screen();

  // Prints the response and returns true if --json was given.
  bool PrintedJson(const google::protobuf::Message& response);
  // A table, or its CSV; under a heading for people. Further tables follow an empty line.
  void Print(const Table& table, absl::string_view heading = "");
  // A sentence for people only, wrapped to the screen.
  void Say(absl::string_view sentence, Style style = Style::kPlain);
  void Write(absl::string_view text);

 private:
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Screen> screen_;
  bool printed_ = false;
};

// A verb with its line of help, its group in --help, and an example.
CLI::App* Verb(CLI::App& app, absl::string_view group, const std::string& name,
               const std::string& help, const std::string& example);

}  // namespace placet::cli
