#include "services/rpc/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace placet::rpc {
namespace {

using testing::ElementsAre;
using testing::Optional;

TEST(IsId, TakesSmallLettersDigitsDotsAndDashes) {
  EXPECT_TRUE(IsId("de"));
  EXPECT_TRUE(IsId("iso-dis-20435.2"));
  EXPECT_TRUE(IsId("1"));
  EXPECT_TRUE(IsId(std::string(63, 'a')));
}

TEST(IsId, RefusesEverythingElse) {
  for (const char* bad : {"", "-a", ".a", "A", "a b", "a/b", "ä", "a_b", "a\n", "a'--"}) {
    EXPECT_FALSE(IsId(bad)) << bad;
  }
  EXPECT_FALSE(IsId(std::string(64, 'a')));
}

TEST(ParseName, GivesTheIdentifiers) {
  EXPECT_THAT(ParseName("ballots/*/votes/*", "ballots/b-1/votes/de"),
              Optional(ElementsAre("b-1", "de")));
}

TEST(ParseName, RefusesOtherPatterns) {
  for (const char* bad : {"", "ballots/b", "ballots/b/votes/", "ballots/b/votes/de/x",
                          "ballots/b/roll/de", "ballots//votes/de", "/ballots/b/votes/de"}) {
    EXPECT_EQ(ParseName("ballots/*/votes/*", bad), std::nullopt) << bad;
  }
}

TEST(IsDate, KnowsTheCalendar) {
  EXPECT_TRUE(IsDate("2024-02-29"));
  for (const char* bad : {"2023-02-29", "2026-13-01", "2026-1-1", "26-01-01", "", "2026-01-01T00",
                          "2026-00-10", "9999-01-01", "1899-12-31", "0000-00-00"}) {
    EXPECT_FALSE(IsDate(bad)) << bad;
  }
}

TEST(IsUuid, WantsTheCanonicalForm) {
  EXPECT_TRUE(IsUuid("123e4567-e89b-12d3-a456-426614174000"));
  for (const char* bad :
       {"", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567-e89b-12d3-a456-4266141740000"}) {
    EXPECT_FALSE(IsUuid(bad)) << bad;
  }
}

TEST(PageToken, ComesBackAsItWas) {
  for (const char* key : {"de", "2027-02-15T23:00:00+00|iso-dis-20435", ""}) {
    EXPECT_THAT(ParsePageToken(PageToken(key)), Optional(std::string(key)));
  }
}

TEST(PageToken, RefusesWhatIsNoTokenOfOurs) {
  for (const std::string& bad : {std::string("a"), std::string("!!!!"), PageToken("a\nb"),
                                 PageToken("\xff\xfe"), std::string(2000, 'A')}) {
    EXPECT_EQ(ParsePageToken(bad), std::nullopt) << bad;
  }
}

TEST(PageSize, IsBounded) {
  EXPECT_THAT(PageSize(0), Optional(100));
  EXPECT_THAT(PageSize(7), Optional(7));
  EXPECT_THAT(PageSize(100'000), Optional(500));
  EXPECT_EQ(PageSize(-1), std::nullopt);
}

}  // namespace
}  // namespace placet::rpc
