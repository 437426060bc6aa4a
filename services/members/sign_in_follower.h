// Any number of membersd serve one store: what another one revokes is refused by this one, too.
#pragma once

#include <atomic>
#include <thread>

#include "services/callers/tokens.h"
#include "services/members/store.h"
#include "services/pg/tail.h"

namespace placet::members {

class SignInFollower {
 public:
  // All outlive this.
  SignInFollower(Store& store, pg::Tail& tail, callers::Revoked& revoked, rpc::Clock clock);
  ~SignInFollower();

 private:
  void Loop();

  Store& store_;
  pg::Tail& tail_;
  callers::Revoked& revoked_;
  const rpc::Clock clock_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace placet::members
