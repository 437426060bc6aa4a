// The verb that shows a roll, now or as of a moment, with what deserves a second look.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Analyses;

struct RollArguments {
  std::string ballot, status, at;
};

Table RollTable(const RollAt& roll) {
  Table table({"member", "country", "acronym", "at opening", "status", "entitlement", "voted"});
  for (const RollEntry& entry : roll.entries()) {
    table.Add({Id(entry.name()),
               entry.country(),
               entry.acronym(),
               Word(entry.status_at_opening()),
               Word(entry.status()),
               Word(entry.entitlement()),
               {entry.voted() ? "yes" : "", Style::kGood}});
  }
  return table;
}

void KeepOnly(MemberStatus status, RollAt& roll) {
  if (status == MEMBER_STATUS_UNSPECIFIED) return;
  auto& entries = *roll.mutable_entries();
  for (int i = entries.size() - 1; i >= 0; --i) {
    if (entries[i].status() != status) entries.DeleteSubrange(i, 1);
  }
}

void ShowRoll(Shell& shell, const RollArguments& given) {
  GetRollAtRequest request;
  request.set_name(Name("ballots", given.ballot));
  if (!given.at.empty()) *request.mutable_as_of() = ToTimestamp(ParseMoment(given.at));
  const MemberStatus status = Value<MemberStatus>(given.status);
  RollAt roll = shell.connection().Call(&Stub::GetRollAt, request);
  KeepOnly(status, roll);
  if (shell.PrintedJson(roll)) return;
  shell.Print(RollTable(roll), given.at.empty() || shell.options.csv
                                   ? ""
                                   : absl::StrCat("As of ", Geneva(ToTime(roll.as_of()))));
  if (shell.options.csv || roll.flags().empty()) return;
  Table flags = Table::Facts();
  for (const RollFlag& flag : roll.flags()) {
    flags.AddFact(Word(flag.kind()),
                  {absl::StrJoin(flag.members(), ", ",
                                 [](std::string* out, const std::string& member) {
                                   absl::StrAppend(out, Id(member));
                                 }),
                   Style::kWarn});
    flags.AddFact("", {flag.text(), Style::kFaint});
  }
  shell.Print(flags, "What deserves a second look");
}

}  // namespace

void AddRollVerb(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<RollArguments>();
  auto* roll = Verb(app, kVoteGroup, "roll", "Who may vote, who must, and who has.",
                    "placet roll iso-dis-20435 --status P --at '2027-02-15 14:05'");
  roll->add_option("BALLOT", given->ballot, "The ballot")->required();
  roll->add_option("--status", given->status, "Only with this status")
      ->type_name(Choices<MemberStatus>());
  roll->add_option("--at", given->at, "As of this moment: 2027-02-15, '2027-02-15 14:05'")
      ->type_name("TIME");
  roll->callback([=, &shell] { ShowRoll(shell, *given); });
}

}  // namespace placet::cli
