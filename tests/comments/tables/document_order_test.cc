// The order of the draft: examples that occur, and properties of made-up clauses.
#include "services/comments/tables/document_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

std::string Key(absl::string_view clause, absl::string_view element = "",
                absl::string_view line = "") {
  return DocumentOrderKey({clause, element, line});
}

TEST(DocumentOrder, IsThatOfTheDraft) {
  const std::vector<const char*> draft = {"Whole document",
                                          "Title page",
                                          "Contents",
                                          "Foreword",
                                          "Introduction",
                                          "0.1",
                                          "Scope",
                                          "1.1",
                                          "2",
                                          "3.13 & 3.14",
                                          "3.14",
                                          "4",
                                          "6.1 and throughout",
                                          "6.2",
                                          "8.2",
                                          "8.2.2",
                                          "8.2.3",
                                          "8.2.10",
                                          "8.2.16",
                                          "8.3",
                                          "9.9.4",
                                          "9.10.1",
                                          "10",
                                          "A",
                                          "A.1",
                                          "Annex A.2",
                                          "A.2.10",
                                          "B.1",
                                          "Annex C",
                                          "D.4",
                                          "Annex AA",
                                          "Bibliography",
                                          "Index",
                                          "Figure 2",
                                          "Figure 10"};
  for (size_t i = 0; i + 1 < draft.size(); ++i) {
    EXPECT_LT(Key(draft[i]), Key(draft[i + 1])) << draft[i] << " before " << draft[i + 1];
  }
}

TEST(DocumentOrder, ManyWordsMeanTheWholeDocument) {
  for (const char* cell : {"", " ", "General", "Document", "_whole document", "whole document",
                           "Entire document", "All", "general", "-", "\u2013", "Throughout"}) {
    EXPECT_EQ(Key(cell), Key("")) << cell;
  }
  EXPECT_NE(Key("General requirements"), Key(""));
}

TEST(DocumentOrder, OnePlaceIsWrittenInManyWays) {
  EXPECT_EQ(Key("Clause 4"), Key("4"));
  EXPECT_EQ(Key("\u00A7 4.1"), Key("4.1"));
  EXPECT_EQ(Key("03.5"), Key("3.5"));
  EXPECT_EQ(Key("3.13, 3.14"), Key("3.13"));
  EXPECT_EQ(Key("4.1."), Key("4.1"));
  EXPECT_EQ(Key("Annex A.1"), Key("A.1"));
  EXPECT_EQ(Key("annex a"), Key("A"));
  EXPECT_EQ(Key("A1"), Key("A.1"));
  EXPECT_EQ(Key("7.a)"), Key("7.A"));
  EXPECT_EQ(Key("Terms and definitions"), Key("3"));
  EXPECT_NE(Key("A note"), Key("A"));
}

TEST(DocumentOrder, WithinAClauseTheLineComesFirstThenTheElement) {
  EXPECT_LT(Key("4", "Table 2"), Key("4", "", "9"));
  EXPECT_LT(Key("4", "Table 2", "9"), Key("4", "Table 1", "120-125"));
  EXPECT_LT(Key("4", ""), Key("4", "Table 2"));
  EXPECT_LT(Key("4", "Table 2"), Key("4", "table 10"));
  EXPECT_LT(Key("4", "zzz", "999"), Key("4.1"));
}

TEST(DocumentOrder, AClauseHoldsWhatIsBelowIt) {
  EXPECT_TRUE(IsInSubtree(Key("8.2", "Table 1"), "8.2"));
  EXPECT_TRUE(IsInSubtree(Key("8.2.10"), "8.2"));
  EXPECT_FALSE(IsInSubtree(Key("8.20"), "8.2"));
  EXPECT_FALSE(IsInSubtree(Key("8"), "8.2"));
  EXPECT_FALSE(IsInSubtree(Key("82"), "8"));
  EXPECT_TRUE(IsInSubtree(Key("Annex A.2.10"), "Annex A"));
  EXPECT_TRUE(IsInSubtree(Key("Foreword, 2nd paragraph"), "Foreword"));
  EXPECT_FALSE(IsInSubtree(Key("Figure 30"), "Figure 3"));
}

// Whether anything that the cell names lies in or around the clause.
bool Names(absl::string_view cell, absl::string_view clause) {
  const KeyRange asked = SubtreeOf(clause);
  const std::vector<KeyRange> places = FurtherPlaces(cell);
  return IsInSubtree(Key(cell), clause) ||
         std::any_of(places.begin(), places.end(), [&](const KeyRange& place) {
           return place.from < asked.until && place.until > asked.from;
         });
}

