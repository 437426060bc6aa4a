// People and the roles they hold.
#include "tests/members/directory.h"

namespace placet::members {
namespace {

using absl::StatusCode;
using ::testing::AllOf;
using ::testing::ElementsAre;

class PeopleTest : public Directory {
 protected:
  static pb::GrantRoleRequest GrantRequest(const std::string& person, pb::Role role,
                                           const std::string& member = "",
                                           const std::string& committee = "") {
    pb::GrantRoleRequest request;
    request.set_parent("people/" + person);
    request.mutable_grant()->set_role(role);
    if (!member.empty()) request.mutable_grant()->set_member("members/" + member);
    if (!committee.empty()) request.mutable_grant()->set_committee("committees/" + committee);
    return request;
  }
  absl::StatusOr<pb::Grant> Revoke(const std::string& name, const std::string& until = "") {
    pb::RevokeRoleRequest request;
    request.set_name(name);
    request.set_until(until);
    return secretariat_(&Stub::RevokeRole, request);
  }
  void PutCommitteeUnder(const std::string& id, const std::string& parent) {
    pb::PutCommitteeRequest request;
    request.mutable_committee()->set_name("committees/" + id);
    request.mutable_committee()->set_reference("Reference of " + id);
    if (!parent.empty()) request.mutable_committee()->set_parent("committees/" + parent);
    ASSERT_THAT(secretariat_(&Stub::PutCommittee, request), IsOk());
  }
  // What a committee's manager may do.
  absl::StatusOr<pb::Group> PutGroupIn(const std::string& person, const std::string& committee) {
    pb::PutGroupRequest request;
    request.mutable_group()->set_name("committees/" + committee + "/groups/wg-1");
    request.mutable_group()->set_kind(pb::GROUP_KIND_WORKING_GROUP);
    request.mutable_group()->set_reference("WG 1");
    request.mutable_group()->set_title("A group");
    return In(person)(&Stub::PutGroup, request);
  }
  // Of the person's only grant.
  std::vector<std::string> Covers(const std::string& person) {
    pb::GetPersonRequest request;
    request.set_name("people/" + person);
    const auto found = secretariat_(&Stub::GetPerson, request);
    EXPECT_THAT(found, IsOk());
    const auto& covers = found->grants(0).covers();
    return {covers.begin(), covers.end()};
  }
};

TEST_F(PeopleTest, TheCentralSecretariatIsThereFromTheBeginning) {
  pb::GetPersonRequest request;
  request.set_name("people/central-secretariat");
  EXPECT_THAT(*secretariat_(&Stub::GetPerson, request), EqualsProto(R"pb(
    name: "people/central-secretariat"
    display_name: "ISO Central Secretariat"
    note: "created with the store"
    grants {
      name: "people/central-secretariat/grants/central-secretariat"
      role: ROLE_CENTRAL_SECRETARIAT
      period {}
      granted_by: "people/central-secretariat"
    }
    etag: "\"1\""
  )pb"));
}

TEST_F(PeopleTest, APersonThatWasPutIsReadBackAndKeepsItsGrants) {
  PutMember("de");
  Grant("erika", pb::ROLE_VOTER, "de", "");
  pb::PutPersonRequest put;
  put.mutable_person()->set_name("people/erika");
  put.mutable_person()->set_display_name("Erika Mustermann");
  put.mutable_person()->set_note("invented");
  put.mutable_person()->add_grants()->set_role(pb::ROLE_CENTRAL_SECRETARIAT);  // output only
  const char* expected = R"pb(
    name: "people/erika"
    display_name: "Erika Mustermann"
    note: "invented"
    grants {
      name: "people/erika/grants/voter-de"
      role: ROLE_VOTER
      member: "members/de"
      period { from: "2018-03-13" from_exact: true }
      granted_by: "people/central-secretariat"
    }
    etag: "\"2\""
  )pb";
  EXPECT_THAT(*secretariat_(&Stub::PutPerson, put), EqualsProto(expected));
  pb::GetPersonRequest get;
  get.set_name("people/erika");
  EXPECT_THAT(*secretariat_(&Stub::GetPerson, get), EqualsProto(expected));
  EXPECT_THAT(*secretariat_(&Stub::PutPerson, put), EqualsProto(expected));  // stores nothing
}

TEST_F(PeopleTest, EveryRefusalOfAPut) {
  pb::PutPersonRequest put;
  put.mutable_person()->set_name("people/erika");
  EXPECT_THAT(secretariat_(&Stub::PutPerson, put), HasField("person.display_name"));
  put.mutable_person()->set_display_name("Erika");
  EXPECT_THAT(In("erika")(&Stub::PutPerson, put),
              AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
  put.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::PutPerson, put), IsOk());
  ASSERT_THAT(secretariat_(&Stub::PutPerson, put), IsOk());
  put.mutable_person()->set_name("people/otto");
  EXPECT_THAT(secretariat_(&Stub::PutPerson, put), HasReason("REQUEST_ID_REUSED"));
  put.mutable_person()->set_name("people/erika");
  put.clear_request_id();
  put.mutable_person()->set_etag("x");
  EXPECT_THAT(secretariat_(&Stub::PutPerson, put), HasReason("ETAG_MISMATCH"));
  put.mutable_person()->set_name("erika");
  EXPECT_THAT(secretariat_(&Stub::PutPerson, put), HasField("person.name"));
  pb::GetPersonRequest get;
  get.set_name("people/nobody");
  EXPECT_THAT(secretariat_(&Stub::GetPerson, get), HasReason("NOT_FOUND"));
  get.set_name("people/");
  EXPECT_THAT(secretariat_(&Stub::GetPerson, get), HasField("name"));
}

TEST_F(PeopleTest, AMemberAdministratorPutsPeople) {
  PutMember("de");
  Grant("de-admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de", "");
  pb::PutPersonRequest put;
  put.mutable_person()->set_name("people/erika");
  put.mutable_person()->set_display_name("Erika");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), IsOk());
  Grant("erika", pb::ROLE_VOTER, "de", "");
  put.mutable_person()->set_display_name("Erika Mustermann");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), IsOk());
}

