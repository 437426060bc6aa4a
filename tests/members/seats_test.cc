// Joining, leaving, changing status; who holds a seat when; participation.
#include "tests/members/directory.h"

namespace placet::members {
namespace {

using absl::StatusCode;
using ::testing::AllOf;
using ::testing::ElementsAre;

constexpr char kSeat[] = "committees/iso-tc-307/seats/de";

class SeatsTest : public Directory {
 protected:
  void SetUp() override {
    PutCommittee("iso-tc-307");
    PutMember("de");
    PutMember("fr");
    PutMember("hk", pb::CATEGORY_CORRESPONDENT, pb::REGION_ASIA_PACIFIC);
  }

  static pb::JoinCommitteeRequest JoinRequest(const std::string& member, pb::SeatStatus status,
                                              const std::string& from = "",
                                              const std::string& until = "") {
    pb::JoinCommitteeRequest request;
    request.mutable_seat()->set_name("committees/iso-tc-307/seats/" + member);
    request.mutable_seat()->set_status(status);
    request.mutable_seat()->mutable_period()->set_from(from);
    request.mutable_seat()->mutable_period()->set_until(until);
    return request;
  }
  absl::StatusOr<pb::Seat> Join(const std::string& member, pb::SeatStatus status,
                                const std::string& from = "", const std::string& until = "") {
    return secretariat_(&Stub::JoinCommittee, JoinRequest(member, status, from, until));
  }
  absl::StatusOr<pb::Seat> Leave(const std::string& until) {
    pb::LeaveCommitteeRequest request;
    request.set_name(kSeat);
    request.set_until(until);
    return secretariat_(&Stub::LeaveCommittee, request);
  }
  absl::StatusOr<pb::Seat> Change(pb::SeatStatus status, const std::string& from) {
    pb::ChangeSeatRequest request;
    request.set_name(kSeat);
    request.set_status(status);
    request.set_from(from);
    return secretariat_(&Stub::ChangeSeat, request);
  }
  // "P 2018-01-01..2019-01-01", oldest first.
  std::vector<std::string> History() {
    pb::ListSeatsRequest request;
    request.set_parent("committees/iso-tc-307");
    request.set_history(true);
    const auto seats = secretariat_(&Stub::ListSeats, request);
    EXPECT_THAT(seats, IsOk());
    std::vector<std::string> history;
    for (const pb::Seat& seat : seats->seats()) {
      history.push_back((seat.status() == pb::SEAT_STATUS_P ? "P " : "O ") + seat.period().from() +
                        ".." + seat.period().until());
    }
    return history;
  }
};

TEST_F(SeatsTest, ABodyThatJoinsHoldsASeatFromToday) {
  const auto seat = Join("de", pb::SEAT_STATUS_P);
  ASSERT_THAT(seat, IsOk());
  const char* expected = R"pb(
    name: "committees/iso-tc-307/seats/de"
    status: SEAT_STATUS_P
    period { from: "2018-03-13" from_exact: true }
    confidence: CONFIDENCE_CONFIRMED
    basis: "entered by people/central-secretariat"
    etag: "\"1\""
    country: "Country of de"
    acronym: "ACR-de"
    region: REGION_EUROPE
  )pb";
  EXPECT_THAT(*seat, EqualsProto(expected));
  pb::GetSeatRequest get;
  get.set_name(kSeat);
  EXPECT_THAT(*secretariat_(&Stub::GetSeat, get), EqualsProto(expected));
  get.set_date("2018-03-12");
  EXPECT_THAT(secretariat_(&Stub::GetSeat, get),
              AllOf(StatusIs(StatusCode::kNotFound), HasReason("NOT_FOUND")));
}

TEST_F(SeatsTest, TodayIsTheDayInGeneva) {
  clock_.Set("2018-03-13T22:59:59Z");
  EXPECT_EQ(Join("de", pb::SEAT_STATUS_P)->period().from(), "2018-03-13");
  clock_.Set("2018-03-13T23:00:00Z");  // midnight of winter time
  EXPECT_EQ(Join("fr", pb::SEAT_STATUS_P)->period().from(), "2018-03-14");
  clock_.Set("2018-07-13T22:00:00Z");  // midnight of summer time
  EXPECT_EQ(Join("hk", pb::SEAT_STATUS_O)->period().from(), "2018-07-14");
}

TEST_F(SeatsTest, TheAdministratorOfABodyKeepsItsSeatsAndNoOthers) {
  Grant("de-admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de", "");
  EXPECT_THAT(In("de-admin")(&Stub::JoinCommittee, JoinRequest("de", pb::SEAT_STATUS_P)), IsOk());
  EXPECT_THAT(In("de-admin")(&Stub::JoinCommittee, JoinRequest("fr", pb::SEAT_STATUS_P)),
              AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
  pb::LeaveCommitteeRequest leave;
  leave.set_name("committees/iso-tc-307/seats/fr");
  EXPECT_THAT(In("de-admin")(&Stub::LeaveCommittee, leave), HasReason("ROLE_MISSING"));
  pb::ChangeSeatRequest change;
  change.set_name("committees/iso-tc-307/seats/fr");
  change.set_status(pb::SEAT_STATUS_O);
  EXPECT_THAT(In("de-admin")(&Stub::ChangeSeat, change), HasReason("ROLE_MISSING"));
}

TEST_F(SeatsTest, OnlyMemberBodiesCanBePMembers) {
  PutMember("aa", pb::CATEGORY_UNKNOWN);
  PutMember("bb", pb::CATEGORY_CORRESPONDENT_OR_SUBSCRIBER);
  PutMember("cc", pb::CATEGORY_SUBSCRIBER);
  for (const char* member : {"hk", "aa", "bb", "cc"}) {
    EXPECT_THAT(Join(member, pb::SEAT_STATUS_P),
                AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("CATEGORY_FORBIDS")))
        << member;
    EXPECT_THAT(Join(member, pb::SEAT_STATUS_O), IsOk()) << member;
  }
}

TEST_F(SeatsTest, SeatsOfThePastCanBeAddedInAnyOrderIfTheyDoNotOverlap) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-01-01", "2019-01-01"), IsOk());
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_O, "2010-01-01", "2018-01-01"), IsOk());  // adjoins
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_O, "2019-01-01"), IsOk());                // adjoins
  EXPECT_THAT(History(), ElementsAre("O 2010-01-01..2018-01-01", "P 2018-01-01..2019-01-01",
                                     "O 2019-01-01.."));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P, "2017-12-31", "2018-01-01"),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("SEAT_OVERLAPS")));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P, "2009-01-01", "2010-01-02"),
              HasReason("SEAT_OVERLAPS"));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P, "2009-01-01"), HasReason("SEAT_OVERLAPS"));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P), HasReason("SEAT_OVERLAPS"));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P, "2009-01-01", "2010-01-01"), IsOk());
}

