// Cells taken apart: bodies, types, dispositions, text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "services/comments/tables/body.h"
#include "services/comments/tables/csv_cells.h"
#include "services/comments/tables/disposition.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/types.h"

namespace placet::comments::tables {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct BodyCase {
  const char* cell;
  const char* label;
  const char* code;
  const char* member;
  const char* liaison;
  v1::NoticeKind notice;
};

class Bodies : public ::testing::TestWithParam<BodyCase> {};

TEST_P(Bodies, AreTakenApart) {
  const Body body = ParseBody(GetParam().cell);
  EXPECT_EQ(body.label, GetParam().label);
  EXPECT_EQ(body.code, GetParam().code);
  EXPECT_EQ(body.member, GetParam().member);
  EXPECT_EQ(body.liaison, GetParam().liaison);
  EXPECT_EQ(body.notice, GetParam().notice);
  EXPECT_EQ(body.text.empty(), body.notice == v1::NOTICE_KIND_UNSPECIFIED);
}

constexpr auto kNone = v1::NOTICE_KIND_UNSPECIFIED;
constexpr auto kMissing = v1::NOTICE_KIND_BODY_MISSING;
constexpr auto kUnknown = v1::NOTICE_KIND_BODY_UNKNOWN;
constexpr auto kAcronym = v1::NOTICE_KIND_ACRONYM;

INSTANTIATE_TEST_SUITE_P(
    AsTheyReallyCome, Bodies,
    ::testing::Values(
        BodyCase{"DE-017", "DE-017", "DE", "members/de", "", kNone},
        BodyCase{"de 17", "de 17", "de", "members/de", "", kNone},
        BodyCase{"**-003", "**-003", "**", "", "**", kNone},
        BodyCase{"CCMC-1", "CCMC-1", "CCMC", "", "CCMC", kNone},
        BodyCase{"DK2-005", "DK2-005", "DK", "members/dk", "", kNone},
        BodyCase{"CN-001\n-002", "CN-001-002", "CN", "members/cn", "", kNone},
        BodyCase{"CN-002\n-003\n", "CN-002-003", "CN", "members/cn", "", kNone},
        BodyCase{"AFNOR-001", "AFNOR-001", "AFNOR", "members/fr", "", kAcronym},
        BodyCase{"DSM-009", "DSM-009", "DSM", "members/my", "", kAcronym},
        BodyCase{"UK-1", "UK-1", "UK", "members/gb", "", kAcronym},
        BodyCase{"SA-1", "SA-1", "SA", "members/sa", "", kNone},
        BodyCase{"ZA-001-030", "ZA-001-030", "ZA", "members/za", "", kNone},
        BodyCase{"JRC (EC)-014", "JRC (EC)-014", "JRC (EC)", "", "JRC (EC)", kUnknown},
        BodyCase{"TMG-011", "TMG-011", "TMG", "", "TMG", kUnknown},
        BodyCase{"SC29-1", "SC29-1", "SC29", "", "SC29", kUnknown},
        BodyCase{"US 26-051", "US 26-051", "US", "members/us", "", kNone},
        BodyCase{"FR-005-054", "FR-005-054", "FR", "members/fr", "", kNone},
        BodyCase{"GB\u2011"
                 "005",
                 "GB-005", "GB", "members/gb", "", kNone},
        BodyCase{"\u00A0"
                 "FR\u00A0",
                 "FR", "FR", "members/fr", "", kNone},
        BodyCase{"-009", "-009", "", "", "", kMissing}, BodyCase{"-", "-", "", "", "", kMissing},
        BodyCase{"12", "12", "", "", "", kMissing}, BodyCase{"", "", "", "", "", kMissing}));

// The list in the product and the directory that deploy/ loads say the same.
TEST(Bodies, AreThoseOfTheDirectory) {
  std::ifstream file(PLACET_SOURCE_DIR "/deploy/data/members.csv");
  ASSERT_TRUE(file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  CsvCells records(text, ',');
  CsvRecord record;
  records.Next(&record);
  int seen = 0;
  while (!records.done()) {
    records.Next(&record);
    const std::string& code = record.cells.at(1);
    const std::string& acronym = record.cells.at(3);
    if (code.empty()) continue;  // one body whose country is not known
    EXPECT_TRUE(IsMemberCountry(code)) << code;
    EXPECT_EQ(ParseBody(code).member, "members/" + record.cells.at(0));
    ++seen;
    if (acronym.empty() || IsMemberCountry(acronym)) continue;
    EXPECT_EQ(CountryOfAcronym(absl::AsciiStrToUpper(acronym)), code) << acronym;
  }
  EXPECT_GT(seen, 160);
  EXPECT_FALSE(IsMemberCountry("XX"));
}

TEST(Types, AreReadInAnySpelling) {
  const auto general = v1::COMMENT_TYPE_GENERAL;
  const auto technical = v1::COMMENT_TYPE_TECHNICAL;
  const auto editorial = v1::COMMENT_TYPE_EDITORIAL;
  EXPECT_THAT(ParseTypes("Ed.").types, ElementsAre(editorial));
  EXPECT_THAT(ParseTypes(" te ").types, ElementsAre(technical));
  EXPECT_THAT(ParseTypes("Ge").types, ElementsAre(general));
  EXPECT_THAT(ParseTypes("Ed/te").types, ElementsAre(editorial, technical));
  EXPECT_THAT(ParseTypes("te\ned").types, ElementsAre(technical, editorial));
  EXPECT_THAT(ParseTypes("Technical and Editorial").types, ElementsAre(technical, editorial));
  EXPECT_THAT(ParseTypes("ed, ed").types, ElementsAre(editorial));
  EXPECT_THAT(ParseTypes("").types, IsEmpty());
  EXPECT_THAT(ParseTypes("").unknown, IsEmpty());
  EXPECT_THAT(ParseTypes("te (major)").unknown, ElementsAre("major"));
  EXPECT_THAT(ParseTypes("-").unknown, ElementsAre("-"));
}

struct DispositionCase {
  const char* text;
  v1::Disposition disposition;
};

class Dispositions : public ::testing::TestWithParam<DispositionCase> {};

TEST_P(Dispositions, LeadTheObservation) {
  EXPECT_EQ(ParseDisposition(GetParam().text), GetParam().disposition) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    AsTheyReallyCome, Dispositions,
    ::testing::Values(
        DispositionCase{"Accepted", v1::DISPOSITION_ACCEPTED},
        DispositionCase{"Accepted. Now \u201C...\u201D", v1::DISPOSITION_ACCEPTED},
        DispositionCase{"Accepted\n\nhttps://example.org", v1::DISPOSITION_ACCEPTED},
        DispositionCase{"Accepted. In principle right.", v1::DISPOSITION_ACCEPTED},
        DispositionCase{"Proposed change accepted.", v1::DISPOSITION_ACCEPTED},
        DispositionCase{"Accepted in principle, see 4.", v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE},
        DispositionCase{"Accepted with modification", v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE},
        DispositionCase{"accepted, with minor changes", v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE},
        DispositionCase{"AWM: ...", v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE},
        DispositionCase{"Partially accepted", v1::DISPOSITION_PARTIALLY_ACCEPTED},
        DispositionCase{"Accepted in part", v1::DISPOSITION_PARTIALLY_ACCEPTED},
        DispositionCase{"Not accepted. The term", v1::DISPOSITION_NOT_ACCEPTED},
        DispositionCase{"NOT\u00A0ACCEPTED", v1::DISPOSITION_NOT_ACCEPTED},
        DispositionCase{"Rejected.  The intent", v1::DISPOSITION_NOT_ACCEPTED},
        DispositionCase{"Noted", v1::DISPOSITION_NOTED},
        DispositionCase{"Duplicate of DE-003", v1::DISPOSITION_DUPLICATE},
        DispositionCase{"Withdrawn", v1::DISPOSITION_WITHDRAWN},
        DispositionCase{"Fixed", v1::DISPOSITION_UNSPECIFIED},
        DispositionCase{"????", v1::DISPOSITION_UNSPECIFIED},
        DispositionCase{"This was not accepted before", v1::DISPOSITION_UNSPECIFIED},
        DispositionCase{"", v1::DISPOSITION_UNSPECIFIED}));

TEST(Dispositions, StandInTheCellOfAnObservationThatDoesNotSayThem) {
  v1::Comment comment;
  comment.set_disposition(v1::DISPOSITION_NOT_ACCEPTED);
  EXPECT_EQ(ObservationCell(comment), "Not accepted");
  comment.set_observation("Out of scope.");
  EXPECT_EQ(ObservationCell(comment), "Not accepted\nOut of scope.");
  comment.set_observation("Rejected: out of scope.");
  EXPECT_EQ(ObservationCell(comment), "Rejected: out of scope.");
  for (int i = 1; i <= v1::Disposition_MAX; ++i) {
    const auto disposition = static_cast<v1::Disposition>(i);
    EXPECT_EQ(ParseDisposition(DispositionWords(disposition)), disposition);
  }
}

TEST(Text, IsUtf8WithoutControlCharacters) {
  EXPECT_TRUE(IsText("a\tb\nc \u00E9\u4E2D\U0001F600"));
  EXPECT_FALSE(IsText(absl::string_view("a\0b", 3)));
  EXPECT_FALSE(IsText("\x1B[31m"));
  EXPECT_FALSE(IsText("\xE9"));              // Latin-1
  EXPECT_FALSE(IsText("\xC0\xAF"));          // overlong
  EXPECT_FALSE(IsText("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(IsText("\xF4\x90\x80\x80"));  // beyond Unicode
  EXPECT_FALSE(IsText("\uFFFF"));
  EXPECT_EQ(MadeText("a\xE9z"), "a\uFFFDz");
  EXPECT_EQ(OneLine(" \u00A0 a\n\t b\u202F"), "a b");
  EXPECT_EQ(CutAt("a\u00E9", 2), "a");
}

TEST(Formulas, AreGuardedAndTheGuardIsUndone) {
  for (const absl::string_view cell :
       {"=1+1", "+1", "-009", "@SUM", "\tx", "'=1", "''-2", "plain", "'quoted", "", "'"}) {
    EXPECT_EQ(Unguarded(Guarded(cell)), cell);
    EXPECT_EQ(
        absl::string_view("=+-@\t").find(Guarded(cell).substr(0, 1)) == 0 && !Guarded(cell).empty(),
        false)
        << cell;
  }
  EXPECT_EQ(Guarded("=1"), "'=1");
}

}  // namespace
}  // namespace placet::comments::tables
