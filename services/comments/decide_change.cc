// Changes of comments by officers, for one as for a thousand; and undoing them.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"
#include "services/comments/decide.h"
#include "services/comments/differences.h"
#include "services/comments/fields.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::comments::decide {
namespace {

using google::protobuf::util::TimeUtil;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr size_t kMostNamed = 20;  // in a refusal

bool IsEmpty(const pb::CommentEdit& edit) { return edit.ByteSizeLong() == 0; }

absl::Status CheckTags(const pb::CommentEdit& edit) {
  for (const auto* tags : {&edit.add_tags(), &edit.remove_tags()}) {
    for (const std::string& tag : *tags) {
      if (IsBlank(tag)) return Invalid("edit.add_tags", "a tag is empty");
      if (absl::StrContains(tag, '\n')) return Invalid("edit.add_tags", "a tag has a line break");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckResolution(const pb::Resolution& resolution) {
  if (resolution.disposition() == pb::DISPOSITION_WITHDRAWN) {
    return Invalid("edit.resolution.disposition",
                   "only its body withdraws a comment: WithdrawComment");
  }
  if (resolution.disposition() == pb::DISPOSITION_UNSPECIFIED && resolution.decided()) {
    return Invalid("edit.resolution.decided", "nothing is decided without a disposition");
  }
  return absl::OkStatus();
}

absl::Status ObservationMissing(const pb::Comment& comment) {
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_OBSERVATION_MISSING,
                     absl::StrCat("\"not accepted\" needs an observation that says why: ",
                                  comment.name(), ", ", comment.label()),
                     "give an observation with the disposition", {{"comment", comment.name()}});
}

absl::Status Resolve(const pb::Resolution& resolution, pb::Comment& comment) {
  absl::Status withdrawn = CheckWithdrawn(comment);
  if (!withdrawn.ok()) return withdrawn;
  if (resolution.has_observation()) comment.set_observation(resolution.observation());
  if (resolution.disposition() == pb::DISPOSITION_NOT_ACCEPTED && IsBlank(comment.observation())) {
    return ObservationMissing(comment);
  }
  comment.set_disposition(resolution.disposition());
  comment.set_state(resolution.disposition() == pb::DISPOSITION_UNSPECIFIED ? pb::COMMENT_STATE_OPEN
                    : resolution.decided() ? pb::COMMENT_STATE_DECIDED
                                           : pb::COMMENT_STATE_PROPOSED);
  return absl::OkStatus();
}

void EditTags(const pb::CommentEdit& edit, pb::Comment& comment) {
  std::vector<std::string> tags(comment.tags().begin(), comment.tags().end());
  tags.insert(tags.end(), edit.add_tags().begin(), edit.add_tags().end());
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  comment.clear_tags();
  for (const std::string& tag : tags) {
    const auto& removed = edit.remove_tags();
    if (std::find(removed.begin(), removed.end(), tag) == removed.end()) comment.add_tags(tag);
  }
}

void Correct(const pb::CommentEdit& edit, pb::Comment& comment) {
  if (edit.has_line()) comment.set_line(edit.line());
  if (edit.has_clause()) comment.set_clause(edit.clause());
  if (edit.has_element()) comment.set_element(edit.element());
  if (edit.has_member()) {
    comment.set_member(edit.member());
    comment.clear_liaison();
  }
  if (edit.has_liaison()) {
    comment.set_liaison(edit.liaison());
    comment.clear_member();
  }
  if (edit.types_size() > 0) *comment.mutable_types() = edit.types();
}

// A disposition that was decided and accepted by the body is decided anew where it changes: what
// the body said was said about the other one.
absl::StatusOr<pb::Comment> Edited(const pb::Comment& before, const pb::CommentEdit& edit) {
  pb::Comment after = before;
  if (edit.has_resolution()) {
    absl::Status status = Resolve(edit.resolution(), after);
    if (!status.ok()) return status;
    const bool same =
        after.disposition() == before.disposition() && after.observation() == before.observation();
    if (same && after.state() == pb::COMMENT_STATE_DECIDED && before.has_answer()) {
      after.set_state(before.state());
    } else if (!same || after.state() != before.state()) {
      after.clear_answer();
    }
  }
  if (edit.has_assignee()) after.set_assignee(edit.assignee());
  if (edit.has_due_day()) after.set_due_day(edit.due_day());
  EditTags(edit, after);
  if (after.tags_size() > 50) return Invalid("edit.add_tags", "a comment has at most 50 tags");
  Correct(edit, after);
  return after;
}

void Skip(DecidedChange& decided, const Stored& stored, absl::string_view reason,
          absl::string_view text) {
  auto& skipped = *decided.skipped.emplace(decided.skipped.end());
  skipped.set_comment(stored.comment.name());
  skipped.set_label(stored.comment.label());
  skipped.set_reason(std::string(reason));
  skipped.set_text(std::string(text));
}

}  // namespace

bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

bool IsPresent(const Stored& stored, const std::string& etag) {
  return etag.empty() || etag == rpc::Etag(stored.version);
}

absl::Status CheckWithdrawn(const pb::Comment& comment) {
  if (comment.disposition() != pb::DISPOSITION_WITHDRAWN) return absl::OkStatus();
  return rpc::Refuse(
      kPrecondition, pb::ERROR_REASON_COMMENT_WITHDRAWN,
      absl::StrCat(comment.name(), ", ", comment.label(), ", was taken back by its body"),
      "nothing is to be done about it", {{"comment", comment.name()}});
}

absl::StatusOr<bool> Replayed(const std::optional<Replay>& replay, const rpc::Call& call) {
  if (!replay) return false;
  if (replay->fingerprint == call.fingerprint) return true;
  return rpc::WithField(
      rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_REQUEST_ID_REUSED,
                  "this request_id was used for another request", "choose a new request_id",
                  {{"request_id", call.request_id}}),
      "request_id", "was used for another request");
}

DecidedChange Begun(pb::ChangeKind kind, const rpc::Call& call, const std::string& reason) {
  DecidedChange decided;
  decided.change.set_kind(kind);
  decided.change.set_actor(call.caller);
  *decided.change.mutable_change_time() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  decided.change.set_reason(reason);
  return decided;
}

void AddRow(DecidedChange& decided, const Stored& before, pb::Comment after,
            const rpc::Call& call) {
  pb::CommentDifference difference = DifferenceOf(before.comment, after);
  if (difference.fields().empty()) {
    Skip(decided, before, "UNCHANGED", "it is so already");
    return;
  }
  after.set_etag(rpc::Etag(before.version + 1));
  *after.mutable_update_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  decided.rows.push_back({{std::move(after), before.number, before.version},
                          std::move(difference),
                          before.comment.state()});
  decided.change.set_comments(static_cast<int>(decided.rows.size()));
}

absl::Status MayChange(const Scene& scene, const rpc::Call& call,
                       const pb::ChangeCommentsRequest& request) {
  if (!request.comments().empty() && request.has_filter()) {
    return Invalid("filter", "is given beside comments: only one of them may be");
  }
  if (request.comments().empty() && !request.has_filter()) {
    return Invalid("comments", "neither comments nor a filter are given");
  }
  const pb::CommentEdit& edit = request.edit();
  if (IsEmpty(edit)) return Invalid("edit", "changes nothing");
  absl::Status status = CheckTags(edit);
  status.Update(CheckResolution(edit.resolution()));
  status.Update(CheckDay("edit.due_day", edit.due_day()));
  status.Update(OptionalId("edit.assignee", "people", edit.assignee()).status());
  status.Update(OptionalId("edit.member", "members", edit.member()).status());
  status.Update(NeedsOfficer(scene));
  status.Update(NeedsClosed(scene, call.now));
  return status;
}

const Stored* FirstStale(const ChangeFacts& facts, const pb::ChangeCommentsRequest& request) {
  for (int i = 0; i < request.comments_size(); ++i) {
    const Stored& stored = facts.comments[static_cast<size_t>(i)];
    if (!IsPresent(stored, request.comments(i).etag())) return &stored;
  }
  return nullptr;
}

absl::Status EtagMismatch(const Stored& stored, const std::vector<pb::HistoryEntry>& since) {
  std::vector<std::string> changes;
  std::map<std::string, std::string> metadata = {{"comment", stored.comment.name()},
                                                 {"etag", rpc::Etag(stored.version)}};
  for (const pb::HistoryEntry& entry : since) {
    const std::string when =
        Print(absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(entry.change_time())));
    std::vector<std::string> fields;
    for (const pb::FieldDifference& field : entry.fields()) fields.push_back(InWords(field));
    changes.push_back(absl::StrCat(entry.actor(), ", ", when, ": ", absl::StrJoin(fields, "; ")));
    metadata[absl::StrCat("change_", changes.size())] = changes.back();
    if (changes.size() == kMostNamed) break;
  }
  return rpc::Refuse(absl::StatusCode::kAborted, pb::ERROR_REASON_ETAG_MISMATCH,
                     absl::StrCat(stored.comment.name(), ", ", stored.comment.label(),
                                  ", was changed since it was read", changes.empty() ? "" : " by ",
                                  absl::StrJoin(changes, "; by ")),
                     "read it again and decide anew", std::move(metadata));
}

