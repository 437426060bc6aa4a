// The Merkle tree of RFC 6962 and RFC 9162 over SHA-256. Pure: knows neither where leaves come from
// nor where hashes are kept. A tree of size n has the leaves 0 to n-1.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace placet::record {

using Hash = std::array<unsigned char, 32>;

Hash Sha256(absl::string_view bytes);
std::string ToBytes(const Hash& hash);
std::optional<Hash> ToHash(absl::string_view bytes);  // nothing unless they are 32

// SHA-256(0x00 || leaf), SHA-256(0x01 || left || right), SHA-256("").
Hash LeafHash(absl::string_view leaf);
Hash NodeHash(const Hash& left, const Hash& right);
Hash EmptyRoot();

// Leaves [begin, end): a subtree, full where the width is a power of two.
struct Range {
  uint64_t begin;
  uint64_t end;
  bool operator==(const Range&) const = default;
};

// A full subtree: 2^level leaves, the index-th of its level.
struct Node {
  int level;
  uint64_t index;
  auto operator<=>(const Node&) const = default;
};

// The full subtrees of which a subtree consists, largest first.
std::vector<Node> FullNodes(Range range);

// The hash of a subtree, made of the hashes of its full subtrees, in the order of FullNodes.
Hash Fold(const std::vector<Hash>& full);

// The subtrees whose hashes are the proof that leaf `index` is in the tree of `size`: PATH of RFC
// 6962, 2.1.1, from the leaf upwards. `index` is less than `size`.
std::vector<Range> InclusionPath(uint64_t index, uint64_t size);

// The same for the proof that the tree of `size` begins with that of `first`: PROOF of 2.1.2. Empty
// where they are equal, and where `first` is 0; `first` is at most `size`.
std::vector<Range> ConsistencyPath(uint64_t first, uint64_t size);

// As RFC 9162, 2.1.3.2 and 2.1.4.2, say. From the empty tree everything follows, with no proof.
bool VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size, const std::vector<Hash>& path,
                     const Hash& root);
bool VerifyConsistency(uint64_t first, uint64_t size, const Hash& first_root, const Hash& root,
                       const std::vector<Hash>& path);

// --- Tiles: how the hashes of a tree are kept.

inline constexpr int kTileBits = 8;
inline constexpr uint64_t kTileWidth = 1 << kTileBits;

// Level 0 has the hashes of leaves, level 1 the roots of full tiles of level 0, and so on.
struct TileKey {
  int level;
  uint64_t number;
  auto operator<=>(const TileKey&) const = default;
};

// Which tile has what the hash of a full subtree is made of.
TileKey TileOf(Node node);
// The hash of a full subtree, of the hashes in its tile; nothing where the tile does not have them.
std::optional<Hash> HashIn(absl::string_view hashes, Node node);

// The right edge of a tree that grows: of each level the tile that is not full.
class Edge {
 public:
  // A tile that came to be, or grew; full or not.
  using Written = std::function<void(TileKey, absl::string_view hashes)>;

  Edge() = default;
  // The tiles that are not full, of levels 0, 1, ...; nothing where they do not fit the size.
  static std::optional<Edge> Of(uint64_t size, std::vector<std::string> tiles);
  // Their keys for a tree of this size, levels 0, 1, ...; a tile may be empty and then has no row.
  static std::vector<TileKey> Tiles(uint64_t size);

  // Adds the hash of a leaf; `written` is told of each tile that became full.
  void Append(const Hash& leaf, const Written& written);
  // Tells of the tiles that are not full and not empty.
  void Rest(const Written& written) const;

  uint64_t size() const { return size_; }
  Hash Root() const;

 private:
  uint64_t size_ = 0;
  std::vector<std::string> tiles_;
};

}  // namespace placet::record
