#include "clients/cli/board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace placet::cli {
namespace {

using placet::ballots::v1::Board;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Screen kFile{100, false, false};

Board FromText(const std::string& text) {
  Board board;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &board));
  return board;
}

std::vector<std::string> Names(const Board& board) {
  std::vector<std::string> names;
  for (const auto& entry : board.entries()) names.push_back(entry.name());
  return names;
}

Board TwoBallots() {
  return FromText(R"(
      version: "1"
      as_of { seconds: 1000000 }
      entries { name: "ballots/a" close_time { seconds: 2000000 } votes_due: 3 votes_in: 1 }
      entries { name: "ballots/b" close_time { seconds: 3000000 } votes_due: 2 }
      totals { open_ballots: 2 votes_due: 5 votes_in: 1 })");
}

TEST(Board, IsReplacedByAWholeOne) {
  Board board = TwoBallots();
  Merge(FromText("version: '2' entries { name: 'ballots/c' }"), board);
  EXPECT_THAT(Names(board), ElementsAre("ballots/c"));
  EXPECT_EQ(board.version(), "2");
}

TEST(Board, TakesOverWhatHasChanged) {
  Board board = TwoBallots();
  Merge(FromText(R"(
            version: "2" delta: true
            entries { name: "ballots/c" close_time { seconds: 2500000 } }
            entries { name: "ballots/b" close_time { seconds: 3000000 } votes_due: 1 }
            closed: "ballots/a"
            totals { open_ballots: 2 votes_due: 1 })"),
        board);
  EXPECT_THAT(Names(board), ElementsAre("ballots/c", "ballots/b"));
  EXPECT_EQ(board.entries(1).votes_due(), 1);
  EXPECT_EQ(board.totals().votes_due(), 1);
  EXPECT_EQ(board.version(), "2");
}

TEST(Board, LearnsItsAgeFromAnEmptyDelta) {
  Board board = TwoBallots();
  Merge(FromText("version: '1' delta: true as_of { seconds: 1000002 } age { nanos: 7000000 }"),
        board);
  EXPECT_THAT(Names(board), ElementsAre("ballots/a", "ballots/b"));
  EXPECT_EQ(board.totals().open_ballots(), 2);
  EXPECT_EQ(TotalsInWords(board),
            "2 ballots open, 5 votes due, 1 in, 0 closing within 7 days; 7 ms old");
}

TEST(Board, ShowsCriteriaWhereThereAreAny) {
  Board board = TwoBallots();
  EXPECT_EQ(CriteriaInWords(board.entries(0)), "-");
  board.mutable_entries(0)->add_criteria()->set_met(true);
  board.mutable_entries(0)->add_criteria();
  EXPECT_EQ(CriteriaInWords(board.entries(0)), "met 1 of 2");
}

TEST(Board, IsATableOfWhatIsOpen) {
  const std::string text = BoardTable(TwoBallots(), "").Text(kFile);
  EXPECT_THAT(text, HasSubstr("due  in  comments  criteria"));
  EXPECT_THAT(text, HasSubstr("in 11 days"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("vote of")));
}

TEST(Board, OfABodySaysWhatItHasYetToDo) {
  Board board = TwoBallots();
  board.mutable_entries(0)->mutable_body()->set_entitlement(
      placet::ballots::v1::ENTITLEMENT_MUST_VOTE);
  board.mutable_entries(1)->mutable_body()->set_voted(true);
  const std::string text = BoardTable(board, "de").Text(kFile);
  EXPECT_THAT(text, HasSubstr("vote of de"));
  EXPECT_THAT(text, HasSubstr("is due"));
  EXPECT_THAT(text, HasSubstr("received"));
}

}  // namespace
}  // namespace placet::cli