TEST_F(PeopleTest, AMemberAdministratorPutsNobodyOfOtherBodiesAndNoOfficer) {
  PutMember("de");
  PutMember("fr");
  Grant("de-admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de", "");
  Grant("francois", pb::ROLE_VOTER, "fr", "");
  Grant("erika", pb::ROLE_VOTER, "de", "");
  Grant("erika", pb::ROLE_CENTRAL_SECRETARIAT, "", "");
  pb::PutPersonRequest put;
  put.mutable_person()->set_display_name("Another name");
  for (const char* person : {"people/francois", "people/erika", "people/central-secretariat"}) {
    put.mutable_person()->set_name(person);
    EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), HasReason("ROLE_MISSING")) << person;
  }
}

TEST_F(PeopleTest, PeopleAreListedInPagesWithTheirGrantsAndByRole) {
  PutMember("de");
  Grant("anna", pb::ROLE_VOTER, "de", "");
  Grant("anna", pb::ROLE_BALLOT_MONITOR, "de", "");
  Grant("bert", pb::ROLE_BALLOT_MONITOR, "", "");
  PutPerson("carl");
  pb::ListPeopleRequest list;
  list.set_page_size(2);
  const auto first = secretariat_(&Stub::ListPeople, list);
  ASSERT_EQ(first->people_size(), 2);
  EXPECT_EQ(first->people(0).name(), "people/anna");
  EXPECT_EQ(first->people(0).grants_size(), 2);
  EXPECT_EQ(first->people(1).grants_size(), 1);
  list.set_page_token(first->next_page_token());
  const auto second = secretariat_(&Stub::ListPeople, list);
  ASSERT_EQ(second->people_size(), 2);
  EXPECT_EQ(second->people(0).name(), "people/carl");
  EXPECT_EQ(second->people(0).grants_size(), 0);
  EXPECT_EQ(second->next_page_token(), "");
  list.Clear();
  list.set_role(pb::ROLE_BALLOT_MONITOR);
  EXPECT_EQ(secretariat_(&Stub::ListPeople, list)->people_size(), 2);
  ASSERT_THAT(Revoke("people/bert/grants/ballot-monitor"), IsOk());
  EXPECT_EQ(secretariat_(&Stub::ListPeople, list)->people_size(), 1);
  list.set_page_size(-5);
  EXPECT_THAT(secretariat_(&Stub::ListPeople, list), HasField("page_size"));
}

