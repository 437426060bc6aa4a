// WatchEvents: nothing is lost, nothing comes twice, and the end is waited at.
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A stream that a test reads step by step.
class Reader {
 public:
  Reader(const World& world, int64_t after, const std::string& prefix = "")
      : as_(world.channel(), kCentralSecretariat),
        context_(placet::testing::ContextOf(kCentralSecretariat)) {
    pb::WatchEventsRequest request;
    request.set_after_sequence(after);
    request.set_subject_prefix(prefix);
    stream_ = as_.stub().WatchEvents(context_.get(), request);
  }
  ~Reader() {
    context_->TryCancel();
    stream_->Finish();
  }
  int64_t Next() {
    pb::Event event;
    EXPECT_TRUE(stream_->Read(&event));
    return event.sequence();
  }

 private:
  const placet::testing::As<pb::BallotService> as_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<pb::Event>> stream_;
};

std::vector<int64_t> Sequences(const std::vector<pb::Event>& events) {
  std::vector<int64_t> sequences;
  for (const pb::Event& event : events) sequences.push_back(event.sequence());
  return sequences;
}

class EventsTest : public ::testing::Test {
 protected:
  World world_;
};

TEST_F(EventsTest, AreThereInTheOrderOfCommit) {
  EXPECT_THAT(world_.Events(), IsEmpty());
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world_.Close(ballot), IsOk());
  std::vector<std::string> subjects;
  for (const pb::Event& event : world_.Events()) subjects.push_back(event.subject());
  EXPECT_THAT(subjects,
              ElementsAre("projects/iso-1", ballot, ballot, "projects/iso-1", ballot + "/votes/de",
                          ballot, ballot, ballot, "projects/iso-1"));
  EXPECT_THAT(Sequences(world_.Events()), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
}

TEST_F(EventsTest, GoOnWhereAReaderStopped) {
  for (const char* id : {"a", "b", "c", "d", "e"}) world_.PutProject(id, "40.00");
  int64_t last = 0;
  {
    Reader reader(world_, 0);
    for (int i = 1; i <= 3; ++i) EXPECT_EQ(last = reader.Next(), i);
  }
  Reader again(world_, last);
  EXPECT_EQ(again.Next(), 4);
  EXPECT_EQ(again.Next(), 5);
}

TEST_F(EventsTest, EndAtTheNewestWhereAsked) {
  for (const char* id : {"a", "b", "c"}) world_.PutProject(id, "40.00");
  EXPECT_THAT(Sequences(world_.Events(kNobody, "", 1)), ElementsAre(2, 3));
  EXPECT_THAT(world_.Events(kNobody, "", 3), IsEmpty());
  EXPECT_THAT(world_.Events(kNobody, "", 1'000'000), IsEmpty());
}

TEST_F(EventsTest, AreChosenByTheBeginningOfTheirSubject) {
  for (const char* id : {"a", "b", "ba"}) world_.PutProject(id, "40.00");
  EXPECT_THAT(Sequences(world_.Events(kNobody, "projects/b")), ElementsAre(2, 3));
  EXPECT_THAT(world_.Events(kNobody, "ballots/"), IsEmpty());
  EXPECT_THAT(world_.Events(kNobody, "projects/_"), IsEmpty()) << "no pattern";
  EXPECT_THAT(world_.Events(kNobody, "projects/%"), IsEmpty()) << "no pattern";
}

TEST_F(EventsTest, ThatComeLaterAreWaitedFor) {
  world_.PutProject("a", "40.00");
  Reader all(world_, 0);
  Reader chosen(world_, 0, "projects/c");
  EXPECT_EQ(all.Next(), 1);
  std::thread later([&] {
    world_.PutProject("b", "40.00");
    world_.PutProject("c", "40.00");
  });
  EXPECT_EQ(all.Next(), 2);
  EXPECT_EQ(all.Next(), 3);
  EXPECT_EQ(chosen.Next(), 3);
  later.join();
}

TEST_F(EventsTest, OfMoreThanOnePageComeWithoutAGap) {
  world_.Sql(
      "SELECT append_event('people/x', 'projects/' || CASE WHEN n % 600 = 0 THEN 'rare' ELSE "
      "'often' END, NULL, NULL, NULL, '') FROM generate_series(1, 1200) n");
  const std::vector<int64_t> sequences = Sequences(world_.Events());
  ASSERT_EQ(sequences.size(), 1200u);
  for (size_t i = 0; i < sequences.size(); ++i)
    ASSERT_EQ(sequences[i], static_cast<int64_t>(i) + 1);
  EXPECT_THAT(Sequences(world_.Events(kNobody, "projects/rare")), ElementsAre(600, 1200));
  EXPECT_EQ(world_.Events(kNobody, "projects/often").size(), 1198u);
}

TEST_F(EventsTest, OfASecretBallotAreStillCounted) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  world_.Sql(absl::StrCat(
      "SELECT append_event('people/x', '", ballot,
      "/votes/de', 'iso-dis-1', NULL, NULL, "
      "decode('3a00', 'hex')) FROM generate_series(1, 700)"));  // 3a00: a vote without content
  const std::vector<pb::Event> events = world_.Events(kNobody);
  ASSERT_EQ(events.size(), 704u);
  EXPECT_TRUE(events.back().has_hidden());
  EXPECT_EQ(events.back().sequence(), 704);
  EXPECT_EQ(world_.Events(kNobody, "ballots/").size(), 2u) << "created and opened";
  EXPECT_THAT(world_.Events(kNobody, ballot + "/votes/"), IsEmpty());
  EXPECT_EQ(world_.Events(kVoterDe, ballot + "/votes/").size(), 700u);
}

}  // namespace
}  // namespace placet::ballots
