#include "clients/cli/shell.h"

#include <cstdio>

#include "CLI/CLI.hpp"  // emits what App.hpp only declares
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/json_util.h"

namespace placet::cli {

std::string ToJson(const google::protobuf::Message& message, Layout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == Layout::kLines;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) throw std::runtime_error(status.ToString());
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

Connection& Shell::connection() {
  if (connection_ == nullptr) connection_ = std::make_unique<Connection>(options);
  return *connection_;
}

const Screen& Shell::screen() {
  if (screen_ == nullptr) screen_ = std::make_unique<Screen>(DetectScreen(options.color));
  return *screen_;
}

bool Shell::PrintedJson(const google::protobuf::Message& response) {
  if (options.json) Write(ToJson(response));
  return options.json;
}

void Shell::Print(const Table& table, absl::string_view heading) {
  if (printed_) Write(options.csv ? "\r\n" : "\n");
  printed_ = true;
  if (options.csv) {
    Write(table.Csv());
    return;
  }
  if (!heading.empty()) Write(absl::StrCat(Paint(heading, Style::kTitle, screen()), "\n"));
  if (table.empty()) {
    Write(heading.empty() ? "none\n" : "  none\n");
  } else {
    Write(table.Text(screen()));
  }
}

void Shell::Say(absl::string_view sentence, Style style) {
  if (options.csv) return;
  printed_ = true;
  for (const std::string& line : Wrap(Clean(sentence), screen().width)) {
    Write(absl::StrCat(Paint(line, style, screen()), "\n"));
  }
}

void Shell::Write(absl::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw std::runtime_error("the output cannot be written");
  }
}

CLI::App* Verb(CLI::App& app, absl::string_view group, const std::string& name,
               const std::string& help, const std::string& example) {
  CLI::App* verb = app.add_subcommand(name, help);
  verb->group(std::string(group));
  verb->fallthrough();  // global options may follow the verb
  verb->footer(absl::StrCat("Example:\n  ", example));
  return verb;
}

}  // namespace placet::cli
