// ballotsd and commentsd together: comments on the board, and decisions that wait for them.
#include "absl/strings/str_cat.h"
#include "placet/ballots/v1/board.grpc.pb.h"
#include "placet/ballots/v1/decision_service.grpc.pb.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

namespace comments = placet::comments::v1;
using Decisions = As<pb::DecisionService>;
using DecisionStub = pb::DecisionService::Stub;
using BoardStub = pb::BoardService::Stub;
using CommentStub = comments::CommentService::Stub;

class CommentsAndBallots : public ::testing::Test {
 protected:
  CommentsAndBallots() {
    // Each is told where the other is: a second ballotsd on the same store knows commentsd.
    commentsd_ = std::make_unique<Daemon>(
        COMMENTSD, std::vector<std::string>{"--database", world_.Conninfo("comments"), "--members",
                                            world_.directory().address(), "--ballots",
                                            world_.ballots().address()});
    ballotsd_ = std::make_unique<Daemon>(
        BALLOTSD, std::vector<std::string>{"--database", world_.Conninfo("ballots"), "--members",
                                           world_.directory().address(), "--comments",
                                           commentsd_->address()});
    EXPECT_TRUE(commentsd_->AwaitServing());
    EXPECT_TRUE(ballotsd_->AwaitServing());
  }
  void Import(const std::string& ballot) {
    const auto stub = comments::CommentService::NewStub(commentsd_->channel());
    const auto context = ContextOf(kSecretariat);
    comments::ImportCommentsResponse response;
    const auto writer = stub->ImportComments(context.get(), &response);
    comments::ImportCommentsRequest header, piece;
    header.mutable_header()->set_ballot(ballot);
    writer->Write(header);
    piece.mutable_piece()->set_file("two.csv");
    piece.mutable_piece()->set_content(
        "MB/NC,Clause/Subclause,Type of comment,Comments,Proposed change\r\n"
        "IEEE-1,4,te,unclear,say it\r\nIEEE-2,5,ed,a typing error,mend it\r\n");
    writer->Write(piece);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  absl::StatusOr<pb::Decision> Decide(const std::string& ballot) const {
    pb::DecideBallotRequest request;
    request.set_ballot(ballot);
    request.set_override_stage("40.98");
    request.set_reason("the draft is given up");
    return Decisions(ballotsd_->channel(), kSecretariat)(&DecisionStub::DecideBallot, request);
  }
  void NoteAll(const std::string& ballot) const {
    comments::ChangeCommentsRequest change;
    change.set_parent(ballot);
    change.mutable_filter();
    change.mutable_edit()->mutable_resolution()->set_disposition(comments::DISPOSITION_NOTED);
    const auto changed = As<comments::CommentService>(commentsd_->channel(), kSecretariat)(
        &CommentStub::ChangeComments, change);
    EXPECT_THAT(changed, IsOk());
  }
  absl::StatusOr<pb::Board> Board(const std::string& caller) const {
    return As<pb::BoardService>(ballotsd_->channel(), caller)(&BoardStub::GetBoard,
                                                              pb::GetBoardRequest());
  }

  World world_;
  std::unique_ptr<Daemon> commentsd_, ballotsd_;
};

TEST_F(CommentsAndBallots, ShowOnTheBoardHowManyCommentsThereAre) {
  const std::string ballot = world_.Open("40001");
  Import(ballot);
  EXPECT_TRUE(Eventually([&] {
    const auto board = Board(kSecretariat);
    return board.ok() && board->entries_size() == 1 && board->entries(0).comments().total() == 2;
  }));
  const auto board = Board(kSecretariat);
  ASSERT_THAT(board, IsOk());
  EXPECT_EQ(board->entries(0).comments().without_disposition(), 0)
      << "how far they are is told after closing";
  EXPECT_EQ(board->services(2).service(), "comments");
  EXPECT_TRUE(board->services(2).serving());
  // Those who may not see the tally are not told, nor shown the event.
  const auto nobody = Board("people/nobody");
  ASSERT_THAT(nobody, IsOk());
  EXPECT_FALSE(nobody->entries(0).has_comments());
  pb::WatchEventsRequest watch;
  watch.set_until_head(true);
  const auto context = ContextOf("people/nobody");
  const auto stub = pb::BallotService::NewStub(ballotsd_->channel());
  const auto stream = stub->WatchEvents(context.get(), watch);
  int hidden = 0;
  for (pb::Event event; stream->Read(&event);) {
    EXPECT_FALSE(event.has_comments());
    hidden += event.has_hidden();
  }
  EXPECT_EQ(hidden, 1);
}

TEST_F(CommentsAndBallots, ADecisionWaitsForEachComment) {
  const std::string ballot = world_.Open("40002");
  Import(ballot);
  ASSERT_THAT(CloseOnce(*ballotsd_, ballot), IsOk());
  const auto early = Decide(ballot);
  EXPECT_THAT(early, HasReason("COMMENTS_UNRESOLVED"));
  NoteAll(ballot);
  pb::GetDecisionFormRequest form;
  form.set_ballot(ballot);
  const auto shown =
      Decisions(ballotsd_->channel(), kSecretariat)(&DecisionStub::GetDecisionForm, form);
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->comments().total(), 2);
  EXPECT_EQ(shown->comments().without_disposition(), 0);
  const auto decision = Decide(ballot);
  ASSERT_THAT(decision, IsOk());
  pb::RenderDecisionRequest render;
  render.set_name(decision->name());
  render.set_format(pb::DECISION_FORMAT_TEXT);
  const auto file =
      Decisions(ballotsd_->channel(), kSecretariat)(&DecisionStub::RenderDecision, render);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->content(), ::testing::HasSubstr("Comments on the draft: 2"));
}

TEST_F(CommentsAndBallots, NothingIsDecidedWhileTheCommentsCannotBeAskedFor) {
  const std::string ballot = world_.Open("40003");
  ASSERT_THAT(CloseOnce(*ballotsd_, ballot), IsOk());
  commentsd_->Kill9();
  EXPECT_THAT(Decide(ballot), HasReason("COMMENTS_BEHIND"));
  pb::GetDecisionFormRequest form;
  form.set_ballot(ballot);
  EXPECT_THAT(Decisions(ballotsd_->channel(), kSecretariat)(&DecisionStub::GetDecisionForm, form),
              IsOk());  // to look at it, nobody needs them
  commentsd_->Start();
  EXPECT_TRUE(commentsd_->AwaitServing());
  EXPECT_TRUE(Eventually([&] { return Decide(ballot).ok(); }));
}

}  // namespace
}  // namespace placet::testing