TEST(FurtherPlaces, AreWhatAListOrARangeNamesAfterItsFirstPlace) {
  EXPECT_TRUE(Names("5.1 and 6.2", "6"));
  EXPECT_TRUE(Names("5.1 and 6.2", "6.2"));
  EXPECT_FALSE(Names("5.1 and 6.2", "6.20"));
  EXPECT_TRUE(Names("3.13 & 3.14, A.2; Bibliography", "3.14"));
  EXPECT_TRUE(Names("3.13 & 3.14, A.2; Bibliography", "Annex A"));
  EXPECT_TRUE(Names("3.13 & 3.14, A.2; Bibliography", "Bibliography"));
  EXPECT_FALSE(Names("3.13 & 3.14, A.2; Bibliography", "4"));
  EXPECT_TRUE(Names("3.1 - 3.4", "3.3"));
  EXPECT_TRUE(Names("3.1\u20133.4", "3.4"));
  EXPECT_TRUE(Names("3.1 to 3.4", "3.2.1"));
  EXPECT_FALSE(Names("3.1 to 3.4", "3.5"));
  EXPECT_TRUE(Names("6.1 and throughout", "whole document"));
}

TEST(FurtherPlaces, AreNotGuessedFromWords) {
  EXPECT_TRUE(FurtherPlaces("8.2.10").empty());
  EXPECT_TRUE(FurtherPlaces("").empty());
  EXPECT_TRUE(FurtherPlaces("4.2, second paragraph").empty());
  EXPECT_TRUE(FurtherPlaces("4, 2nd paragraph").empty());
  EXPECT_TRUE(FurtherPlaces("Terms and definitions").empty());
  EXPECT_TRUE(FurtherPlaces("-").empty());
  // A short form of 3.1 to 3.5, or 3.1 up to clause 5: neither is taken to be all between.
  EXPECT_FALSE(Names("3.1-5", "4"));
  EXPECT_FALSE(Names("3.4 - 3.1", "3.2"));
  EXPECT_EQ(FurtherPlaces(std::string(1000, ',') + "5").size(), 0U);
  std::string many = "1";
  for (int i = 2; i < 60; ++i) many += "," + std::to_string(i);
  EXPECT_EQ(FurtherPlaces(many).size(), 20U);
}

TEST(DocumentOrder, KeysAreShortTextForEveryInput) {
  const std::string long_text(5000, '8');
  for (const std::string& cell :
       {long_text, std::string(5000, '.'), std::string(3000, 'A'), std::string("8.2\0x", 5),
        std::string("\xFF\xFE"), absl::StrCat("1.", absl::StrJoin(std::vector<int>(99, 1), "."))}) {
    const std::string key = Key(MadeText(cell), MadeText(cell), MadeText(cell));
    EXPECT_LE(key.size(), 200u);
    EXPECT_TRUE(IsText(key));
    EXPECT_EQ(key.find('\0'), std::string::npos);
  }
}

using Numbers = std::vector<int>;

Numbers SomeNumbers() {
  return *rc::gen::resize(6,
                          rc::gen::nonEmpty(rc::gen::container<Numbers>(rc::gen::inRange(0, 2000))))
              .as("numbers");
}

std::string Clause(const Numbers& numbers) { return absl::StrJoin(numbers, "."); }

RC_GTEST_PROP(DocumentOrder, ComparesClausesByTheirNumbers, ()) {
  const Numbers a = SomeNumbers();
  const Numbers b = SomeNumbers();
  RC_ASSERT((Key(Clause(a)) < Key(Clause(b))) == (a < b));
  RC_ASSERT((Key("A." + Clause(a)) < Key("Annex A." + Clause(b))) == (a < b));
}

RC_GTEST_PROP(DocumentOrder, RangesAndPrefixesSayTheSameAsNumbers, ()) {
  const Numbers clause = SomeNumbers();
  Numbers other = SomeNumbers();
  if (*rc::gen::arbitrary<bool>()) other.insert(other.begin(), clause.begin(), clause.end());
  const bool below =
      other.size() >= clause.size() && std::equal(clause.begin(), clause.end(), other.begin());
  const std::string key = Key(Clause(other), "Table 1", "17");
  const KeyRange range = SubtreeOf(Clause(clause));
  RC_ASSERT(IsInSubtree(key, Clause(clause)) == below);
  RC_ASSERT((key >= range.from && key < range.until) == below);
}

RC_GTEST_PROP(DocumentOrder, IsTheSameHoweverTheRowsCame, ()) {
  auto clauses = *rc::gen::container<std::vector<std::string>>(rc::gen::string<std::string>());
  const auto before = [](const std::string& a, const std::string& b) {
    return Key(MadeText(a)) < Key(MadeText(b));
  };
  auto shuffled = clauses;
  std::reverse(shuffled.begin(), shuffled.end());
  std::sort(clauses.begin(), clauses.end(), before);
  std::sort(shuffled.begin(), shuffled.end(), before);
  for (size_t i = 0; i < clauses.size(); ++i) {
    RC_ASSERT(Key(MadeText(clauses[i])) == Key(MadeText(shuffled[i])));
  }
}

}  // namespace
}  // namespace placet::comments::tables
