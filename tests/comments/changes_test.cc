// ChangeComments and UndoChange: one comment and a thousand, previewed, undone, two editors.
#include "absl/strings/str_cat.h"
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Row> kRows = {{"DE-001", "4.1", "te", "Change one."},
                                {"FR-001", "4.2", "ed", "Change two."},
                                {"DE-002", "5", "te", "Change three."}};

std::string Message(const absl::Status& status) { return std::string(status.message()); }

TEST(Change, ADispositionIsProposedAndThenDecided) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  const std::string first = ballot + "/comments/1";
  const auto proposed = world.Resolve(first, pb::DISPOSITION_ACCEPTED, false, "", kConvenor);
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->change().name(), ballot + "/changes/1");
  ASSERT_THAT(proposed->differences(), SizeIs(1));
  EXPECT_EQ(proposed->differences(0).fields(0).field(), "disposition");
  EXPECT_EQ(world.Get(first)->state(), pb::COMMENT_STATE_PROPOSED);
  ASSERT_THAT(world.Resolve(first, pb::DISPOSITION_ACCEPTED, true, "Done."), IsOk());
  const auto decided = world.Get(first);
  EXPECT_EQ(decided->state(), pb::COMMENT_STATE_DECIDED);
  EXPECT_EQ(decided->observation(), "Done.");
  EXPECT_EQ(decided->comment(), "Change one.");
  const auto counts = world.Counts(ballot);
  EXPECT_EQ(counts->counts().decided(), 1);
  EXPECT_EQ(counts->counts().without_disposition(), 2);
  // Again it is no change.
  const auto again = world.Resolve(first, pb::DISPOSITION_ACCEPTED, true, "Done.");
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->differences(), IsEmpty());
  EXPECT_EQ(again->skipped(0).reason(), "UNCHANGED");
}

TEST(Change, TheHistorySaysWhoWhenAndWhat) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  const std::string first = ballot + "/comments/1";
  ASSERT_THAT(world.Resolve(first, pb::DISPOSITION_NOTED, false, "", kConvenor), IsOk());
  pb::ListCommentHistoryRequest request;
  request.set_parent(first);
  const auto history = world.Ask(kNobody, &Stub::ListCommentHistory, request);
  ASSERT_THAT(history, IsOk());
  ASSERT_THAT(history->entries(), SizeIs(2));
  EXPECT_EQ(history->entries(0).kind(), pb::CHANGE_KIND_IMPORT);
  EXPECT_EQ(history->entries(0).actor(), kManager);
  EXPECT_EQ(history->entries(0).reason(), "comments.csv");
  EXPECT_EQ(history->entries(1).actor(), kConvenor);
  EXPECT_EQ(history->entries(1).change(), ballot + "/changes/1");
  EXPECT_EQ(history->entries(1).fields(0).to(), "DISPOSITION_NOTED");
}

TEST(Change, NotAcceptedNeedsAnObservation) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  const std::string first = ballot + "/comments/1";
  EXPECT_THAT(world.Resolve(first, pb::DISPOSITION_NOT_ACCEPTED, false),
              HasReason("OBSERVATION_MISSING"));
  EXPECT_THAT(world.Resolve(first, pb::DISPOSITION_NOT_ACCEPTED, false, "Out of scope."), IsOk());
}

TEST(Change, OfTwoEditorsTheSecondIsToldWhatChanged) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  const auto read = world.Get(ballot + "/comments/1");
  ASSERT_THAT(world.Resolve(read->name(), pb::DISPOSITION_NOTED, true, "", kConvenor), IsOk());
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.add_comments()->set_name(read->name());
  request.mutable_comments(0)->set_etag(read->etag());
  request.mutable_edit()->add_add_tags("scope");
  const auto second = world.Ask(kManager, &Stub::ChangeComments, request);
  EXPECT_THAT(second, HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Message(second.status()), HasSubstr("people/convenor"));
  EXPECT_THAT(Message(second.status()), HasSubstr("DISPOSITION_NOTED"));
  EXPECT_THAT(Message(second.status()), HasSubstr("2026-"));
  request.mutable_comments(0)->set_etag(world.Get(read->name())->etag());
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), IsOk());
}