TEST_F(PeopleTest, AGrantIsNamedByRoleAndScopeOrAsAsked) {
  PutMember("de");
  PutCommittee("iso-tc-307");
  PutPerson("erika");
  pb::GrantRoleRequest request = GrantRequest("erika", pb::ROLE_VOTER, "de", "iso-tc-307");
  EXPECT_THAT(*secretariat_(&Stub::GrantRole, request), EqualsProto(R"pb(
    name: "people/erika/grants/voter-de-iso-tc-307"
    role: ROLE_VOTER
    member: "members/de"
    committee: "committees/iso-tc-307"
    period { from: "2018-03-13" from_exact: true }
    granted_by: "people/central-secretariat"
  )pb"));
  request = GrantRequest("erika", pb::ROLE_BALLOT_MONITOR);
  request.mutable_grant()->set_name("people/erika/grants/sees-all");
  EXPECT_EQ(secretariat_(&Stub::GrantRole, request)->name(), "people/erika/grants/sees-all");
  request.mutable_grant()->set_role(pb::ROLE_VOTER);  // the name is another role's already
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request),
              AllOf(HasReason("INVALID_FIELD"), HasField("grant.name")));
  request.mutable_grant()->set_name("people/other/grants/sees-all");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.name"));
}

TEST_F(PeopleTest, AGrantWhoseMadeNameIsTooLongNeedsOneOfItsOwn) {
  const std::string member(40, 'm'), committee(40, 'c');
  PutMember(member);
  PutCommittee(committee);
  PutPerson("erika");
  pb::GrantRoleRequest request = GrantRequest("erika", pb::ROLE_VOTER, member, committee);
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.name"));
  request.mutable_grant()->set_name("people/erika/grants/voter");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), IsOk());
}

TEST_F(PeopleTest, EachRoleHasItsScopes) {
  PutMember("de");
  PutCommittee("c");
  PutPerson("p");
  const auto grant = [&](pb::Role role, const std::string& member, const std::string& committee) {
    return secretariat_(&Stub::GrantRole, GrantRequest("p", role, member, committee));
  };
  for (pb::Role role : {pb::ROLE_VOTER, pb::ROLE_BALLOT_MONITOR}) {
    EXPECT_THAT(grant(role, "", ""), IsOk());
    EXPECT_THAT(grant(role, "de", ""), IsOk());
    EXPECT_THAT(grant(role, "", "c"), IsOk());
    EXPECT_THAT(grant(role, "de", "c"), IsOk());
  }
  for (pb::Role role :
       {pb::ROLE_COMMITTEE_MANAGER, pb::ROLE_CHAIR, pb::ROLE_CONVENOR, pb::ROLE_PROJECT_LEADER}) {
    EXPECT_THAT(grant(role, "", "c"), IsOk());
    EXPECT_THAT(grant(role, "", ""), HasField("grant.committee"));
    EXPECT_THAT(grant(role, "de", "c"), HasField("grant.member"));
  }
  EXPECT_THAT(grant(pb::ROLE_CENTRAL_SECRETARIAT, "", ""), IsOk());
  EXPECT_THAT(grant(pb::ROLE_CENTRAL_SECRETARIAT, "de", ""), HasField("grant.member"));
  EXPECT_THAT(grant(pb::ROLE_CENTRAL_SECRETARIAT, "", "c"), HasField("grant.committee"));
  EXPECT_THAT(grant(pb::ROLE_MEMBER_ADMINISTRATOR, "de", ""), IsOk());
  EXPECT_THAT(grant(pb::ROLE_MEMBER_ADMINISTRATOR, "", ""), HasField("grant.member"));
  EXPECT_THAT(grant(pb::ROLE_MEMBER_ADMINISTRATOR, "de", "c"), HasField("grant.committee"));
  EXPECT_THAT(grant(pb::ROLE_UNSPECIFIED, "", ""), HasField("grant.role"));
}

