#include "clients/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class Completion : public ::testing::Test {
 protected:
  Completion() {
    app_.add_option("--color", text_, "Colours")->type_name("auto|always|never");
    app_.add_option("--as", text_, "Who is calling");
    CLI::App* vote = app_.add_subcommand("vote", "Casts a body's vote.");
    vote->add_option("BALLOT", text_, "The ballot");
    vote->add_option("ANSWER", text_, "The vote")->type_name("approve|abstain");
    vote->add_option("--text", text_, "Reasons");
    vote->add_flag("--dry-run", flag_, "Ask only");
    app_.add_subcommand("votes", "Lists votes.");
  }

  // What bash offers for the last of the words.
  std::vector<std::string> Offered(const std::string& words) {
    // A file of this process alone: ctest runs the cases side by side.
    const auto path = std::filesystem::path(::testing::TempDir()) /
                      absl::StrCat("placet_completion.", getpid(), ".bash");
    std::ofstream(path) << CompletionScript(app_, "bash");
    const std::string command = absl::StrCat(
        "bash -c '. ", path.string(), "; COMP_WORDS=(", words,
        "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _placet; echo \"${COMPREPLY[*]}\"' 2>&1");
    FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    std::array<char, 4096> part;
    for (size_t size = 0; (size = fread(part.data(), 1, part.size(), pipe)) > 0;) {
      output.append(part.data(), size);
    }
    pclose(pipe);
    std::filesystem::remove(path);
    return absl::StrSplit(output, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  }

  CLI::App app_{"Ballots.", "placet"};
  std::string text_;
  bool flag_ = false;
};

TEST_F(Completion, OffersVerbsThatBeginAsTyped) {
  EXPECT_THAT(Offered("placet vo"), UnorderedElementsAre("vote", "votes"));
}

TEST_F(Completion, OffersGlobalOptionsBeforeAVerb) {
  EXPECT_THAT(Offered("placet --c"), ElementsAre("--color"));
}

TEST_F(Completion, OffersAVerbsOwnOptionsAndTheGlobalOnes) {
  EXPECT_THAT(Offered("placet vote --"),
              AllOf(Contains("--dry-run"), Contains("--text"), Contains("--color")));
  EXPECT_THAT(Offered("placet votes --"), Not(Contains("--dry-run")));
}

TEST_F(Completion, OffersFixedChoicesOfAnArgument) {
  EXPECT_THAT(Offered("placet vote iso-dis-20435 a"), UnorderedElementsAre("approve", "abstain"));
}

TEST_F(Completion, OffersFixedChoicesOfAnOptionAlsoAfterAVerb) {
  EXPECT_THAT(Offered("placet --color a"), UnorderedElementsAre("auto", "always"));
  EXPECT_THAT(Offered("placet vote --color n"), ElementsAre("never"));
}

TEST_F(Completion, OffersNothingForTheFreeTextOfAnOption) {
  EXPECT_THAT(Offered("placet vote --text a"), ElementsAre());
}

TEST_F(Completion, TakesTheValueOfAnOptionForNoVerb) {
  EXPECT_THAT(Offered("placet --as votes vot"), UnorderedElementsAre("vote", "votes"));
}

TEST_F(Completion, WritesForZshAndFishToo) {
  EXPECT_THAT(CompletionScript(app_, "zsh"),
              AllOf(HasSubstr("compdef _placet placet"), HasSubstr("approve abstain")));
  EXPECT_THAT(CompletionScript(app_, "fish"),
              AllOf(HasSubstr("-a vote -d 'Casts a body\\'s vote.'"),
                    HasSubstr("-l color -d 'Colours' -x -a 'auto always never'")));
}

TEST_F(Completion, RefusesAnUnknownShell) { EXPECT_THROW(CompletionScript(app_, "tcsh"), Usage); }

}  // namespace
}  // namespace placet::cli
