#include "services/ballots/comment_follower.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "placet/comments/v1/changes.pb.h"
#include "services/ballots/keeper.h"
#include "services/rpc/ask.h"
#include "services/rpc/refuse.h"
#include "services/rpc/status.h"
#include "spdlog/spdlog.h"

namespace placet::ballots {
namespace {

namespace comments = placet::comments::v1;

constexpr std::chrono::milliseconds kPause{200};
constexpr absl::Duration kLongestRound = absl::Seconds(5);

pb::CommentStanding StandingOf(const comments::BallotCounts& counts) {
  pb::CommentStanding standing;
  standing.set_total(counts.total());
  standing.set_without_disposition(counts.without_disposition());
  standing.set_proposed(counts.proposed());
  standing.set_decided(counts.decided());
  standing.set_objected(counts.objected());
  standing.set_closed(counts.closed());
  return standing;
}

// "iso-dis-1" of "ballots/iso-dis-1/changes/3".
std::string BallotOf(const std::string& subject) {
  constexpr size_t kBegin = sizeof("ballots/") - 1;
  return subject.size() <= kBegin ? "" : subject.substr(kBegin, subject.find('/', kBegin) - kBegin);
}

}  // namespace

CommentFollower::CommentFollower(Store& store, const std::shared_ptr<grpc::Channel>& channel,
                                 rpc::Clock clock)
    : store_(store),
      clock_(std::move(clock)),
      comments_(channel == nullptr ? nullptr : comments::CommentService::NewStub(channel)),
      state_{false, absl::Now()} {
  if (comments_ != nullptr) thread_ = std::thread([this] { Loop(); });
}

CommentFollower::~CommentFollower() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::optional<CommentFollower::State> CommentFollower::Now() {
  if (comments_ == nullptr) return std::nullopt;
  std::lock_guard lock(mutex_);
  return state_;
}

async::Task<absl::StatusOr<std::optional<pb::CommentStanding>>> CommentFollower::Ask(
    const rpc::Call& call, std::string ballot) {
  if (comments_ == nullptr) co_return std::optional<pb::CommentStanding>();
  comments::GetCommentCountsRequest request;
  request.set_ballot(ballot);
  comments::CommentCounts counts;
  const absl::Status status = co_await rpc::Ask(
      *comments_->async(), &comments::CommentService::Stub::async::GetCommentCounts, call, request,
      counts);
  if (status.ok()) co_return StandingOf(counts.counts());
  co_return rpc::Refuse(absl::StatusCode::kUnavailable, pb::ERROR_REASON_COMMENTS_BEHIND,
                        absl::StrCat("the comments on ", ballot,
                                     " cannot be asked for at the moment: ", status.message()),
                        "repeat the request with the same request_id", {{"ballot", ballot}});
}

void CommentFollower::Loop() {
  for (;;) {
    Tell(Round());
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kPause, [this] { return stopping_; });
    if (stopping_) return;
  }
}

absl::Status CommentFollower::Round() {
  rpc::Call call;
  call.caller = kService;
  call.now = clock_();
  call.deadline = absl::Now() + kLongestRound;
  absl::StatusOr<int64_t> position = async::BlockOn(store_.CommentPosition(call));
  if (!position.ok()) return position.status();
  grpc::ClientContext context;
  context.AddMetadata("placet-caller", kServiceName);
  context.set_deadline(absl::ToChronoTime(call.deadline));
  comments::WatchEventsRequest request;
  request.set_after_sequence(*position);
  request.set_until_head(true);
  const auto stream = comments_->WatchEvents(&context, request);
  for (comments::Event event; stream->Read(&event);) {
    const absl::StatusOr<bool> applied = async::BlockOn(store_.ApplyComments(
        call, *position, event.sequence(), BallotOf(event.subject()), StandingOf(event.counts())));
    if (applied.ok() && *applied) {
      position = event.sequence();
      continue;
    }
    context.TryCancel();
    stream->Finish();
    return applied.status();  // OK: another process was faster, the next round goes on from there
  }
  return rpc::FromGrpc(stream->Finish());
}

void CommentFollower::Tell(const absl::Status& status) {
  std::lock_guard lock(mutex_);
  if (status.ok() == state_.well) return;
  state_ = {status.ok(), absl::Now()};
  if (status.ok()) {
    spdlog::info("comments: followed");
  } else {
    spdlog::warn("comments: cannot be followed: {}", status.ToString());
  }
}

}  // namespace placet::ballots
