// CastVote, GetVote, ListVotes, ListVoteRevisions, RenderResult.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;

class Votes : public ::testing::Test {
 protected:
  pb::CastVoteRequest Wanted(const std::string& member = "de") const {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name(absl::StrCat(ballot_, "/votes/", member));
    request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    return request;
  }
  absl::StatusOr<pb::Vote> Cast(const pb::CastVoteRequest& request,
                                const std::string& caller = kVoterDe) const {
    return world_.Ask(caller, &BallotStub::CastVote, request);
  }
  void ExpectRefused(const pb::CastVoteRequest& request, const char* reason,
                     const std::string& caller = kVoterDe) const {
    const int64_t head = world_.Head();
    EXPECT_THAT(Cast(request, caller), HasReason(reason));
    EXPECT_EQ(world_.Head(), head);
  }
  absl::StatusOr<pb::Vote> Get(const std::string& member,
                               const std::string& caller = kVoters) const {
    pb::GetVoteRequest request;
    request.set_name(absl::StrCat(ballot_, "/votes/", member));
    return world_.Ask(caller, &BallotStub::GetVote, request);
  }
  absl::StatusOr<pb::ListVoteRevisionsResponse> Revisions(const std::string& member, int size = 0,
                                                          const std::string& token = "") const {
    pb::ListVoteRevisionsRequest request;
    request.set_name(absl::StrCat(ballot_, "/votes/", member));
    request.set_page_size(size);
    request.set_page_token(token);
    return world_.Ask(kVoters, &BallotStub::ListVoteRevisions, request);
  }

  World world_;
  const std::string ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
};

TEST_F(Votes, AreCastByTheVoterOfTheBody) {
  pb::CastVoteRequest request = Wanted();
  request.mutable_vote()->set_answer(pb::ANSWER_APPROVE_WITH_COMMENTS);
  request.mutable_vote()->set_text("Änderung in 3.1 → bitte prüfen");
  const auto cast = Cast(request);
  ASSERT_THAT(cast, IsOk());
  EXPECT_EQ(cast->revision(), 1);
  EXPECT_EQ(cast->caster(), kVoterDe);
  EXPECT_EQ(cast->etag(), "\"1\"");
  EXPECT_EQ(cast->cast_time().seconds(), absl::ToUnixSeconds(world_.clock().Now()));
  EXPECT_THAT(*Get("de"), EqualsProto(*cast));
  EXPECT_THAT(world_.Events().back().vote(), EqualsProto(*cast));
}

