// ImportComments: what comes in, what does not, and that nothing comes in twice.
#include "absl/strings/str_cat.h"
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Row> kTwo = {{"DE-001", "8.2.10", "te", "The limit is wrong.", "Write 5."},
                               {"DE-002", "8.2.2", "ed", "A comma is missing."}};

TEST(Import, BringsTheRowsOfABody) {
  World world;
  const std::string ballot = world.Opened();
  const auto imported = world.Import(kVoterDe, ballot, "members/de", kTwo);
  ASSERT_THAT(imported, IsOk());
  ASSERT_THAT(imported->files(), SizeIs(1));
  EXPECT_EQ(imported->files(0).format(), pb::TABLE_FORMAT_CSV);
  EXPECT_EQ(imported->files(0).added(), 2);
  EXPECT_THAT(imported->files(0).rejected(), IsEmpty());
  EXPECT_EQ(imported->files(0).accepted(0).comment(), ballot + "/comments/1");
  const auto comment = world.Get(ballot + "/comments/1", kVoterDe);
  ASSERT_THAT(comment, IsOk());
  EXPECT_EQ(comment->label(), "DE-001");
  EXPECT_EQ(comment->member(), "members/de");
  EXPECT_EQ(comment->clause(), "8.2.10");
  EXPECT_THAT(comment->types(), ElementsAre(pb::COMMENT_TYPE_TECHNICAL));
  EXPECT_EQ(comment->comment(), "The limit is wrong.");
  EXPECT_EQ(comment->proposed_change(), "Write 5.");
  EXPECT_EQ(comment->state(), pb::COMMENT_STATE_OPEN);
  EXPECT_EQ(comment->origin().file(), "comments.csv");
  // In the order of the document: 8.2.2 before 8.2.10.
  EXPECT_THAT(world.Labels(ballot, {}, kVoterDe), ElementsAre("DE-002", "DE-001"));
}

TEST(Import, TheSameAgainIsRecognisedAndANewLabelTakesThePlaceOfTheOld) {
  World world;
  const std::string ballot = world.Opened();
  ASSERT_THAT(world.Import(kVoterDe, ballot, "members/de", kTwo), IsOk());
  const auto again = world.Import(kVoterDe, ballot, "members/de", kTwo);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->files(0).added(), 0);
  EXPECT_EQ(again->files(0).known(), 2);
  EXPECT_EQ(again->files(0).relabelled(), 0);
  std::vector<Row> collated = kTwo;
  collated[0].body = "DE-017";
  const auto relabelled = world.Import(kManager, ballot, "", collated);
  ASSERT_THAT(relabelled, IsOk());
  EXPECT_EQ(relabelled->files(0).relabelled(), 1);
  const auto comment = world.Get(ballot + "/comments/1", kVoterDe);
  ASSERT_THAT(comment, IsOk());
  EXPECT_EQ(comment->label(), "DE-017");
  EXPECT_EQ(world.Counts(ballot)->counts().total(), 2);
}

TEST(Import, FaultyRowsGoBackWithAReasonAndTheOthersComeIn) {
  World world;
  const std::string ballot = world.Opened();
  const auto imported = world.Import(kVoterDe, ballot, "members/de",
                                     {{"DE-001", "4", "te", "Good."},
                                      {"DE-002", "4", "te", ""},
                                      {"FR-003", "4", "te", "Not ours."},
                                      {"DE-004", "4", "te", "Good."}});
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->files(0).added(), 1);
  std::map<int, pb::RejectReason> reasons;
  for (const auto& row : imported->files(0).rejected()) reasons[row.row()] = row.reason();
  EXPECT_THAT(reasons, ElementsAre(std::pair(3, pb::REJECT_REASON_NO_COMMENT),
                                   std::pair(4, pb::REJECT_REASON_NOT_YOURS),
                                   std::pair(5, pb::REJECT_REASON_REPEATED)));
}

TEST(Import, AFileThatCannotBeReadDoesNotKeepTheOthersOut) {
  World world;
  const std::string ballot = world.Opened();
  pb::ImportHeader header;
  header.set_ballot(ballot);
  const auto imported = world.Import(
      kManager, header, {{"picture.png", "\x89PNG\r\n\x1a\n"}, Csv(kTwo, "a/b/de.csv")});
  ASSERT_THAT(imported, IsOk());
  ASSERT_THAT(imported->refused(), SizeIs(1));
  EXPECT_EQ(imported->refused(0).file(), "picture.png");
  EXPECT_NE(imported->refused(0).remedy(), "");
  ASSERT_THAT(imported->files(), SizeIs(1));
  EXPECT_EQ(imported->files(0).file(), "de.csv");
  EXPECT_EQ(imported->files(0).added(), 2);
}

