#include "services/members/sign_in_follower.h"

#include <chrono>

#include "services/rpc/revocations.h"

namespace placet::members {

SignInFollower::SignInFollower(Store& store, pg::Tail& tail, callers::Revoked& revoked,
                               rpc::Clock clock)
    : store_(store), tail_(tail), revoked_(revoked), clock_(std::move(clock)), thread_([this] {
        Loop();
      }) {}

SignInFollower::~SignInFollower() {
  stopping_ = true;
  tail_.Look();
  thread_.join();
}

void SignInFollower::Loop() {
  int64_t after = 0;
  while (!stopping_) {
    rpc::Call call;
    call.deadline = absl::Now() + absl::Seconds(5);
    const auto page = async::BlockOn(store_.WatchEvents(call, rpc::kSignInSubjects, after));
    if (page.ok()) {
      for (const std::string& bytes : page->events) {
        pb::Event event;
        if (event.ParseFromString(bytes)) rpc::TakeRevoked(event, revoked_, clock_());
      }
      after = page->after;
      if (!page->at_head) continue;
    }
    tail_.AwaitMore(after, std::chrono::milliseconds(500));
  }
}

}  // namespace placet::members
