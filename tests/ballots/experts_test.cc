// Who the experts of a vote are: kept beside it, in no event, and gone when somebody erases them.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kName[] = "Erika Unusual";

class Experts : public ::testing::Test {
 protected:
  // A vote that names an expert, and another one.
  pb::CastVoteRequest Wanted(const std::string& name = kName) const {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name(vote_);
    request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    for (const std::string& one : {name, std::string("Otto Other")}) {
      pb::Expert& expert = *request.mutable_vote()->add_experts();
      expert.set_display_name(one);
      expert.set_organization("Unusual Institute");
      expert.set_email("erika@unusual.example");
    }
    return request;
  }
  absl::StatusOr<pb::Vote> Cast(const pb::CastVoteRequest& request) const {
    return world_.Ask(kVoterDe, &BallotStub::CastVote, request);
  }
  pb::EraseExpertRequest Erasure(const std::string& name = kName) const {
    pb::EraseExpertRequest request;
    request.set_name(vote_);
    request.set_display_name(name);
    return request;
  }
  absl::StatusOr<pb::Vote> Erase(const std::string& caller,
                                 const pb::EraseExpertRequest& request) const {
    return world_.Ask(caller, &BallotStub::EraseExpert, request);
  }
  pb::Vote Get() const {
    pb::GetVoteRequest request;
    request.set_name(vote_);
    const auto vote = world_.Ask(kVoterDe, &BallotStub::GetVote, request);
    EXPECT_THAT(vote, IsOk());
    return vote.value_or(pb::Vote());
  }
  pb::ListVoteRevisionsResponse Versions() const {
    pb::ListVoteRevisionsRequest request;
    request.set_name(vote_);
    const auto versions = world_.Ask(kVoterDe, &BallotStub::ListVoteRevisions, request);
    EXPECT_THAT(versions, IsOk());
    return versions.value_or(pb::ListVoteRevisionsResponse());
  }
  pb::ResultRow RowOfDe() const {
    const auto result = world_.GetResult(ballot_);
    EXPECT_THAT(result, IsOk());
    for (const pb::ResultRow& row : result->rows()) {
      if (row.member() == "members/de") return row;
    }
    return {};
  }
  // Every row of every table but the one of experts, bytes as they are.
  std::string AllRows(bool with_experts = false) const {
    std::string all = world_.Sql("SELECT encode(change, 'escape') FROM event");
    const std::string tables =
        world_.Sql("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'ballots'");
    for (absl::string_view table : absl::StrSplit(tables, ' ')) {
      if (table == "expert" && !with_experts) continue;
      absl::StrAppend(&all, world_.Sql(absl::StrCat("SELECT t::text FROM ", table, " t")));
    }
    return all;
  }

  World world_;
  const std::string ballot_ = world_.Opened(pb::BALLOT_KIND_NP).name();
  const std::string vote_ = ballot_ + "/votes/de";
};

TEST_F(Experts, AreShownWithTheVoteAndItsVersionsAndWithTheResult) {
  const pb::CastVoteRequest request = Wanted();
  const auto cast = Cast(request);
  ASSERT_THAT(cast, IsOk());
  EXPECT_EQ(cast->experts_size(), 2);
  EXPECT_THAT(Get(), EqualsProto(*cast));
  ASSERT_THAT(Cast(Wanted("Second Thought")), IsOk());
  EXPECT_EQ(Get().experts(0).display_name(), "Second Thought");
  const pb::ListVoteRevisionsResponse versions = Versions();
  ASSERT_EQ(versions.revisions_size(), 2);
  EXPECT_THAT(versions.revisions(0).experts(0), EqualsProto(request.vote().experts(0)));
  EXPECT_EQ(versions.revisions(1).experts(0).display_name(), "Second Thought");
  EXPECT_THAT(world_.Close(ballot_), IsOk());
  EXPECT_EQ(RowOfDe().experts(0).display_name(), "Second Thought");
  EXPECT_EQ(RowOfDe().experts(1).email(), "erika@unusual.example");
}

TEST_F(Experts, AreInNoEventAndInNoOtherTable) {
  pb::CastVoteRequest request = Wanted();
  request.set_request_id(RequestId(1));
  ASSERT_THAT(Cast(request), IsOk());
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  pb::RecordLateVoteRequest late;
  *late.mutable_vote() = request.vote();
  late.set_reason("by post");
  ASSERT_THAT(world_.Ask(kManager, &BallotStub::RecordLateVote, late), IsOk());
  EXPECT_THAT(AllRows(true), HasSubstr("nusual"));
  EXPECT_THAT(AllRows(), Not(HasSubstr("nusual")));
  EXPECT_THAT(AllRows(), Not(HasSubstr("Otto")));
  EXPECT_EQ(world_.GetResult(ballot_)->late_votes(0).experts(0).display_name(), kName);
}

