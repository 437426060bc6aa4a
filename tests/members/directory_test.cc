// National bodies, committees, groups, liaisons.
#include "tests/members/directory.h"

namespace placet::members {
namespace {

using absl::StatusCode;
using ::testing::AllOf;
using ::testing::ElementsAre;

pb::PutMemberRequest Germany() {
  pb::PutMemberRequest request;
  pb::Member& member = *request.mutable_member();
  member.set_name("members/de");
  member.set_country_code("DE");
  member.set_country("Germany");
  member.set_acronym("DIN");
  member.set_title("Deutsches Institut für Normung");
  member.set_region(pb::REGION_EUROPE);
  member.set_region_basis("a plan");
  member.set_category(pb::CATEGORY_MEMBER_BODY);
  member.set_category_basis("a list");
  return request;
}

class MembersTest : public Directory {};

TEST_F(MembersTest, AMemberThatWasPutIsReadBackAsItWasPut) {
  const auto put = secretariat_(&Stub::PutMember, Germany());
  ASSERT_THAT(put, IsOk());
  pb::Member expected = Germany().member();
  expected.set_etag("\"1\"");
  EXPECT_THAT(*put, EqualsProto(expected));
  pb::GetMemberRequest get;
  get.set_name("members/de");
  EXPECT_THAT(*secretariat_(&Stub::GetMember, get), EqualsProto(expected));
}

TEST_F(MembersTest, APutThatChangesSomethingMakesANewVersion) {
  pb::PutMemberRequest request = Germany();
  ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  request.mutable_member()->set_title("DIN e. V.");
  const auto put = secretariat_(&Stub::PutMember, request);
  ASSERT_THAT(put, IsOk());
  EXPECT_EQ(put->etag(), "\"2\"");
  EXPECT_EQ(put->title(), "DIN e. V.");
}

TEST_F(MembersTest, APutThatChangesNothingStoresNothing) {
  ASSERT_THAT(secretariat_(&Stub::PutMember, Germany()), IsOk());
  const int64_t head = Head();
  const auto again = secretariat_(&Stub::PutMember, Germany());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->etag(), "\"1\"");
  EXPECT_EQ(Head(), head);
}

TEST_F(MembersTest, TheSameRequestIdAnswersWithThePresentStateAndStoresNothing) {
  pb::PutMemberRequest first = Germany();
  first.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::PutMember, first), IsOk());
  pb::PutMemberRequest second = Germany();
  second.mutable_member()->set_title("Later");
  ASSERT_THAT(secretariat_(&Stub::PutMember, second), IsOk());
  const int64_t head = Head();
  const auto replay = secretariat_(&Stub::PutMember, first);
  ASSERT_THAT(replay, IsOk());
  EXPECT_EQ(replay->title(), "Later");
  EXPECT_EQ(Head(), head);
}

TEST_F(MembersTest, ARequestIdWorksInAnyCase) {
  pb::PutMemberRequest request = Germany();
  request.set_request_id("6F1C2A34-5B6D-4E7F-8A9B-0C1D2E3F4A5B");
  ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  request.set_request_id(kRequestId);
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
}

TEST_F(MembersTest, ARequestIdOfAnotherRequestIsRefused) {
  pb::PutMemberRequest request = Germany();
  request.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  request.mutable_member()->set_title("Another");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request),
              AllOf(StatusIs(StatusCode::kInvalidArgument), HasReason("REQUEST_ID_REUSED"),
                    HasField("request_id")));
}

TEST_F(MembersTest, AnEtagThatIsNotThePresentOneIsRefused) {
  pb::PutMemberRequest request = Germany();
  request.mutable_member()->set_etag("\"1\"");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request),
              AllOf(StatusIs(StatusCode::kAborted), HasReason("ETAG_MISMATCH")));
  request.mutable_member()->clear_etag();
  ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  request.mutable_member()->set_title("Second");
  request.mutable_member()->set_etag("\"1\"");
  ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  request.mutable_member()->set_title("Third");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasReason("ETAG_MISMATCH"));
}

