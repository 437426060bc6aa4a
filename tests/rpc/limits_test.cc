// How often somebody may call: at the boundary, with the clock as an argument.
#include "services/rpc/limits.h"

#include <gmock/gmock.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/rpc/permissions.h"

namespace placet::rpc {
namespace {

using ::testing::Eq;
using ::testing::Le;
using ::testing::Optional;

constexpr char kAnna[] = "people/anna";

absl::Time At(double seconds) {
  return absl::FromUnixSeconds(1'800'000'000) + absl::Seconds(seconds);
}

// Calls that get through, of so many at once.
int Through(Limits& limits, int calls, absl::Time now, const char* caller = kAnna) {
  int through = 0;
  for (int i = 0; i < calls; ++i) through += limits.Take(caller, now) ? 0 : 1;
  return through;
}

TEST(Limits, ABurstGetsThroughAndNotOneMore) {
  Limits limits({.calls_per_second = 10, .burst = 5, .streams = 0});
  EXPECT_EQ(Through(limits, 100, At(0)), 5);
  EXPECT_EQ(Through(limits, 100, At(0), "people/bo"), 5) << "each caller has its own";
}

TEST(Limits, SayAfterHowLongThereIsRoomForOneMore) {
  Limits limits({.calls_per_second = 10, .burst = 5, .streams = 0});
  Through(limits, 5, At(0));
  EXPECT_THAT(limits.Take(kAnna, At(0)), Optional(Eq(absl::Milliseconds(100))));
  EXPECT_THAT(limits.Take(kAnna, At(0.099)), Optional(Eq(absl::Milliseconds(1))));
  EXPECT_THAT(limits.Take(kAnna, At(0.1)), Eq(std::nullopt));
  EXPECT_THAT(limits.Take(kAnna, At(0.1)), Optional(Eq(absl::Milliseconds(100))));
}

TEST(Limits, ARefusedCallCostsNothing) {
  Limits limits({.calls_per_second = 10, .burst = 5, .streams = 0});
  Through(limits, 10'000, At(0));
  EXPECT_EQ(Through(limits, 100, At(0.5)), 5);
}

TEST(Limits, TheRateIsKeptForAsLongAsOneLikes) {
  Limits limits({.calls_per_second = 10, .burst = 5, .streams = 0});
  int through = 0;
  for (int i = 0; i < 1000; ++i) through += Through(limits, 1, At(i / 100.0));
  EXPECT_EQ(through, 5 + 99);  // ten seconds of a hundred calls each
}

TEST(Limits, AfterAQuietTimeThereIsAWholeBurstAndNoMore) {
  Limits limits({.calls_per_second = 10, .burst = 5, .streams = 0});
  Through(limits, 5, At(0));
  EXPECT_EQ(Through(limits, 100, At(3600)), 5);
}

TEST(Limits, AClockThatIsSetBackShutsNobodyOut) {
  Limits limits({.calls_per_second = 10, .burst = 5, .streams = 0});
  Through(limits, 5, At(3600));
  EXPECT_THAT(limits.Take(kAnna, At(0)), Optional(Le(absl::Milliseconds(100))));
  EXPECT_THAT(limits.Take(kAnna, At(0.6)), Optional(Le(absl::Milliseconds(100))));
}

TEST(Limits, NoneAreKeptWithoutARate) {
  Limits limits({.calls_per_second = 0, .burst = 1, .streams = 0});
  EXPECT_EQ(Through(limits, 1000, At(0)), 1000);
  EXPECT_EQ(limits.Remembered(), 0u);
}

TEST(Limits, RememberNoMoreCallersThanTheyMay) {
  Limits limits({.calls_per_second = 1, .burst = 5, .streams = 0, .most_callers = 160});
  for (int i = 0; i < 10'000; ++i) limits.Take(absl::StrCat("people/", i), At(0));
  EXPECT_THAT(limits.Remembered(), Le(160u));
}

// Who has its burst again is forgotten first: somebody in the middle of a loop is not let off.
TEST(Limits, ForgetThoseFirstWhoHaveBeenQuiet) {
  Limits limits({.calls_per_second = 1, .burst = 5, .streams = 0, .most_callers = 160});
  for (int i = 0; i < 1000; ++i) limits.Take(absl::StrCat("people/early-", i), At(0));
  Through(limits, 5, At(10));
  for (int i = 0; i < 40; ++i) limits.Take(absl::StrCat("people/late-", i), At(12));
  EXPECT_THAT(limits.Take(kAnna, At(10)), Optional(Eq(absl::Seconds(1))));
}

TEST(Limits, AStreamHasAPlaceUntilItEnds) {
  Limits limits({.calls_per_second = 0, .burst = 1, .streams = 2});
  std::shared_ptr<void> first = limits.TakeStream(kAnna).value();
  const std::shared_ptr<void> second = limits.TakeStream(kAnna).value();
  EXPECT_FALSE(limits.TakeStream(kAnna).has_value());
  EXPECT_TRUE(limits.TakeStream("people/bo").has_value());
  std::shared_ptr<void> copy = first;
  first.reset();
  EXPECT_FALSE(limits.TakeStream(kAnna).has_value()) << "a copy holds the place, too";
  copy.reset();
  EXPECT_TRUE(limits.TakeStream(kAnna).has_value());
}

TEST(Limits, AStreamMayOutliveThem) {
  auto limits = std::make_unique<Limits>(Limits::Options{.streams = 1});
  std::shared_ptr<void> place = limits->TakeStream(kAnna).value();
  limits.reset();
  place.reset();
}

// A service of gRPC's own stands for one whose author forgot the option.
TEST(DoorDeathTest, AServiceWithAMethodThatDoesNotSayWhoMayCallItDoesNotStart) {
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();  // links its definition
  const auto open = [] {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("door"));
    Door("grpc.reflection.v1alpha.ServerReflection", absl::Now);
  };
  EXPECT_DEATH(open(), "ServerReflectionInfo does not say who may call it");
}

}  // namespace
}  // namespace placet::rpc