TEST_F(PeopleTest, AnExpertBelongsToAGroup) {
  PutMember("de");
  PutCommittee("c");
  PutCommittee("d");
  PutPerson("p");
  pb::PutGroupRequest put;
  put.mutable_group()->set_name("committees/c/groups/wg-1");
  put.mutable_group()->set_kind(pb::GROUP_KIND_WORKING_GROUP);
  put.mutable_group()->set_reference("WG 1");
  put.mutable_group()->set_title("Foundations");
  ASSERT_THAT(secretariat_(&Stub::PutGroup, put), IsOk());
  const auto grant = [&](const std::string& group, const std::string& committee = "c",
                         pb::Role role = pb::ROLE_EXPERT) {
    pb::GrantRoleRequest request = GrantRequest("p", role, "de", committee);
    request.mutable_grant()->set_group(group);
    return secretariat_(&Stub::GrantRole, request);
  };
  EXPECT_THAT(grant(""), HasField("grant.group"));
  EXPECT_THAT(grant("wg-1"), HasField("grant.group"));
  EXPECT_THAT(grant("committees/c/groups/wg-1", "d"), HasField("grant.group"));
  EXPECT_THAT(grant("committees/c/groups/wg-1", ""), HasField("grant.committee"));
  EXPECT_THAT(grant("committees/c/groups/wg-2"), HasReason("REFERENCE_UNKNOWN"));
  EXPECT_THAT(grant("committees/c/groups/wg-1", "c", pb::ROLE_VOTER), HasField("grant.group"));
  const auto expert = grant("committees/c/groups/wg-1");
  ASSERT_THAT(expert, IsOk());
  EXPECT_EQ(expert->name(), "people/p/grants/expert-de-c-wg-1");
  pb::GetPersonRequest get;
  get.set_name("people/p");
  const auto person = secretariat_(&Stub::GetPerson, get);
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->grants(0).group(), "committees/c/groups/wg-1");
}

