// Pure decisions: may this happen now, what does it become. Facts, call and request come in; a
// refusal or the comments as they will be stored goes out. No SQL, no gRPC. Who sees what is in
// sight.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/comments/v1/comment_service.pb.h"
#include "services/comments/arrivals.h"
#include "services/comments/facts.h"
#include "services/comments/sight.h"
#include "services/rpc/call.h"

namespace placet::comments::decide {

// Was this very request done before? true: answer with what is there now, store nothing. A
// request_id used for something else is a refusal.
absl::StatusOr<bool> Replayed(const std::optional<Replay>& replay, const rpc::Call& call);

// decide_import.cc
// Whose comments may be brought, whenever it is.
absl::Status MayBring(const Scene& scene, const pb::ImportHeader& header);
// What is new, what gets another label. `known`: stored comments by content.
DecidedImport ImportComments(const Arrivals& arrivals, const std::map<std::string, Stored>& known);
// `first`: number of the first that is new; 0: it was only asked.
pb::ImportCommentsResponse Imported(Arrivals arrivals, const DecidedImport& decided,
                                    const std::string& ballot, int first);

// decide_change.cc
// May comments be changed, and is what is asked for possible at all?
absl::Status MayChange(const Scene& scene, const rpc::Call& call,
                       const pb::ChangeCommentsRequest& request);
// Those named change all or none; what a filter finds and cannot change is skipped.
absl::StatusOr<DecidedChange> ChangeComments(const ChangeFacts& facts, const rpc::Call& call,
                                             const pb::ChangeCommentsRequest& request);
// The first comment that is not as its reader knew it; nullptr: none.
const Stored* FirstStale(const ChangeFacts& facts, const pb::ChangeCommentsRequest& request);
// ABORTED; `since`: what has happened to it since it was read.
absl::Status EtagMismatch(const Stored& stored, const std::vector<pb::HistoryEntry>& since);

// What a change did, for undoing it.
struct UndoFacts {
  ChangeFacts facts;  // its comments, as they are now
  pb::Change change;
  int64_t number = 0;
  std::vector<pb::CommentDifference> differences;  // of each comment, in the same order
  std::vector<int64_t> versions;                   // that each had right after the change
};
absl::StatusOr<DecidedChange> UndoChange(const Scene& scene, const UndoFacts& facts,
                                         const rpc::Call& call,
                                         const pb::UndoChangeRequest& request);

// decide_answer.cc: one comment each.
absl::StatusOr<DecidedChange> AnswerComment(const Scene& scene, const Stored& stored,
                                            const rpc::Call& call,
                                            const pb::AnswerCommentRequest& request);
absl::StatusOr<DecidedChange> ReplyToComment(const Scene& scene, const Stored& stored,
                                             const rpc::Call& call,
                                             const pb::ReplyToCommentRequest& request);
absl::StatusOr<DecidedChange> SupportComment(const Scene& scene, const Stored& stored,
                                             const rpc::Call& call,
                                             const pb::SupportCommentRequest& request);
absl::StatusOr<DecidedChange> WithdrawComment(const Scene& scene, const Stored& stored,
                                              const rpc::Call& call,
                                              const pb::WithdrawCommentRequest& request);
// `facts`: all comments of the body.
// VOTE_NOT_NEGATIVE unless a body's vote, as the ballots answered, is one against.
absl::Status CheckNegative(const absl::StatusOr<ballots_pb::Vote>& vote, const std::string& member);
absl::StatusOr<DecidedChange> ConditionVote(const Scene& scene, const ChangeFacts& facts,
                                            const rpc::Call& call,
                                            const pb::ConditionVoteRequest& request);

// A row of a change; nothing where the two are equal.
void AddRow(DecidedChange& decided, const Stored& before, pb::Comment after, const rpc::Call& call);
// The beginning of a change.
DecidedChange Begun(pb::ChangeKind kind, const rpc::Call& call, const std::string& reason);
// OK where no etag was given, or the present one.
bool IsPresent(const Stored& stored, const std::string& etag);
absl::Status CheckWithdrawn(const pb::Comment& comment);
bool IsBlank(const std::string& text);

}  // namespace placet::comments::decide