TEST(Import, ValidateOnlyAnswersAndStoresNothing) {
  World world;
  const std::string ballot = world.Opened();
  pb::ImportHeader header;
  header.set_ballot(ballot);
  header.set_member("members/de");
  header.set_validate_only(true);
  const auto imported = world.Import(kVoterDe, header, {Csv(kTwo)});
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->files(0).added(), 2);
  EXPECT_EQ(imported->files(0).accepted(0).comment(), "");
  EXPECT_EQ(world.Counts(ballot)->counts().total(), 0);
  EXPECT_THAT(world.Events(), IsEmpty());
}

TEST(Import, ARepeatOfTheRequestChangesNothingEvenAfterClosing) {
  World world;
  const std::string ballot = world.Opened();
  pb::ImportHeader header;
  header.set_ballot(ballot);
  header.set_member("members/de");
  ASSERT_THAT(world.Import(kVoterDe, header, {Csv(kTwo)}, RequestId(1)), IsOk());
  EXPECT_THAT(world.Import(kVoterDe, header, {Csv({kTwo[0]})}, RequestId(1)),
              HasReason("REQUEST_ID_REUSED"));
  world.Close(ballot);
  const auto repeated = world.Import(kVoterDe, header, {Csv(kTwo)}, RequestId(1));
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->files(0).known(), 2);
  EXPECT_THAT(world.Import(kVoterDe, header, {Csv(kTwo)}, RequestId(2)),
              HasReason("BALLOT_CLOSED"));
}

TEST(Import, IsForVotersOfTheBodyAndForOfficers) {
  World world;
  const std::string ballot = world.Opened();
  EXPECT_THAT(world.Import(kVoterFr, ballot, "members/de", kTwo), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Import(kVoterDe, ballot, "", kTwo), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Import(kOtherManager, ballot, "", kTwo), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Import("", ballot, "", kTwo), HasReason("CALLER_UNKNOWN"));
  EXPECT_THAT(world.Import(kManager, ballot, "members/none", kTwo), HasReason("REFERENCE_UNKNOWN"));
  EXPECT_THAT(world.Import(kManager, "ballots/none", "", kTwo), HasReason("NOT_FOUND"));
  EXPECT_THAT(world.Import(kManager, "none", "", kTwo), HasField("header.ballot"));
  EXPECT_EQ(world.Counts(ballot)->counts().total(), 0);
}

// A manager of the parent committee, where the role says that it holds below, too.
TEST(Import, IsForOfficersOfAParentCommitteeWhoseRoleHoldsBelow) {
  World world;
  ballots::World& ballots = world.ballots();
  members_pb::PutCommitteeRequest put;
  put.mutable_committee()->set_name("committees/iso-tc-307-sc-1");
  put.mutable_committee()->set_reference("ISO/TC 307/SC 1");
  put.mutable_committee()->set_parent(ballots::kCommittee);
  ASSERT_THAT(ballots.Tell(&ballots::DirectoryStub::PutCommittee, put), IsOk());
  ballots.PutPerson("wide");
  members_pb::GrantRoleRequest grant;
  grant.set_parent("people/wide");
  grant.mutable_grant()->set_role(members_pb::ROLE_COMMITTEE_MANAGER);
  grant.mutable_grant()->set_committee(ballots::kCommittee);
  grant.mutable_grant()->set_subcommittees(true);
  ASSERT_THAT(ballots.Tell(&ballots::DirectoryStub::GrantRole, grant), IsOk());
  ballots.Join("de", members_pb::SEAT_STATUS_P, put.committee().name());
  ballots.CatchUp();
  ballots.PutProject("iso-701", "40.00", put.committee().name());
  ballots_pb::CreateBallotRequest create;
  create.mutable_ballot()->set_project("projects/iso-701");
  create.mutable_ballot()->set_kind(ballots_pb::BALLOT_KIND_DIS);
  const auto created =
      ballots.Ask(ballots::kCentralSecretariat, &ballots::BallotStub::CreateBallot, create);
  ASSERT_THAT(created, IsOk());
  const std::string ballot = created->name();
  ballots_pb::OpenBallotRequest open;
  open.set_name(ballot);
  ASSERT_THAT(ballots.Ask(ballots::kCentralSecretariat, &ballots::BallotStub::OpenBallot, open),
              IsOk());
  EXPECT_THAT(world.Import(kManager, ballot, "", kTwo), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Import("people/wide", ballot, "", kTwo), IsOk());
}

TEST(Import, AfterClosingIsForOfficersAlone) {
  World world;
  const std::string ballot = world.Opened();
  world.Close(ballot);
  EXPECT_THAT(world.Import(kVoterDe, ballot, "members/de", kTwo), HasReason("BALLOT_CLOSED"));
  EXPECT_THAT(world.Import(kManager, ballot, "", kTwo), IsOk());
}

