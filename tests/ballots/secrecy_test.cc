// Who sees what while a ballot is open, and after: one table for every reading rpc.
#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::IsEmpty;
using Set = std::set<std::string>;

// What somebody sees of an open DIS on which de and fr have voted, and jp has not.
struct Sees {
  const char* who;
  Set votes;
  Set voted;  // of whom it is seen that they have
  bool tally;
  bool asks_for_de;  // ListBallots with voter members/de
};

const std::vector<Sees>& Table() {
  static const std::vector<Sees> table = {
      {kVoterDe, {"de"}, {"de"}, false, true},
      {"people/monitor-de", {"de"}, {"de"}, false, true},
      {"people/administrator-de", {"de"}, {"de"}, false, true},
      {"people/voter-fr", {"fr"}, {"fr"}, false, false},
      {kVoters, {"de", "fr"}, {"de", "fr"}, false, true},
      // Who has voted, and not what.
      {kMonitor, {}, {"de", "fr"}, false, true},
      {kManager, {}, {"de", "fr"}, false, true},
      {kCentralSecretariat, {"de", "fr"}, {"de", "fr"}, true, true},
      // Roles elsewhere, and none.
      {"people/other-manager", {}, {}, false, false},
      {"people/voter-de-elsewhere", {}, {}, false, false},
      {kNobody, {}, {}, false, false},
      {"people/unknown", {}, {}, false, false},
  };
  return table;
}

class Secrecy : public ::testing::Test {
 protected:
  Secrecy() {
    EXPECT_THAT(world_.Cast(ballot_, "de", pb::ANSWER_APPROVE), IsOk());
    EXPECT_THAT(world_.Cast(ballot_, "fr", pb::ANSWER_DISAPPROVE, "SECRET-TEXT"), IsOk());
    EXPECT_THAT(world_.Cast(ballot_, "fr", pb::ANSWER_ABSTAIN), IsOk());
  }

  template <class Request>
  Request Named(const std::string& name) const {
    Request request;
    request.set_name(name);
    return request;
  }
  std::string VoteOf(const std::string& member) const {
    return absl::StrCat(ballot_, "/votes/", member);
  }
  // Shown, or refused for this reason.
  template <class T>
  void Expect(const absl::StatusOr<T>& answer, bool shown, const char* reason) const {
    if (shown) {
      EXPECT_THAT(answer, IsOk());
    } else {
      EXPECT_THAT(answer, HasReason(reason));
      EXPECT_FALSE(absl::StrContains(answer.status().ToString(), "SECRET-TEXT"));
    }
  }
  void ExpectVotes(const std::string& who, const Set& seen, const char* reason) const {
    pb::ListVotesRequest list;
    list.set_parent(ballot_);
    Set listed;
    const auto votes = world_.Ask(who, &BallotStub::ListVotes, list);
    ASSERT_THAT(votes, IsOk());
    for (const pb::Vote& vote : votes->votes()) {
      listed.insert(vote.name().substr(vote.name().rfind('/') + 1));
    }
    EXPECT_EQ(listed, seen);
    for (const char* member : {"de", "fr"}) {
      const bool shown = seen.count(member) == 1;
      const std::string name = VoteOf(member);
      Expect(world_.Ask(who, &BallotStub::GetVote, Named<pb::GetVoteRequest>(name)), shown, reason);
      Expect(world_.Ask(who, &BallotStub::ListVoteRevisions,
                        Named<pb::ListVoteRevisionsRequest>(name)),
             shown, reason);
    }
  }
  void ExpectRoll(const std::string& who, const Set& seen) const {
    Set voted;
    const std::vector<pb::RollEntry> roll = world_.Roll(ballot_, who);
    EXPECT_EQ(roll.size(), 7u) << "who may vote is no secret";
    for (const pb::RollEntry& entry : roll) {
      if (entry.voted()) voted.insert(entry.name().substr(entry.name().rfind('/') + 1));
    }
    EXPECT_EQ(voted, seen);
  }
  // Asked for everything, whoever asks gets each number; asked for the ballot, what is seen of it.
  void ExpectStream(const std::string& who, const Set& seen) const {
    const std::vector<pb::Event> events = world_.Events(who);
    const std::vector<pb::Event> all = world_.Events(kCentralSecretariat);
    ASSERT_EQ(events.size(), all.size());
    EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const auto& e) { return e.has_vote(); }), 3)
        << "the central secretariat sees the votes on a DIS";
    size_t of_ballot = 0;
    for (size_t i = 0; i < events.size(); ++i) {
      const std::string member = all[i].subject().substr(all[i].subject().rfind('/') + 1);
      if (!all[i].has_vote() || seen.count(member) == 1) {
        EXPECT_THAT(events[i], EqualsProto(all[i]));
        if (absl::StartsWith(all[i].subject(), ballot_)) ++of_ballot;
        continue;
      }
      pb::Event hidden;
      hidden.set_sequence(all[i].sequence());
      *hidden.mutable_commit_time() = all[i].commit_time();
      hidden.mutable_hidden();
      EXPECT_THAT(events[i], EqualsProto(hidden));
    }
    EXPECT_EQ(world_.Events(who, ballot_).size(), of_ballot);
    EXPECT_EQ(world_.Events(who, VoteOf("de")).size(), seen.count("de"));
    EXPECT_EQ(world_.Events(who, VoteOf("f")).size(), 2 * seen.count("fr"));
  }

  World world_;
  const std::string ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
};

