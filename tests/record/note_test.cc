#include "services/record/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/record/leaf.h"
#include "services/record/merkle.h"
#include "tests/record/keys.h"
#include "tests/support/matchers.h"

namespace placet::record {
namespace {

using placet::testing::IsOk;
using placet::testing::StatusIs;

pb::TreeHead Head(const SigningKey& key) {
  pb::TreeHead head;
  head.set_log("placet/ballots/1");
  head.set_size(3);
  head.set_root(ToBytes(LeafHash("root")));
  *head.mutable_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(1'772'442'000'000'005);
  SignHead(key, head);
  return head;
}

TEST(Note, IsTheLinesThatTheReadmeHas) {
  const Keys keys;
  const pb::TreeHead head = Head(keys.signing());
  const std::vector<std::string> lines = absl::StrSplit(head.note(), '\n');
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(lines[0], "placet/ballots/1");
  EXPECT_EQ(lines[1], "3");
  EXPECT_EQ(lines[2], absl::Base64Escape(head.root()));
  EXPECT_EQ(lines[3], "time 2026-03-02T09:00:00.000005Z");
  EXPECT_EQ(lines[4], "");
  EXPECT_THAT(lines[5], ::testing::StartsWith("\xe2\x80\x94 placet/ballots/1 "));
  const auto parsed = ParseNote(head.note());
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(VerifyHead(keys.verifying(), *parsed));
}

TEST(Note, EachPartIsSigned) {
  const Keys keys;
  const pb::TreeHead head = Head(keys.signing());
  ASSERT_TRUE(VerifyHead(keys.verifying(), head));
  pb::TreeHead other = head;
  other.set_size(4);
  EXPECT_FALSE(VerifyHead(keys.verifying(), other));
  other = head;
  other.set_log("placet/ballots/2");
  EXPECT_FALSE(VerifyHead(keys.verifying(), other));
  other = head;
  other.set_root(ToBytes(LeafHash("another root")));
  EXPECT_FALSE(VerifyHead(keys.verifying(), other));
  other = head;
  other.mutable_time()->set_nanos(7000);
  EXPECT_FALSE(VerifyHead(keys.verifying(), other));
  const Keys others;
  EXPECT_FALSE(VerifyHead(others.verifying(), head));
  EXPECT_NE(others.verifying().id(), keys.verifying().id());
}

TEST(Note, WhatIsNoneIsNotParsed) {
  const Keys keys;
  const std::string note = Head(keys.signing()).note();
  EXPECT_FALSE(ParseNote(""));
  EXPECT_FALSE(ParseNote(note.substr(0, note.size() - 20)));
  EXPECT_FALSE(ParseNote(absl::StrCat("one more line\n", note)));
}

TEST(Note, AKeyThatOthersMayReadIsRefused) {
  const Keys keys;
  EXPECT_THAT(SigningKey::Load(keys.secret()), IsOk());
  chmod(keys.secret().c_str(), 0640);
  EXPECT_THAT(SigningKey::Load(keys.secret()), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(SigningKey::Load(keys.open() + "none"), StatusIs(absl::StatusCode::kNotFound));
  chmod(keys.open().c_str(), 0600);
  EXPECT_THAT(SigningKey::Load(keys.open()), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(PublicKey::Load(keys.secret()), StatusIs(absl::StatusCode::kInvalidArgument));
}

// The bytes of the README, written out by hand.
TEST(Leaf, IsTheBytesThatTheReadmeHas) {
  pb::Entry entry;
  entry.set_sequence(258);
  entry.set_blind("0123456789abcdef");
  entry.mutable_commit_time()->set_seconds(946684801);  // a second after 2000 began
  entry.set_actor("people/anna");
  entry.set_subject("ballots/b");
  entry.set_ballot("b");
  entry.set_request_id("00000000-0000-4000-8000-000000000001");
  entry.set_fingerprint("FF");
  entry.set_change("\x3a\x01");
  EXPECT_EQ(absl::BytesToHexString(LeafBytes(entry)),
            absl::StrCat("01", "0000000000000102", absl::BytesToHexString("0123456789abcdef"),
                         "00000000000f4240", "0000000b", absl::BytesToHexString("people/anna"),
                         "00000009", absl::BytesToHexString("ballots/b"), "00000001",
                         absl::BytesToHexString("b"), "00000000000040008000000000000001",
                         "00000002", absl::BytesToHexString("FF"), "00000000", "3a01"));
  entry.set_blind("0123456789abcdeF");
  EXPECT_NE(LeafOf(entry), LeafHash("0"));
}

// Who has everything but the blind cannot tell which of two votes a leaf stands for: the leaves of
// the same vote under two blinds have nothing in common.
TEST(Leaf, IsAnotherWithAnotherBlind) {
  pb::Entry entry;
  entry.set_sequence(1);
  entry.set_change("yes");
  entry.set_blind(std::string(16, 'a'));
  const Hash one = LeafOf(entry);
  entry.set_blind(std::string(16, 'b'));
  EXPECT_NE(LeafOf(entry), one);
}

}  // namespace
}  // namespace placet::record