TEST_F(Experts, AreErasedFromEveryVersionForGood) {
  ASSERT_THAT(Cast(Wanted()), IsOk());
  ASSERT_THAT(Cast(Wanted()), IsOk());
  ASSERT_THAT(Cast(Wanted("Second Thought")), IsOk());
  pb::EraseExpertRequest request = Erasure();
  request.set_request_id(RequestId(2));
  const auto erased = Erase(kVoterDe, request);
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(erased->experts(0).display_name(), "Second Thought") << "another one stays";
  const pb::ListVoteRevisionsResponse versions = Versions();
  pb::Expert gone;
  gone.set_display_name("erased");
  EXPECT_THAT(versions.revisions(0).experts(0), EqualsProto(gone));
  EXPECT_THAT(versions.revisions(1).experts(0), EqualsProto(gone));
  EXPECT_EQ(versions.revisions(0).experts(1).display_name(), "Otto Other");
  EXPECT_THAT(AllRows(true), Not(HasSubstr(kName)));
  const pb::Event event = world_.Events(kVoterDe).back();
  EXPECT_EQ(event.erasure().versions(), 2);
  EXPECT_EQ(event.subject(), vote_);
  const int64_t head = world_.Head();
  EXPECT_THAT(*Erase(kVoterDe, request), EqualsProto(*erased)) << "a repeat";
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(Experts, StillCountWhenTheyAreErased) {
  ASSERT_THAT(Cast(Wanted()), IsOk());
  const auto before = world_.GetTally(ballot_);
  for (const char* name : {kName, "Otto Other"}) {
    EXPECT_THAT(Erase(kVoterDe, Erasure(name)), IsOk());
  }
  auto after = world_.GetTally(ballot_);
  *after->mutable_as_of() = before->as_of();
  EXPECT_THAT(*after, EqualsProto(*before));
  EXPECT_TRUE(Get().warnings().empty()) << "an expert is named";
}

TEST_F(Experts, AreErasedFromALateVoteToo) {
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  pb::RecordLateVoteRequest late;
  *late.mutable_vote() = Wanted().vote();
  late.set_reason("by post");
  ASSERT_THAT(world_.Ask(kManager, &BallotStub::RecordLateVote, late), IsOk());
  const auto erased = Erase(kCentralSecretariat, Erasure());
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(erased->experts(0).display_name(), "erased");
  EXPECT_EQ(world_.GetResult(ballot_)->late_votes(0).experts(0).display_name(), "erased");
}

TEST_F(Experts, AreErasedByTheirBodyOrTheSecretariatWhenItSeesTheVote) {
  ASSERT_THAT(Cast(Wanted()), IsOk());
  for (const char* caller : {kNobody, kManager, kMonitor}) {
    EXPECT_THAT(Erase(caller, Erasure()), HasReason("ROLE_MISSING")) << caller;
  }
  const int64_t head = world_.Head();
  EXPECT_THAT(Erase(kVoterDe, Erasure("Somebody Else")), HasField("display_name"));
  EXPECT_THAT(Erase(kVoterDe, Erasure("erika unusual")), HasField("display_name"));
  pb::EraseExpertRequest request = Erasure();
  request.set_name("ballots/none/votes/de");
  EXPECT_THAT(Erase(kVoterDe, request), HasReason("NOT_FOUND"));
  request.set_name("votes/de");
  EXPECT_THAT(Erase(kVoterDe, request), HasField("name"));
  EXPECT_EQ(world_.Head(), head);
  EXPECT_THAT(Erase(kCentralSecretariat, Erasure()), IsOk());
}

// The stream tells others as much of an erasure as of the vote: nothing before closing.
TEST_F(Experts, AreErasedUnseenWhileTheBallotIsOpen) {
  ASSERT_THAT(Cast(Wanted()), IsOk());
  ASSERT_THAT(Erase(kVoterDe, Erasure()), IsOk());
  EXPECT_TRUE(world_.Events(kNobody).back().has_hidden());
  EXPECT_EQ(world_.Events(kNobody).back().subject(), "");
  EXPECT_TRUE(world_.Events(kManager).back().has_erasure()) << "who sees the votes sees it";
}

}  // namespace
}  // namespace placet::ballots
