// What bodies say about comments: theirs and others'.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/comments/decide.h"
#include "services/comments/fields.h"
#include "services/rpc/refuse.h"

namespace placet::comments::decide {
namespace {

using google::protobuf::util::TimeUtil;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr int kMostReplies = 500;

google::protobuf::Timestamp Now(const rpc::Call& call) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
}

absl::Status NotDecided(const pb::Comment& comment) {
  return rpc::Refuse(
      kPrecondition, pb::ERROR_REASON_NOT_DECIDED,
      absl::StrCat("nothing has been decided about ", comment.name(), ", ", comment.label()),
      "wait for the group's decision", {{"comment", comment.name()}});
}

// `list` without `member`, or with it, sorted.
void PutInto(google::protobuf::RepeatedPtrField<std::string>& list, const std::string& member,
             bool in) {
  const auto found = std::find(list.begin(), list.end(), member);
  if (found != list.end()) list.erase(found);
  if (!in) return;
  *list.Add() = member;
  std::sort(list.begin(), list.end());
}

}  // namespace

absl::StatusOr<DecidedChange> AnswerComment(const Scene& scene, const Stored& stored,
                                            const rpc::Call& call,
                                            const pb::AnswerCommentRequest& request) {
  absl::Status status = NeedsOwner(scene, stored.comment);
  if (status.ok()) status = CheckWithdrawn(stored.comment);
  if (!status.ok()) return status;
  if (stored.comment.state() < pb::COMMENT_STATE_DECIDED) return NotDecided(stored.comment);
  if (!request.accepted() && IsBlank(request.reason())) {
    return rpc::WithField(
        rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_REASON_MISSING,
                    "an objection needs a reason", "say why the body objects"),
        "reason", "is required for an objection");
  }
  pb::Comment after = stored.comment;
  pb::Answer& answer = *after.mutable_answer();
  answer.set_accepted(request.accepted());
  answer.set_reason(request.reason());
  answer.set_person(call.caller);
  *answer.mutable_answer_time() = Now(call);
  after.set_state(request.accepted() ? pb::COMMENT_STATE_CLOSED : pb::COMMENT_STATE_OBJECTED);
  DecidedChange decided = Begun(pb::CHANGE_KIND_ANSWER, call, request.reason());
  AddRow(decided, stored, std::move(after), call);
  return decided;
}

absl::StatusOr<DecidedChange> ReplyToComment(const Scene& scene, const Stored& stored,
                                             const rpc::Call& call,
                                             const pb::ReplyToCommentRequest& request) {
  const auto member = OptionalId("member", "members", request.member());
  if (!member.ok()) return member.status();
  const bool of_liaison = member->empty() && stored.comment.member().empty() &&
                          Representing(scene, stored.comment.liaison()) != nullptr;
  const bool own = of_liaison || (!member->empty() && request.member() == stored.comment.member());
  absl::Status status;
  if (!of_liaison) status = member->empty() ? NeedsOfficer(scene) : NeedsVoter(scene, *member);
  if (status.ok() && !own) status = NeedsClosed(scene, call.now);
  if (!status.ok()) return status;
  if (stored.comment.replies_size() >= kMostReplies) {
    return Invalid("text", absl::StrCat("the comment has ", kMostReplies, " replies, the most"));
  }
  pb::Comment after = stored.comment;
  pb::Reply& reply = *after.add_replies();
  reply.set_person(call.caller);
  reply.set_member(request.member());
  reply.set_text(request.text());
  *reply.mutable_reply_time() = Now(call);
  DecidedChange decided = Begun(pb::CHANGE_KIND_REPLY, call, "");
  AddRow(decided, stored, std::move(after), call);
  return decided;
}

absl::StatusOr<DecidedChange> SupportComment(const Scene& scene, const Stored& stored,
                                             const rpc::Call& call,
                                             const pb::SupportCommentRequest& request) {
  const auto member = OptionalId("member", "members", request.member());
  if (!member.ok()) return member.status();
  absl::Status status = NeedsVoter(scene, *member);
  if (status.ok()) status = NeedsClosed(scene, call.now);
  if (!status.ok()) return status;
  if (request.member() == stored.comment.member()) {
    return Invalid("member", "it is this body's own comment");
  }
  pb::Comment after = stored.comment;
  PutInto(*after.mutable_supporters(), request.member(), request.support() == pb::SUPPORT_SUPPORTS);
  PutInto(*after.mutable_opponents(), request.member(), request.support() == pb::SUPPORT_OPPOSES);
  DecidedChange decided = Begun(pb::CHANGE_KIND_SUPPORT, call, "");
  AddRow(decided, stored, std::move(after), call);
  return decided;
}

absl::StatusOr<DecidedChange> WithdrawComment(const Scene& scene, const Stored& stored,
                                              const rpc::Call& call,
                                              const pb::WithdrawCommentRequest& request) {
  absl::Status status = NeedsOwner(scene, stored.comment);
  if (status.ok()) status = CheckWithdrawn(stored.comment);
  if (!status.ok()) return status;
  pb::Comment after = stored.comment;
  after.set_disposition(pb::DISPOSITION_WITHDRAWN);
  after.set_state(pb::COMMENT_STATE_CLOSED);
  after.set_conditions_vote(false);
  DecidedChange decided = Begun(pb::CHANGE_KIND_WITHDRAWAL, call, request.reason());
  AddRow(decided, stored, std::move(after), call);
  return decided;
}

absl::Status CheckNegative(const absl::StatusOr<ballots_pb::Vote>& vote,
                           const std::string& member) {
  if (!vote.ok() && !absl::IsNotFound(vote.status())) return vote.status();
  if (vote.ok() && vote->answer() == ballots_pb::ANSWER_DISAPPROVE) return absl::OkStatus();
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_VOTE_NOT_NEGATIVE,
                     absl::StrCat(member, vote.ok() ? " did not vote against" : " has not voted"),
                     "name comments that condition a vote against", {{"member", member}});
}

absl::StatusOr<DecidedChange> ConditionVote(const Scene& scene, const ChangeFacts& facts,
                                            const rpc::Call& call,
                                            const pb::ConditionVoteRequest& request) {
  const auto member = OptionalId("member", "members", request.member());
  if (!member.ok()) return member.status();
  absl::Status status = NeedsVoter(scene, *member);
  if (!status.ok()) return status;
  DecidedChange decided = Begun(pb::CHANGE_KIND_CONDITION, call, "");
  size_t found = 0;
  const std::set<std::string> named(request.comments().begin(), request.comments().end());
  for (const Stored& stored : facts.comments) {
    const bool conditions = named.count(stored.comment.name()) > 0;
    if (conditions) {
      ++found;
      status = CheckWithdrawn(stored.comment);
      if (!status.ok()) return status;
    }
    pb::Comment after = stored.comment;
    after.set_conditions_vote(conditions);
    if (conditions != stored.comment.conditions_vote()) {
      AddRow(decided, stored, std::move(after), call);
    }
  }
  if (found < static_cast<size_t>(request.comments_size())) {
    return rpc::WithField(
        rpc::Refuse(kPrecondition, pb::ERROR_REASON_NOT_OF_BODY,
                    absl::StrCat("not every comment is one of ", request.member()),
                    "name each comment of this body once", {{"member", request.member()}}),
        "comments", "names one that is not of this body, or one twice");
  }
  return decided;
}

}  // namespace placet::comments::decide