TEST_F(MembersTest, OnlyTheCentralSecretariatPutsMembers) {
  EXPECT_THAT(In("stranger")(&Stub::PutMember, Germany()),
              AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
}

TEST_F(MembersTest, AMemberThatDoesNotExistIsNotFound) {
  pb::GetMemberRequest request;
  request.set_name("members/xx");
  EXPECT_THAT(In("anybody")(&Stub::GetMember, request),
              AllOf(StatusIs(StatusCode::kNotFound), HasReason("NOT_FOUND")));
}

TEST_F(MembersTest, MalformedFieldsAreNamed) {
  pb::PutMemberRequest request = Germany();
  request.mutable_member()->set_country_code("Germany");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("member.country_code"));
  request = Germany();
  request.mutable_member()->set_name("members/DE");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("member.name"));
  request.mutable_member()->set_name("members/de/x");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("member.name"));
  pb::GetMemberRequest get;
  get.set_name("people/de");
  EXPECT_THAT(secretariat_(&Stub::GetMember, get), HasField("name"));
}

TEST_F(MembersTest, ListsComeInPagesByIdentifier) {
  for (const char* id : {"de", "at", "ch", "fr", "jp"}) PutMember(id);
  pb::ListMembersRequest request;
  request.set_page_size(2);
  std::vector<std::string> names;
  int pages = 0;
  do {
    const auto page = secretariat_(&Stub::ListMembers, request);
    ASSERT_THAT(page, IsOk());
    for (const pb::Member& member : page->members()) names.push_back(member.name());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_THAT(names,
              ElementsAre("members/at", "members/ch", "members/de", "members/fr", "members/jp"));
  EXPECT_EQ(pages, 3);
}

TEST_F(MembersTest, AListCanBeNarrowedByRegionAndCategory) {
  PutMember("de");
  PutMember("jp", pb::CATEGORY_MEMBER_BODY, pb::REGION_ASIA_PACIFIC);
  PutMember("hk", pb::CATEGORY_CORRESPONDENT, pb::REGION_ASIA_PACIFIC);
  pb::ListMembersRequest request;
  request.set_region(pb::REGION_ASIA_PACIFIC);
  EXPECT_EQ(secretariat_(&Stub::ListMembers, request)->members_size(), 2);
  request.set_category(pb::CATEGORY_CORRESPONDENT);
  EXPECT_EQ(secretariat_(&Stub::ListMembers, request)->members_size(), 1);
}

TEST_F(MembersTest, PageSizesAndTokensAreChecked) {
  pb::ListMembersRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(secretariat_(&Stub::ListMembers, request), HasField("page_size"));
  request.set_page_size(100000);
  EXPECT_THAT(secretariat_(&Stub::ListMembers, request), IsOk());
  request.set_page_token("???");
  EXPECT_THAT(secretariat_(&Stub::ListMembers, request), HasField("page_token"));
}

class CommitteesTest : public Directory {};

pb::PutCommitteeRequest Tc307() {
  pb::PutCommitteeRequest request;
  pb::Committee& committee = *request.mutable_committee();
  committee.set_name("committees/iso-tc-307");
  committee.set_reference("ISO/TC 307");
  committee.set_title("Blockchain");
  committee.set_scope(std::string(4000, 's'));
  committee.set_secretariat("members/au");
  committee.set_create_date("2016-09-12");
  committee.set_source("a source");
  return request;
}

TEST_F(CommitteesTest, ACommitteeThatWasPutIsReadBackAsItWasPut) {
  PutMember("au");
  const auto put = secretariat_(&Stub::PutCommittee, Tc307());
  ASSERT_THAT(put, IsOk());
  pb::Committee expected = Tc307().committee();
  expected.set_etag("\"1\"");
  EXPECT_THAT(*put, EqualsProto(expected));
  pb::GetCommitteeRequest get;
  get.set_name("committees/iso-tc-307");
  EXPECT_THAT(*secretariat_(&Stub::GetCommittee, get), EqualsProto(expected));
  get.set_name("committees/none");
  EXPECT_THAT(secretariat_(&Stub::GetCommittee, get), HasReason("NOT_FOUND"));
}

TEST_F(CommitteesTest, ASecretariatAndAParentMustExist) {
  EXPECT_THAT(secretariat_(&Stub::PutCommittee, Tc307()),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("REFERENCE_UNKNOWN"),
                    HasField("committee.secretariat")));
  pb::PutCommitteeRequest request = Tc307();
  request.mutable_committee()->clear_secretariat();
  request.mutable_committee()->set_parent("committees/none");
  EXPECT_THAT(secretariat_(&Stub::PutCommittee, request), HasField("committee.parent"));
}

