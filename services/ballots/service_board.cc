#include "services/ballots/service_board.h"

#include <memory>
#include <optional>
#include <utility>

#include "services/ballots/parse.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

// After so long without a message a stream says how old the board is.
constexpr absl::Duration kHeartbeat = absl::Seconds(2);

template <class Request>
absl::StatusOr<BoardQuery> Parse(const rpc::Call& call, const Request& request) {
  absl::Status status = OptionalId("committees", "committee", request.committee());
  if (status.ok()) status = OptionalId("members", "member", request.member());
  if (!status.ok()) return status;
  return BoardQuery{call.caller, LastId(request.committee()), LastId(request.member()),
                    request.version()};
}

// Shares the text with whoever else sends it: nothing is copied.
grpc::Slice Shared(std::shared_ptr<const std::string> text) {
  auto* kept = new std::shared_ptr<const std::string>(std::move(text));
  return grpc::Slice(
      const_cast<char*>((*kept)->data()), (*kept)->size(),
      [](void* of) { delete static_cast<std::shared_ptr<const std::string>*>(of); }, kept);
}

grpc::ByteBuffer Bytes(const BoardAnswer& answer) {
  const grpc::Slice head(answer.head);
  if (answer.body == nullptr) return grpc::ByteBuffer(&head, 1);
  const grpc::Slice both[] = {head, Shared(answer.body)};
  return grpc::ByteBuffer(both, 2);
}

pb::ServiceHealth Of(const char* service, bool serving, absl::Time since) {
  pb::ServiceHealth health;
  health.set_service(service);
  health.set_serving(serving);
  SetTime(*health.mutable_since(), since);
  return health;
}

// Of one stream: what its reader has, and when it was told so.
class Reader {
 public:
  Reader(Board& board, BoardQuery query, BoardAnswer first, absl::Time now)
      : board_(board), query_(std::move(query)), first_(std::move(first)), told_(now) {}

  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next(absl::Time now) {
    if (first_) return Told(*std::exchange(first_, std::nullopt), now);
    const bool heartbeat = now - told_ >= kHeartbeat;
    absl::StatusOr<BoardAnswer> answer =
        board_.Ask(query_, now, {.deltas = true, .heartbeat = heartbeat});
    if (!answer.ok()) return answer.status();
    if (answer->unchanged && !heartbeat) return std::nullopt;
    return Told(*answer, now);
  }

 private:
  grpc::ByteBuffer Told(const BoardAnswer& answer, absl::Time now) {
    query_.version = answer.version;
    told_ = now;
    return Bytes(answer);
  }

  Board& board_;
  BoardQuery query_;
  std::optional<BoardAnswer> first_;
  absl::Time told_;
};

}  // namespace

std::vector<pb::ServiceHealth> HealthOf(rpc::Health& own, Keeper& keeper,
                                        CommentFollower* comments) {
  const rpc::Health::State ballots = own.Now();
  const Keeper::State members = keeper.Now();
  std::vector<pb::ServiceHealth> services = {Of("ballots", ballots.well, ballots.since),
                                             Of("members", members.well, members.since)};
  const auto followed = comments == nullptr ? std::nullopt : comments->Now();
  if (followed) services.push_back(Of("comments", followed->well, followed->since));
  return services;
}

Boards::Boards(Board& board, BoardFollower& follower, Keeper& keeper, rpc::Herald& herald,
               rpc::Clock clock)
    : Served(pb::BoardService::service_full_name(), clock),
      board_(board),
      follower_(follower),
      keeper_(keeper),
      clock_(std::move(clock)) {
  Inline("GetBoard", &Boards::GetBoard);
  Push("WatchBoard", &Boards::WatchBoard, herald);
}

absl::StatusOr<grpc::ByteBuffer> Boards::GetBoard(const Call& call,
                                                  const pb::GetBoardRequest& request) {
  absl::StatusOr<BoardQuery> query = Parse(call, request);
  if (!query.ok()) return query.status();
  absl::StatusOr<BoardAnswer> answer = board_.Ask(*query, call.now, {});
  if (!answer.ok()) return answer.status();
  return Bytes(*answer);
}

absl::StatusOr<rpc::Push::Source> Boards::WatchBoard(const Call& call,
                                                     const pb::WatchBoardRequest& request) {
  absl::StatusOr<BoardQuery> query = Parse(call, request);
  if (!query.ok()) return query.status();
  absl::StatusOr<BoardAnswer> first = board_.Ask(*query, call.now, {.deltas = true});
  if (!first.ok()) return first.status();
  auto reader = std::make_shared<Reader>(board_, *std::move(query), *std::move(first), call.now);
  return [this, reader] { return reader->Next(clock_()); };
}

async::Task<bool> Boards::Refreshed(const absl::Status& refusal) {
  if (!absl::IsPermissionDenied(refusal) && !absl::IsNotFound(refusal)) co_return false;
  const absl::Status followed = co_await keeper_.CatchUp();
  if (!followed.ok()) co_return false;
  const absl::Status caught_up = co_await follower_.CatchUp();
  co_return caught_up.ok();
}

}  // namespace placet::ballots