// sc-1 is under tc, wg-of-sc under sc-1: a role that says so holds in all of them, and in what
// comes under them later, for as long as it is there.
TEST_F(PeopleTest, ARoleHoldsInSubcommitteesWhereItSaysSo) {
  for (const auto& [id, parent] : std::vector<std::pair<const char*, const char*>>{
           {"tc", ""}, {"other", ""}, {"sc-1", "tc"}, {"under-sc-1", "sc-1"}}) {
    PutCommitteeUnder(id, parent);
  }
  PutPerson("wide");
  pb::GrantRoleRequest request = GrantRequest("wide", pb::ROLE_COMMITTEE_MANAGER, "", "tc");
  request.mutable_grant()->set_subcommittees(true);
  const auto granted = secretariat_(&Stub::GrantRole, request);
  ASSERT_THAT(granted, IsOk());
  Grant("narrow", pb::ROLE_COMMITTEE_MANAGER, "", "tc");

  EXPECT_THAT(PutGroupIn("wide", "tc"), IsOk());
  EXPECT_THAT(PutGroupIn("wide", "sc-1"), IsOk());
  EXPECT_THAT(PutGroupIn("wide", "under-sc-1"), IsOk());
  EXPECT_THAT(PutGroupIn("wide", "other"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(PutGroupIn("narrow", "sc-1"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Covers("wide"), ElementsAre("committees/sc-1", "committees/under-sc-1"));
  EXPECT_THAT(Covers("narrow"), ::testing::IsEmpty());

  PutCommitteeUnder("sc-2", "tc");
  EXPECT_THAT(PutGroupIn("wide", "sc-2"), IsOk());
  PutCommitteeUnder("sc-1", "other");
  EXPECT_THAT(PutGroupIn("wide", "sc-1"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(PutGroupIn("wide", "under-sc-1"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Covers("wide"), ElementsAre("committees/sc-2"));
}

TEST_F(PeopleTest, OnlyTheScopeOfACommitteeIsWidened) {
  PutMember("de");
  PutCommitteeUnder("tc", "");
  PutPerson("anna");
  pb::GrantRoleRequest request = GrantRequest("anna", pb::ROLE_VOTER, "de");
  request.mutable_grant()->set_subcommittees(true);
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.subcommittees"));
  request.mutable_grant()->set_committee("committees/tc");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), IsOk());
  request.mutable_grant()->set_subcommittees(false);
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.name"))
      << "another scope under the same name";
}

TEST_F(PeopleTest, ARepresentativeSpeaksForOneLiaisonOfACommittee) {
  PutCommittee("c");
  PutCommittee("other");
  PutPerson("p");
  pb::GrantRoleRequest request = GrantRequest("p", pb::ROLE_LIAISON_REPRESENTATIVE, "", "c");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.liaison")) << "is required";
  request.mutable_grant()->set_liaison("committees/c/liaisons/fig");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request),
              AllOf(HasReason("REFERENCE_UNKNOWN"), HasField("grant.liaison")));
  pb::PutLiaisonRequest put;
  put.mutable_liaison()->set_name("committees/c/liaisons/fig");
  put.mutable_liaison()->set_category(pb::LIAISON_CATEGORY_A);
  put.mutable_liaison()->set_organization("FIG");
  ASSERT_THAT(secretariat_(&Stub::PutLiaison, put), IsOk());
  const auto granted = secretariat_(&Stub::GrantRole, request);
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(granted->name(), "people/p/grants/liaison-representative-c-fig");
  pb::GetPersonRequest get;
  get.set_name("people/p");
  const auto person = secretariat_(&Stub::GetPerson, get);
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->grants(0).liaison(), "committees/c/liaisons/fig");

  request.mutable_grant()->set_committee("committees/other");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.liaison")) << "of another";
  request = GrantRequest("p", pb::ROLE_CHAIR, "", "c");
  request.mutable_grant()->set_liaison("committees/c/liaisons/fig");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.liaison")) << "no meaning";
}

TEST_F(PeopleTest, PersonMemberAndCommitteeOfAGrantMustExist) {
  EXPECT_THAT(secretariat_(&Stub::GrantRole, GrantRequest("nobody", pb::ROLE_VOTER)),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("REFERENCE_UNKNOWN"),
                    HasField("parent")));
  PutPerson("p");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, GrantRequest("p", pb::ROLE_VOTER, "xx")),
              AllOf(HasReason("REFERENCE_UNKNOWN"), HasField("grant.member")));
  EXPECT_THAT(secretariat_(&Stub::GrantRole, GrantRequest("p", pb::ROLE_VOTER, "", "xx")),
              AllOf(HasReason("REFERENCE_UNKNOWN"), HasField("grant.committee")));
}

