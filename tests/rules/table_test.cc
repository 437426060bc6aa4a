// The table as text: whoever changes a value changes pinned/ too, where a reviewer sees it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/ballots/rules/rules.h"
#include "tests/rules/printed.h"

namespace placet::ballots::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

namespace fs = std::filesystem;

const fs::path kPinned = PLACET_SOURCE_DIR "/tests/rules/pinned";

std::string Pinned(std::string_view name) {
  std::ifstream file(kPinned / (std::string(name) + ".txt"));
  return {std::istreambuf_iterator<char>(file), {}};
}

// The text that would be right stands in a file afterwards, to be read before it is taken over.
void ExpectPinned(std::string_view name, const std::string& text) {
  if (text == Pinned(name)) return;
  const fs::path beside = fs::path(::testing::TempDir()) / (std::string(name) + ".txt");
  std::ofstream(beside) << text;
  EXPECT_EQ(text, Pinned(name)) << "printed to " << beside;
}

std::string RowsOf(std::string_view edition) {
  std::string text;
  for (const Rule& rule : AllRules()) {
    if (rule.edition == edition) text += Printed(rule);
  }
  return text;
}

TEST(Editions, AreTheseLiterally) {
  std::string text;
  for (const Edition& edition : AllEditions()) text += Printed(edition);
  ExpectPinned("editions", text);
}

TEST(Rows, OfEachEditionAreTheseLiterally) {
  for (const Edition& edition : AllEditions()) ExpectPinned(edition.id, RowsOf(edition.id));
}

TEST(FreeCriteria, AreTheseLiterally) {
  std::string text;
  for (const Criterion& criterion : FreeCriteria()) text += Printed(criterion);
  ExpectPinned("free_criteria", text);
}

TEST(Pinned, HoldsNothingElse) {
  std::vector<std::string> expected = {"editions.txt", "free_criteria.txt"};
  for (const Edition& edition : AllEditions()) expected.push_back(std::string(edition.id) + ".txt");
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(kPinned)) {
    files.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(files, UnorderedElementsAreArray(expected));
}

TEST(Rows, AreFoundByKindAndEdition) {
  std::set<std::pair<Kind, std::string_view>> seen;
  for (const Rule& rule : AllRules()) {
    EXPECT_TRUE(seen.emplace(rule.kind, rule.edition).second) << Printed(rule);
    EXPECT_EQ(FindRule(rule.kind, rule.edition), &rule);
  }
  EXPECT_EQ(seen.size(), 137U);
}

TEST(Rows, ThatAreNotThereAreNotFound) {
  EXPECT_EQ(FindRule(Kind::kDtr, "ISO-2017"), nullptr);
  EXPECT_EQ(FindRule(Kind::kReview, "ISO-2008"), nullptr);
  EXPECT_EQ(FindRule(Kind::kFdis, "IEC-2013"), nullptr);
  EXPECT_EQ(FindRule(Kind::kCd, "ISO-2022"), nullptr);
  EXPECT_EQ(FindRule(Kind::kCdConsultation, "ISO-2020"), nullptr);
  EXPECT_EQ(FindRule(Kind::kCdConsultation, "JTC1-2023"), nullptr);
  EXPECT_EQ(FindRule(Kind::kDis, "ISO-1998"), nullptr);
  EXPECT_EQ(FindRule(Kind::kDis, ""), nullptr);
}

// What an assumption rests on is said in words.
TEST(Rows, SayWhatTheyAssume) {
  for (const Rule& rule : AllRules()) {
    std::vector<Period> periods(rule.periods.begin(), rule.periods.end());
    periods.insert(periods.end(), rule.revised_periods.begin(), rule.revised_periods.end());
    for (const Period& period : {rule.period, rule.translation, rule.revised}) {
      if (period.Exists()) periods.push_back(period);
    }
    for (const Period& period : periods) {
      EXPECT_THAT(period.source, Not(IsEmpty())) << Printed(rule);
      if (period.sureness == Sureness::kMeasured) {
        EXPECT_THAT(period.source, HasSubstr("measured on")) << Printed(rule);
      }
    }
  }
}

TEST(Criteria, HaveIdsOfTheirOwnAndOneTextForEachId) {
  std::map<std::string_view, std::string> texts;
  for (const Rule& rule : AllRules()) {
    std::set<std::string_view> ids;
    for (const Criterion& criterion : rule.criteria) {
      EXPECT_TRUE(ids.insert(criterion.id).second) << criterion.id;
      const std::string text = Short(criterion) + ": " + std::string(criterion.text);
      EXPECT_EQ(texts.emplace(criterion.id, text).first->second, text) << criterion.id;
    }
  }
}

TEST(FreeCriterion, IsFoundById) {
  ASSERT_NE(FreeCriterion("majority-p"), nullptr);
  EXPECT_EQ(Short(*FreeCriterion("majority-p")), "yes/P>1/2");
  ASSERT_NE(FreeCriterion("two-thirds-p"), nullptr);
  EXPECT_EQ(Short(*FreeCriterion("two-thirds-p")), "yes/P>=2/3");
  EXPECT_EQ(FreeCriterion("three-quarters-p"), nullptr);
  EXPECT_EQ(FreeCriterion(""), nullptr);
}

TEST(KindName, IsOfItsOwnForEachKind) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(Kind::kWgConsultation); ++kind) {
    const std::string_view name = KindName(static_cast<Kind>(kind));
    EXPECT_THAT(name, Not(IsEmpty())) << kind;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(names.size(), 32U);
}

TEST(KindName, IsTheLettersOfTheDocument) {
  EXPECT_EQ(KindName(Kind::kNp), "NP");
  EXPECT_EQ(KindName(Kind::kCd), "CD");
  EXPECT_EQ(KindName(Kind::kDis), "DIS");
  EXPECT_EQ(KindName(Kind::kFdis), "FDIS");
  EXPECT_EQ(KindName(Kind::kDtr), "DTR");
  EXPECT_EQ(KindName(Kind::kReview), "SR");
  EXPECT_EQ(KindName(Kind::kCib), "CIB");
}

}  // namespace
}  // namespace placet::ballots::rules
