// Passwords as argon2id hashes. Each hash takes 64 MB and some tens of milliseconds of a processor,
// so they are made apart from lanes and gRPC's threads, two at a time, and no more may wait than
// are done within seconds.
#pragma once

#include <atomic>
#include <semaphore>
#include <string>

#include "absl/status/statusor.h"
#include "services/async/task.h"

namespace placet::members {

class Passwords {
 public:
  static constexpr int kMostWaiting = 16;

  Passwords();

  // RESOURCE_EXHAUSTED where too many wait.
  async::Task<absl::StatusOr<std::string>> Hash(std::string password);
  // An empty hash is nobody's: it takes the same time, and no password is right.
  async::Task<absl::StatusOr<bool>> IsRight(std::string hash, std::string password);

 private:
  // Comes in where there is room; false: there is none.
  bool Enter();
  void Leave() { --waiting_; }

  std::string nobodys_;  // a hash of what nobody knows
  std::atomic<int> waiting_ = 0;
  std::counting_semaphore<> turns_{2};
};

}  // namespace placet::members
