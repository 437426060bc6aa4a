// The moves between stages as text, what is refused, and that rules and decisions move no project
// where the matrix does not let it go.
#include "services/ballots/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <iterator>
#include <sstream>
#include <string_view>

#include "services/ballots/rules/outcomes.h"
#include "services/ballots/rules/rules.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Stages, MovesArePinned) {
  std::ostringstream all;
  all << "\n";
  for (const StageCode& stage : StageCodes()) {
    all << stage.code << " ->";
    for (const std::string_view next : PermittedNext(stage.code)) all << " " << next;
    all << "\n";
  }
  EXPECT_EQ(all.str(), R"(
00.00 -> 00.20 00.98 00.99 10.99
00.20 -> 00.60 00.98
00.60 -> 00.20 00.98 00.99 10.99
00.98 ->
00.99 -> 00.98 10.00
10.00 -> 10.20 10.98 10.99
10.20 -> 10.60
10.60 -> 10.92 10.98 10.99
10.92 -> 10.00 10.98
10.98 ->
10.99 -> 20.00 20.20 20.98 20.99 30.00 30.99 40.00 40.99 50.00
20.00 -> 20.20 20.98 20.99 30.00 30.99
20.20 -> 20.60
20.60 -> 20.20 20.98 20.99 30.00 30.99
20.98 -> 20.00
20.99 -> 20.98 30.00 30.99 40.00 50.00
30.00 -> 30.20 30.98 30.99
30.20 -> 30.60
30.60 -> 30.92 30.98 30.99
30.92 -> 20.00 30.00 30.20 30.98 30.99
30.98 -> 20.00 30.00 30.99 40.00
30.99 -> 30.00 30.98 40.00 50.00 60.00
40.00 -> 40.20 40.98
40.20 -> 40.60
40.60 -> 40.92 40.93 40.98 40.99
40.92 -> 30.00 40.00 40.98 50.00
40.93 -> 40.00 40.20 40.98
40.98 -> 40.00 40.99 50.00
40.99 -> 40.98 50.00 60.00
50.00 -> 50.20 50.98
50.20 -> 50.60
50.60 -> 50.92 50.98 50.99 60.00
50.92 -> 30.00 40.00 50.00 50.98
50.98 -> 50.00
50.99 -> 50.98 60.00
60.00 -> 50.92 60.60
60.60 -> 90.20 90.92 90.93 90.99 95.99
90.20 -> 90.60
90.60 -> 90.20 90.92 90.93 90.99
90.92 -> 90.20 90.93 90.99 95.99
90.93 -> 90.20 90.92 90.99 95.99
90.99 -> 90.92 90.93 95.20 95.99
95.20 -> 95.60
95.60 -> 95.92 95.99
95.92 -> 90.20 90.92 90.93
95.99 ->
)");
}

TEST(Stages, NextAreNoneWithoutSuchAStage) {
  EXPECT_THAT(PermittedNext(""), IsEmpty());
  EXPECT_THAT(PermittedNext("40"), IsEmpty());
  EXPECT_THAT(PermittedNext("40.94"), IsEmpty());
  EXPECT_THAT(PermittedNext("95.99"), IsEmpty());
  EXPECT_THAT(PermittedNext("20.98"), ElementsAre("20.00"));
}

TEST(Stages, TheUsualWayIsOpen) {
  constexpr std::string_view kWay[] = {
      "00.00", "00.20", "00.60", "00.99", "10.00", "10.20", "10.60", "10.99", "20.00",
      "20.20", "20.60", "20.99", "30.00", "30.20", "30.60", "30.99", "40.00", "40.20",
      "40.60", "40.99", "50.00", "50.20", "50.60", "50.99", "60.00", "60.60", "90.20",
      "90.60", "90.93", "90.20", "90.60", "90.99", "95.20", "95.60", "95.99"};
  for (std::size_t i = 1; i < std::size(kWay); ++i) {
    EXPECT_TRUE(MayMove(kWay[i - 1], kWay[i])) << kWay[i - 1] << " to " << kWay[i];
  }
}

TEST(Stages, WhatHasNoDecisionBehindItIsRefused) {
  EXPECT_FALSE(MayMove("40.20", "40.20"));  // not to where it is
  EXPECT_FALSE(MayMove("40.20", "40.99"));  // no decision while a ballot runs
  EXPECT_FALSE(MayMove("40.20", "40.98"));
  EXPECT_FALSE(MayMove("10.60", "20.00"));  // by 10.99
  EXPECT_FALSE(MayMove("30.60", "40.00"));  // by 30.99
  EXPECT_FALSE(MayMove("40.60", "50.00"));  // by 40.99
  EXPECT_FALSE(MayMove("40.99", "60.60"));  // by 60.00
  EXPECT_FALSE(MayMove("90.60", "95.20"));  // by 90.99
  EXPECT_FALSE(MayMove("10.98", "10.00"));  // a new proposal is a new project
  EXPECT_FALSE(MayMove("95.99", "90.93"));  // what comes back is a new edition (2.9.4)
  EXPECT_FALSE(MayMove("60.60", "40.00"));  // a revision is a project of its own
  EXPECT_FALSE(MayMove("", "00.00"));
  EXPECT_FALSE(MayMove("40.00", ""));
}

// A project whose ballot opens and closes moves as the matrix has it.
TEST(Stages, RulesKeepToTheMatrix) {
  for (const rules::Rule& rule : rules::AllRules()) {
    if (rule.stage_open.empty()) continue;
    for (const std::string_view before : rule.stages_before) {
      EXPECT_TRUE(MayMove(before, rule.stage_open))
          << rule.edition << " " << rules::KindName(rule.kind) << ": " << before << " to "
          << rule.stage_open;
    }
    EXPECT_TRUE(MayMove(rule.stage_open, rule.stage_closed))
        << rule.edition << " " << rules::KindName(rule.kind);
  }
}

TEST(Stages, DecisionsKeepToTheMatrix) {
  for (const rules::Decision& row : rules::AllDecisions()) {
    if (!row.stage.empty()) {
      EXPECT_TRUE(MayMove(row.from, row.stage)) << row.id << ": " << row.from << " " << row.stage;
    }
    if (!row.next.empty()) {
      EXPECT_TRUE(MayMove(row.stage, row.next)) << row.id << ": " << row.stage << " " << row.next;
    }
    if (!row.new_project.empty()) {
      EXPECT_NE(FindStage(row.new_project), nullptr) << row.id;
    }
  }
}

}  // namespace
}  // namespace placet::ballots
