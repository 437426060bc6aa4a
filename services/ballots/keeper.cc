#include "services/ballots/keeper.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "services/async/task.h"
#include "services/ballots/count.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/openings.h"
#include "services/ballots/results.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"
#include "services/rpc/status.h"
#include "spdlog/spdlog.h"

namespace placet::ballots {
namespace {

namespace members = placet::members::v1;

constexpr std::chrono::milliseconds kPause{200};  // how old membership may be without a question
constexpr size_t kEventsPerBatch = 128;
// No longer than a server drains: a directory that hangs does not keep the service from ending.
constexpr absl::Duration kLongestRound = absl::Seconds(5);

}  // namespace

Keeper::Keeper(Store& store, const std::shared_ptr<grpc::Channel>& directory, rpc::Clock clock)
    : store_(store),
      clock_(std::move(clock)),
      directory_(members::MemberService::NewStub(directory)),
      state_{false, absl::Now()},
      thread_([this] { Loop(); }) {}

Keeper::~Keeper() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Keeper::Wait(Waiter waiter) {
  {
    std::lock_guard lock(mutex_);
    waiters_.push_back(waiter);
  }
  wake_.notify_all();
}

void Keeper::Loop() {
  for (;;) {
    // Whoever waits now is answered by the round that begins now: what the directory committed
    // before is then part of it.
    std::vector<Waiter> waiting;
    bool stop = false;
    {
      std::unique_lock lock(mutex_);
      waiting.swap(waiters_);
      stop = stopping_;
    }
    const absl::Time began = clock_();
    const absl::Status status = stop ? absl::UnavailableError("the service is stopping") : Round();
    for (const Waiter& waiter : waiting) {
      *waiter.status = status;
      waiter.handle.resume();
    }
    if (stop) {
      std::lock_guard lock(mutex_);
      if (waiters_.empty()) return;
      continue;
    }
    Tell(status);
    if (status.ok()) OpenDue(began);
    if (status.ok()) CloseDue(began);
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kPause, [this] { return stopping_ || !waiters_.empty(); });
  }
}

Keeper::State Keeper::Now() {
  std::lock_guard lock(mutex_);
  return state_;
}

void Keeper::Tell(const absl::Status& status) {
  {
    std::lock_guard lock(mutex_);
    if (status.ok() != state_.well) state_ = {status.ok(), absl::Now()};
  }
  if (status.ok() == told_well_) return;
  told_well_ = status.ok();
  if (told_well_) {
    spdlog::info("directory: followed again");
  } else {
    spdlog::warn("directory: cannot be followed: {}", status.ToString());
  }
}

rpc::Call Keeper::OwnCall() const {
  rpc::Call call;
  call.caller = kService;
  call.now = clock_();
  call.deadline = absl::Now() + kLongestRound;
  return call;
}

absl::Status Keeper::Round() {
  absl::StatusOr<bool> done = Follow();
  for (int run = 1; done.ok() && !*done && run < 10; ++run) done = Follow();
  if (!done.ok()) return done.status();
  return RefreshRolls();
}

absl::StatusOr<bool> Keeper::Follow() {
  const rpc::Call call = OwnCall();
  absl::StatusOr<int64_t> position = async::BlockOn(store_.DirectoryPosition(call));
  if (!position.ok()) return position.status();
  grpc::ClientContext context;
  context.AddMetadata("placet-caller", kServiceName);
  context.set_deadline(absl::ToChronoTime(call.deadline));
  members::WatchEventsRequest request;
  request.set_after_sequence(*position);
  request.set_until_head(true);
  const auto stream = directory_->WatchEvents(&context, request);
  std::vector<members::Event> events;
  absl::StatusOr<bool> applied = true;
  for (members::Event event; stream->Read(&event);) {
    events.push_back(std::move(event));
    if (events.size() < kEventsPerBatch) continue;
    applied = Apply(*position, events);
    if (!applied.ok() || !*applied) {
      context.TryCancel();
      break;
    }
  }
  const grpc::Status finished = stream->Finish();
  if (!applied.ok() || !*applied) return applied;
  if (!finished.ok()) return rpc::FromGrpc(finished);
  return Apply(*position, events);
}

absl::StatusOr<bool> Keeper::Apply(int64_t& position, std::vector<members::Event>& events) {
  const rpc::Call call = OwnCall();
  std::vector<async::Task<absl::StatusOr<bool>>> tasks;
  for (const members::Event& event : events) {
    tasks.push_back(store_.ApplyDirectory(call, position, event));
    position = event.sequence();
    rolls_stale_ = rolls_stale_ || event.has_seats() || event.has_member();
  }
  bool all = true;
  for (const absl::StatusOr<bool>& applied : async::BlockOnAll(std::move(tasks))) {
    if (!applied.ok()) return applied.status();
    all = all && *applied;
  }
  events.clear();
  return all;
}

absl::Status Keeper::RefreshRolls() {
  const rpc::Call call = OwnCall();
  const std::string today = geneva::DayOf(call.now);
  while (rolls_stale_ || rolls_day_ != today) {
    absl::StatusOr<std::vector<RollDifference>> differences =
        async::BlockOn(store_.ListRollDifferences(call));
    if (!differences.ok()) return differences.status();
    for (const RollDifference& difference : *differences) {
      Body body = difference.body;
      body.status = difference.status;
      const pb::RollEntry entry = EntryOf(difference.ballot, body, false);
      absl::StatusOr<bool> changed = async::BlockOn(store_.ChangeRoll(call, difference, entry));
      if (!changed.ok()) return changed.status();
    }
    if (!differences->empty()) continue;
    rolls_stale_ = false;
    rolls_day_ = today;
  }
  return absl::OkStatus();
}

void Keeper::OpenDue(absl::Time as_of) {
  rpc::Call call = OwnCall();
  call.now = as_of;
  const absl::StatusOr<std::vector<std::string>> due = async::BlockOn(store_.ListToOpen(call));
  if (!due.ok()) return;
  for (const std::string& id : *due) {
    const absl::StatusOr<bool> opened = async::BlockOn(OpenScheduled(store_, call, id));
    if (!opened.ok() && !pg::IsStale(opened.status())) {
      spdlog::warn("opening {}: {}", id, opened.status().ToString());
    }
  }
}

void Keeper::CloseDue(absl::Time as_of) {
  rpc::Call call = OwnCall();
  call.now = as_of;
  const absl::StatusOr<std::vector<std::string>> due = async::BlockOn(store_.ListDue(call));
  if (!due.ok()) return;
  for (const std::string& id : *due) {
    const absl::StatusOr<CountFacts> facts = async::BlockOn(Record(store_, call, id));
    if (!facts.ok() && !pg::IsStale(facts.status())) {
      spdlog::warn("closing {}: {}", id, facts.status().ToString());
    }
  }
}

}  // namespace placet::ballots
