// Every reason for which a call can be refused is asked for by a test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "placet/access/v1/access_service.pb.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "placet/comments/v1/errors.pb.h"
#include "placet/members/v1/member_service.pb.h"
#include "placet/record/v1/record_service.pb.h"

namespace placet {
namespace {

namespace fs = std::filesystem;

// Reasons that no test provokes, each with why: none.
const std::vector<std::string> kExceptions = {};

// All sources of tests but this one. A reason that both services have is mostly made by the door
// that they share (services/rpc/door.cc), so one test of it does for both.
std::string Tests() {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator(PLACET_SOURCE_DIR "/tests")) {
    const fs::path& path = entry.path();
    if (path.extension() != ".cc" && path.extension() != ".h") continue;
    if (path.filename() == fs::path(__FILE__).filename()) continue;
    std::ifstream file(path);
    text.append(std::istreambuf_iterator<char>(file), {});
  }
  return text;
}

// The reasons that stand in no test as a string of their own, or as a value of the enum.
std::vector<std::string> Untested(const google::protobuf::EnumDescriptor& reasons) {
  const std::string prefix = "ERROR_REASON_";
  const std::string tests = Tests();
  std::vector<std::string> untested;
  for (int i = 0; i < reasons.value_count(); ++i) {
    const std::string name = reasons.value(i)->name();
    const std::string reason = name.substr(prefix.size());
    const bool excepted =
        reasons.value(i)->number() == 0 ||  // never sent
        std::find(kExceptions.begin(), kExceptions.end(), reason) != kExceptions.end();
    const bool tested = tests.find('"' + reason + '"') != std::string::npos ||
                        tests.find(name) != std::string::npos;
    if (!excepted && !tested) untested.push_back(reason);
  }
  return untested;
}

TEST(Reasons, OfTheDirectoryAreAllTested) {
  EXPECT_THAT(Untested(*members::v1::ErrorReason_descriptor()), ::testing::IsEmpty());
}

TEST(Reasons, OfCommentsAreAllTested) {
  EXPECT_THAT(Untested(*comments::v1::ErrorReason_descriptor()), ::testing::IsEmpty());
}

TEST(Reasons, OfAccessAreAllTested) {
  EXPECT_THAT(Untested(*access::v1::ErrorReason_descriptor()), ::testing::IsEmpty());
}

TEST(Reasons, OfBallotsAreAllTested) {
  EXPECT_THAT(Untested(*ballots::v1::ErrorReason_descriptor()), ::testing::IsEmpty());
}

TEST(Reasons, OfTheRecordAreAllTested) {
  EXPECT_THAT(Untested(*record::v1::ErrorReason_descriptor()), ::testing::IsEmpty());
}

}  // namespace
}  // namespace placet
