// The verb that prints the result of a closed ballot.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/names.h"
#include "clients/cli/tally.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

void ShowResult(Shell& shell, const std::string& id, const std::string& format) {
  RenderResultRequest request;
  request.set_name(Name("ballots", id));
  request.set_format(Value<SheetFormat>(format));
  if (format.empty()) request.set_format(SHEET_FORMAT_TEXT);
  if (shell.options.json) request.set_format(SHEET_FORMAT_JSON);
  if (shell.options.csv) request.set_format(SHEET_FORMAT_CSV);
  const std::string sheet = shell.connection().Call(&Stub::RenderResult, request).content();
  if (request.format() != SHEET_FORMAT_TEXT) return shell.Write(sheet);
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(sheet, "\n"), '\n')) {
    shell.Write(absl::StrCat(Clean(line), "\n"));
  }
}

void ShowVersions(Shell& shell, const std::string& id) {
  ListResultVersionsRequest request;
  request.set_parent(Name("ballots", id));
  const auto response = shell.connection().Call(&Stub::ListResultVersions, request);
  if (shell.PrintedJson(response)) return;
  Table table({{"version", true},
               "because of",
               "brought by",
               "verdict",
               {"yes", true},
               {"no", true},
               {"abstain", true},
               {"not voting", true}});
  for (const Tally& tally : response.versions()) {
    const Counts& counts = tally.all_bodies();
    table.Add({tally.version(), Word(tally.cause()),
               absl::StrJoin(tally.caused_by(), ", ",
                             [](std::string* out, const std::string& member) {
                               absl::StrAppend(out, Id(member));
                             }),
               InWords(tally.verdict()), counts.yes(), counts.no(), counts.abstain(),
               counts.not_voting()});
  }
  shell.Print(table);
}

}  // namespace

void AddResultVerbs(CLI::App& app, Shell& shell) {
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>();
  auto* result = Verb(app, kBallotGroup, "result", "The result of a closed ballot, as a sheet.",
                      "placet result iso-dis-20435 --format csv");
  result->add_option("BALLOT", *id, "The ballot")->required();
  result->add_option("--format", *format, "Form of the sheet; --json and --csv imply it")
      ->type_name(Choices<SheetFormat>());
  auto versions = std::make_shared<bool>(false);
  result->add_flag("--versions", *versions, "Every version of it, with its cause");
  result->callback([=, &shell] {
    if (*versions) return ShowVersions(shell, *id);
    ShowResult(shell, *id, *format);
  });
}

}  // namespace placet::cli
