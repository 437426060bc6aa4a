// Verbs about national bodies and committees.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/seats.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::members::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Members;

void ListTheMembers(Shell& shell, const std::string& region, const std::string& category) {
  ListMembersRequest request;
  request.set_region(Value<Region>(region));
  request.set_category(Value<Category>(category));
  const auto response = shell.connection().All(&Stub::ListMembers, request);
  if (shell.PrintedJson(response)) return;
  Table table({"member", "country", "acronym", "region", "category", "title"});
  for (const Member& member : response.members()) {
    table.Add({Id(member.name()), member.country(), member.acronym(), RegionWord(member.region()),
               Word(member.category()), member.title()});
  }
  shell.Print(table);
}

void ShowMember(Shell& shell, const std::string& id) {
  GetMemberRequest request;
  request.set_name(Name("members", id));
  const Member member = shell.connection().Call(&Stub::GetMember, request);
  if (shell.PrintedJson(member)) return;
  Table facts = Table::Facts();
  facts.AddFact("name", member.name());
  facts.AddFact("country", member.country());
  facts.AddFact("country code", member.country_code());
  facts.AddFact("acronym", member.acronym());
  facts.AddFact("title", member.title());
  facts.AddFact("region", RegionWord(member.region()));
  facts.AddFact("says who", {member.region_basis(), Style::kFaint});
  facts.AddFact("category", Word(member.category()));
  facts.AddFact("says who", {member.category_basis(), Style::kFaint});
  facts.AddFact("etag", {member.etag(), Style::kFaint});
  shell.Print(facts);
}

void ListTheCommittees(Shell& shell, const std::string& parent) {
  ListCommitteesRequest request;
  request.set_parent(Name("committees", parent));
  const auto response = shell.connection().All(&Stub::ListCommittees, request);
  if (shell.PrintedJson(response)) return;
  Table table({"committee", "reference", "secretariat", "created", "title"});
  for (const Committee& committee : response.committees()) {
    table.Add({Id(committee.name()), committee.reference(), Id(committee.secretariat()),
               committee.create_date(), committee.title()});
  }
  shell.Print(table);
}

Table CommitteeFacts(const Committee& committee) {
  Table facts = Table::Facts();
  facts.AddFact("name", committee.name());
  facts.AddFact("reference", committee.reference());
  facts.AddFact("title", committee.title());
  facts.AddFact("scope", committee.scope());
  facts.AddFact("secretariat", Id(committee.secretariat()));
  facts.AddFact("parent", Id(committee.parent()));
  facts.AddFact("created", committee.create_date());
  facts.AddFact("says who", {committee.source(), Style::kFaint});
  facts.AddFact("etag", {committee.etag(), Style::kFaint});
  return facts;
}

Table GroupTable(const ListGroupsResponse& groups) {
  Table table({"group", "kind", "convenor", "since", "title"});
  for (const Group& group : groups.groups()) {
    table.Add({group.reference(), Word(group.kind()), group.convenor(), FromDay(group.period()),
               group.title()});
  }
  return table;
}

Table LiaisonTable(const ListLiaisonsResponse& liaisons) {
  Table table({"liaison", "category", "since", "organization"});
  for (const Liaison& liaison : liaisons.liaisons()) {
    table.Add({Id(liaison.name()), Word(liaison.category()), FromDay(liaison.period()),
               liaison.organization()});
  }
  return table;
}

void ShowCommittee(Shell& shell, const std::string& id, const std::string& date) {
  const std::string name = Name("committees", id);
  Connection& connection = shell.connection();
  GetCommitteeRequest get;
  get.set_name(name);
  const Committee committee = connection.Call(&Stub::GetCommittee, get);
  ListGroupsRequest list_groups;
  list_groups.set_parent(name);
  const auto groups = connection.All(&Stub::ListGroups, list_groups);
  ListSeatsRequest list_seats;
  list_seats.set_parent(name);
  list_seats.set_date(date);
  const auto seats = connection.All(&Stub::ListSeats, list_seats);
  ListLiaisonsRequest list_liaisons;
  list_liaisons.set_parent(name);
  list_liaisons.set_date(date);
  const auto liaisons = connection.All(&Stub::ListLiaisons, list_liaisons);
  if (shell.options.json) {
    shell.Write(absl::StrCat("{\"committee\": ", ToJson(committee), ",\"groups\": ", ToJson(groups),
                             ",\"seats\": ", ToJson(seats), ",\"liaisons\": ", ToJson(liaisons),
                             "}\n"));
    return;
  }
  const std::string day = date.empty() ? "today" : absl::StrCat("on ", date);
  shell.Print(CommitteeFacts(committee));
  shell.Print(GroupTable(groups), "Groups");
  shell.Print(SeatTable(seats), absl::StrCat("Members ", day));
  shell.Print(LiaisonTable(liaisons), absl::StrCat("Liaisons ", day));
}

}  // namespace

void AddDirectoryVerbs(CLI::App& app, Shell& shell) {
  struct Arguments {
    std::string id, region, category, date, parent;
  };
  auto given = std::make_shared<Arguments>();

  auto* members =
      Verb(app, kDirectoryGroup, "members", "National bodies.", "placet members --region europe");
  members->add_option("--region", given->region, "Only of this region")
      ->type_name(Choices<Region>());
  members->add_option("--category", given->category, "Only of this kind of membership")
      ->type_name(Choices<Category>());
  members->callback([=, &shell] { ListTheMembers(shell, given->region, given->category); });

  auto* member = Verb(app, kDirectoryGroup, "member", "One national body.", "placet member de");
  member->add_option("MEMBER", given->id, "Its identifier")->required();
  member->callback([=, &shell] { ShowMember(shell, given->id); });

  auto* committees = Verb(app, kDirectoryGroup, "committees", "Committees.", "placet committees");
  committees->add_option("--parent", given->parent, "Only subcommittees of this committee");
  committees->callback([=, &shell] { ListTheCommittees(shell, given->parent); });

  auto* committee =
      Verb(app, kDirectoryGroup, "committee", "A committee with its groups, members and liaisons.",
           "placet committee iso-tc-307 --on 2018-03-13");
  committee->add_option("COMMITTEE", given->id, "Its identifier")->required();
  committee->add_option("--on", given->date, "The day; today if not given")->type_name("DATE");
  committee->callback([=, &shell] { ShowCommittee(shell, given->id, given->date); });
}

}  // namespace placet::cli