TEST_F(PeopleTest, AnAdministratorGivesTheVotesOfTheOwnBodyAndNothingElse) {
  PutMember("de");
  PutMember("fr");
  PutCommittee("c");
  PutPerson("p");
  Grant("de-admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de", "");
  const Client admin = In("de-admin");
  const auto grant = [&](pb::Role role, const std::string& member, const std::string& committee) {
    return admin(&Stub::GrantRole, GrantRequest("p", role, member, committee));
  };
  EXPECT_THAT(grant(pb::ROLE_VOTER, "de", ""), IsOk());
  EXPECT_THAT(grant(pb::ROLE_BALLOT_MONITOR, "de", "c"), IsOk());
  for (const auto& refused :
       {grant(pb::ROLE_VOTER, "fr", ""), grant(pb::ROLE_VOTER, "", ""),
        grant(pb::ROLE_VOTER, "", "c"), grant(pb::ROLE_MEMBER_ADMINISTRATOR, "de", ""),
        grant(pb::ROLE_COMMITTEE_MANAGER, "", "c"), grant(pb::ROLE_CENTRAL_SECRETARIAT, "", "")}) {
    EXPECT_THAT(refused, AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
  }
  ASSERT_THAT(secretariat_(&Stub::GrantRole, GrantRequest("p", pb::ROLE_VOTER)), IsOk());
  pb::RevokeRoleRequest revoke;
  revoke.set_name("people/p/grants/voter");
  EXPECT_THAT(admin(&Stub::RevokeRole, revoke), HasReason("ROLE_MISSING"));
  revoke.set_name("people/p/grants/voter-de");
  EXPECT_THAT(admin(&Stub::RevokeRole, revoke), IsOk());
}

TEST_F(PeopleTest, ARevokedRoleNoLongerHolds) {
  PutMember("de");
  Grant("de-admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de", "");
  pb::PutPersonRequest put;
  put.mutable_person()->set_name("people/erika");
  put.mutable_person()->set_display_name("Erika");
  clock_.Set("2018-04-01T12:00:00Z");
  ASSERT_THAT(In("de-admin")(&Stub::PutPerson, put), IsOk());
  const auto revoked = Revoke("people/de-admin/grants/member-administrator-de", "2018-04-02");
  ASSERT_THAT(revoked, IsOk());
  EXPECT_EQ(revoked->period().until(), "2018-04-02");
  put.mutable_person()->set_note("still allowed");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), IsOk());
  clock_.Set("2018-04-01T22:00:00Z");  // midnight in Geneva
  put.mutable_person()->set_note("too late");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), HasReason("ROLE_MISSING"));
}

TEST_F(PeopleTest, ARoleOfTheFutureDoesNotHoldYet) {
  PutMember("de");
  PutPerson("de-admin");
  pb::GrantRoleRequest request = GrantRequest("de-admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de");
  request.mutable_grant()->mutable_period()->set_from("2018-03-14");
  ASSERT_THAT(secretariat_(&Stub::GrantRole, request), IsOk());
  pb::PutPersonRequest put;
  put.mutable_person()->set_name("people/erika");
  put.mutable_person()->set_display_name("Erika");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), HasReason("ROLE_MISSING"));
  clock_.Set("2018-03-14T12:00:00Z");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), IsOk());
  Grant("erika", pb::ROLE_VOTER, "de", "");
  put.mutable_person()->set_display_name("Erika Mustermann");
  EXPECT_THAT(In("de-admin")(&Stub::PutPerson, put), IsOk());
}

TEST_F(PeopleTest, ARoleGivenAgainGoesOnOrBeginsAnew) {
  PutPerson("p");
  const pb::GrantRoleRequest request = GrantRequest("p", pb::ROLE_BALLOT_MONITOR);
  ASSERT_THAT(secretariat_(&Stub::GrantRole, request), IsOk());
  clock_.Set("2018-05-01T12:00:00Z");
  const int64_t head = Head();
  EXPECT_EQ(secretariat_(&Stub::GrantRole, request)->period().from(), "2018-03-13");
  EXPECT_EQ(Head(), head);
  ASSERT_THAT(Revoke("people/p/grants/ballot-monitor"), IsOk());
  clock_.Set("2018-06-01T12:00:00Z");
  const auto anew = secretariat_(&Stub::GrantRole, request);
  ASSERT_THAT(anew, IsOk());
  EXPECT_EQ(anew->name(), "people/p/grants/ballot-monitor");
  EXPECT_EQ(anew->period().from(), "2018-06-01");
  EXPECT_EQ(anew->period().until(), "");
}

