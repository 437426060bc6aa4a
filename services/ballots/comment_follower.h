// What the ballots know of the comments on their drafts: how many there are, and how far they are.
// A thread follows the events of commentsd and keeps a copy, from which the board is fed; a
// decision asks commentsd itself, because it may not rest on what is behind. Without a commentsd
// nothing is known, and nothing is refused for it.
#pragma once

#include <grpcpp/channel.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "placet/ballots/v1/decisions.pb.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "services/async/task.h"
#include "services/ballots/store.h"
#include "services/rpc/call.h"

namespace placet::ballots {

class CommentFollower {
 public:
  // `comments` may be nullptr: there is no commentsd.
  CommentFollower(Store& store, const std::shared_ptr<grpc::Channel>& comments, rpc::Clock clock);
  ~CommentFollower();

  // ballots/{ballot}, asked in the name of the caller; nothing where there is no commentsd.
  // COMMENTS_BEHIND where it cannot be reached.
  async::Task<absl::StatusOr<std::optional<pb::CommentStanding>>> Ask(const rpc::Call& call,
                                                                      std::string ballot);

  // Could commentsd be followed the last time, and since when is that so? Nothing: there is none.
  struct State {
    bool well = false;
    absl::Time since;
  };
  std::optional<State> Now();

 private:
  void Loop();
  absl::Status Round();
  void Tell(const absl::Status& status);  // logs when it changes

  Store& store_;
  const rpc::Clock clock_;
  const std::unique_ptr<placet::comments::v1::CommentService::Stub> comments_;  // may be nullptr
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  State state_;            // guarded by mutex_
  std::thread thread_;     // none without a commentsd
};

}  // namespace placet::ballots
