// The event log: what is in it, in which order, and how it is followed.
#include <future>
#include <thread>

#include "tests/members/directory.h"
#include "tests/support/process.h"

namespace placet::members {
namespace {

using ::testing::ElementsAre;

class EventsTest : public Directory {
 protected:
  static pb::WatchEventsRequest Until(const std::string& prefix = "", int64_t after = 0) {
    pb::WatchEventsRequest request;
    request.set_subject_prefix(prefix);
    request.set_after_sequence(after);
    request.set_until_head(true);
    return request;
  }
  std::vector<pb::Event> Read(const pb::WatchEventsRequest& request) const {
    const auto context = ContextOf("people/anybody");
    const auto reader = secretariat_.stub().WatchEvents(context.get(), request);
    std::vector<pb::Event> events;
    for (pb::Event event; reader->Read(&event);) events.push_back(event);
    EXPECT_THAT(reader->Finish(), IsOk());
    return events;
  }
};

TEST_F(EventsTest, TheLogBeginsWithTheCentralSecretariatAsItIsStored) {
  const std::vector<pb::Event> events = Read(Until());
  ASSERT_EQ(events.size(), 2u);
  pb::GetPersonRequest get;
  get.set_name("people/central-secretariat");
  pb::Person person = *secretariat_(&Stub::GetPerson, get);
  EXPECT_THAT(events[1].grant(), EqualsProto(person.grants(0)));
  person.clear_grants();
  EXPECT_THAT(events[0].person(), EqualsProto(person));
  EXPECT_EQ(events[0].subject(), person.name());
  EXPECT_EQ(events[1].subject(), events[1].grant().name());
}

TEST_F(EventsTest, EveryChangeIsAnEventWithActorSubjectAndWhatItIsNow) {
  const absl::Time before = absl::Now() - absl::Seconds(1);
  const int64_t head = Head();
  PutMember("de");
  PutCommittee("c");
  pb::PutGroupRequest group;
  group.mutable_group()->set_name("committees/c/groups/wg-1");
  group.mutable_group()->set_kind(pb::GROUP_KIND_WORKING_GROUP);
  group.mutable_group()->set_reference("WG 1");
  const auto put_group = secretariat_(&Stub::PutGroup, group);
  pb::PutLiaisonRequest liaison;
  liaison.mutable_liaison()->set_name("committees/c/liaisons/l");
  liaison.mutable_liaison()->set_category(pb::LIAISON_CATEGORY_B);
  liaison.mutable_liaison()->set_organization("An organization");
  const auto put_liaison = secretariat_(&Stub::PutLiaison, liaison);
  PutPerson("p");
  pb::GrantRoleRequest grant;
  grant.set_parent("people/p");
  grant.mutable_grant()->set_role(pb::ROLE_VOTER);
  const auto granted = secretariat_(&Stub::GrantRole, grant);

  const std::vector<pb::Event> events = Read(Until("", head));
  ASSERT_EQ(events.size(), 6u);
  const absl::Time after = absl::Now() + absl::Seconds(1);
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].sequence(), head + static_cast<int64_t>(i) + 1);
    EXPECT_EQ(events[i].actor(), "people/central-secretariat");
    const absl::Time time = absl::FromUnixSeconds(events[i].commit_time().seconds());
    EXPECT_TRUE(time >= before && time <= after);
  }
  EXPECT_EQ(events[0].subject(), "members/de");
  EXPECT_EQ(events[0].member().etag(), "\"1\"");
  EXPECT_EQ(events[1].committee().name(), events[1].subject());
  EXPECT_THAT(events[2].group(), EqualsProto(*put_group));
  EXPECT_THAT(events[3].liaison(), EqualsProto(*put_liaison));
  EXPECT_EQ(events[4].person().name(), "people/p");
  // What a person is called stands in no event: an event is never erased.
  EXPECT_EQ(events[4].person().display_name(), "");
  EXPECT_EQ(events[4].person().note(), "");
  EXPECT_THAT(events[5].grant(), EqualsProto(*granted));
}

