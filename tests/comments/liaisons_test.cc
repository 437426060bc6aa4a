// Representatives of liaisons: they comment, and never vote.
#include "absl/strings/str_cat.h"
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using placet::testing::HasField;
using placet::testing::HasReason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFig[] = "people/surveyor";

class Liaisons : public ::testing::Test {
 protected:
  Liaisons() {
    world_.ballots().Represent("surveyor", ballots::kCommittee, "fig", "Federation of Surveyors");
    world_.ballots().Represent("other", ballots::kCommittee, "itu", "ITU");
    ballot_ = world_.Opened();
  }

  absl::StatusOr<pb::ImportCommentsResponse> Bring(
      const std::vector<Row>& rows, const std::string& caller = kFig,
      const std::string& liaison = absl::StrCat(ballots::kCommittee, "/liaisons/fig")) {
    pb::ImportHeader header;
    header.set_ballot(ballot_);
    header.set_liaison(liaison);
    return world_.Import(caller, header, {Csv(rows)});
  }

  World world_;
  std::string ballot_;
};

TEST_F(Liaisons, BringCommentsInTheirNameAlone) {
  const auto brought = Bring({{"FIG", "4", "te", "One."},
                              {"federation of surveyors", "5", "te", "Two."},
                              {"", "6", "te", "Three."},
                              {"ITU", "7", "te", "Of another liaison."},
                              {"DE", "8", "te", "Of a body."}});
  ASSERT_THAT(brought, IsOk());
  EXPECT_EQ(brought->files(0).added(), 3);
  std::map<int, pb::RejectReason> reasons;
  for (const auto& row : brought->files(0).rejected()) reasons[row.row()] = row.reason();
  EXPECT_THAT(reasons, ElementsAre(std::pair(5, pb::REJECT_REASON_NOT_YOURS),
                                   std::pair(6, pb::REJECT_REASON_NOT_YOURS)));
  for (int number = 1; number <= 3; ++number) {
    const auto comment = world_.Get(absl::StrCat(ballot_, "/comments/", number), kFig);
    ASSERT_THAT(comment, IsOk());
    EXPECT_EQ(comment->member(), "");
    EXPECT_EQ(comment->liaison(), "Federation of Surveyors");
  }
}

TEST_F(Liaisons, SeeTheirsAloneWhileOpen) {
  ASSERT_THAT(Bring({{"FIG", "4", "te", "One."}}), IsOk());
  ASSERT_THAT(world_.Import(kVoterDe, ballot_, "members/de", {{"DE", "4", "te", "Two."}}), IsOk());
  EXPECT_THAT(world_.Labels(ballot_, {}, kFig), ElementsAre("FIG"));
  EXPECT_THAT(world_.Labels(ballot_, {}, "people/other"), IsEmpty());
  EXPECT_THAT(world_.Labels(ballot_, {}, kVoterDe), ElementsAre("DE"));
  EXPECT_THAT(world_.Get(ballot_ + "/comments/1", kVoterDe), HasReason("NOT_FOUND"));
  EXPECT_THAT(world_.Get(ballot_ + "/comments/1", ballots::kVoters), HasReason("NOT_FOUND"))
      << "who votes for every body is no liaison";
  EXPECT_THAT(world_.Get(ballot_ + "/comments/2", kFig), HasReason("NOT_FOUND"));
  EXPECT_EQ(world_.Counts(ballot_, kFig)->counts().total(), 1);
  int seen = 0;
  for (const pb::Event& event : world_.Events(kFig)) seen += event.has_import();
  EXPECT_EQ(seen, 1);
  world_.Close(ballot_);
  EXPECT_THAT(world_.Labels(ballot_, {}, kFig), ElementsAre("FIG", "DE"));
}

TEST_F(Liaisons, NeverVote) {
  EXPECT_THAT(world_.ballots().Cast(ballot_, "de", ballots::pb::ANSWER_APPROVE, "", kFig),
              HasReason("ROLE_MISSING"));
  pb::ImportHeader header;
  header.set_ballot(ballot_);
  header.set_liaison(absl::StrCat(ballots::kCommittee, "/liaisons/fig"));
  header.mutable_vote()->mutable_vote()->set_name(ballot_ + "/votes/de");
  header.mutable_vote()->mutable_vote()->set_answer(ballots::pb::ANSWER_APPROVE);
  EXPECT_THAT(world_.Import(kFig, header, {}), HasField("header.vote"));
}

