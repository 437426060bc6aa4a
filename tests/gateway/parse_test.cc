// What needs no connection: targets, envelopes, base64, timeouts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "services/gateway/frames.h"
#include "services/gateway/protocol.h"
#include "services/gateway/target.h"
#include "services/gateway/text.h"
#include "tests/support/matchers.h"

namespace placet::gateway {
namespace {

using ::placet::testing::HasReason;
using ::placet::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::Pair;

TEST(TargetTest, IsPathAndQuery) {
  const auto target = ParseTarget("/a%2Eb/c%20d?x=1%262&y=a+b&z&=e");
  ASSERT_THAT(target, IsOk());
  EXPECT_THAT(target->segments, ElementsAre("a.b", "c d"));
  EXPECT_THAT(target->query,
              ElementsAre(Pair("x", "1&2"), Pair("y", "a b"), Pair("z", ""), Pair("", "e")));
  EXPECT_THAT(ParseTarget("/")->segments, ElementsAre(""));
  const auto absolute = ParseTarget("https://h:1/p?q");
  ASSERT_THAT(absolute, IsOk());
  EXPECT_EQ(absolute->authority, "h:1");
  EXPECT_THAT(ParseTarget("http://h")->segments, ElementsAre(""));
}

TEST(TargetTest, RefusesWhatLeadsElsewhere) {
  for (const char* bad :
       {"",        "*",       "a",         "?x",      "/%",        "/%2",       "/%zz",  "/..",
        "/a/../b", "/%2e%2e", "/.",        "/a%2fb",  "/a%5Cb",    "/a\\b",     "/%00",  "/%0a",
        "/%ff",    "/?x=%",   "/?a=1&a=2", "http://", "http:///x", "ftp://h/x", "//../x"}) {
    EXPECT_THAT(ParseTarget(bad), HasReason("BAD_TARGET")) << bad;
  }
  EXPECT_THAT(ParseTarget("/" + std::string(kLongestTarget, 'x')), HasReason("BAD_TARGET"));
}

TEST(TargetTest, TheLogGetsOneLine) {
  const auto target = ParseTarget("/a%20%C3%A9\"b?secret=1");
  ASSERT_THAT(target, IsOk());
  EXPECT_EQ(PathForLog(*target), "/a????b");
  EXPECT_LE(PathForLog(*ParseTarget("/" + std::string(999, 'x'))).size(), 200u);
}

TEST(FramesTest, ComeBack) {
  const std::string body = ToFrame(0, "") + ToFrame(2, std::string(70'000, 'x'));
  const auto frames = ReadFrames(body);
  ASSERT_THAT(frames, IsOk());
  ASSERT_EQ(frames->size(), 2u);
  EXPECT_EQ((*frames)[0].message, "");
  EXPECT_EQ((*frames)[1].flags, 2);
  EXPECT_EQ((*frames)[1].message.size(), 70'000u);
  EXPECT_THAT(*ReadFrames(""), ::testing::IsEmpty());
}

TEST(FramesTest, ThatAreCutOffOrCompressedAreRefused) {
  const std::string whole = ToFrame(0, "message");
  for (size_t size = 1; size < whole.size(); ++size) {
    EXPECT_THAT(ReadFrames(whole.substr(0, size)), HasReason("BAD_FRAME")) << size;
  }
  EXPECT_THAT(ReadFrames(ToFrame(1, "x")), HasReason("BAD_FRAME"));
  EXPECT_THAT(ReadFrames(std::string(5 * (kMostFrames + 1), '\0')), HasReason("BAD_FRAME"));
}

TEST(TextTest, ReadsBase64OfEveryKind) {
  for (size_t size = 0; size < 40; ++size) {
    std::string bytes;
    for (size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(i * 37 + size));
    EXPECT_THAT(AnyBase64(absl::Base64Escape(bytes)), Optional(bytes));
    EXPECT_THAT(AnyBase64(absl::WebSafeBase64Escape(bytes)), Optional(bytes));
    // Pieces that are padded each for itself.
    EXPECT_THAT(AnyBase64(absl::Base64Escape(bytes) + absl::Base64Escape("tail")),
                Optional(bytes + "tail"));
  }
  for (const char* bad : {"A", "AAAAA", "A=", "=", "AA=A=", "A A", "AAA\n", "AA.="}) {
    EXPECT_EQ(AnyBase64(bad), std::nullopt) << bad;
  }
}

TEST(TextTest, KnowsUtf8) {
  for (const char* good : {"", "a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF8", "\xE2\x82", "\xFF"}) {
    EXPECT_FALSE(IsUtf8(bad));
  }
}

TEST(TimeoutTest, IsWhatItsProtocolSays) {
  const auto timeout = [](const char* type, const char* field, const char* value) {
    Request request;
    request.fields.set(field, value);
    return TimeoutOf(request, *ProtocolOf(type));
  };
  EXPECT_EQ(*timeout("application/json", "connect-timeout-ms", "1500"), absl::Milliseconds(1500));
  EXPECT_EQ(*timeout("application/json", "grpc-timeout", "1S"), absl::InfiniteDuration());
  const char* web = "application/grpc-web";
  for (const auto& [text, duration] :
       {std::pair("2H", absl::Hours(2)), std::pair("3M", absl::Minutes(3)),
        std::pair("4S", absl::Seconds(4)), std::pair("5m", absl::Milliseconds(5)),
        std::pair("6u", absl::Microseconds(6)),
        std::pair("99999999n", absl::Nanoseconds(99999999))}) {
    EXPECT_EQ(*timeout(web, "grpc-timeout", text), duration) << text;
  }
  for (const char* bad : {"S", "1", "1s", "-1S", "123456789S", "1.5S", "S1"}) {
    EXPECT_THAT(timeout(web, "grpc-timeout", bad), HasReason("BAD_TIMEOUT")) << bad;
  }
}

}  // namespace
}  // namespace placet::gateway