TEST_F(CommitteesTest, MalformedFieldsAreNamed) {
  const auto field = [&](auto change) {
    pb::PutCommitteeRequest request = Tc307();
    change(*request.mutable_committee());
    return secretariat_(&Stub::PutCommittee, request);
  };
  EXPECT_THAT(field([](auto& c) { c.set_name("committees/ISO"); }), HasField("committee.name"));
  EXPECT_THAT(field([](auto& c) { c.clear_reference(); }), HasField("committee.reference"));
  EXPECT_THAT(field([](auto& c) { c.set_secretariat("au"); }), HasField("committee.secretariat"));
  EXPECT_THAT(field([](auto& c) { c.set_parent("members/au"); }), HasField("committee.parent"));
  EXPECT_THAT(field([](auto& c) { c.set_parent(c.name()); }), HasField("committee.parent"));
  EXPECT_THAT(field([](auto& c) { c.set_create_date("2016-02-30"); }),
              HasField("committee.create_date"));
  EXPECT_THAT(field([](auto& c) { c.set_scope(std::string(4001, 's')); }),
              HasField("committee.scope"));
}

TEST_F(CommitteesTest, OnlyTheCentralSecretariatPutsCommittees) {
  EXPECT_THAT(In("stranger")(&Stub::PutCommittee, Tc307()), HasReason("ROLE_MISSING"));
}

TEST_F(CommitteesTest, AListCanBeNarrowedToSubcommittees) {
  PutCommittee("iso-iec-jtc-1");
  PutCommittee("iso-tc-307");
  pb::PutCommitteeRequest request;
  request.mutable_committee()->set_name("committees/iso-iec-jtc-1-sc-27");
  request.mutable_committee()->set_reference("ISO/IEC JTC 1/SC 27");
  request.mutable_committee()->set_parent("committees/iso-iec-jtc-1");
  ASSERT_THAT(secretariat_(&Stub::PutCommittee, request), IsOk());
  pb::ListCommitteesRequest list;
  EXPECT_EQ(secretariat_(&Stub::ListCommittees, list)->committees_size(), 3);
  list.set_page_size(2);
  const auto first = secretariat_(&Stub::ListCommittees, list);
  EXPECT_EQ(first->committees_size(), 2);
  list.set_page_token(first->next_page_token());
  EXPECT_EQ(secretariat_(&Stub::ListCommittees, list)->committees_size(), 1);
  list.Clear();
  list.set_parent("committees/iso-iec-jtc-1");
  EXPECT_EQ(secretariat_(&Stub::ListCommittees, list)->committees_size(), 1);
  list.set_parent("iso-iec-jtc-1");
  EXPECT_THAT(secretariat_(&Stub::ListCommittees, list), HasField("parent"));
}

pb::PutGroupRequest Wg1() {
  pb::PutGroupRequest request;
  pb::Group& group = *request.mutable_group();
  group.set_name("committees/iso-tc-307/groups/wg-1");
  group.set_kind(pb::GROUP_KIND_WORKING_GROUP);
  group.set_reference("ISO/TC 307/WG 1");
  group.set_title("Foundations");
  group.set_convenor("Somebody");
  group.mutable_period()->set_from("2018-03-13");
  group.set_source("a plan");
  return request;
}

