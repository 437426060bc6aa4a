// BoardService: answers out of the board in memory, on the thread that brought the call.
#pragma once

#include <vector>

#include "placet/ballots/v1/board.grpc.pb.h"
#include "services/ballots/board_follower.h"
#include "services/ballots/comment_follower.h"
#include "services/ballots/keeper.h"
#include "services/rpc/serve.h"
#include "services/rpc/server.h"

namespace placet::ballots {

// How this service and the directory are, as the board tells it.
// `comments`: nullptr: not followed.
std::vector<pb::ServiceHealth> HealthOf(rpc::Health& own, Keeper& keeper,
                                        CommentFollower* comments);

class Boards final : public rpc::Served<pb::BoardService::Service> {
 public:
  Boards(Board& board, BoardFollower& follower, Keeper& keeper, rpc::Herald& herald,
         rpc::Clock clock);

 private:
  using Call = rpc::Call;

  absl::StatusOr<grpc::ByteBuffer> GetBoard(const Call&, const pb::GetBoardRequest&);
  absl::StatusOr<rpc::Push::Source> WatchBoard(const Call&, const pb::WatchBoardRequest&);
  // Nobody is refused because the copy of the directory, or the board, is behind.
  async::Task<bool> Refreshed(const absl::Status& refusal) override;

  Board& board_;
  BoardFollower& follower_;
  Keeper& keeper_;
  const rpc::Clock clock_;
};

}  // namespace placet::ballots