absl::StatusOr<DecidedChange> ChangeComments(const ChangeFacts& facts, const rpc::Call& call,
                                             const pb::ChangeCommentsRequest& request) {
  if (facts.more) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_TOO_MANY,
                       "the filter finds more comments than can change at once, 5,000",
                       "narrow the filter, by clause for instance", {{"most", "5000"}});
  }
  DecidedChange decided = Begun(pb::CHANGE_KIND_EDIT, call, request.reason());
  for (const Stored& stored : facts.comments) {
    absl::StatusOr<pb::Comment> edited = Edited(stored.comment, request.edit());
    if (edited.ok()) {
      AddRow(decided, stored, *std::move(edited), call);
    } else if (request.has_filter() && absl::IsFailedPrecondition(edited.status())) {
      Skip(decided, stored, rpc::ReasonOf(edited.status()), edited.status().message());
    } else {
      return edited.status();
    }
  }
  return decided;
}

absl::StatusOr<DecidedChange> UndoChange(const Scene& scene, const UndoFacts& facts,
                                         const rpc::Call& call,
                                         const pb::UndoChangeRequest& request) {
  absl::Status status = NeedsOfficer(scene);
  status.Update(NeedsClosed(scene, call.now));
  if (!status.ok()) return status;
  const bool kind = facts.change.kind() == pb::CHANGE_KIND_EDIT ||
                    facts.change.kind() == pb::CHANGE_KIND_UNDO ||
                    facts.change.kind() == pb::CHANGE_KIND_GROUP;
  if (!kind || !facts.change.undone_by().empty()) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_NOT_UNDOABLE,
                       absl::StrCat(request.name(), kind ? " was undone by " : " is a body's own",
                                    facts.change.undone_by()),
                       kind ? "undo that one to do it again" : "ask the body to change it",
                       {{"change", request.name()}, {"undone_by", facts.change.undone_by()}});
  }
  DecidedChange decided = Begun(pb::CHANGE_KIND_UNDO, call, "");
  decided.change.set_undoes(request.name());
  std::vector<std::string> changed;
  for (size_t i = 0; i < facts.facts.comments.size(); ++i) {
    const Stored& stored = facts.facts.comments[i];
    if (stored.version == facts.versions[i]) {
      AddRow(decided, stored, Undone(stored.comment, facts.differences[i]), call);
      continue;
    }
    changed.push_back(stored.comment.label().empty() ? stored.comment.name()
                                                     : stored.comment.label());
    Skip(decided, stored, "CHANGED_SINCE", "it has changed since");
  }
  if (changed.empty() || request.skip_changed()) return decided;
  const size_t all = changed.size();
  changed.resize(std::min(all, kMostNamed));
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_CHANGED_SINCE,
                     absl::StrCat(all, " of ", facts.facts.comments.size(),
                                  " comments have changed since: ", absl::StrJoin(changed, ", "),
                                  all > kMostNamed ? ", ..." : ""),
                     "undo the rest with skip_changed, or change these by themselves",
                     {{"comments", absl::StrJoin(changed, ", ")}});
}

}  // namespace placet::comments::decide
