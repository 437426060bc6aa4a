// The rules of the directory as tables: no database, no server.
#include "services/members/decide.h"

#include <gtest/gtest.h>

#include "services/members/refusals.h"
#include "tests/support/matchers.h"

namespace placet::members::decide {
namespace {

using namespace placet::testing;  // NOLINT: matchers read like sentences

rpc::Call Noon() {
  rpc::Call call;
  call.caller = "people/somebody";
  absl::ParseTime(absl::RFC3339_full, "2018-03-13T12:00:00Z", &call.now, nullptr);
  return call;
}

Caller Holding(std::vector<Held> roles) {
  Caller caller;
  caller.roles = std::move(roles);
  return caller;
}

TEST(ParseRolesTest, ReadsWhatTheStoreWrites) {
  EXPECT_TRUE(ParseRoles("").empty());
  const std::vector<Held> held = ParseRoles("1:de:iso-tc-307,7::,3::iso-tc-307");
  ASSERT_EQ(held.size(), 3u);
  EXPECT_EQ(held[0].role, pb::ROLE_VOTER);
  EXPECT_EQ(held[0].member, "de");
  EXPECT_EQ(held[0].committee, "iso-tc-307");
  EXPECT_EQ(held[1].role, pb::ROLE_CENTRAL_SECRETARIAT);
  EXPECT_EQ(held[1].member, "");
  EXPECT_EQ(held[2].committee, "iso-tc-307");
}

TEST(RolesTest, TheCentralSecretariatOfANarrowerScopeIsNone) {
  EXPECT_TRUE(IsSecretariat(Holding({{pb::ROLE_CENTRAL_SECRETARIAT, "", ""}})));
  EXPECT_FALSE(IsSecretariat(Holding({{pb::ROLE_CENTRAL_SECRETARIAT, "de", ""}})));
  EXPECT_FALSE(IsSecretariat(Holding({{pb::ROLE_CENTRAL_SECRETARIAT, "", "iso-tc-307"}})));
  EXPECT_FALSE(IsSecretariat(Holding({{pb::ROLE_VOTER, "", ""}})));
  EXPECT_FALSE(IsSecretariat(Holding({})));
}

TEST(RolesTest, WhichRolesPutAGroup) {
  struct Case {
    Held held;
    bool may;
  };
  const Case cases[] = {{{pb::ROLE_CENTRAL_SECRETARIAT, "", ""}, true},
                        {{pb::ROLE_COMMITTEE_MANAGER, "", "c"}, true},
                        {{pb::ROLE_COMMITTEE_MANAGER, "", "d"}, false},
                        {{pb::ROLE_COMMITTEE_MANAGER, "", ""}, false},
                        {{pb::ROLE_CHAIR, "", "c"}, false},
                        {{pb::ROLE_CONVENOR, "", "c"}, false},
                        {{pb::ROLE_PROJECT_LEADER, "", "c"}, false},
                        {{pb::ROLE_VOTER, "", "c"}, false},
                        {{pb::ROLE_MEMBER_ADMINISTRATOR, "de", ""}, false}};
  pb::PutGroupRequest request;
  request.mutable_group()->set_name("committees/c/groups/wg-1");
  for (const auto& [held, may] : cases) {
    GroupFacts facts;
    facts.committee_exists = true;
    facts.caller = Holding({held});
    EXPECT_EQ(PutGroup(facts, Noon(), request).ok(), may) << pb::Role_Name(held.role);
  }
}

TEST(OrderTest, ARepeatIsAnsweredBeforeRoleEtagAndRule) {
  Facts<pb::Member> facts;
  facts.version = 3;
  facts.present.set_name("members/de");
  facts.caller.repeated = "fingerprint";
  rpc::Call call = Noon();
  call.fingerprint = "fingerprint";
  pb::PutMemberRequest request;
  request.mutable_member()->set_name("members/de");
  request.mutable_member()->set_etag("\"1\"");
  const auto decided = PutMember(facts, call, request);
  ASSERT_THAT(decided, IsOk());
  EXPECT_FALSE(decided->write);
  call.fingerprint = "another";
  EXPECT_THAT(PutMember(facts, call, request), HasReason("REQUEST_ID_REUSED"));
}

TEST(OrderTest, RoleComesBeforeExistenceExistenceBeforeEtagEtagBeforeRule) {
  SeatFacts facts;
  pb::JoinCommitteeRequest request;
  request.mutable_seat()->set_name("committees/c/seats/hk");
  request.mutable_seat()->set_status(pb::SEAT_STATUS_P);
  request.mutable_seat()->set_etag("\"4\"");
  EXPECT_THAT(JoinCommittee(facts, Noon(), request), HasReason("ROLE_MISSING"));
  facts.caller = Holding({{pb::ROLE_MEMBER_ADMINISTRATOR, "hk", ""}});
  EXPECT_THAT(JoinCommittee(facts, Noon(), request), HasReason("REFERENCE_UNKNOWN"));
  facts.committee_exists = true;
  EXPECT_THAT(JoinCommittee(facts, Noon(), request), HasReason("REFERENCE_UNKNOWN"));
  facts.member.set_name("members/hk");
  EXPECT_THAT(JoinCommittee(facts, Noon(), request), HasReason("ETAG_MISMATCH"));
  request.mutable_seat()->clear_etag();
  EXPECT_THAT(JoinCommittee(facts, Noon(), request), HasReason("CATEGORY_FORBIDS"));
  facts.member.set_category(pb::CATEGORY_MEMBER_BODY);
  EXPECT_THAT(JoinCommittee(facts, Noon(), request), IsOk());
}

TEST(CategoryTest, WhoMayBePOrO) {
  for (int category = pb::Category_MIN; category <= pb::Category_MAX; ++category) {
    SeatFacts facts;
    facts.caller = Holding({{pb::ROLE_CENTRAL_SECRETARIAT, "", ""}});
    facts.committee_exists = true;
    facts.member.set_name("members/x");
    facts.member.set_category(static_cast<pb::Category>(category));
    pb::JoinCommitteeRequest request;
    request.mutable_seat()->set_name("committees/c/seats/x");
    request.mutable_seat()->set_status(pb::SEAT_STATUS_O);
    EXPECT_THAT(JoinCommittee(facts, Noon(), request), IsOk()) << category;
    request.mutable_seat()->set_status(pb::SEAT_STATUS_P);
    if (category == pb::CATEGORY_MEMBER_BODY) {
      EXPECT_THAT(JoinCommittee(facts, Noon(), request), IsOk());
    } else {
      EXPECT_THAT(JoinCommittee(facts, Noon(), request), HasReason("CATEGORY_FORBIDS"));
    }
  }
}

SeatFacts WithSeats(std::vector<std::pair<std::string, std::string>> periods) {
  SeatFacts facts;
  facts.caller = Holding({{pb::ROLE_CENTRAL_SECRETARIAT, "", ""}});
  facts.version = 1;
  facts.committee_exists = true;
  facts.member.set_name("members/de");
  facts.member.set_category(pb::CATEGORY_MEMBER_BODY);
  for (const auto& [from, until] : periods) {
    pb::Seat& seat = *facts.present.add_seats();
    seat.set_name("committees/c/seats/de");
    seat.set_status(pb::SEAT_STATUS_P);
    seat.mutable_period()->set_from(from);
    seat.mutable_period()->set_until(until);
  }
  return facts;
}

TEST(OverlapTest, EveryPositionOfTwoPeriods) {
  const SeatFacts facts = WithSeats({{"2018-03-01", "2018-04-01"}});
  struct Case {
    const char *from, *until;
    bool overlaps;
  };
  const Case cases[] = {
      {"2018-02-01", "2018-02-28", false}, {"2018-02-01", "2018-03-01", false},
      {"2018-02-01", "2018-03-02", true},  {"2018-02-01", "2018-04-01", true},
      {"2018-02-01", "2018-05-01", true},  {"2018-02-01", "", true},
      {"2018-03-01", "2018-03-02", true},  {"2018-03-01", "2018-04-01", true},
      {"2018-03-31", "2018-05-01", true},  {"2018-03-31", "", true},
      {"2018-04-01", "2018-05-01", false}, {"2018-04-01", "", false},
      {"2018-04-02", "", false},
  };
  for (const Case& each : cases) {
    pb::JoinCommitteeRequest request;
    request.mutable_seat()->set_name("committees/c/seats/de");
    request.mutable_seat()->set_status(pb::SEAT_STATUS_O);
    request.mutable_seat()->mutable_period()->set_from(each.from);
    request.mutable_seat()->mutable_period()->set_until(each.until);
    const auto decided = JoinCommittee(facts, Noon(), request);
    EXPECT_EQ(rpc::ReasonOf(decided.status()), each.overlaps ? "SEAT_OVERLAPS" : "")
        << each.from << " " << each.until;
  }
}

TEST(LeaveTest, WhichSeatEndsOnWhichDay) {
  const SeatFacts facts =
      WithSeats({{"2018-01-01", "2018-02-01"}, {"2018-02-01", "2018-03-01"}, {"2018-05-01", ""}});
  struct Case {
    const char *until, *from, *reason;  // first day of the seat that ends, or the refusal
    bool write;
  };
  const Case cases[] = {
      {"2017-12-31", "", "NO_SEAT", false},       {"2018-01-01", "", "INVALID_FIELD", false},
      {"2018-01-02", "2018-01-01", "", true},     {"2018-01-31", "2018-01-01", "", true},
      {"2018-02-01", "", "INVALID_FIELD", false}, {"2018-02-02", "2018-02-01", "", true},
      {"2018-03-01", "2018-02-01", "", true},     {"2018-03-02", "", "NO_SEAT", false},
      {"2018-06-01", "2018-05-01", "", true},
  };
  for (const Case& each : cases) {
    pb::LeaveCommitteeRequest request;
    request.set_name("committees/c/seats/de");
    request.set_until(each.until);
    const auto decided = LeaveCommittee(facts, Noon(), request);
    EXPECT_EQ(rpc::ReasonOf(decided.status()), each.reason) << each.until;
    if (!decided.ok()) continue;
    EXPECT_EQ(decided->write, each.write) << each.until;
    EXPECT_EQ(decided->resource.period().from(), each.from) << each.until;
    EXPECT_EQ(decided->resource.period().until(), each.until);
    EXPECT_EQ(decided->history.seats_size(), 3);
  }
}

TEST(ChangeTest, TheNextSeatTakesOverTheEndOfTheOneBefore) {
  SeatFacts facts = WithSeats({{"2018-01-01", "2018-06-01"}});
  facts.present.mutable_seats(0)->mutable_period()->set_until_exact(true);
  pb::ChangeSeatRequest request;
  request.set_name("committees/c/seats/de");
  request.set_status(pb::SEAT_STATUS_O);
  const auto decided = ChangeSeat(facts, Noon(), request);
  ASSERT_THAT(decided, IsOk());
  ASSERT_EQ(decided->history.seats_size(), 2);
  EXPECT_THAT(decided->history.seats(0).period(),
              EqualsProto(R"pb(from: "2018-01-01" until: "2018-03-13" until_exact: true)pb"));
  EXPECT_THAT(decided->history.seats(1).period(), EqualsProto(R"pb(
                from: "2018-03-13"
                from_exact: true
                until: "2018-06-01"
                until_exact: true)pb"));
  for (const pb::Seat& seat : decided->history.seats()) EXPECT_EQ(seat.etag(), "\"2\"");
}

TEST(GrantNameTest, IsMadeOfRoleAndScope) {
  pb::GrantRoleRequest request;
  request.set_parent("people/p");
  request.mutable_grant()->set_role(pb::ROLE_CENTRAL_SECRETARIAT);
  EXPECT_EQ(GrantName(request), "people/p/grants/central-secretariat");
  request.mutable_grant()->set_role(pb::ROLE_VOTER);
  request.mutable_grant()->set_committee("committees/iso-tc-307");
  EXPECT_EQ(GrantName(request), "people/p/grants/voter-iso-tc-307");
  request.mutable_grant()->set_member("members/de");
  EXPECT_EQ(GrantName(request), "people/p/grants/voter-de-iso-tc-307");
  request.mutable_grant()->set_name("people/p/grants/mine");
  EXPECT_EQ(GrantName(request), "people/p/grants/mine");
}

TEST(CountTest, OfNothingHasFiveRowsOfNothing) {
  const pb::Participation none = Count("committees/c", "2018-03-13", {});
  EXPECT_EQ(none.rows_size(), 5);
  EXPECT_EQ(none.evidence_size(), 0);
}

}  // namespace
}  // namespace placet::members::decide
