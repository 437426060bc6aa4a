// Verbs about people and the roles they hold.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/seats.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::members::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Members;

struct PersonArguments {
  std::string person, display_name, note, role, member, committee, group, liaison, from, until,
      grant;
  bool subcommittees = false;
};

// "voter de iso-tc-307": a role and its scope.
std::string InWords(const Grant& grant) {
  std::vector<std::string> parts = {Word(grant.role())};
  if (!grant.member().empty()) parts.push_back(Id(grant.member()));
  if (!grant.committee().empty()) parts.push_back(Id(grant.committee()));
  if (grant.subcommittees()) parts.push_back("and under it");
  return absl::StrJoin(parts, " ");
}

void ListThePeople(Shell& shell, const PersonArguments& given) {
  ListPeopleRequest request;
  request.set_role(Value<Role>(given.role));
  const auto response = shell.connection().All(&Stub::ListPeople, request);
  if (shell.PrintedJson(response)) return;
  Table table({"person", "name", "roles", "note"});
  for (const Person& person : response.people()) {
    std::vector<std::string> roles;
    for (const Grant& grant : person.grants()) {
      if (grant.period().until().empty()) roles.push_back(InWords(grant));
    }
    table.Add(
        {Id(person.name()), person.display_name(), absl::StrJoin(roles, ", "), person.note()});
  }
  shell.Print(table);
}

void ShowPerson(Shell& shell, const Person& person) {
  if (shell.PrintedJson(person)) return;
  Table facts = Table::Facts();
  facts.AddFact("name", person.name());
  facts.AddFact("shown as", person.display_name());
  facts.AddFact("note", person.note());
  facts.AddFact("etag", {person.etag(), Style::kFaint});
  shell.Print(facts);
  Table grants({"grant", "role", "member", "committee", "from", "until", "granted by"});
  for (const Grant& grant : person.grants()) {
    std::string committee = Id(grant.committee());
    if (grant.subcommittees()) absl::StrAppend(&committee, " and under it");
    grants.Add({grant.name(), Word(grant.role()), Id(grant.member()), committee,
                FromDay(grant.period()), UntilDay(grant.period()), Id(grant.granted_by())});
  }
  shell.Print(grants, "Roles, present and past");
}

void GetThePerson(Shell& shell, const PersonArguments& given) {
  GetPersonRequest request;
  request.set_name(Name("people", given.person));
  ShowPerson(shell, shell.connection().Call(&Stub::GetPerson, request));
}

void AddPerson(Shell& shell, const PersonArguments& given) {
  PutPersonRequest request;
  request.mutable_person()->set_name(Name("people", given.person));
  request.mutable_person()->set_display_name(given.display_name);
  request.mutable_person()->set_note(given.note);
  ShowPerson(shell, shell.connection().Call(&Stub::PutPerson, request));
}

void Erase(Shell& shell, const PersonArguments& given) {
  ErasePersonRequest request;
  request.set_name(Name("people", given.person));
  ShowPerson(shell, shell.connection().Call(&Connection::SignIns::ErasePerson, request));
}

void ShowGrant(Shell& shell, const Grant& grant) {
  if (shell.PrintedJson(grant)) return;
  Table facts = Table::Facts();
  facts.AddFact("grant", grant.name());
  facts.AddFact("role", Word(grant.role()));
  facts.AddFact("member", grant.member().empty() ? "every" : Id(grant.member()));
  facts.AddFact("committee", grant.committee().empty() ? "every" : Id(grant.committee()));
  if (grant.subcommittees()) facts.AddFact("subcommittees", "all that it has");
  if (!grant.group().empty()) facts.AddFact("group", Id(grant.group()));
  if (!grant.liaison().empty()) facts.AddFact("liaison", Id(grant.liaison()));
  facts.AddFact("from", FromDay(grant.period()));
  facts.AddFact("until", UntilDay(grant.period()));
  facts.AddFact("granted by", Id(grant.granted_by()));
  shell.Print(facts);
}