TEST_F(EventsTest, ASeatEventCarriesAllSeatsOfTheBody) {
  PutMember("de");
  PutCommittee("c");
  pb::JoinCommitteeRequest join;
  join.mutable_seat()->set_name("committees/c/seats/de");
  join.mutable_seat()->set_status(pb::SEAT_STATUS_P);
  join.mutable_seat()->mutable_period()->set_from("2018-01-01");
  ASSERT_THAT(secretariat_(&Stub::JoinCommittee, join), IsOk());
  pb::ChangeSeatRequest change;
  change.set_name("committees/c/seats/de");
  change.set_status(pb::SEAT_STATUS_O);
  const auto changed = secretariat_(&Stub::ChangeSeat, change);
  ASSERT_THAT(changed, IsOk());
  pb::LeaveCommitteeRequest leave;
  leave.set_name("committees/c/seats/de");
  leave.set_until("2018-06-01");
  ASSERT_THAT(secretariat_(&Stub::LeaveCommittee, leave), IsOk());
  const std::vector<pb::Event> events = Read(Until("committees/c/seats/"));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].seats().seats_size(), 1);
  ASSERT_EQ(events[1].seats().seats_size(), 2);
  EXPECT_EQ(events[1].seats().seats(0).period().until(), "2018-03-13");
  EXPECT_THAT(events[1].seats().seats(1), EqualsProto(*changed));
  ASSERT_EQ(events[2].seats().seats_size(), 2);
  pb::ListSeatsRequest list;
  list.set_parent("committees/c");
  list.set_history(true);
  const auto seats = secretariat_(&Stub::ListSeats, list);
  ASSERT_EQ(seats->seats_size(), 2);
  for (int i : {0, 1}) EXPECT_THAT(seats->seats(i), EqualsProto(events[2].seats().seats(i)));
}

TEST_F(EventsTest, APrefixIsTakenLiterally) {
  PutCommittee("c");
  PutCommittee("c1");
  PutMember("de");
  EXPECT_EQ(Read(Until("committees/c")).size(), 2u);
  EXPECT_EQ(Read(Until("committees/c1")).size(), 1u);
  EXPECT_EQ(Read(Until("committees/%")).size(), 0u);
  EXPECT_EQ(Read(Until("committees/_")).size(), 0u);
  EXPECT_EQ(Read(Until("members/")).size(), 1u);
}

TEST_F(EventsTest, AReaderResumesAfterTheLastEventItSaw) {
  PutMember("de");
  PutMember("fr");
  const std::vector<pb::Event> all = Read(Until());
  const std::vector<pb::Event> rest = Read(Until("", all[all.size() - 2].sequence()));
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_THAT(rest[0], EqualsProto(all.back()));
  EXPECT_TRUE(Read(Until("", Head())).empty());
  EXPECT_TRUE(Read(Until("", Head() + 1000)).empty());
}

TEST_F(EventsTest, MoreEventsThanAPageHoldsComeWithoutGaps) {
  // As the store itself would write them, but faster.
  Cluster::Shared().Sql(database_,
                        "INSERT INTO members.event (sequence, actor, subject, change) "
                        "SELECT n, 'people/x', CASE WHEN n % 2 = 0 THEN 'members/even' "
                        "ELSE 'members/odd' END, '' FROM generate_series(3, 2502) AS n");
  const std::vector<pb::Event> events = Read(Until());
  ASSERT_EQ(events.size(), 2502u);
  for (size_t i = 0; i < events.size(); ++i) {
    ASSERT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 1);
  }
  EXPECT_EQ(Read(Until("members/odd")).size(), 1250u);
  EXPECT_EQ(Read(Until("members/odd", 2500)).size(), 1u);
}