TEST_F(Votes, AreReplacedBeforeClosingAndTheirVersionsKept) {
  EXPECT_THAT(Cast(Wanted()), IsOk());
  pb::CastVoteRequest request = Wanted();
  request.mutable_vote()->set_answer(pb::ANSWER_DISAPPROVE);
  request.mutable_vote()->set_text("3.1 is wrong");
  request.mutable_vote()->set_etag("\"1\"");
  EXPECT_EQ(Cast(request)->revision(), 2);
  EXPECT_EQ(Get("de")->answer(), pb::ANSWER_DISAPPROVE);
  const auto revisions = Revisions("de");
  ASSERT_EQ(revisions->revisions_size(), 2);
  EXPECT_EQ(revisions->revisions(0).answer(), pb::ANSWER_APPROVE);
  EXPECT_EQ(revisions->revisions(1).answer(), pb::ANSWER_DISAPPROVE);
  const auto first = Revisions("de", 1);
  EXPECT_EQ(first->revisions(0).revision(), 1);
  const auto second = Revisions("de", 1, first->next_page_token());
  EXPECT_EQ(second->revisions(0).revision(), 2);
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(Votes, AreNotReplacedWithAStaleEtag) {
  pb::CastVoteRequest request = Wanted();
  request.mutable_vote()->set_etag("\"1\"");
  ExpectRefused(request, "ETAG_MISMATCH");  // there is none yet
  EXPECT_THAT(Cast(Wanted()), IsOk());
  EXPECT_THAT(Cast(request), IsOk());
  ExpectRefused(request, "ETAG_MISMATCH");
}

TEST_F(Votes, AreCastOnceByARepeatedRequest) {
  pb::CastVoteRequest request = Wanted();
  request.set_request_id(RequestId(1));
  const auto cast = Cast(request);
  ASSERT_THAT(cast, IsOk());
  const int64_t head = world_.Head();
  world_.clock().Advance(absl::Hours(1));
  EXPECT_THAT(*Cast(request), EqualsProto(*cast));
  EXPECT_EQ(world_.Head(), head);
  EXPECT_EQ(Get("de")->revision(), 1);
  request.mutable_vote()->set_answer(pb::ANSWER_ABSTAIN);
  ExpectRefused(request, "REQUEST_ID_REUSED");
}

TEST_F(Votes, OfARepeatAreAnsweredAsTheyAreNow) {
  pb::CastVoteRequest request = Wanted();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(Cast(request), IsOk());
  pb::CastVoteRequest second = Wanted();
  second.mutable_vote()->set_answer(pb::ANSWER_ABSTAIN);
  EXPECT_THAT(Cast(second), IsOk());
  EXPECT_EQ(Cast(request)->revision(), 2);
  EXPECT_EQ(Get("de")->answer(), pb::ANSWER_ABSTAIN);
}

TEST_F(Votes, OfARepeatAfterClosingAreAnsweredToo) {
  pb::CastVoteRequest request = Wanted();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(Cast(request), IsOk());
  EXPECT_THAT(world_.Close(ballot_), IsOk());
  EXPECT_EQ(Cast(request)->revision(), 1);
}

TEST_F(Votes, AreTriedWithoutBeingStored) {
  pb::CastVoteRequest request = Wanted();
  request.mutable_vote()->set_answer(pb::ANSWER_DISAPPROVE);
  request.set_validate_only(true);
  const int64_t head = world_.Head();
  const auto tried = Cast(request);
  ASSERT_THAT(tried, IsOk());
  ASSERT_EQ(tried->warnings_size(), 1);
  EXPECT_EQ(tried->warnings(0).kind(), pb::WARNING_KIND_NO_WITHOUT_REASONS);
  EXPECT_EQ(tried->warnings(0).clause(), "2.6.2");
  EXPECT_EQ(world_.Head(), head);
  EXPECT_THAT(Get("de"), HasReason("NOT_FOUND"));
}

TEST_F(Votes, AreNotCastByAnybodyElse) {
  for (const char* caller :
       {kNobody, "people/voter-fr", kManager, kMonitor, kCentralSecretariat, "people/monitor-de",
        "people/administrator-de", "people/voter-de-elsewhere", "people/unknown"}) {
    ExpectRefused(Wanted(), "ROLE_MISSING", caller);
  }
}

TEST_F(Votes, AreNotCastAfterTheRoleHasEnded) {
  EXPECT_THAT(Cast(Wanted()), IsOk());
  world_.clock().Advance(absl::Hours(24));
  world_.Revoke("people/voter-de/grants/voter-de");
  world_.CatchUp();
  ExpectRefused(Wanted(), "ROLE_MISSING");
}

TEST_F(Votes, NeedABodyOnTheRoll) { ExpectRefused(Wanted("zz"), "NOT_ON_ROLL", kVoters); }

TEST_F(Votes, OfCorrespondentMembersDoNotExist) {
  ExpectRefused(Wanted("al"), "NOT_ENTITLED", kVoters);
}

TEST_F(Votes, NameExpertsOnlyForAnNp) {
  pb::CastVoteRequest request = Wanted();
  request.mutable_vote()->add_experts()->set_display_name("Ada");
  ExpectRefused(request, "INVALID_FIELD");
  EXPECT_THAT(Cast(request), HasField("vote.experts"));
}

TEST_F(Votes, ThatWereNotCastAreNotFound) {
  EXPECT_THAT(Get("de"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Get("zz"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Revisions("de"), HasReason("NOT_FOUND"));
}

TEST_F(Votes, DoNotKeepWhatTheContractDoesNotKnow) {
  pb::CastVoteRequest request = Wanted();
  AddUnknown(*request.mutable_vote(), 5 << 20);
  const auto cast = Cast(request);
  ASSERT_THAT(cast, IsOk());
  EXPECT_LT(cast->ByteSizeLong(), 1000u);
  EXPECT_LT(world_.Events().back().ByteSizeLong(), 1000u);
}

TEST_F(Votes, DoNotBelieveWhatOnlyTheServerSays) {
  pb::CastVoteRequest request = Wanted();
  request.mutable_vote()->set_caster(kCentralSecretariat);
  request.mutable_vote()->set_revision(77);
  request.mutable_vote()->add_warnings()->set_text("forged");
  const auto cast = Cast(request);
  EXPECT_EQ(cast->caster(), kVoterDe);
  EXPECT_EQ(cast->revision(), 1);
  EXPECT_EQ(cast->warnings_size(), 0);
}

TEST_F(Votes, AreListedByMemberPageByPage) {
  for (const char* member : {"us", "br", "de"}) EXPECT_THAT(Cast(Wanted(member), kVoters), IsOk());
  pb::ListVotesRequest request;
  request.set_parent(ballot_);
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = world_.Ask(kCentralSecretariat, &BallotStub::ListVotes, request);
    ASSERT_THAT(page, IsOk());
    for (const pb::Vote& vote : page->votes()) names.push_back(vote.name().substr(ballot_.size()));
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("/votes/br", "/votes/de", "/votes/us"));
}

TEST_F(Votes, OfAnUnknownBallotAreNotFound) {
  pb::ListVotesRequest list;
  list.set_parent("ballots/none");
  EXPECT_THAT(world_.Ask(kMonitor, &BallotStub::ListVotes, list), HasReason("NOT_FOUND"));
  pb::ListRollRequest roll;
  roll.set_parent("ballots/none");
  EXPECT_THAT(world_.Ask(kMonitor, &BallotStub::ListRoll, roll), HasReason("NOT_FOUND"));
  pb::GetVoteRequest get;
  get.set_name("ballots/none/votes/de");
  EXPECT_THAT(world_.Ask(kMonitor, &BallotStub::GetVote, get), HasReason("NOT_FOUND"));
  pb::ListVoteRevisionsRequest revisions;
  revisions.set_name("ballots/none/votes/de");
  EXPECT_THAT(world_.Ask(kMonitor, &BallotStub::ListVoteRevisions, revisions),
              HasReason("NOT_FOUND"));
}

TEST_F(Votes, AreRenderedInThreeForms) {
  EXPECT_THAT(Cast(Wanted()), IsOk());
  pb::RenderResultRequest request;
  request.set_name(ballot_);
  request.set_format(pb::SHEET_FORMAT_TEXT);
  EXPECT_THAT(world_.Ask(kNobody, &BallotStub::RenderResult, request),
              HasReason("BALLOT_STILL_OPEN"));
  EXPECT_THAT(world_.Close(ballot_), IsOk());
  const auto text = world_.Ask(kNobody, &BallotStub::RenderResult, request);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->media_type(), "text/plain; charset=utf-8");
  EXPECT_TRUE(absl::StrContains(text->content(), "\n  APPROVED\n")) << text->content();
  request.set_format(pb::SHEET_FORMAT_CSV);
  const auto csv = world_.Ask(kNobody, &BallotStub::RenderResult, request);
  EXPECT_EQ(csv->media_type(), "text/csv; charset=utf-8");
  EXPECT_TRUE(absl::StrContains(csv->content(), "\r\nde,P,APPROVE,yes,P,MUST_VOTE,yes,C-de,DES,,"));
  request.set_format(pb::SHEET_FORMAT_JSON);
  EXPECT_EQ(world_.Ask(kNobody, &BallotStub::RenderResult, request)->media_type(),
            "application/json");
}

// New work item proposals.

class NpVotes : public ::testing::Test {
 protected:
  absl::StatusOr<pb::Vote> Cast(const pb::Vote& vote) const {
    pb::CastVoteRequest request;
    *request.mutable_vote() = vote;
    request.mutable_vote()->set_name(absl::StrCat(ballot_, "/votes/de"));
    if (vote.answer() == pb::ANSWER_UNSPECIFIED) {
      request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    }
    return world_.Ask(kVoterDe, &BallotStub::CastVote, request);
  }
  void ExpectBad(const char* question, const char* choice, const char* field) const {
    pb::Vote vote;
    vote.add_answers()->set_question(question);
    vote.mutable_answers(0)->set_choice(choice);
    EXPECT_THAT(Cast(vote), HasField(field)) << question << " " << choice;
  }

  World world_;
  const std::string ballot_ = world_.Opened(pb::BALLOT_KIND_NP).name();
};

TEST_F(NpVotes, AnswerTheQuestionsOfTheRules) {
  pb::Vote vote;
  vote.add_answers()->set_question("market-need");
  vote.mutable_answers(0)->set_choice("no");
  vote.mutable_answers(0)->set_text("nobody asked for it");
  vote.add_experts()->set_display_name("Ada");
  const auto cast = Cast(vote);
  ASSERT_THAT(cast, IsOk());
  pb::GetVoteRequest request;
  request.set_name(absl::StrCat(ballot_, "/votes/de"));
  const auto read = world_.Ask(kVoterDe, &BallotStub::GetVote, request);
  EXPECT_THAT(*read, EqualsProto(*cast));
  EXPECT_EQ(read->warnings_size(), 0);
}

TEST_F(NpVotes, AreRefusedWithAnswersThatTheRulesDoNotKnow) {
  const int64_t head = world_.Head();
  ExpectBad("weather", "yes", "vote.answers[0].question");
  ExpectBad("market-need", "maybe", "vote.answers[0].choice");
  ExpectBad("market-need", "", "vote.answers[0].choice");
  ExpectBad("market-need", "no", "vote.answers[0].text");
  pb::Vote twice;
  for (int i = 0; i < 2; ++i) {
    twice.add_answers()->set_question("track");
    twice.mutable_answers(i)->set_choice("24");
  }
  EXPECT_THAT(Cast(twice), HasField("vote.answers[1].question"));
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(NpVotes, WithoutAnExpertAreWarned) {
  const auto cast = Cast(pb::Vote());
  ASSERT_EQ(cast->warnings_size(), 1);
  EXPECT_EQ(cast->warnings(0).kind(), pb::WARNING_KIND_NO_EXPERT);
  pb::Vote no;
  no.set_answer(pb::ANSWER_DISAPPROVE);
  no.set_text("  ");
  EXPECT_EQ(Cast(no)->warnings(0).clause(), "2.3.4");
}

TEST_F(NpVotes, OfOMembersDoNotExist) {
  EXPECT_THAT(world_.Cast(ballot_, "se", pb::ANSWER_APPROVE), HasReason("NOT_ENTITLED"));
  EXPECT_THAT(world_.Cast(ballot_, "br", pb::ANSWER_APPROVE), HasReason("NOT_ON_ROLL"));
}

}  // namespace
}  // namespace placet::ballots