TEST_F(CommitteesTest, AGroupThatWasPutIsListedAsItWasPut) {
  PutCommittee("iso-tc-307");
  const auto put = secretariat_(&Stub::PutGroup, Wg1());
  ASSERT_THAT(put, IsOk());
  pb::Group expected = Wg1().group();
  expected.set_etag("\"1\"");
  EXPECT_THAT(*put, EqualsProto(expected));
  pb::PutGroupRequest second = Wg1();
  second.mutable_group()->set_name("committees/iso-tc-307/groups/wg-2");
  ASSERT_THAT(secretariat_(&Stub::PutGroup, second), IsOk());
  pb::ListGroupsRequest list;
  list.set_parent("committees/iso-tc-307");
  list.set_page_size(1);
  const auto page = secretariat_(&Stub::ListGroups, list);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->groups_size(), 1);
  EXPECT_THAT(page->groups(0), EqualsProto(expected));
  list.set_page_token(page->next_page_token());
  EXPECT_EQ(secretariat_(&Stub::ListGroups, list)->groups(0).name(),
            "committees/iso-tc-307/groups/wg-2");
}

TEST_F(CommitteesTest, AGroupWithoutPeriodIsPutTwiceWithoutAChange) {
  PutCommittee("iso-tc-307");
  pb::PutGroupRequest request = Wg1();
  request.mutable_group()->clear_period();
  ASSERT_THAT(secretariat_(&Stub::PutGroup, request), IsOk());
  EXPECT_EQ(secretariat_(&Stub::PutGroup, request)->etag(), "\"1\"");
}

TEST_F(CommitteesTest, AGroupOfNoCommitteeIsRefused) {
  EXPECT_THAT(secretariat_(&Stub::PutGroup, Wg1()), HasReason("REFERENCE_UNKNOWN"));
  pb::ListGroupsRequest list;
  list.set_parent("committees/iso-tc-307");
  EXPECT_THAT(secretariat_(&Stub::ListGroups, list), HasReason("NOT_FOUND"));
  PutCommittee("iso-tc-307");
  EXPECT_EQ(secretariat_(&Stub::ListGroups, list)->groups_size(), 0);
}

TEST_F(CommitteesTest, TheManagerOfACommitteePutsItsGroupsAndLiaisonsAndNoOthers) {
  PutCommittee("iso-tc-307");
  PutCommittee("iec-tc-44");
  Grant("manager", pb::ROLE_COMMITTEE_MANAGER, "", "iso-tc-307");
  Grant("other", pb::ROLE_COMMITTEE_MANAGER, "", "iec-tc-44");
  Grant("chair", pb::ROLE_CHAIR, "", "iso-tc-307");
  EXPECT_THAT(In("manager")(&Stub::PutGroup, Wg1()), IsOk());
  EXPECT_THAT(In("other")(&Stub::PutGroup, Wg1()),
              AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
  EXPECT_THAT(In("chair")(&Stub::PutGroup, Wg1()), HasReason("ROLE_MISSING"));
}

TEST_F(CommitteesTest, AGroupIsGuardedByItsEtagAndItsRequestId) {
  PutCommittee("iso-tc-307");
  pb::PutGroupRequest request = Wg1();
  request.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::PutGroup, request), IsOk());
  EXPECT_EQ(secretariat_(&Stub::PutGroup, request)->etag(), "\"1\"");
  request.mutable_group()->set_title("Another");
  EXPECT_THAT(secretariat_(&Stub::PutGroup, request), HasReason("REQUEST_ID_REUSED"));
  request.clear_request_id();
  request.mutable_group()->set_etag("\"7\"");
  EXPECT_THAT(secretariat_(&Stub::PutGroup, request), HasReason("ETAG_MISMATCH"));
}

TEST_F(CommitteesTest, APeriodThatEndsBeforeItBeginsIsRefused) {
  PutCommittee("iso-tc-307");
  pb::PutGroupRequest request = Wg1();
  request.mutable_group()->mutable_period()->set_until("2018-03-13");
  EXPECT_THAT(secretariat_(&Stub::PutGroup, request), HasField("group.period.until"));
  request.mutable_group()->mutable_period()->set_until("tomorrow");
  EXPECT_THAT(secretariat_(&Stub::PutGroup, request), HasField("group.period.until"));
  request.mutable_group()->clear_kind();
  EXPECT_THAT(secretariat_(&Stub::PutGroup, request), HasField("group.kind"));
}

