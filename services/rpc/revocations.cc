#include "services/rpc/revocations.h"

#include <chrono>

#include "services/rpc/status.h"
#include "spdlog/spdlog.h"

namespace placet::rpc {
namespace {

constexpr std::chrono::milliseconds kPause{200};

}  // namespace

Revocations::Revocations(const std::shared_ptr<grpc::Channel>& directory, std::string service,
                         callers::Revoked& revoked, Clock clock)
    : service_(std::move(service)),
      revoked_(revoked),
      clock_(std::move(clock)),
      directory_(members::v1::MemberService::NewStub(directory)),
      thread_([this] { Loop(); }) {}

Revocations::~Revocations() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  wake_.notify_all();
  thread_.join();
}

void Revocations::Loop() {
  for (;;) {
    Follow();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kPause, [this] { return stopping_; });
    if (stopping_) return;
  }
}

// Reads until the stream ends, which is when the directory goes or this does.
void Revocations::Follow() {
  grpc::ClientContext context;
  context.AddMetadata("placet-caller", service_);
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    context_ = &context;
  }
  members::v1::WatchEventsRequest request;
  request.set_after_sequence(position_);
  request.set_subject_prefix(kSignInSubjects);
  const auto stream = directory_->WatchEvents(&context, request);
  for (members::v1::Event event; stream->Read(&event);) {
    TakeRevoked(event, revoked_, clock_());
    position_ = event.sequence();
  }
  const grpc::Status ended = stream->Finish();
  spdlog::debug("revocations: {}", ended.error_message());
  std::lock_guard lock(mutex_);
  context_ = nullptr;
}

void TakeRevoked(const members::v1::Event& event, callers::Revoked& revoked, absl::Time now) {
  if (!event.has_sign_in()) return;
  const auto& time = event.sign_in().revoke_time();
  const absl::Time when = absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
  revoked.Add(event.sign_in().sid(), when, now);
}

}  // namespace placet::rpc