TEST_F(SeatsTest, WhatIsKnownOfASeatIsKept) {
  pb::JoinCommitteeRequest request = JoinRequest("de", pb::SEAT_STATUS_P, "2018-01-01");
  pb::Seat& seat = *request.mutable_seat();
  seat.mutable_period()->set_until("2019-01-01");
  seat.mutable_period()->set_until_exact(true);
  seat.set_confidence(pb::CONFIDENCE_GUESS);
  seat.set_basis("fits a total");
  seat.set_twin("members/fr");
  seat.set_country("is not taken from the request");
  const auto joined = secretariat_(&Stub::JoinCommittee, request);
  ASSERT_THAT(joined, IsOk());
  seat.set_etag("\"1\"");
  seat.set_country("Country of de");
  seat.set_acronym("ACR-de");
  seat.set_region(pb::REGION_EUROPE);
  EXPECT_THAT(*joined, EqualsProto(seat));
  pb::GetSeatRequest get;
  get.set_name(kSeat);
  EXPECT_THAT(*secretariat_(&Stub::GetSeat, get), EqualsProto(seat));
}

TEST_F(SeatsTest, CommitteeBodyAndTwinMustExist) {
  pb::JoinCommitteeRequest request = JoinRequest("xx", pb::SEAT_STATUS_O);
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("REFERENCE_UNKNOWN"),
                    HasField("seat.name")));
  request.mutable_seat()->set_name("committees/none/seats/de");
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request), HasReason("REFERENCE_UNKNOWN"));
  request = JoinRequest("de", pb::SEAT_STATUS_P);
  request.mutable_seat()->set_twin("members/xx");
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request), HasField("seat.twin"));
  request.mutable_seat()->set_twin("members/de");
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request),
              AllOf(HasReason("INVALID_FIELD"), HasField("seat.twin")));
}

