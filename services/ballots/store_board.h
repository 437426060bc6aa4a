// What the board reads of the store, on a lane of its own; for its follower, whose thread waits.
#pragma once

#include <google/protobuf/arena.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ballots/board.h"
#include "services/pg/lane.h"

namespace placet::ballots {

class BoardStore {
 public:
  explicit BoardStore(pg::Lane& reads) : reads_(reads) {}

  static std::span<const pg::Statement> Statements();

  // Open ballots by id, those after one of them ("": from the first on). `sequence`: that of the
  // snapshot.
  struct Loaded {
    int64_t sequence = 0;
    std::vector<LoadedBallot> ballots;
    bool last = false;
  };
  absl::StatusOr<Loaded> LoadAfter(const std::string& id);
  // Those of these that are open.
  absl::StatusOr<std::vector<LoadedBallot>> Load(const std::vector<std::string>& ids);

  // What came after a sequence, and how far the directory has been applied.
  struct Page {
    std::vector<LogEntry> entries;
    std::unique_ptr<google::protobuf::Arena> arena;  // where the events of the entries are
    int64_t directory_position = 0;
    bool at_head = false;
  };
  absl::StatusOr<Page> Follow(int64_t after);

  // Grants and committees that were changed after a position of the directory's log.
  absl::StatusOr<DirectoryChanges> LoadDirectory(int64_t after);

 private:
  absl::StatusOr<pg::Rows> Run(const pg::Statement& statement, pg::Params params);

  pg::Lane& reads_;
};

}  // namespace placet::ballots
