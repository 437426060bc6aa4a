// CommentService: one short method per rpc: parse, look at ballot and rights, load, decide, store.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "services/comments/decide.h"
#include "services/comments/intake.h"
#include "services/comments/peers.h"
#include "services/comments/store.h"
#include "services/pg/tail.h"
#include "services/rpc/serve.h"

namespace placet::comments {

class Comments final : public rpc::Served<pb::CommentService::Service> {
 public:
  // All of them outlive this.
  Comments(Store& store, Peers& peers, pg::Tail& tail, rpc::Clock clock);
  ~Comments() override;

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::ImportCommentsResponse> ImportComments(const Call&, Intake&);
  Answer<pb::Comment> GetComment(const Call&, const pb::GetCommentRequest&);
  Answer<pb::ListCommentsResponse> ListComments(const Call&, const pb::ListCommentsRequest&);
  Answer<pb::ListCommentHistoryResponse> ListCommentHistory(const Call&,
                                                            const pb::ListCommentHistoryRequest&);
  Answer<pb::ChangeCommentsResponse> ChangeComments(const Call&, const pb::ChangeCommentsRequest&);
  Answer<pb::ChangeCommentsResponse> UndoChange(const Call&, const pb::UndoChangeRequest&);
  Answer<pb::ListChangesResponse> ListChanges(const Call&, const pb::ListChangesRequest&);
  Answer<pb::Comment> AnswerComment(const Call&, const pb::AnswerCommentRequest&);
  Answer<pb::Comment> ReplyToComment(const Call&, const pb::ReplyToCommentRequest&);
  Answer<pb::Comment> SupportComment(const Call&, const pb::SupportCommentRequest&);
  Answer<pb::Comment> WithdrawComment(const Call&, const pb::WithdrawCommentRequest&);
  Answer<pb::ChangeCommentsResponse> ConditionVote(const Call&, const pb::ConditionVoteRequest&);
  Answer<pb::CommentCounts> GetCommentCounts(const Call&, const pb::GetCommentCountsRequest&);
  async::Task<absl::Status> ExportComments(const Call&, const pb::ExportCommentsRequest&,
                                           rpc::Feed& feed);
  Answer<rpc::Page> WatchEvents(const Call&, const pb::WatchEventsRequest&, int64_t after);
  Answer<pb::Head> GetHead(const Call&, const pb::GetHeadRequest&);

  // One comment that the caller may see, with its ballot.
  struct One {
    Scene scene;
    std::string ballot;  // id
    Stored stored;
    bool replayed = false;
  };
  Answer<One> LoadOne(const Call& call, std::string field, std::string name);
  template <class Request>
  Answer<pb::Comment> ChangeOne(const Call& call, const Request& request, std::string etag,
                                absl::StatusOr<DecidedChange> (*decide)(const Scene&, const Stored&,
                                                                        const rpc::Call&,
                                                                        const Request&));
  // The refusal of a stale etag, with what has happened since.
  async::Task<absl::Status> Stale(const Call& call, std::string ballot, Stored stored,
                                  std::string etag);
  // A ballot whose comments the caller may see at least in part.
  struct View {
    Scene scene;
    Sight sight;
    std::string ballot;  // id
  };
  Answer<View> Look(const Call& call, std::string field, std::string name);
  // What a filter finds of it, up to the most that may change at once; ready to be searched.
  Answer<ChangeFacts> Find(const Call& call, const View& view, const pb::CommentFilter& filter);
  // The comments that are named, all of them there and to be seen.
  Answer<ChangeFacts> Named(const Call& call, const View& view,
                            const pb::ChangeCommentsRequest& request);
  Answer<decide::UndoFacts> LoadUndo(const Call& call, std::string ballot, int64_t number,
                                     const Sight& sight);
  async::Task<absl::Status> CheckReferences(const Call& call, const pb::CommentEdit& edit);
  // The change that a repeated request made.
  Answer<pb::ChangeCommentsResponse> Repeated(const Call& call, std::string subject);
  // Stores what was decided, unless it is nothing or was only asked.
  Answer<pb::ChangeCommentsResponse> Carry(const Call& call, std::string ballot,
                                           const DecidedChange& decided, bool validate_only);
  Answer<pb::ImportCommentsResponse> Bring(const Call& call, std::string ballot, Intake& intake,
                                           const Store::ImportFacts& facts);
  // The vote that comes with comments.
  Answer<ballots_pb::Vote> Cast(const Call& call, const pb::ImportHeader& header, bool only_ask);
  // Has an import searchable before somebody searches it. What is not done when the service ends is
  // done by the first search.
  async::Detached IndexLater(std::string ballot);
  // Rows of all files, once.
  void Read(const Scene& scene, const Codes& codes, Intake& intake);

  Store& store_;
  Peers& peers_;
  std::atomic<bool> ending_ = false;
  absl::Mutex mutex_;
  int indexing_ = 0;  // guarded by mutex_
};

}  // namespace placet::comments