TEST_F(PeopleTest, ARoleCanBeGivenUntilADay) {
  PutPerson("p");
  pb::GrantRoleRequest request = GrantRequest("p", pb::ROLE_BALLOT_MONITOR);
  request.mutable_grant()->mutable_period()->set_until("2018-03-13");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.period.until"));
  request.mutable_grant()->mutable_period()->set_until("2018-13-13");
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasField("grant.period.until"));
  request.mutable_grant()->mutable_period()->set_until("2018-04-13");
  EXPECT_EQ(secretariat_(&Stub::GrantRole, request)->period().until(), "2018-04-13");
}

TEST_F(PeopleTest, EveryRefusalOfARevocation) {
  PutPerson("p");
  EXPECT_THAT(Revoke("people/p/grants/voter"),
              AllOf(StatusIs(StatusCode::kNotFound), HasReason("NOT_FOUND")));
  EXPECT_THAT(Revoke("people/p"), HasField("name"));
  ASSERT_THAT(secretariat_(&Stub::GrantRole, GrantRequest("p", pb::ROLE_VOTER)), IsOk());
  EXPECT_THAT(Revoke("people/p/grants/voter", "soon"), HasField("until"));
  EXPECT_THAT(Revoke("people/p/grants/voter", "2018-03-12"), HasField("until"));
  pb::RevokeRoleRequest revoke;
  revoke.set_name("people/p/grants/voter");
  EXPECT_THAT(In("p")(&Stub::RevokeRole, revoke), HasReason("ROLE_MISSING"));
  revoke.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::RevokeRole, revoke), IsOk());  // on its first day: held on none
  const int64_t head = Head();
  ASSERT_THAT(secretariat_(&Stub::RevokeRole, revoke), IsOk());
  revoke.set_until("2018-04-01");
  EXPECT_THAT(secretariat_(&Stub::RevokeRole, revoke), HasReason("REQUEST_ID_REUSED"));
  revoke.clear_request_id();
  EXPECT_EQ(secretariat_(&Stub::RevokeRole, revoke)->period().until(), "2018-03-13");  // earlier
  EXPECT_EQ(Head(), head);
}

TEST_F(PeopleTest, TheOnlyCentralSecretariatCannotBeRevoked) {
  EXPECT_THAT(Revoke("people/central-secretariat/grants/central-secretariat"),
              AllOf(StatusIs(StatusCode::kInvalidArgument), HasField("name")));
  PutPerson("second");
  ASSERT_THAT(secretariat_(&Stub::GrantRole, GrantRequest("second", pb::ROLE_CENTRAL_SECRETARIAT)),
              IsOk());
  EXPECT_THAT(Revoke("people/central-secretariat/grants/central-secretariat"), IsOk());
  EXPECT_THAT(Revoke("people/second/grants/central-secretariat"), HasReason("ROLE_MISSING"));
}

TEST_F(PeopleTest, ARepeatedGrantAnswersWithTheGrant) {
  PutPerson("p");
  pb::GrantRoleRequest request = GrantRequest("p", pb::ROLE_VOTER);
  request.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::GrantRole, request), IsOk());
  ASSERT_THAT(Revoke("people/p/grants/voter"), IsOk());
  const auto replay = secretariat_(&Stub::GrantRole, request);
  ASSERT_THAT(replay, IsOk());
  EXPECT_EQ(replay->period().until(), "2018-03-13");  // as it is now, not given anew
  request.mutable_grant()->set_role(pb::ROLE_BALLOT_MONITOR);
  EXPECT_THAT(secretariat_(&Stub::GrantRole, request), HasReason("REQUEST_ID_REUSED"));
}

}  // namespace
}  // namespace placet::members