TEST_F(Liaisons, AreRepresentedByThoseWhoHaveTheRole) {
  EXPECT_THAT(Bring({{"FIG", "4", "te", "One."}}, "people/other"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Bring({{"FIG", "4", "te", "One."}}, kVoterDe), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Bring({{"FIG", "4", "te", "One."}}, kManager), HasReason("ROLE_MISSING"))
      << "an officer brings it without saying in whose name";
  EXPECT_THAT(Bring({}, kFig, "committees/iso-tc-68/liaisons/fig"), HasField("header.liaison"));
  EXPECT_THAT(world_.Import(kFig, ballot_, "members/de", {{"DE", "4", "te", "One."}}),
              HasReason("ROLE_MISSING"));
}

TEST_F(Liaisons, AreSpokenForNoLongerWhenTheyHaveEnded) {
  ASSERT_THAT(Bring({{"FIG", "4", "te", "One."}}), IsOk());
  placet::members::v1::PutLiaisonRequest put;
  put.mutable_liaison()->set_name(absl::StrCat(ballots::kCommittee, "/liaisons/fig"));
  put.mutable_liaison()->set_category(placet::members::v1::LIAISON_CATEGORY_A);
  put.mutable_liaison()->set_organization("Federation of Surveyors");
  put.mutable_liaison()->mutable_period()->set_from("2020-01-01");
  put.mutable_liaison()->mutable_period()->set_until("2020-02-01");
  ASSERT_THAT(world_.ballots().Tell(&ballots::DirectoryStub::PutLiaison, put), IsOk());
  EXPECT_THAT(Bring({{"FIG", "5", "te", "Two."}}), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world_.Get(ballot_ + "/comments/1", kFig), HasReason("NOT_FOUND"));
}

TEST_F(Liaisons, AnswerReplyAndWithdrawWhatIsTheirs) {
  ASSERT_THAT(Bring({{"FIG", "4", "te", "One."}, {"FIG", "5", "te", "Two."}}), IsOk());
  ASSERT_THAT(world_.Import(kVoterDe, ballot_, "members/de", {{"DE", "4", "te", "Three."}}),
              IsOk());
  pb::ReplyToCommentRequest reply;
  reply.set_name(ballot_ + "/comments/1");
  reply.set_text("To be clear");
  EXPECT_THAT(world_.Ask(kFig, &Stub::ReplyToComment, reply), IsOk()) << "while it is open";
  world_.Close(ballot_);
  ASSERT_THAT(world_.Resolve(ballot_ + "/comments/1", pb::DISPOSITION_ACCEPTED, true), IsOk());
  ASSERT_THAT(world_.Resolve(ballot_ + "/comments/3", pb::DISPOSITION_ACCEPTED, true), IsOk());
  pb::AnswerCommentRequest answer;
  answer.set_name(ballot_ + "/comments/1");
  answer.set_accepted(true);
  EXPECT_THAT(world_.Ask("people/other", &Stub::AnswerComment, answer), HasReason("ROLE_MISSING"));
  const auto answered = world_.Ask(kFig, &Stub::AnswerComment, answer);
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->state(), pb::COMMENT_STATE_CLOSED);
  answer.set_name(ballot_ + "/comments/3");
  EXPECT_THAT(world_.Ask(kFig, &Stub::AnswerComment, answer), HasReason("ROLE_MISSING"));
  reply.set_name(ballot_ + "/comments/3");
  EXPECT_THAT(world_.Ask(kFig, &Stub::ReplyToComment, reply), HasReason("ROLE_MISSING"));
  pb::WithdrawCommentRequest withdraw;
  withdraw.set_name(ballot_ + "/comments/2");
  const auto withdrawn = world_.Ask(kFig, &Stub::WithdrawComment, withdraw);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->disposition(), pb::DISPOSITION_WITHDRAWN);
}

}  // namespace
}  // namespace placet::comments
