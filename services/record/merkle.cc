#include "services/record/merkle.h"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>

namespace placet::record {
namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Looked up once: OpenSSL's one-call forms look the algorithm up each time.
Hash Digest(std::initializer_list<absl::string_view> parts) {
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  EVP_DigestInit_ex2(context.get(), sha256, nullptr);
  for (const absl::string_view part : parts) {
    EVP_DigestUpdate(context.get(), part.data(), part.size());
  }
  Hash hash;
  EVP_DigestFinal_ex(context.get(), hash.data(), nullptr);
  return hash;
}

absl::string_view View(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Hash HashAt(absl::string_view hashes, uint64_t position) {
  Hash hash;
  std::memcpy(hash.data(), hashes.data() + position * hash.size(), hash.size());
  return hash;
}

// The root of so many hashes, a power of two.
Hash RootOf(absl::string_view hashes, uint64_t count) {
  std::vector<Hash> row(count);
  for (uint64_t i = 0; i < count; ++i) row[i] = HashAt(hashes, i);
  for (; row.size() > 1; row.resize(row.size() / 2)) {
    for (size_t i = 0; i < row.size() / 2; ++i) row[i] = NodeHash(row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}

// The largest power of two that is less than a width of at least 2.
uint64_t Split(uint64_t width) { return std::bit_floor(width - 1); }

void SubProof(uint64_t first, Range range, bool whole, std::vector<Range>& path) {
  const uint64_t width = range.end - range.begin;
  if (first == width) {
    if (!whole) path.push_back(range);
    return;
  }
  const uint64_t middle = range.begin + Split(width);
  if (first <= Split(width)) {
    SubProof(first, {range.begin, middle}, whole, path);
    path.push_back({middle, range.end});
  } else {
    SubProof(first - Split(width), {middle, range.end}, false, path);
    path.push_back({range.begin, middle});
  }
}

}  // namespace

Hash Sha256(absl::string_view bytes) { return Digest({bytes}); }

std::string ToBytes(const Hash& hash) { return std::string(View(hash)); }

std::optional<Hash> ToHash(absl::string_view bytes) {
  if (bytes.size() != std::tuple_size_v<Hash>) return std::nullopt;
  return HashAt(bytes, 0);
}

Hash LeafHash(absl::string_view leaf) { return Digest({absl::string_view("\0", 1), leaf}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return Digest({absl::string_view("\1", 1), View(left), View(right)});
}

Hash EmptyRoot() { return Digest({}); }

std::vector<Node> FullNodes(Range range) {
  std::vector<Node> nodes;
  for (uint64_t begin = range.begin; begin < range.end;) {
    const uint64_t width = std::bit_floor(range.end - begin);
    const int level = std::countr_zero(width);
    nodes.push_back({level, begin >> level});
    begin += width;
  }
  return nodes;
}

Hash Fold(const std::vector<Hash>& full) {
  if (full.empty()) return EmptyRoot();
  Hash hash = full.back();
  for (size_t i = full.size() - 1; i-- > 0;) hash = NodeHash(full[i], hash);
  return hash;
}

std::vector<Range> InclusionPath(uint64_t index, uint64_t size) {
  std::vector<Range> path;
  Range range{0, size};
  while (range.end - range.begin > 1) {
    const uint64_t middle = range.begin + Split(range.end - range.begin);
    const bool left = index < middle;
    path.push_back(left ? Range{middle, range.end} : Range{range.begin, middle});
    range = left ? Range{range.begin, middle} : Range{middle, range.end};
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<Range> ConsistencyPath(uint64_t first, uint64_t size) {
  std::vector<Range> path;
  if (first > 0) SubProof(first, {0, size}, true, path);
  return path;
}

bool VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size, const std::vector<Hash>& path,
                     const Hash& root) {
  if (index >= size) return false;
  uint64_t node = index;
  uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& step : path) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      hash = NodeHash(step, hash);
      for (; (node & 1) == 0 && node != 0; node >>= 1) last >>= 1;
    } else {
      hash = NodeHash(hash, step);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(uint64_t first, uint64_t size, const Hash& first_root, const Hash& root,
                       const std::vector<Hash>& path) {
  if (first > size) return false;
  if (first == size) return path.empty() && first_root == root;
  if (first == 0) return path.empty() && first_root == EmptyRoot();
  std::vector<Hash> steps = path;
  if (std::has_single_bit(first)) steps.insert(steps.begin(), first_root);
  if (steps.empty()) return false;
  uint64_t node = first - 1;
  uint64_t last = size - 1;
  for (; (node & 1) == 1; node >>= 1) last >>= 1;
  Hash old_hash = steps[0];
  Hash new_hash = steps[0];
  for (size_t i = 1; i < steps.size(); ++i) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      old_hash = NodeHash(steps[i], old_hash);
      new_hash = NodeHash(steps[i], new_hash);
      for (; (node & 1) == 0 && node != 0; node >>= 1) last >>= 1;
    } else {
      new_hash = NodeHash(new_hash, steps[i]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == first_root && new_hash == root;
}

TileKey TileOf(Node node) {
  const int level = node.level / kTileBits;
  const int within = node.level % kTileBits;
  return {level, (node.index << within) >> kTileBits};
}

std::optional<Hash> HashIn(absl::string_view hashes, Node node) {
  const int within = node.level % kTileBits;
  const uint64_t count = uint64_t{1} << within;
  const uint64_t position = (node.index << within) % kTileWidth;
  if (hashes.size() < (position + count) * sizeof(Hash)) return std::nullopt;
  return RootOf(hashes.substr(position * sizeof(Hash)), count);
}

std::vector<TileKey> Edge::Tiles(uint64_t size) {
  std::vector<TileKey> keys;
  for (int level = 0; size > 0; ++level, size >>= kTileBits) {
    keys.push_back({level, size >> kTileBits});
  }
  return keys;
}

std::optional<Edge> Edge::Of(uint64_t size, std::vector<std::string> tiles) {
  Edge edge;
  edge.size_ = size;
  edge.tiles_ = std::move(tiles);
  edge.tiles_.resize(Tiles(size).size());
  for (std::string& tile : edge.tiles_) {
    if (tile.size() != size % kTileWidth * sizeof(Hash)) return std::nullopt;
    size >>= kTileBits;
  }
  return edge;
}

void Edge::Append(const Hash& leaf, const Written& written) {
  Hash hash = leaf;
  ++size_;
  uint64_t count = size_;  // hashes of the level
  for (int level = 0;; ++level, count >>= kTileBits) {
    if (tiles_.size() == static_cast<size_t>(level)) tiles_.emplace_back();
    std::string& tile = tiles_[static_cast<size_t>(level)];
    tile.append(View(hash).data(), sizeof(Hash));
    if (tile.size() < kTileWidth * sizeof(Hash)) return;
    written({level, (count >> kTileBits) - 1}, tile);
    hash = RootOf(tile, kTileWidth);
    tile.clear();
  }
}

void Edge::Rest(const Written& written) const {
  uint64_t count = size_;
  for (size_t level = 0; level < tiles_.size(); ++level, count >>= kTileBits) {
    if (tiles_[level].empty()) continue;
    written({static_cast<int>(level), count >> kTileBits}, tiles_[level]);
  }
}

Hash Edge::Root() const {
  std::vector<Hash> full;
  for (size_t level = tiles_.size(); level-- > 0;) {
    const std::string& tile = tiles_[level];
    for (const Node& node : FullNodes({0, tile.size() / sizeof(Hash)})) {
      full.push_back(*HashIn(tile, node));
    }
  }
  return Fold(full);
}

}  // namespace placet::record