TEST_F(SeatsTest, MalformedFieldsOfAJoinAreNamed) {
  pb::JoinCommitteeRequest request = JoinRequest("de", pb::SEAT_STATUS_P);
  request.mutable_seat()->clear_status();
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request), HasField("seat.status"));
  request.mutable_seat()->set_status(static_cast<pb::SeatStatus>(9));
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request), HasField("seat.status"));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-02-29"), HasField("seat.period.from"));
  EXPECT_THAT(Join("de", pb::SEAT_STATUS_P, "", "2018-03-13"), HasField("seat.period.until"));
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, pb::JoinCommitteeRequest()), HasField("seat"));
  request = JoinRequest("de", pb::SEAT_STATUS_P);
  request.mutable_seat()->set_name("seats/de");
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request), HasField("seat.name"));
}

TEST_F(SeatsTest, ASeatEndsAndItsHistoryStays) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-01-01"), IsOk());
  const auto left = Leave("2018-06-01");
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(left->period().until(), "2018-06-01");
  EXPECT_TRUE(left->period().until_exact());
  EXPECT_EQ(left->etag(), "\"2\"");
  EXPECT_THAT(History(), ElementsAre("P 2018-01-01..2018-06-01"));
  const int64_t head = Head();
  EXPECT_THAT(Leave("2018-06-01"), IsOk());  // is so already
  EXPECT_EQ(Head(), head);
  EXPECT_THAT(Leave("2018-06-02"),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("NO_SEAT")));
  EXPECT_THAT(Leave("2017-06-02"), HasReason("NO_SEAT"));
  EXPECT_THAT(Leave("2018-01-01"), AllOf(HasReason("INVALID_FIELD"), HasField("until")));
  EXPECT_THAT(Leave("2018-03-01"), IsOk());
  EXPECT_THAT(History(), ElementsAre("P 2018-01-01..2018-03-01"));
}

TEST_F(SeatsTest, ASeatThatWasNeverHeldIsNotFound) {
  EXPECT_THAT(Leave(""), AllOf(StatusIs(StatusCode::kNotFound), HasReason("NOT_FOUND")));
  EXPECT_THAT(Change(pb::SEAT_STATUS_O, ""), HasReason("NOT_FOUND"));
}

TEST_F(SeatsTest, AChangeOfStatusEndsOneSeatAndBeginsTheNext) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-01-01", "2020-01-01"), IsOk());
  const auto changed = Change(pb::SEAT_STATUS_O, "2019-01-01");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->period().from(), "2019-01-01");
  EXPECT_TRUE(changed->period().from_exact());
  EXPECT_EQ(changed->etag(), "\"2\"");
  EXPECT_THAT(History(), ElementsAre("P 2018-01-01..2019-01-01", "O 2019-01-01..2020-01-01"));
  EXPECT_THAT(Change(pb::SEAT_STATUS_O, "2019-06-01"),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("STATUS_UNCHANGED")));
  EXPECT_THAT(Change(pb::SEAT_STATUS_O, "2020-01-01"), HasReason("NO_SEAT"));
}

TEST_F(SeatsTest, AChangeOnTheFirstDayCorrectsTheSeat) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-01-01"), IsOk());
  ASSERT_THAT(Change(pb::SEAT_STATUS_O, "2018-01-01"), IsOk());
  EXPECT_THAT(History(), ElementsAre("O 2018-01-01.."));
}

TEST_F(SeatsTest, AChangeIsCheckedAsAJoinIs) {
  ASSERT_THAT(Join("hk", pb::SEAT_STATUS_O, "2018-01-01"), IsOk());
  pb::ChangeSeatRequest request;
  request.set_name("committees/iso-tc-307/seats/hk");
  request.set_status(pb::SEAT_STATUS_P);
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, request), HasReason("CATEGORY_FORBIDS"));
  request.set_twin("members/xx");
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, request),
              AllOf(HasReason("REFERENCE_UNKNOWN"), HasField("twin")));
  request.set_twin("members/hk");
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, request), HasField("twin"));
  request.set_from("2018");
  request.clear_twin();
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, request), HasField("from"));
  request.clear_status();
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, request), HasField("status"));
  request.set_name("x");
  request.set_status(pb::SEAT_STATUS_P);
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, request), HasField("name"));
}