TEST(Change, AFilterIsPreviewedThenCarriedOutAndUndoneAsOne) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_filter()->set_clause("4");
  pb::Resolution& resolution = *request.mutable_edit()->mutable_resolution();
  resolution.set_disposition(pb::DISPOSITION_ACCEPTED);
  resolution.set_decided(true);
  request.mutable_edit()->add_add_tags("editorial run");
  request.set_validate_only(true);
  const auto preview = world.Ask(kManager, &Stub::ChangeComments, request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_THAT(preview->differences(), SizeIs(2));
  EXPECT_EQ(preview->change().name(), "");
  EXPECT_EQ(world.Counts(ballot)->counts().decided(), 0);
  request.set_validate_only(false);
  const auto done = world.Ask(kManager, &Stub::ChangeComments, request);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->change().comments(), 2);
  EXPECT_EQ(world.Counts(ballot)->counts().decided(), 2);
  pb::UndoChangeRequest undo;
  undo.set_name(done->change().name());
  const auto undone = world.Ask(kManager, &Stub::UndoChange, undo);
  ASSERT_THAT(undone, IsOk());
  EXPECT_EQ(undone->change().undoes(), done->change().name());
  EXPECT_EQ(world.Counts(ballot)->counts().without_disposition(), 3);
  EXPECT_THAT(world.Get(ballot + "/comments/1")->tags(), IsEmpty());
  EXPECT_THAT(world.Ask(kManager, &Stub::UndoChange, undo), HasReason("NOT_UNDOABLE"));
  // What was undone is done again by undoing that.
  undo.set_name(undone->change().name());
  ASSERT_THAT(world.Ask(kManager, &Stub::UndoChange, undo), IsOk());
  EXPECT_EQ(world.Counts(ballot)->counts().decided(), 2);
}

TEST(Change, AnUndoIsRefusedForCommentsThatChangedSince) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_filter();
  request.mutable_edit()->mutable_resolution()->set_disposition(pb::DISPOSITION_NOTED);
  const auto done = world.Ask(kManager, &Stub::ChangeComments, request);
  ASSERT_THAT(done, IsOk());
  ASSERT_THAT(world.Resolve(ballot + "/comments/2", pb::DISPOSITION_ACCEPTED, true), IsOk());
  pb::UndoChangeRequest undo;
  undo.set_name(done->change().name());
  const auto refused = world.Ask(kManager, &Stub::UndoChange, undo);
  EXPECT_THAT(refused, HasReason("CHANGED_SINCE"));
  EXPECT_THAT(Message(refused.status()), HasSubstr("FR-001"));
  undo.set_skip_changed(true);
  const auto rest = world.Ask(kManager, &Stub::UndoChange, undo);
  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->change().comments(), 2);
  EXPECT_EQ(rest->skipped(0).reason(), "CHANGED_SINCE");
  EXPECT_EQ(world.Get(ballot + "/comments/2")->state(), pb::COMMENT_STATE_DECIDED);
}

TEST(Change, AFilterLeavesOutWhatCannotChangeAndNamesAreAllOrNone) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::WithdrawCommentRequest withdraw;
  withdraw.set_name(ballot + "/comments/1");
  ASSERT_THAT(world.Ask(kVoterDe, &Stub::WithdrawComment, withdraw), IsOk());
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_filter();
  request.mutable_edit()->mutable_resolution()->set_disposition(pb::DISPOSITION_NOTED);
  const auto done = world.Ask(kManager, &Stub::ChangeComments, request);
  ASSERT_THAT(done, IsOk());
  EXPECT_THAT(done->differences(), SizeIs(2));
  ASSERT_THAT(done->skipped(), SizeIs(1));
  EXPECT_EQ(done->skipped(0).reason(), "COMMENT_WITHDRAWN");
  request.clear_filter();
  request.mutable_edit()->mutable_resolution()->set_disposition(pb::DISPOSITION_ACCEPTED);
  for (const int number : {2, 1}) {
    request.add_comments()->set_name(absl::StrCat(ballot, "/comments/", number));
  }
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasReason("COMMENT_WITHDRAWN"));
  EXPECT_EQ(world.Get(ballot + "/comments/2")->disposition(), pb::DISPOSITION_NOTED);
}

TEST(Change, OfAClauseMovesAllThatAListOrARangeNames) {
  World world;
  const std::string ballot = world.Resolving({{"DE-001", "5.1 and 6.2", "te", "A list."},
                                              {"DE-002", "6.1 - 6.4", "te", "A range."},
                                              {"FR-001", "6.20", "ed", "Another."}});
  pb::CommentFilter filter;
  filter.set_clause("6.2");
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre("DE-001", "DE-002"));
  filter.set_clause("6.3");
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre("DE-002"));
  filter.set_clause("5");
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre("DE-001"));
  // A comment that is put elsewhere leaves all its places.
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.add_comments()->set_name(ballot + "/comments/2");
  request.mutable_edit()->set_clause("7");
  ASSERT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), IsOk());
  filter.set_clause("6.3");
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre());
}

