// The verb `placet comments check`: what people read of a check. The program itself runs once.
#include "clients/cli/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "CLI/CLI.hpp"
#include "clients/cli/comments.h"
#include "clients/cli/verbs.h"
#include "tests/comments/tables/samples.h"

namespace placet::cli {
namespace {

namespace v1 = placet::comments::v1;
namespace tables = placet::comments::tables;
using ::testing::HasSubstr;
using ::testing::Not;

class Check : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  // Runs the verb; gives what it printed and the exit code.
  std::pair<std::string, int> Run(std::vector<std::string> arguments) {
    CLI::App app("", "placet");
    Shell shell;
    app.add_flag("--json", shell.options.json);
    AddCommentVerbs(app, shell);
    std::reverse(arguments.begin(), arguments.end());
    ::testing::internal::CaptureStdout();
    app.parse(arguments);
    std::fflush(stdout);
    return {::testing::internal::GetCapturedStdout(), shell.exit_code};
  }

  std::filesystem::path folder_;
};

const std::vector<std::string> kGood = {"DE-1", "17", "4.2", "", "te", "Why", "What", "Accepted"};

TEST_F(Check, AGoodFileIsPrintedAndEndsWell) {
  const auto [out, code] = Run({"comments", "check", File("a.docx", tables::Docx2012({kGood}))});
  EXPECT_EQ(code, kOk);
  for (const char* what :
       {"a.docx", "version 2012-03", "1 row", "DE-1", "4.2", "Why", "accepted"}) {
    EXPECT_THAT(out, HasSubstr(what));
  }
  EXPECT_THAT(out, Not(HasSubstr("Rejected")));
}

TEST_F(Check, ARejectedRowFailsTheCheckAndSaysWhy) {
  const auto [out, code] =
      Run({"comments", "check",
           File("a.docx", tables::Docx2012({kGood, {"FR-2", "", "5", "", "ed", "", "", ""}}))});
  EXPECT_EQ(code, kPrecondition);
  for (const char* what : {"Rejected", "no-comment", "neither a comment", "FR-2 | 5 | ed"}) {
    EXPECT_THAT(out, HasSubstr(what));
  }
}

TEST_F(Check, NoticesAreListedAndFailNothing) {
  std::vector<std::string> row = kGood;
  row[0] = "AFNOR-1";
  const auto [out, code] = Run({"comments", "check", File("a.docx", tables::Docx2012({row}))});
  EXPECT_EQ(code, kOk);
  EXPECT_THAT(out, HasSubstr("Worth a look"));
  EXPECT_THAT(out, HasSubstr("acronym"));
}

TEST_F(Check, RefusedAndMissingFilesFailTheCheckAndTheOthersAreRead) {
  const auto [out, code] =
      Run({"comments", "check", File("old.doc", "\xD0\xCF\x11\xE0 and more"),
           File("a.docx", tables::Docx2012({kGood})), (folder_ / "missing.docx").string()});
  EXPECT_EQ(code, kPrecondition);
  for (const char* what : {"Refused", "old-office", "save it as DOCX", "not-opened", "DE-1"}) {
    EXPECT_THAT(out, HasSubstr(what));
  }
}

TEST_F(Check, JsonHasEverything) {
  const auto [out, code] = Run({"--json", "comments", "check", File("empty.csv", ""),
                                File("a.docx", tables::Docx2012({kGood}))});
  EXPECT_EQ(code, kPrecondition);
  for (const char* what :
       {"\"tables\"", "\"refused\"", "FILE_REFUSAL_EMPTY", "\"label\": \"DE-1\""}) {
    EXPECT_THAT(out, HasSubstr(what));
  }
}

TEST_F(Check, AFileIsNeeded) {
  EXPECT_THROW(Run({"comments", "check"}), CLI::RequiredError);
  std::fflush(stdout);
  ::testing::internal::GetCapturedStdout();
}

}  // namespace
}  // namespace placet::cli
