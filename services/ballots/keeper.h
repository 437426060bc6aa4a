// What must happen without anybody calling: follow the directory, keep the rolls of open ballots
// current, open drafts whose day has come, record the results of ballots whose time is over.
// Whether an opened ballot is open never depends on it: that is a comparison with the clock when a
// vote arrives.
//
// Any number of processes may keep the same store: every step is guarded, the second to come finds
// it done.
#pragma once

#include <grpcpp/channel.h>

#include <condition_variable>
#include <coroutine>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "services/ballots/store.h"
#include "services/rpc/call.h"

namespace placet::ballots {

// The actor of what the clock or the directory causes.
inline constexpr char kService[] = "ballotsd";
// This service as a caller of others.
inline constexpr char kServiceName[] = "services/ballotsd";

class Keeper {
 public:
  Keeper(Store& store, const std::shared_ptr<grpc::Channel>& directory, rpc::Clock clock);
  ~Keeper();

  // co_await keeper.CatchUp(): everything that the directory had committed before this call has
  // arrived, or why not. Resumes on the keeper's thread.
  auto CatchUp() {
    struct Awaiter {
      Keeper& keeper;
      absl::Status status;
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<> waiting) { keeper.Wait({&status, waiting}); }
      absl::Status await_resume() { return std::move(status); }
    };
    return Awaiter{*this, absl::OkStatus()};
  }

  // Could the directory be followed the last time, and since when is that so?
  struct State {
    bool well = false;
    absl::Time since;
  };
  State Now();

 private:
  struct Waiter {
    absl::Status* status;
    std::coroutine_handle<> handle;
  };

  void Wait(Waiter waiter);
  void Loop();
  absl::Status Round();           // follow the directory to its head, then the rolls
  absl::StatusOr<bool> Follow();  // false: another process was faster, begin again
  absl::StatusOr<bool> Apply(int64_t& position, std::vector<placet::members::v1::Event>& events);
  absl::Status RefreshRolls();
  void OpenDue(absl::Time as_of);
  void CloseDue(absl::Time as_of);
  rpc::Call OwnCall() const;
  void Tell(const absl::Status& status);  // logs when it changes

  Store& store_;
  const rpc::Clock clock_;
  const std::unique_ptr<placet::members::v1::MemberService::Stub> directory_;
  bool rolls_stale_ = true;
  std::string rolls_day_;
  bool told_well_ = true;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;        // guarded by mutex_
  State state_;                  // guarded by mutex_
  std::vector<Waiter> waiters_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace placet::ballots