TEST_F(Secrecy, OfVotesHoldsWhileTheBallotIsOpen) {
  for (const Sees& sees : Table()) {
    SCOPED_TRACE(sees.who);
    ExpectVotes(sees.who, sees.votes, "SECRET_WHILE_OPEN");
    ExpectRoll(sees.who, sees.voted);
  }
}

TEST_F(Secrecy, OfTheStreamHidesBallotMemberAndActorAndKeepsTheSequence) {
  for (const Sees& sees : Table()) {
    SCOPED_TRACE(sees.who);
    ExpectStream(sees.who, sees.votes);
  }
}

TEST_F(Secrecy, OfTheTallyHoldsWhileTheBallotIsOpen) {
  for (const Sees& sees : Table()) {
    SCOPED_TRACE(sees.who);
    Expect(world_.GetTally(ballot_, sees.who), sees.tally, "SECRET_WHILE_OPEN");
    EXPECT_THAT(world_.GetResult(ballot_, sees.who), HasReason("BALLOT_STILL_OPEN"));
    auto render = Named<pb::RenderResultRequest>(ballot_);
    render.set_format(pb::SHEET_FORMAT_CSV);
    EXPECT_THAT(world_.Ask(sees.who, &BallotStub::RenderResult, render),
                HasReason("BALLOT_STILL_OPEN"));
  }
}

// What is due tells who has voted: so it is told only where the roll would tell it.
TEST_F(Secrecy, OfWhatIsDueHoldsInOtherCommittees) {
  for (const Sees& sees : Table()) {
    SCOPED_TRACE(sees.who);
    pb::ListBallotsRequest request;
    request.set_voter("members/de");
    const auto listed = world_.Ask(sees.who, &BallotStub::ListBallots, request);
    if (listed.ok()) {
      EXPECT_EQ(listed->ballots_size(), sees.asks_for_de ? 1 : 0);
    } else {
      EXPECT_FALSE(sees.asks_for_de);
      EXPECT_THAT(listed, HasReason("ROLE_MISSING"));
    }
  }
}

TEST_F(Secrecy, EndsForAllWithTheClosing) {
  world_.PassClosing(ballot_);
  EXPECT_THAT(world_.GetTally(ballot_, kNobody), IsOk());
  for (const Sees& sees : Table()) {
    SCOPED_TRACE(sees.who);
    ExpectVotes(sees.who, {"de", "fr"}, "");
    ExpectRoll(sees.who, {"de", "fr"});
    ExpectStream(sees.who, {"de", "fr"});
    EXPECT_THAT(world_.GetTally(ballot_, sees.who), IsOk());
    EXPECT_THAT(world_.GetResult(ballot_, sees.who), IsOk());
  }
}

TEST_F(Secrecy, StaysWhereABallotWasCancelled) {
  auto request = Named<pb::CancelBallotRequest>(ballot_);
  request.set_reason("withdrawn");
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CancelBallot, request), IsOk());
  ExpectVotes(kNobody, {}, "SECRET_WHILE_OPEN");
  ExpectRoll(kNobody, {});
  ExpectStream(kNobody, {});
}

TEST_F(Secrecy, IsNotBrokenByAskingForBodiesThatHaveNotVoted) {
  for (const char* member : {"jp", "zz"}) {
    EXPECT_THAT(
        world_.Ask(kNobody, &BallotStub::GetVote, Named<pb::GetVoteRequest>(VoteOf(member))),
        HasReason("SECRET_WHILE_OPEN"));
    EXPECT_THAT(
        world_.Ask(kMonitor, &BallotStub::GetVote, Named<pb::GetVoteRequest>(VoteOf(member))),
        HasReason("SECRET_WHILE_OPEN"));
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::GetVote,
                           Named<pb::GetVoteRequest>(VoteOf(member))),
                HasReason("NOT_FOUND"));
  }
}

TEST_F(Secrecy, DoesNotDependOnTheLengthOfPages) {
  pb::ListVotesRequest request;
  request.set_parent(ballot_);
  request.set_page_size(1);
  const auto page = world_.Ask(kNobody, &BallotStub::ListVotes, request);
  EXPECT_THAT(page->votes(), IsEmpty());
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(Secrecy, OfARollThatChangesDoesNotTellWhoHasVoted) {
  world_.clock().Advance(absl::Hours(24));
  world_.Change("fr", mpb::SEAT_STATUS_O);
  world_.CatchUp();
  const std::vector<pb::Event> events = world_.Events(kNobody, ballot_ + "/roll/fr");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_FALSE(events[0].roll_entry().voted());
}

}  // namespace
}  // namespace placet::ballots
