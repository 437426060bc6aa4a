#include "tests/ballots/board_harness.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace placet::ballots {

using placet::testing::Eventually;

pb::Ballot BoardTest::Open(const std::string& id, pb::BallotKind kind,
                           const std::string& committee) {
  world_.PutProject(id, StageBefore(kind), committee);
  pb::CreateBallotRequest create;
  create.set_ballot_id(id);
  create.mutable_ballot()->set_project("projects/" + id);
  create.mutable_ballot()->set_kind(kind);
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, create), IsOk());
  pb::OpenBallotRequest open;
  open.set_name("ballots/" + id);
  const auto opened = world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open);
  EXPECT_THAT(opened, IsOk());
  return opened.value_or(pb::Ballot());
}

absl::StatusOr<pb::Ballot> BoardTest::Extend(const std::string& ballot,
                                             const std::string& end_date) {
  pb::ExtendBallotRequest request;
  request.set_name(ballot);
  request.set_end_date(end_date);
  request.set_reason("more time is needed");
  return world_.Ask(kCentralSecretariat, &BallotStub::ExtendBallot, request);
}

absl::StatusOr<pb::Ballot> BoardTest::Cancel(const std::string& ballot) {
  pb::CancelBallotRequest request;
  request.set_name(ballot);
  request.set_reason("the document is wrong");
  return world_.Ask(kCentralSecretariat, &BallotStub::CancelBallot, request);
}

absl::StatusOr<pb::Board> BoardTest::Get(const std::string& caller, const Asked& asked) const {
  pb::GetBoardRequest request;
  request.set_committee(asked.committee);
  request.set_member(asked.member);
  request.set_version(asked.version);
  return world_.Ask(caller, &BoardStub::GetBoard, request);
}

pb::Board BoardTest::Until(const std::string& caller, const Asked& asked,
                           const std::function<bool(const pb::Board&)>& condition) const {
  absl::StatusOr<pb::Board> board;
  const bool holds = Eventually([&] {
    board = Get(caller, asked);
    return board.ok() && condition(*board);
  });
  EXPECT_TRUE(holds) << board.status() << (board.ok() ? board->DebugString() : "");
  return board.value_or(pb::Board());
}

// A ballot of a committee of its own comes last, so with it on the board all before it is.
pb::Board BoardTest::Now(const std::string& caller, const Asked& asked) {
  if (marks_ == 0) {
    world_.PutCommittee("mark", "ISO/TC 999");
    world_.Join("jp", mpb::SEAT_STATUS_P, "committees/mark");
    world_.CatchUp();
  }
  const std::string mark =
      Open(absl::StrCat("mark-", ++marks_), pb::BALLOT_KIND_NP, "committees/mark").name();
  Until(kNobody, {.committee = "committees/mark"},
        [&](const pb::Board& board) { return !EntryIn(board, mark).name().empty(); });
  EXPECT_THAT(Cancel(mark), IsOk());
  Until(kNobody, {.committee = "committees/mark"},
        [&](const pb::Board& board) { return board.entries().empty(); });
  return Get(caller, asked).value_or(pb::Board());
}

Watcher::Watcher(const World& world, const std::string& caller, const Asked& asked)
    : as_(world.channel(), caller), context_(placet::testing::ContextOf(caller)) {
  pb::WatchBoardRequest request;
  request.set_committee(asked.committee);
  request.set_member(asked.member);
  request.set_version(asked.version);
  stream_ = as_.stub().WatchBoard(context_.get(), request);
}

Watcher::~Watcher() { context_->TryCancel(); }

std::optional<pb::Board> Watcher::Next() {
  pb::Board message;
  if (!stream_->Read(&message)) return std::nullopt;
  if (message.unchanged()) return message;
  if (!message.delta()) board_.Clear();
  std::map<std::string, pb::BoardEntry> entries;
  for (const pb::BoardEntry& entry : board_.entries()) entries[entry.name()] = entry;
  for (const pb::BoardEntry& entry : message.entries()) entries[entry.name()] = entry;
  for (const std::string& name : message.closed()) entries.erase(name);
  board_.clear_entries();
  for (auto& [name, entry] : entries) *board_.add_entries() = std::move(entry);
  std::sort(board_.mutable_entries()->begin(), board_.mutable_entries()->end(),
            [](const pb::BoardEntry& a, const pb::BoardEntry& b) {
              return std::pair(a.close_time().seconds(), a.name()) <
                     std::pair(b.close_time().seconds(), b.name());
            });
  if (message.has_totals()) *board_.mutable_totals() = message.totals();
  board_.set_version(message.version());
  return message;
}

bool Watcher::Until(const std::function<bool(const pb::Board&)>& condition) {
  while (!condition(board_)) {
    if (!Next()) return false;
  }
  return true;
}

pb::BoardEntry EntryIn(const pb::Board& board, const std::string& ballot) {
  for (const pb::BoardEntry& entry : board.entries()) {
    if (entry.name() == ballot) return entry;
  }
  return {};
}

std::vector<std::string> NamesIn(const pb::Board& board) {
  std::vector<std::string> names;
  for (const pb::BoardEntry& entry : board.entries()) names.push_back(entry.name());
  return names;
}

pb::Board Content(pb::Board board) {
  board.clear_version();
  board.clear_as_of();
  board.clear_age();
  board.clear_services();
  return board;
}

}  // namespace placet::ballots