void GiveRole(Shell& shell, const PersonArguments& given) {
  GrantRoleRequest request;
  request.set_parent(Name("people", given.person));
  Grant& grant = *request.mutable_grant();
  grant.set_role(Value<Role>(given.role));
  grant.set_member(Name("members", given.member));
  grant.set_committee(Name("committees", given.committee));
  if (!given.group.empty()) {
    grant.set_group(absl::StrCat(grant.committee(), "/groups/", given.group));
  }
  if (!given.liaison.empty()) {
    grant.set_liaison(absl::StrCat(grant.committee(), "/liaisons/", given.liaison));
  }
  grant.set_subcommittees(given.subcommittees);
  grant.mutable_period()->set_from(given.from);
  grant.mutable_period()->set_from_exact(true);
  grant.mutable_period()->set_until(given.until);
  grant.mutable_period()->set_until_exact(!given.until.empty());
  ShowGrant(shell, shell.connection().Call(&Stub::GrantRole, request));
}

void Revoke(Shell& shell, const PersonArguments& given) {
  if (!absl::StartsWith(given.grant, "people/") || !absl::StrContains(given.grant, "/grants/")) {
    throw Usage(absl::StrCat("\"", given.grant, "\" is not the name of a grant"),
                "take people/.../grants/... from placet person ID");
  }
  RevokeRoleRequest request;
  request.set_name(given.grant);
  request.set_until(given.until);
  ShowGrant(shell, shell.connection().Call(&Stub::RevokeRole, request));
}

}  // namespace

void AddPeopleVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<PersonArguments>();

  auto* people = Verb(app, kDirectoryGroup, "people", "People and the roles they hold.",
                      "placet people --role voter");
  people->add_option("--role", given->role, "Only who holds this role today")
      ->type_name(Choices<Role>());
  people->callback([=, &shell] { ListThePeople(shell, *given); });

  auto* person = Verb(app, kDirectoryGroup, "person", "One person, with roles present and past.",
                      "placet person central-secretariat");
  person->add_option("PERSON", given->person, "The person")->required();
  person->callback([=, &shell] { GetThePerson(shell, *given); });

  auto* add = Verb(app, kDirectoryGroup, "add-person", "Adds or renames a person.",
                   "placet add-person a.jones --display-name 'A. Jones' --as central-secretariat");
  add->add_option("PERSON", given->person, "Identifier of the person")->required();
  add->add_option("--display-name", given->display_name, "As shown to others")->required();
  add->add_option("--note", given->note, "What one should know");
  add->callback([=, &shell] { AddPerson(shell, *given); });

  auto* erase = Verb(app, kDirectoryGroup, "erase-person",
                     "Erases name, note, password, address and sign-ins of a person, for good.",
                     "placet erase-person a.jones --as central-secretariat\n\n"
                     "The identifier and past roles stay, because votes refer to them. Roles that\n"
                     "are held are ended first: placet revoke.");
  erase->add_option("PERSON", given->person, "Identifier of the person")->required();
  erase->callback([=, &shell] { Erase(shell, *given); });

  auto* grant = Verb(app, kDirectoryGroup, "grant", "Gives a person a role in a scope.",
                     "placet grant a.jones voter --member gb --committee iso-tc-307");
  grant->add_option("PERSON", given->person, "The person")->required();
  grant->add_option("ROLE", given->role, "The role")->required()->type_name(Choices<Role>());
  grant->add_option("--member", given->member, "Only for this national body");
  grant->add_option("--committee", given->committee, "Only in this committee");
  grant->add_flag("--subcommittees", given->subcommittees, "And in those under the committee");
  grant->add_option("--group", given->group, "Group of the committee; only for an expert");
  grant->add_option("--liaison", given->liaison,
                    "Liaison of the committee; only for a liaison representative");
  grant->add_option("--from", given->from, "First day; today if not given")->type_name("DATE");
  grant->add_option("--until", given->until, "First day without the role")->type_name("DATE");
  grant->callback([=, &shell] { GiveRole(shell, *given); });

  auto* revoke = Verb(app, kDirectoryGroup, "revoke", "Ends a role; its history is kept.",
                      "placet revoke people/a.jones/grants/voter-gb-iso-tc-307");
  revoke->add_option("GRANT", given->grant, "Full name, as placet person shows it")->required();
  revoke->add_option("--until", given->until, "First day without the role; today if not given")
      ->type_name("DATE");
  revoke->callback([=, &shell] { Revoke(shell, *given); });
}

}  // namespace placet::cli