TEST_F(SeatsTest, AChangeCanTwinTheBody) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_O, "2018-01-01"), IsOk());
  pb::ChangeSeatRequest request;
  request.set_name(kSeat);
  request.set_status(pb::SEAT_STATUS_P);
  request.set_twin("members/fr");
  EXPECT_EQ(secretariat_(&Stub::ChangeSeat, request)->twin(), "members/fr");
}

TEST_F(SeatsTest, TheEtagIsThatOfTheWholeHistory) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_O, "2018-01-01"), IsOk());
  pb::ChangeSeatRequest change;
  change.set_name(kSeat);
  change.set_status(pb::SEAT_STATUS_P);
  change.set_etag("\"9\"");
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, change),
              AllOf(StatusIs(StatusCode::kAborted), HasReason("ETAG_MISMATCH")));
  change.set_etag("\"1\"");
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, change), IsOk());
  pb::LeaveCommitteeRequest leave;
  leave.set_name(kSeat);
  leave.set_until("2018-07-01");
  leave.set_etag("\"1\"");
  EXPECT_THAT(secretariat_(&Stub::LeaveCommittee, leave), HasReason("ETAG_MISMATCH"));
  leave.set_etag("\"2\"");
  EXPECT_THAT(secretariat_(&Stub::LeaveCommittee, leave), IsOk());
  pb::JoinCommitteeRequest join = JoinRequest("de", pb::SEAT_STATUS_P, "2019-01-01");
  join.mutable_seat()->set_etag("\"2\"");
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, join), HasReason("ETAG_MISMATCH"));
}

TEST_F(SeatsTest, RepeatedSeatRequestsAnswerWithThePresentSeat) {
  pb::JoinCommitteeRequest join = JoinRequest("de", pb::SEAT_STATUS_P, "2018-01-01");
  join.set_request_id("00000000-0000-4000-8000-000000000001");
  pb::ChangeSeatRequest change;
  change.set_name(kSeat);
  change.set_status(pb::SEAT_STATUS_O);
  change.set_from("2018-02-01");
  change.set_request_id("00000000-0000-4000-8000-000000000002");
  pb::LeaveCommitteeRequest leave;
  leave.set_name(kSeat);
  leave.set_until("2018-03-01");
  leave.set_request_id("00000000-0000-4000-8000-000000000003");
  ASSERT_THAT(secretariat_(&Stub::JoinCommittee, join), IsOk());
  ASSERT_THAT(secretariat_(&Stub::ChangeSeat, change), IsOk());
  ASSERT_THAT(secretariat_(&Stub::LeaveCommittee, leave), IsOk());
  const int64_t head = Head();
  EXPECT_EQ(secretariat_(&Stub::JoinCommittee, join)->period().until(), "2018-02-01");
  EXPECT_EQ(secretariat_(&Stub::ChangeSeat, change)->period().until(), "2018-03-01");
  EXPECT_EQ(secretariat_(&Stub::LeaveCommittee, leave)->status(), pb::SEAT_STATUS_O);
  EXPECT_EQ(Head(), head);
  join.mutable_seat()->set_status(pb::SEAT_STATUS_O);
  EXPECT_THAT(secretariat_(&Stub::JoinCommittee, join), HasReason("REQUEST_ID_REUSED"));
  change.set_from("2018-02-02");
  EXPECT_THAT(secretariat_(&Stub::ChangeSeat, change), HasReason("REQUEST_ID_REUSED"));
  leave.set_until("2018-02-02");
  EXPECT_THAT(secretariat_(&Stub::LeaveCommittee, leave), HasReason("REQUEST_ID_REUSED"));
}

TEST_F(SeatsTest, SeatsAreListedByDayByStatusAndInPages) {
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-01-01"), IsOk());
  ASSERT_THAT(Change(pb::SEAT_STATUS_O, "2019-01-01"), IsOk());
  ASSERT_THAT(Join("fr", pb::SEAT_STATUS_P, "2018-01-01"), IsOk());
  ASSERT_THAT(Join("hk", pb::SEAT_STATUS_O, "2018-01-01", "2018-02-01"), IsOk());
  pb::ListSeatsRequest list;
  list.set_parent("committees/iso-tc-307");
  EXPECT_EQ(secretariat_(&Stub::ListSeats, list)->seats_size(), 2);
  list.set_date("2018-01-31");
  EXPECT_EQ(secretariat_(&Stub::ListSeats, list)->seats_size(), 3);
  list.set_status(pb::SEAT_STATUS_O);
  EXPECT_EQ(secretariat_(&Stub::ListSeats, list)->seats_size(), 1);
  list.clear_status();
  list.set_history(true);
  list.set_page_size(1);
  std::vector<std::string> seen;
  do {
    const auto page = secretariat_(&Stub::ListSeats, list);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->seats_size(), 1);
    seen.push_back(page->seats(0).name().substr(28) + " " + page->seats(0).period().from());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(seen,
              ElementsAre("de 2018-01-01", "de 2019-01-01", "fr 2018-01-01", "hk 2018-01-01"));
}