TEST(Change, PlacesBodiesPeopleAndTagsAreCorrected) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.add_comments()->set_name(ballot + "/comments/1");
  pb::CommentEdit& edit = *request.mutable_edit();
  edit.set_clause("9.1");
  edit.set_member("members/fr");
  edit.set_assignee("people/convenor");
  edit.set_due_day("2026-09-01");
  edit.add_add_tags("b");
  edit.add_add_tags("a");
  edit.add_types(pb::COMMENT_TYPE_GENERAL);
  ASSERT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), IsOk());
  const auto changed = world.Get(ballot + "/comments/1");
  EXPECT_EQ(changed->member(), "members/fr");
  EXPECT_THAT(changed->tags(), ElementsAre("a", "b"));
  EXPECT_THAT(changed->types(), ElementsAre(pb::COMMENT_TYPE_GENERAL));
  EXPECT_THAT(world.Labels(ballot), ElementsAre("FR-001", "DE-002", "DE-001"));
  pb::CommentFilter filter;
  filter.set_assignee("people/convenor");
  filter.set_tag("a");
  filter.set_due_before("2026-09-02");
  filter.set_type(pb::COMMENT_TYPE_GENERAL);
  filter.set_member("members/fr");
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre("DE-001"));
  filter.set_due_before("2026-09-01");
  EXPECT_THAT(world.Labels(ballot, filter), IsEmpty());
}

TEST(Change, RepeatedItIsCarriedOutOnce) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_filter();
  request.mutable_edit()->add_add_tags("x");
  request.set_request_id(RequestId(7));
  const auto first = world.Ask(kManager, &Stub::ChangeComments, request);
  const auto second = world.Ask(kManager, &Stub::ChangeComments, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->change().name(), first->change().name());
  EXPECT_THAT(second->differences(), SizeIs(3));
  request.mutable_edit()->add_add_tags("y");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasReason("REQUEST_ID_REUSED"));
}

TEST(Change, IsForOfficersAfterClosing) {
  World world;
  const std::string open = world.Opened();
  ASSERT_THAT(world.Import(kManager, open, "", kRows), IsOk());
  pb::ChangeCommentsRequest request = ChangeOf(open);
  request.mutable_filter();
  request.mutable_edit()->add_add_tags("x");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasReason("BALLOT_STILL_OPEN"));
  world.Close(open);
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::ChangeComments, request), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Ask(kOtherManager, &Stub::ChangeComments, request), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Ask(kConvenor, &Stub::ChangeComments, request), IsOk());
}

TEST(Change, WhatIsMalformedIsNamed) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_edit()->add_add_tags("x");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasField("comments"));
  request.mutable_filter();
  request.add_comments()->set_name(ballot + "/comments/1");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasField("filter"));
  request.clear_filter();
  request.mutable_edit()->clear_add_tags();
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasField("edit"));
  request.mutable_edit()->set_due_day("tomorrow");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasField("edit.due_day"));
  request.mutable_edit()->clear_due_day();
  request.mutable_edit()->set_assignee("people/unknown");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasReason("REFERENCE_UNKNOWN"));
  request.mutable_edit()->clear_assignee();
  request.mutable_edit()->mutable_resolution()->set_disposition(pb::DISPOSITION_WITHDRAWN);
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request),
              HasField("edit.resolution.disposition"));
  request.mutable_edit()->clear_resolution();
  request.mutable_edit()->add_add_tags("x");
  request.mutable_comments(0)->set_name(ballot + "/comments/99");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasReason("NOT_FOUND"));
}

TEST(Change, MoreThan5000AtOnceAreTooMany) {
  World world;
  const std::string ballot = world.Opened();
  std::vector<Row> rows;
  for (int i = 0; i < 5001; ++i) rows.push_back({"DE", "4", "te", absl::StrCat("Comment ", i)});
  ASSERT_THAT(world.Import(kManager, ballot, "", rows), IsOk());
  world.Close(ballot);
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_filter();
  request.mutable_edit()->add_add_tags("x");
  EXPECT_THAT(world.Ask(kManager, &Stub::ChangeComments, request), HasReason("TOO_MANY"));
}

}  // namespace
}  // namespace placet::comments
