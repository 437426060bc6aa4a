// The tables of a log: events as leaves, tiles, heads. SQL text <-> messages, as every store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "placet/record/v1/log.pb.h"
#include "services/async/task.h"
#include "services/pg/lane.h"
#include "services/record/merkle.h"
#include "services/rpc/call.h"

namespace placet::record {

namespace pb = placet::record::v1;

// What the event table of a service has besides the columns that all have.
enum class Columns { kPlain, kBallot, kBallotAndCounts };

// Hashes of leaves that follow a size, 32 bytes each.
struct Leaves {
  std::string hashes;
  int64_t until = 0;  // the sequence of the last one; after + their number, or one is missing
};

class Log {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  Log(pg::Lane& reads, pg::Lane& writes, Columns columns)
      : reads_(reads), writes_(writes), columns_(columns) {}

  static std::span<const pg::Statement> Statements(Columns columns);
  // The key of the lock of the lane that seals, beside the one that writes events.
  static constexpr int64_t SealersLock(int64_t writers) { return writers + 10; }

  // --- For threads that may block.
  absl::StatusOr<std::string> Origin();
  absl::StatusOr<std::optional<pb::TreeHead>> Latest();
  absl::StatusOr<Leaves> LoadLeaves(int64_t after, int64_t most);
  // The first event of a tile that is not as its events are; 0: all are.
  absl::StatusOr<int64_t> FirstDifference();
  // Stores tiles and head, where the newest head has still the size `before`; else pg::Stale().
  absl::Status Seal(int64_t before, const std::map<TileKey, std::string>& tiles,
                    const pb::TreeHead& head);

  // --- For handlers. Heads come without note.
  Answer<std::optional<pb::TreeHead>> LoadHead(absl::Time deadline, int64_t size);  // -1: newest
  Answer<std::vector<pb::TreeHead>> ListHeads(absl::Time deadline, int64_t below, int most);
  Answer<std::map<TileKey, std::string>> LoadTiles(absl::Time deadline, std::vector<TileKey> keys);
  // Those of `sequences`, by number.
  Answer<std::vector<pb::Entry>> LoadEntries(absl::Time deadline, std::vector<int64_t> sequences);
  // Those that follow, by number.
  Answer<std::vector<pb::Entry>> ListEntries(absl::Time deadline, int64_t after, int most);
  Answer<bool> AddCosignature(const rpc::Call& call, int64_t size,
                              const pb::Cosignature& cosignature);

 private:
  pg::Lane& reads_;
  pg::Lane& writes_;
  const Columns columns_;
};

}  // namespace placet::record
