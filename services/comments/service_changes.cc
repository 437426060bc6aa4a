// Writing: changes by officers, and what bodies say.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/comments/differences.h"
#include "services/comments/fields.h"
#include "services/comments/service.h"

namespace placet::comments {
namespace {

constexpr int kMostAtOnce = 5000;
constexpr size_t kMostText = 400;  // of a text in an answer

pb::ChangeCommentsResponse Told(const DecidedChange& decided) {
  pb::ChangeCommentsResponse response;
  *response.mutable_change() = decided.change;
  for (const DecidedChange::Row& row : decided.rows) {
    *response.add_differences() = Cut(row.difference, kMostText);
  }
  for (const pb::SkippedComment& skipped : decided.skipped) *response.add_skipped() = skipped;
  return response;
}

std::string VoteOf(const std::string& ballot, const std::string& member) {
  return absl::StrCat(ballot, "/votes/", LastId(member));
}

}  // namespace

async::Task<absl::Status> Comments::Stale(const Call& call, std::string ballot, Stored stored,
                                          std::string etag) {
  const int64_t read = VersionOf(etag);
  absl::StatusOr<pb::ListCommentHistoryResponse> history =
      co_await store_.ListCommentHistory(call, ballot, stored.number, std::max<int64_t>(read, 1));
  if (!history.ok()) co_return history.status();
  const std::vector<pb::HistoryEntry> since(history->entries().begin(), history->entries().end());
  co_return decide::EtagMismatch(stored, since);
}

async::Task<absl::Status> Comments::CheckReferences(const Call& call, const pb::CommentEdit& edit) {
  absl::Status status = co_await peers_.CheckPerson(call, "edit.assignee", edit.assignee());
  if (!status.ok()) co_return status;
  co_return co_await peers_.CheckMember(call, "edit.member", edit.member());
}

Comments::Answer<ChangeFacts> Comments::Find(const Call& call, const View& view,
                                             const pb::CommentFilter& filter) {
  absl::Status status = CheckFilter("filter", filter, view.ballot);
  if (status.ok() && !filter.query().empty()) {
    status = co_await store_.IndexComments(call, view.ballot);
  }
  if (!status.ok()) co_return status;
  const ListKey beginning;
  co_return co_await store_.FindComments(call, view.ballot, filter, view.sight, false, beginning,
                                         kMostAtOnce, Store::Texts::kMutable);
}

Comments::Answer<ChangeFacts> Comments::Named(const Call& call, const View& view,
                                              const pb::ChangeCommentsRequest& request) {
  std::vector<int64_t> numbers;
  for (int i = 0; i < request.comments_size(); ++i) {
    const std::string field = "comments[" + std::to_string(i) + "].name";
    const auto id = ParseNumbered(field, "comments", request.comments(i).name());
    if (!id.ok()) co_return id.status();
    if (id->ballot != view.ballot) co_return Invalid(field, "is one of another ballot");
    if (std::find(numbers.begin(), numbers.end(), id->number) != numbers.end()) {
      co_return Invalid(field, "is named twice");
    }
    numbers.push_back(id->number);
  }
  absl::StatusOr<ChangeFacts> facts =
      co_await store_.LoadComments(call, view.ballot, numbers, Store::Texts::kMutable);
  if (!facts.ok()) co_return facts.status();
  for (size_t i = 0; i < numbers.size(); ++i) {
    const bool there = i < facts->comments.size() && facts->comments[i].number == numbers[i] &&
                       view.sight.Sees(facts->comments[i].comment);
    if (!there) co_return NotFound(request.comments(static_cast<int>(i)).name());
  }
  co_return facts;
}

Comments::Answer<pb::ChangeCommentsResponse> Comments::ChangeComments(
    const Call& call, const pb::ChangeCommentsRequest& request) {
  const absl::StatusOr<View> view = co_await Look(call, "parent", request.parent());
  if (!view.ok()) co_return view.status();
  absl::Status status = decide::MayChange(view->scene, call, request);
  if (status.ok()) status = co_await CheckReferences(call, request.edit());
  if (!status.ok()) co_return status;
  absl::StatusOr<ChangeFacts> facts = absl::UnknownError("not asked");
  if (request.has_filter()) {
    facts = co_await Find(call, *view, request.filter());
  } else {
    facts = co_await Named(call, *view, request);
  }
  if (!facts.ok()) co_return facts.status();
  const absl::StatusOr<bool> replayed = decide::Replayed(facts->replay, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return co_await Repeated(call, facts->replay->subject);
  if (const Stored* stale = decide::FirstStale(*facts, request)) {
    const auto index = static_cast<int>(stale - facts->comments.data());
    co_return co_await Stale(call, view->ballot, *stale, request.comments(index).etag());
  }
  const absl::StatusOr<DecidedChange> decided = decide::ChangeComments(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await Carry(call, view->ballot, *decided, request.validate_only());
}

Comments::Answer<pb::ChangeCommentsResponse> Comments::Carry(const Call& call, std::string ballot,
                                                             const DecidedChange& decided,
                                                             bool validate_only) {
  pb::ChangeCommentsResponse response = Told(decided);
  if (validate_only || decided.rows.empty()) co_return response;
  absl::StatusOr<pb::Change> change = co_await store_.ChangeComments(call, ballot, decided);
  if (!change.ok()) co_return change.status();
  *response.mutable_change() = *std::move(change);
  co_return response;
}

Comments::Answer<pb::ChangeCommentsResponse> Comments::Repeated(const Call& call,
                                                                std::string subject) {
  pb::ChangeCommentsResponse response;
  const auto id = ParseNumbered("name", "changes", subject);
  if (!id.ok()) co_return response;  // it changed nothing that is a change
  const auto record = co_await store_.LoadChange(call, id->ballot, id->number);
  if (!record.ok()) co_return record.status();
  *response.mutable_change() = record->change;
  for (const pb::CommentDifference& difference : record->differences) {
    *response.add_differences() = Cut(difference, kMostText);
  }
  co_return response;
}

Comments::Answer<decide::UndoFacts> Comments::LoadUndo(const Call& call, std::string ballot,
                                                       int64_t number, const Sight& sight) {
  absl::StatusOr<Store::ChangeRecord> record = co_await store_.LoadChange(call, ballot, number);
  if (!record.ok()) co_return record.status();
  absl::StatusOr<ChangeFacts> facts =
      co_await store_.LoadComments(call, ballot, record->numbers, Store::Texts::kMutable);
  if (!facts.ok()) co_return facts.status();
  for (const Stored& stored : facts->comments) {
    if (!sight.Sees(stored.comment)) {
      co_return NotFound(NumberedName(ballot, "changes", number));
    }
  }
  decide::UndoFacts undo;
  undo.facts = *std::move(facts);
  undo.change = std::move(record->change);
  undo.number = number;
  undo.differences = std::move(record->differences);
  undo.versions = std::move(record->versions);
  co_return undo;
}

Comments::Answer<pb::ChangeCommentsResponse> Comments::UndoChange(
    const Call& call, const pb::UndoChangeRequest& request) {
  const absl::StatusOr<Numbered> id = ParseNumbered("name", "changes", request.name());
  if (!id.ok()) co_return id.status();
  const absl::StatusOr<View> view = co_await Look(call, "name", NameOf("ballots", id->ballot));
  if (!view.ok()) co_return view.status();
  const absl::StatusOr<decide::UndoFacts> facts =
      co_await LoadUndo(call, view->ballot, id->number, view->sight);
  if (!facts.ok()) co_return facts.status();
  const absl::StatusOr<bool> replayed = decide::Replayed(facts->facts.replay, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return co_await Repeated(call, facts->facts.replay->subject);
  const absl::StatusOr<DecidedChange> decided =
      decide::UndoChange(view->scene, *facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await Carry(call, view->ballot, *decided, request.validate_only());
}

template <class Request>
Comments::Answer<pb::Comment> Comments::ChangeOne(
    const Call& call, const Request& request, std::string etag,
    absl::StatusOr<DecidedChange> (*decide)(const Scene&, const Stored&, const rpc::Call&,
                                            const Request&)) {
  absl::StatusOr<One> one = co_await LoadOne(call, "name", request.name());
  if (!one.ok()) co_return one.status();
  if (one->replayed) co_return std::move(one->stored.comment);
  const bool stale = !decide::IsPresent(one->stored, etag);
  if (stale) co_return co_await Stale(call, one->ballot, one->stored, etag);
  const absl::StatusOr<DecidedChange> decided = decide(one->scene, one->stored, call, request);
  if (!decided.ok()) co_return decided.status();
  if (decided->rows.empty()) co_return std::move(one->stored.comment);
  const absl::StatusOr<pb::Change> change =
      co_await store_.ChangeComments(call, one->ballot, *decided);
  if (!change.ok()) co_return change.status();
  co_return decided->rows[0].stored.comment;
}

Comments::Answer<pb::Comment> Comments::AnswerComment(const Call& call,
                                                      const pb::AnswerCommentRequest& request) {
  co_return co_await ChangeOne(call, request, request.etag(), &decide::AnswerComment);
}

Comments::Answer<pb::Comment> Comments::ReplyToComment(const Call& call,
                                                       const pb::ReplyToCommentRequest& request) {
  co_return co_await ChangeOne(call, request, std::string(), &decide::ReplyToComment);
}

Comments::Answer<pb::Comment> Comments::SupportComment(const Call& call,
                                                       const pb::SupportCommentRequest& request) {
  co_return co_await ChangeOne(call, request, std::string(), &decide::SupportComment);
}

Comments::Answer<pb::Comment> Comments::WithdrawComment(const Call& call,
                                                        const pb::WithdrawCommentRequest& request) {
  co_return co_await ChangeOne(call, request, request.etag(), &decide::WithdrawComment);
}

Comments::Answer<pb::ChangeCommentsResponse> Comments::ConditionVote(
    const Call& call, const pb::ConditionVoteRequest& request) {
  const absl::StatusOr<View> view = co_await Look(call, "parent", request.parent());
  if (!view.ok()) co_return view.status();
  pb::CommentFilter own;
  own.set_member(request.member());
  const absl::StatusOr<ChangeFacts> facts = co_await Find(call, *view, own);
  if (!facts.ok()) co_return facts.status();
  const absl::StatusOr<bool> replayed = decide::Replayed(facts->replay, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return co_await Repeated(call, facts->replay->subject);
  const absl::StatusOr<DecidedChange> decided =
      decide::ConditionVote(view->scene, *facts, call, request);
  if (decided.ok() && request.comments_size() > 0) {
    const auto vote = co_await peers_.GetVote(call, VoteOf(request.parent(), request.member()));
    const absl::Status status = decide::CheckNegative(vote, request.member());
    if (!status.ok()) co_return status;
  }
  if (!decided.ok()) co_return decided.status();
  co_return co_await Carry(call, view->ballot, *decided, false);
}

}  // namespace placet::comments
