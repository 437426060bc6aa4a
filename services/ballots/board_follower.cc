#include "services/ballots/board_follower.h"

#include <chrono>

#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongestPause = 40ms;   // so that the board is never 100 ms old
constexpr auto kShortestPause = 10ms;  // under load many events are read at once

}  // namespace

BoardFollower::BoardFollower(Board& board, pg::Lane& reads, pg::Tail& tail, rpc::Clock clock,
                             Services services)
    : board_(board),
      store_(reads),
      tail_(tail),
      clock_(std::move(clock)),
      services_(std::move(services)),
      thread_([this] { Loop(); }) {}

BoardFollower::~BoardFollower() {
  stopping_ = true;
  thread_.join();
}

void BoardFollower::Wait(Waiter waiter) {
  std::lock_guard lock(mutex_);
  waiters_.push_back(waiter);
}

void BoardFollower::Loop() {
  for (bool stop = false; !stop;) {
    stop = stopping_;
    const auto began = std::chrono::steady_clock::now();
    // Whoever waits now is answered by the round that begins now.
    std::vector<Waiter> waiting;
    {
      std::lock_guard lock(mutex_);
      waiting.swap(waiters_);
    }
    const absl::Status status = stop ? absl::UnavailableError("the service is stopping") : Round();
    for (const Waiter& waiter : waiting) {
      *waiter.status = status;
      waiter.handle.resume();
    }
    if (stop) return;
    board_.Report(services_());
    board_.Tick(clock_());
    std::this_thread::sleep_until(began + kShortestPause);
    tail_.AwaitMore(board_.sequence(), kLongestPause - kShortestPause);
  }
}

absl::Status BoardFollower::Round() {
  const absl::Time began = clock_();
  if (const absl::Status status = Load(); !status.ok()) return status;
  for (;;) {
    absl::StatusOr<bool> at_head = Follow();
    if (!at_head.ok()) return at_head.status();
    if (*at_head) break;
  }
  board_.Confirm(began);
  return absl::OkStatus();
}

absl::Status BoardFollower::Load() {
  while (!loaded_) {
    absl::StatusOr<BoardStore::Loaded> page = store_.LoadAfter(last_loaded_);
    if (!page.ok()) return page.status();
    if (last_loaded_.empty()) board_.Begin(page->sequence);
    if (!page->ballots.empty()) last_loaded_ = LastId(page->ballots.back().ballot.name());
    loaded_ = page->last;
    board_.Fill(std::move(page->ballots));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> BoardFollower::Follow() {
  absl::StatusOr<BoardStore::Page> page = store_.Follow(board_.sequence());
  if (!page.ok()) return page.status();
  const std::vector<std::string> wanted = board_.Wanted(page->entries);
  std::vector<LoadedBallot> loaded;
  if (!wanted.empty()) {
    absl::StatusOr<std::vector<LoadedBallot>> read = store_.Load(wanted);
    if (!read.ok()) return read.status();
    loaded = *std::move(read);
  }
  board_.Apply(page->entries, std::move(loaded));
  if (page->directory_position != board_.directory_position()) {
    absl::StatusOr<DirectoryChanges> changes = store_.LoadDirectory(board_.directory_position());
    if (!changes.ok()) return changes.status();
    board_.Apply(*std::move(changes));
  }
  return page->at_head;
}

}  // namespace placet::ballots