TEST(Import, IsRefusedBeforeOpeningAndAfterCancelling) {
  World world;
  const std::string draft =
      world.ballots().Created(ballots_pb::BALLOT_KIND_DIS, "projects/iso-900").name();
  EXPECT_THAT(world.Import(kManager, draft, "", kTwo), HasReason("BALLOT_NOT_OPEN"));
  ballots_pb::CancelBallotRequest request;
  request.set_name(draft);
  request.set_reason("a test");
  ASSERT_THAT(world.ballots().Ask(ballots::kCentralSecretariat, &ballots::BallotStub::CancelBallot,
                                  request),
              IsOk());
  EXPECT_THAT(world.Import(kManager, draft, "", kTwo), HasReason("BALLOT_CANCELLED"));
}

// A comment has the name of its body, and says how that has voted, or would.
TEST(Import, IsRefusedOnAnAnonymousBallot) {
  World world;
  ballots_pb::CreateBallotRequest request;
  ballots_pb::Ballot& wanted = *request.mutable_ballot();
  wanted.set_kind(ballots_pb::BALLOT_KIND_CHAIR);
  wanted.set_committee(ballots::kCommittee);
  wanted.set_title("A chair");
  wanted.set_visibility(ballots_pb::VISIBILITY_ANONYMOUS);
  const auto created = world.ballots().Ask(kManager, &ballots::BallotStub::CreateBallot, request);
  ASSERT_THAT(created, IsOk());
  ballots_pb::OpenBallotRequest open;
  open.set_name(created->name());
  ASSERT_THAT(world.ballots().Ask(kManager, &ballots::BallotStub::OpenBallot, open), IsOk());
  EXPECT_THAT(world.Import(kVoterDe, open.name(), "members/de", kTwo), HasReason("ANONYMOUS"));
  EXPECT_THAT(world.Import(kManager, open.name(), "", kTwo), HasReason("ANONYMOUS"));
}

TEST(Import, ObservationsOfABodyStayRawAndThoseOfAnOfficerCount) {
  World world;
  const std::string ballot = world.Opened();
  const std::vector<Row> rows = {{"DE-001", "4", "te", "One.", "", "Accepted"}};
  ASSERT_THAT(world.Import(kVoterDe, ballot, "members/de", rows), IsOk());
  const auto own = world.Get(ballot + "/comments/1", kVoterDe);
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->observation(), "");
  EXPECT_EQ(own->disposition(), pb::DISPOSITION_UNSPECIFIED);
  EXPECT_EQ(own->origin().raw_cells().at(8), "Accepted");
  ASSERT_THAT(world.Import(kManager, ballot, "", {{"FR-001", "4", "te", "Two.", "", "Accepted"}}),
              IsOk());
  const auto officers = world.Get(ballot + "/comments/2", kVoterFr);
  ASSERT_THAT(officers, IsOk());
  EXPECT_EQ(officers->observation(), "Accepted");
  EXPECT_EQ(officers->disposition(), pb::DISPOSITION_ACCEPTED);
  EXPECT_EQ(officers->state(), pb::COMMENT_STATE_PROPOSED);
}

TEST(Import, AVoteAndItsCommentsAreSubmittedTogether) {
  World world;
  const std::string ballot = world.Opened();
  pb::ImportHeader header;
  header.set_ballot(ballot);
  header.set_member("members/de");
  auto& vote = *header.mutable_vote()->mutable_vote();
  vote.set_name(ballot + "/votes/de");
  vote.set_answer(ballots_pb::ANSWER_DISAPPROVE);
  vote.set_text("See the comments.");
  const auto imported = world.Import(kVoterDe, header, {Csv(kTwo)}, RequestId(1));
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->vote().revision(), 1);
  // A vote that is refused keeps the comments out.
  header.mutable_vote()->mutable_vote()->set_answer(ballots_pb::ANSWER_CONFIRM);
  EXPECT_THAT(world.Import(kVoterDe, header, {Csv({{"DE-003", "4", "te", "Three."}})}),
              HasReason("ANSWER_NOT_OFFERED"));
  EXPECT_EQ(world.Counts(ballot)->counts().total(), 2);
  header.mutable_vote()->mutable_vote()->set_name(ballot + "/votes/fr");
  EXPECT_THAT(world.Import(kVoterDe, header, {Csv(kTwo)}), HasField("header.vote.vote.name"));
}

TEST(Import, MoreThan200MegabytesAreRefused) {
  World world;
  const std::string ballot = world.Opened();
  pb::ImportHeader header;
  header.set_ballot(ballot);
  EXPECT_THAT(world.Import(kManager, header, {{"large.csv", std::string(201'000'000, 'x')}}),
              HasReason("TOO_LARGE"));
}

TEST(Import, ASecondHeaderAndAPieceWithoutOneAreRefused) {
  World world;
  const placet::testing::As<pb::CommentService> as(world.channel(), kManager);
  const auto context = placet::testing::ContextOf(kManager);
  pb::ImportCommentsResponse response;
  const auto writer = as.stub().ImportComments(context.get(), &response);
  pb::ImportCommentsRequest piece;
  piece.mutable_piece()->set_file("a.csv");
  writer->Write(piece);
  writer->WritesDone();
  EXPECT_THAT(writer->Finish(), HasField("header"));
}

}  // namespace
}  // namespace placet::comments
