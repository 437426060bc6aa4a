#include "clients/cli/questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ToQuestion, ReadsChoicesWithWhatTheyCountAs) {
  const auto question =
      ToQuestion("berlin|Meet in Berlin?|+yes, -no*, abstain|required,two-thirds-p,if:a=yes/maybe");
  EXPECT_EQ(question.id(), "berlin");
  EXPECT_EQ(question.text(), "Meet in Berlin?");
  EXPECT_THAT(question.choices(), ElementsAre("yes", "no", "abstain"));
  EXPECT_THAT(question.yes_choices(), ElementsAre("yes"));
  EXPECT_THAT(question.no_choices(), ElementsAre("no"));
  EXPECT_THAT(question.text_needed(), ElementsAre("no"));
  EXPECT_TRUE(question.required());
  EXPECT_EQ(question.criterion(), "two-thirds-p");
  EXPECT_EQ(question.only_if(), "a=yes|maybe");
}

TEST(ToQuestion, DecidesByAMajorityWhereChoicesCount) {
  EXPECT_EQ(ToQuestion("a|Shall we?|+yes,-no").criterion(), "majority-p");
  EXPECT_EQ(ToQuestion("a|Which?|berlin,rome").criterion(), "");
}

TEST(ToQuestion, WithoutChoicesAsksForText) {
  EXPECT_THAT(ToQuestion("a|Where?").choices(), IsEmpty());
  EXPECT_THAT(ToQuestion("a|Where?||required").choices(), IsEmpty());
}

TEST(ToQuestion, RefusesWhatIsNone) {
  for (const char* text : {"", "a", "a|", "|b", "a|b|c|d|e", "a|b|c|unanimity"}) {
    EXPECT_THROW(ToQuestion(text), Usage) << text;
  }
}

TEST(QuestionsOf, TakesAnArrayAndABallot) {
  const char* const array = R"( [{"id": "a", "text": "Shall we?", "yes_choices": ["yes"]}])";
  ASSERT_EQ(QuestionsOf(array).size(), 1);
  EXPECT_EQ(QuestionsOf(array)[0].yes_choices(0), "yes");
  EXPECT_EQ(QuestionsOf(R"({"questions": [{"id": "a"}, {"id": "b"}]})").size(), 2);
  EXPECT_THROW(QuestionsOf("[{]"), Usage);
  EXPECT_THROW(QuestionsOf(R"([{"name": "a"}])"), Usage);
}

TEST(QuestionsTable, SaysWhenAndHowEachIsAnswered) {
  Questions questions;
  *questions.Add() = ToQuestion("berlin|Meet in Berlin?|+yes,-no*,abstain|required");
  *questions.Add() = ToQuestion("where|Where else?||if:berlin=no/abstain");
  const std::string csv = QuestionsTable(questions).Csv();
  EXPECT_THAT(csv, HasSubstr(R"(berlin,"'+yes, -no*, abstain","always, required",majority-p)"));
  EXPECT_THAT(csv, HasSubstr("where,free text,if berlin=no or abstain,,Where else?"));
}

}  // namespace
}  // namespace placet::cli