TEST_F(EventsTest, AStreamGoesOnWithNewEvents) {
  pb::WatchEventsRequest request;
  request.set_after_sequence(Head());
  request.set_subject_prefix("members/");
  const auto context = ContextOf("people/anybody");
  const auto reader = secretariat_.stub().WatchEvents(context.get(), request);
  for (const char* id : {"de", "fr", "jp"}) {
    PutMember(id);
    PutPerson(id);  // between them: not asked for
    pb::Event event;
    ASSERT_TRUE(reader->Read(&event));
    EXPECT_EQ(event.subject(), std::string("members/") + id);
  }
  context->TryCancel();
  EXPECT_THAT(reader->Finish(), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(EventsTest, AStreamSeesWhatAnotherProcessCommits) {
  Served other(database_, clock_);
  pb::WatchEventsRequest request;
  request.set_after_sequence(Head());
  const auto context = ContextOf("people/anybody");
  const Client reading(other.server->channel(), "people/anybody");
  const auto reader = reading.stub().WatchEvents(context.get(), request);
  PutMember("de");
  pb::Event event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.subject(), "members/de");
}

TEST_F(EventsTest, TheHeadIsTheNewestSequence) {
  EXPECT_EQ(Head(), 2);
  PutMember("de");
  EXPECT_EQ(Head(), 3);
}

TEST_F(EventsTest, ANegativeSequenceIsRefused) {
  pb::WatchEventsRequest request;
  request.set_after_sequence(-1);
  const auto context = ContextOf("people/anybody");
  const auto reader = secretariat_.stub().WatchEvents(context.get(), request);
  pb::Event event;
  EXPECT_FALSE(reader->Read(&event));
  EXPECT_THAT(reader->Finish(), HasField("after_sequence"));
}

TEST_F(EventsTest, AStreamNeedsACaller) {
  const auto context = ContextOf("");
  const auto reader = secretariat_.stub().WatchEvents(context.get(), Until());
  pb::Event event;
  EXPECT_FALSE(reader->Read(&event));
  EXPECT_THAT(reader->Finish(), HasReason("CALLER_UNKNOWN"));
}

TEST_F(EventsTest, TheEventLogCannotBeChangedByTheServicesAccount) {
  const std::string conninfo = Cluster::Shared().Conninfo("members", database_);
  for (const char* sql : {"UPDATE event SET actor = 'x'", "DELETE FROM event", "TRUNCATE event"}) {
    const Ended ended = RunProgram({"psql", "-Xq", "-d", conninfo, "-c", sql});
    EXPECT_NE(ended.code, 0) << sql;
    EXPECT_NE(ended.output.find("permission denied"), std::string::npos) << ended.output;
  }
}

// Two servers on one store, eight writers, one resource: every version is made once, every event is
// in the log once, in order.
TEST_F(EventsTest, WritersOfTwoProcessesLoseNothing) {
  Served other(database_, clock_);
  constexpr int kWriters = 8, kPuts = 25;
  std::atomic<int> stored = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      const Served& server = writer % 2 == 0 ? served_ : other;
      const Client client(server.server->channel(), "people/central-secretariat");
      for (int i = 0; i < kPuts; ++i) {
        pb::PutMemberRequest request;
        request.mutable_member()->set_name("members/de");
        request.mutable_member()->set_country(absl::StrCat("by ", writer, " put ", i));
        const auto put = client(&Stub::PutMember, request);
        if (put.ok()) {
          ++stored;
        } else {
          EXPECT_THAT(put, HasReason("CONTENTION"));
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::vector<pb::Event> events = Read(Until("members/"));
  EXPECT_EQ(events.size(), static_cast<size_t>(stored));
  EXPECT_GT(stored, 0);
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].member().etag(), rpc::Etag(static_cast<int64_t>(i) + 1));
    EXPECT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 3);
  }
}

TEST_F(EventsTest, ARequestSentManyTimesAtOnceIsStoredOnce) {
  Served other(database_, clock_);
  pb::PutMemberRequest request;
  request.mutable_member()->set_name("members/de");
  request.mutable_member()->set_country("Germany");
  request.set_request_id(kRequestId);
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 8; ++sender) {
    senders.emplace_back([&, sender] {
      const Served& server = sender % 2 == 0 ? served_ : other;
      const Client client(server.server->channel(), "people/central-secretariat");
      const auto put = client(&Stub::PutMember, request);
      ASSERT_THAT(put, IsOk());
      EXPECT_EQ(put->etag(), "\"1\"");
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(Read(Until("members/")).size(), 1u);
}

}  // namespace
}  // namespace placet::members