TEST_F(SeatsTest, ReadingSeatsIsChecked) {
  pb::ListSeatsRequest list;
  list.set_parent("committees/none");
  EXPECT_THAT(secretariat_(&Stub::ListSeats, list), HasReason("NOT_FOUND"));
  list.set_parent("committees/iso-tc-307");
  EXPECT_EQ(secretariat_(&Stub::ListSeats, list)->seats_size(), 0);
  list.set_page_token(rpc::PageToken("de whenever"));
  EXPECT_THAT(secretariat_(&Stub::ListSeats, list), HasField("page_token"));
  list.set_date("now");
  EXPECT_THAT(secretariat_(&Stub::ListSeats, list), HasField("date"));
  pb::GetSeatRequest get;
  get.set_name("committees/iso-tc-307");
  EXPECT_THAT(secretariat_(&Stub::GetSeat, get), HasField("name"));
  get.set_name(kSeat);
  get.set_date("0000-01-01");
  EXPECT_THAT(secretariat_(&Stub::GetSeat, get), HasField("date"));
  get.set_date("2018-01-01");
  EXPECT_THAT(secretariat_(&Stub::GetSeat, get), HasReason("NOT_FOUND"));
}

TEST_F(SeatsTest, ParticipationHasARowForEveryRegion) {
  PutMember("zz", pb::CATEGORY_MEMBER_BODY, pb::REGION_UNSPECIFIED);
  ASSERT_THAT(Join("de", pb::SEAT_STATUS_P, "2018-01-01"), IsOk());
  ASSERT_THAT(Join("hk", pb::SEAT_STATUS_O), IsOk());
  pb::JoinCommitteeRequest guess = JoinRequest("fr", pb::SEAT_STATUS_O, "2018-01-01");
  guess.mutable_seat()->set_confidence(pb::CONFIDENCE_GUESS);
  guess.mutable_seat()->mutable_period()->set_from_exact(true);
  ASSERT_THAT(secretariat_(&Stub::JoinCommittee, guess), IsOk());
  pb::GetParticipationRequest request;
  request.set_committee("committees/iso-tc-307");
  EXPECT_THAT(*secretariat_(&Stub::GetParticipation, request), EqualsProto(R"pb(
    committee: "committees/iso-tc-307"
    date: "2018-03-13"
    rows { region: REGION_AFRICA }
    rows { region: REGION_AMERICAS }
    rows { region: REGION_ASIA_PACIFIC o_members: 1 }
    rows { region: REGION_EUROPE p_members: 1 o_members: 1 }
    rows { region: REGION_MIDDLE_EAST }
    p_members: 1
    o_members: 2
    evidence { confidence: CONFIDENCE_CONFIRMED seats: 2 }
    evidence { confidence: CONFIDENCE_GUESS seats: 1 }
    inexact_periods: 1
  )pb"));
  ASSERT_THAT(Join("zz", pb::SEAT_STATUS_P), IsOk());
  const auto with_unknown = secretariat_(&Stub::GetParticipation, request);
  ASSERT_EQ(with_unknown->rows_size(), 6);
  EXPECT_THAT(with_unknown->rows(5), EqualsProto("p_members: 1"));
  request.set_date("2017-01-01");
  const auto before = secretariat_(&Stub::GetParticipation, request);
  EXPECT_EQ(before->rows_size(), 5);
  EXPECT_EQ(before->p_members() + before->o_members(), 0);
  request.set_committee("committees/none");
  EXPECT_THAT(secretariat_(&Stub::GetParticipation, request), HasReason("NOT_FOUND"));
  request.set_committee("none");
  EXPECT_THAT(secretariat_(&Stub::GetParticipation, request), HasField("committee"));
  request.set_date("x");
  request.set_committee("committees/none");
  EXPECT_THAT(secretariat_(&Stub::GetParticipation, request), HasField("date"));
}

}  // namespace
}  // namespace placet::members
