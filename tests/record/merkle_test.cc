// The reference tree of Certificate Transparency (google/certificate-transparency,
// cpp/merkletree/merkle_tree_test.cc: eight leaves, their roots and paths), and every size against
// the definition of RFC 6962, 2.1, followed to the letter.
#include "services/record/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace placet::record {
namespace {

using ::testing::ElementsAre;

std::string Hex(const Hash& hash) { return absl::BytesToHexString(ToBytes(hash)); }

const char* const kLeaves[] = {"",
                               "00",
                               "10",
                               "2021",
                               "3031",
                               "40414243",
                               "5051525354555657",
                               "606162636465666768696a6b6c6d6e6f"};
const char* const kRoots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                              "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                              "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                              "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                              "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                              "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                              "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                              "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Hash> ReferenceLeaves() {
  std::vector<Hash> leaves;
  for (const char* leaf : kLeaves) leaves.push_back(LeafHash(absl::HexStringToBytes(leaf)));
  return leaves;
}

std::vector<Hash> NumberedLeaves(uint64_t count) {
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < count; ++i) leaves.push_back(LeafHash(absl::StrCat("leaf ", i)));
  return leaves;
}

// MTH of the RFC.
Hash NaiveRoot(const std::vector<Hash>& leaves, uint64_t begin, uint64_t end) {
  if (begin == end) return EmptyRoot();
  if (end - begin == 1) return leaves[begin];
  uint64_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return NodeHash(NaiveRoot(leaves, begin, begin + split), NaiveRoot(leaves, begin + split, end));
}

// A tree in tiles, as a store keeps it.
class Tiled {
 public:
  explicit Tiled(const std::vector<Hash>& leaves) {
    const auto keep = [this](TileKey key, absl::string_view hashes) {
      tiles_[key] = std::string(hashes);
    };
    for (const Hash& leaf : leaves) edge_.Append(leaf, keep);
    edge_.Rest(keep);
  }
  Hash Root() const { return edge_.Root(); }
  std::vector<Hash> Path(const std::vector<Range>& ranges) const {
    std::vector<Hash> path;
    for (const Range& range : ranges) {
      std::vector<Hash> full;
      for (const Node& node : FullNodes(range)) {
        const auto tile = tiles_.find(TileOf(node));
        EXPECT_NE(tile, tiles_.end());
        full.push_back(HashIn(tile->second, node).value_or(Hash()));
      }
      path.push_back(Fold(full));
    }
    return path;
  }

 private:
  Edge edge_;
  std::map<TileKey, std::string> tiles_;
};

std::vector<std::string> Hexes(const std::vector<Hash>& hashes) {
  std::vector<std::string> hexes;
  for (const Hash& hash : hashes) hexes.push_back(Hex(hash));
  return hexes;
}

TEST(Merkle, GivesTheRootsOfTheReferenceTree) {
  EXPECT_EQ(Hex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Edge().Root(), EmptyRoot());
  const std::vector<Hash> leaves = ReferenceLeaves();
  for (size_t size = 1; size <= leaves.size(); ++size) {
    const std::vector<Hash> some(leaves.begin(), leaves.begin() + static_cast<long>(size));
    EXPECT_EQ(Hex(Tiled(some).Root()), kRoots[size - 1]) << size;
  }
}

TEST(Merkle, GivesThePathsOfTheReferenceTree) {
  const Tiled tree(ReferenceLeaves());
  EXPECT_THAT(Hexes(tree.Path(InclusionPath(0, 8))),
              ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(Hexes(tree.Path(ConsistencyPath(6, 8))),
              ElementsAre("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(Hexes(tree.Path(ConsistencyPath(2, 5))),
              ElementsAre("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

TEST(Merkle, ProvesEachLeafOfEachSizeAndNoOther) {
  const std::vector<Hash> leaves = NumberedLeaves(70);
  for (uint64_t size = 1; size <= leaves.size(); ++size) {
    const std::vector<Hash> some(leaves.begin(), leaves.begin() + static_cast<long>(size));
    const Tiled tree(some);
    const Hash root = NaiveRoot(leaves, 0, size);
    ASSERT_EQ(tree.Root(), root);
    for (uint64_t index = 0; index < size; ++index) {
      std::vector<Hash> path = tree.Path(InclusionPath(index, size));
      ASSERT_TRUE(VerifyInclusion(leaves[index], index, size, path, root));
      EXPECT_FALSE(VerifyInclusion(LeafHash("other"), index, size, path, root));
      EXPECT_FALSE(VerifyInclusion(leaves[index], index + 1, size, path, root));
      EXPECT_FALSE(VerifyInclusion(leaves[index], size, size, path, root));
      path.push_back(root);
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
      path.resize(path.size() - 1);
      if (path.empty()) continue;
      path.back()[0] ^= 1;
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
      path.pop_back();
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
    }
  }
}

TEST(Merkle, ProvesThatEachSizeFollowsEachOlderOne) {
  const std::vector<Hash> leaves = NumberedLeaves(70);
  for (uint64_t size = 0; size <= leaves.size(); ++size) {
    const Tiled tree({leaves.begin(), leaves.begin() + static_cast<long>(size)});
    const Hash root = NaiveRoot(leaves, 0, size);
    for (uint64_t first = 0; first <= size; ++first) {
      const Hash older = NaiveRoot(leaves, 0, first);
      std::vector<Hash> path = tree.Path(ConsistencyPath(first, size));
      ASSERT_TRUE(VerifyConsistency(first, size, older, root, path)) << first << " " << size;
      EXPECT_FALSE(VerifyConsistency(first, size, LeafHash("forged"), root, path));
      EXPECT_FALSE(VerifyConsistency(size + 1, size, older, root, path));
      if (first == size || first == 0) continue;
      EXPECT_FALSE(VerifyConsistency(first, size, older, LeafHash("forged"), path));
      path.back()[31] ^= 1;
      EXPECT_FALSE(VerifyConsistency(first, size, older, root, path));
    }
  }
}

TEST(Merkle, HoldsAtTheEdgesOfTiles) {
  const std::vector<Hash> leaves = NumberedLeaves(65536 + 257);
  for (const uint64_t size : {255, 256, 257, 511, 512, 65535, 65536, 65537, 65536 + 257}) {
    const Tiled tree({leaves.begin(), leaves.begin() + static_cast<long>(size)});
    const Hash root = NaiveRoot(leaves, 0, size);
    ASSERT_EQ(tree.Root(), root) << size;
    for (const uint64_t index : {uint64_t{0}, uint64_t{254}, size / 2, size - 1}) {
      EXPECT_TRUE(
          VerifyInclusion(leaves[index], index, size, tree.Path(InclusionPath(index, size)), root));
    }
    for (const uint64_t first : {uint64_t{1}, uint64_t{255}, size / 2, size - 1}) {
      EXPECT_TRUE(VerifyConsistency(first, size, NaiveRoot(leaves, 0, first), root,
                                    tree.Path(ConsistencyPath(first, size))));
    }
  }
}

TEST(Merkle, TakesNoTileThatIsTooShort) {
  EXPECT_EQ(HashIn("", {0, 0}), std::nullopt);
  EXPECT_EQ(HashIn(std::string(63, 'x'), {1, 0}), std::nullopt);
  EXPECT_NE(HashIn(std::string(64, 'x'), {1, 0}), std::nullopt);
  EXPECT_EQ(ToHash("short"), std::nullopt);
}

}  // namespace
}  // namespace placet::record