class LiaisonsTest : public Directory {
 protected:
  void SetUp() override { PutCommittee("iso-tc-307"); }
};

pb::PutLiaisonRequest Swift() {
  pb::PutLiaisonRequest request;
  pb::Liaison& liaison = *request.mutable_liaison();
  liaison.set_name("committees/iso-tc-307/liaisons/swift");
  liaison.set_category(pb::LIAISON_CATEGORY_A);
  liaison.set_organization("SWIFT");
  liaison.mutable_period()->set_from("2018-01-01");
  liaison.mutable_period()->set_until("2019-01-01");
  liaison.set_basis("a list");
  return request;
}

TEST_F(LiaisonsTest, ALiaisonIsListedOnTheDaysOnWhichItHolds) {
  const auto put = secretariat_(&Stub::PutLiaison, Swift());
  ASSERT_THAT(put, IsOk());
  pb::Liaison expected = Swift().liaison();
  expected.set_etag("\"1\"");
  EXPECT_THAT(*put, EqualsProto(expected));
  pb::ListLiaisonsRequest list;
  list.set_parent("committees/iso-tc-307");
  const auto today = secretariat_(&Stub::ListLiaisons, list);
  ASSERT_EQ(today->liaisons_size(), 1);
  EXPECT_THAT(today->liaisons(0), EqualsProto(expected));
  for (const auto& [date, count] : {std::pair("2017-12-31", 0), std::pair("2018-01-01", 1),
                                    std::pair("2018-12-31", 1), std::pair("2019-01-01", 0)}) {
    list.set_date(date);
    EXPECT_EQ(secretariat_(&Stub::ListLiaisons, list)->liaisons_size(), count) << date;
  }
}

TEST_F(LiaisonsTest, ListsAreChecked) {
  pb::ListLiaisonsRequest list;
  EXPECT_THAT(secretariat_(&Stub::ListLiaisons, list), HasField("parent"));
  list.set_parent("committees/none");
  EXPECT_THAT(secretariat_(&Stub::ListLiaisons, list), HasReason("NOT_FOUND"));
  list.set_date("13.3.2018");
  EXPECT_THAT(secretariat_(&Stub::ListLiaisons, list), HasField("date"));
}

TEST_F(LiaisonsTest, EveryRefusalOfAPut) {
  EXPECT_THAT(In("stranger")(&Stub::PutLiaison, Swift()), HasReason("ROLE_MISSING"));
  pb::PutLiaisonRequest request = Swift();
  request.mutable_liaison()->set_name("committees/none/liaisons/swift");
  EXPECT_THAT(secretariat_(&Stub::PutLiaison, request), HasReason("REFERENCE_UNKNOWN"));
  request = Swift();
  request.mutable_liaison()->set_name("committees/iso-tc-307/groups/swift");
  EXPECT_THAT(secretariat_(&Stub::PutLiaison, request), HasField("liaison.name"));
  request = Swift();
  request.mutable_liaison()->mutable_period()->set_from("2020-01-01");
  EXPECT_THAT(secretariat_(&Stub::PutLiaison, request), HasField("liaison.period.until"));
  request = Swift();
  request.set_request_id(kRequestId);
  ASSERT_THAT(secretariat_(&Stub::PutLiaison, request), IsOk());
  ASSERT_THAT(secretariat_(&Stub::PutLiaison, request), IsOk());
  request.mutable_liaison()->set_basis("another list");
  EXPECT_THAT(secretariat_(&Stub::PutLiaison, request), HasReason("REQUEST_ID_REUSED"));
  request.clear_request_id();
  request.mutable_liaison()->set_etag("\"2\"");
  EXPECT_THAT(secretariat_(&Stub::PutLiaison, request), HasReason("ETAG_MISMATCH"));
}

}  // namespace
}  // namespace placet::members
