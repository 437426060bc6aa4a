// What the tests of the board share: ballots in several committees, and a reader that keeps a board
// as a dashboard would.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/ballots/harness.h"
#include "tests/support/process.h"

namespace placet::ballots {

inline constexpr char kOther[] = "committees/iso-tc-68";

struct Asked {
  std::string committee = "";
  std::string member = "";
  std::string version = "";
};

class BoardTest : public ::testing::Test {
 protected:
  // A ballot of its own project, open; its name is made of `id`.
  pb::Ballot Open(const std::string& id, pb::BallotKind kind = pb::BALLOT_KIND_DIS,
                  const std::string& committee = kCommittee);
  absl::StatusOr<pb::Ballot> Extend(const std::string& ballot, const std::string& end_date);
  absl::StatusOr<pb::Ballot> Cancel(const std::string& ballot);

  absl::StatusOr<pb::Board> Get(const std::string& caller, const Asked& asked = {}) const;
  // The board once the condition holds; the test fails where it never does.
  pb::Board Until(const std::string& caller, const Asked& asked,
                  const std::function<bool(const pb::Board&)>& condition) const;
  // The board once everything that was committed before this call is on it.
  pb::Board Now(const std::string& caller, const Asked& asked = {});

  World world_;

 private:
  int marks_ = 0;
};

// One stream, read step by step, and the board that its messages add up to.
class Watcher {
 public:
  Watcher(const World& world, const std::string& caller, const Asked& asked = {});
  ~Watcher();

  // The next message, taken over into `board`; nothing: the stream has ended.
  std::optional<pb::Board> Next();
  // Reads on until the condition holds for the board.
  bool Until(const std::function<bool(const pb::Board&)>& condition);
  const pb::Board& board() const { return board_; }
  grpc::Status Finish() { return stream_->Finish(); }

 private:
  const placet::testing::As<pb::BoardService> as_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<pb::Board>> stream_;
  pb::Board board_;
};

// The entry of a ballot; without a name where there is none.
pb::BoardEntry EntryIn(const pb::Board& board, const std::string& ballot);
std::vector<std::string> NamesIn(const pb::Board& board);
// Without what depends on when and by whom it was answered.
pb::Board Content(pb::Board board);

}  // namespace placet::ballots
