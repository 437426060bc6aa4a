// YAML and JSON of metanorma/commenter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kYaml[] = R"(# a remark
---
version: 2012-03
date: '2026-04-21'
document: ISO/DIS 1
stage: DIS
comments:
- id: NO-002
  body: "NO"
  locality:
    line_number:
    clause: '5'
    element: 2-5.7,4th column
  type: te
  comments: |-
    First line
      and: more
  proposed_change: ''
  observations: Accepted. Now "so".
  github:
    issue: 17
- id: 7
  body: DIN
  locality: {line_number: 12, clause: ~}
  type: ed
  comments: null
  proposed_change: change
)";

constexpr char kJson[] = R"({"version": "2012-03", "date": "2026-04-21", "document": "ISO/DIS 1",
  "stage": "DIS", "comments": [
  {"id": "NO-002", "body": "NO", "type": "te",
   "locality": {"line_number": null, "clause": "5", "element": "2-5.7,4th column"},
   "comments": "First line\n  and: more", "proposed_change": "",
   "observations": "Accepted. Now \"so\".", "github": {"issue": 17}},
  {"id": 7, "body": "DIN", "locality": {"line_number": 12, "clause": null}, "type": "ed",
   "comments": null, "proposed_change": "change"}]})";

class Commenter : public ::testing::TestWithParam<const char*> {};

TEST_P(Commenter, IsReadWhole) {
  const v1::CommentTable table = MustRead("a", GetParam());
  EXPECT_EQ(table.variant(), "metanorma/commenter, version 2012-03");
  EXPECT_EQ(table.date(), "2026-04-21");
  EXPECT_EQ(table.document(), "ISO/DIS 1");
  ASSERT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_NOT_CARRIED_OVER));
  EXPECT_EQ(table.notices(0).text(), "\"stage\": DIS");
  ASSERT_EQ(table.comments_size(), 2);
  const v1::Comment& first = table.comments(0);
  EXPECT_EQ(first.label(), "NO-002");
  EXPECT_EQ(first.member(), "members/no");
  EXPECT_EQ(first.line(), "");
  EXPECT_EQ(first.clause(), "5");
  EXPECT_EQ(first.element(), "2-5.7,4th column");
  EXPECT_THAT(first.types(), ElementsAre(v1::COMMENT_TYPE_TECHNICAL));
  EXPECT_EQ(first.comment(), "First line\n  and: more");
  EXPECT_EQ(first.proposed_change(), "");
  EXPECT_EQ(first.disposition(), v1::DISPOSITION_ACCEPTED);
  ASSERT_EQ(first.origin().notices_size(), 1);
  EXPECT_THAT(first.origin().notices(0).text(), HasSubstr("\"github.issue\""));
  const v1::Comment& second = table.comments(1);
  EXPECT_EQ(second.label(), "DIN-7");
  EXPECT_EQ(second.member(), "members/de");
  EXPECT_EQ(second.line(), "12");
  EXPECT_EQ(second.clause(), "");
  EXPECT_EQ(second.comment(), "");
  EXPECT_EQ(second.origin().row(), 2);
}

INSTANTIATE_TEST_SUITE_P(YamlAndJson, Commenter, ::testing::Values(kYaml, kJson));

TEST(Commenter, TheFormatIsToldByTheContent) {
  EXPECT_EQ(MustRead("a.csv", kYaml).format(), v1::TABLE_FORMAT_YAML);
  EXPECT_EQ(MustRead("a.csv", kJson).format(), v1::TABLE_FORMAT_JSON);
  EXPECT_THAT(Kinds(MustRead("a.json", kYaml)),
              ElementsAre(v1::NOTICE_KIND_NOT_CARRIED_OVER, v1::NOTICE_KIND_OTHER_FORMAT));
  EXPECT_EQ(MustRead("a", "[{\"id\": \"DE-1\", \"comments\": \"c\"}]").comments_size(), 1);
}

TEST(Commenter, FaultyItemsGoBack) {
  const v1::CommentTable table =
      MustRead("a.json", R"({"comments": ["no mapping", {"id": "DE-1", "body": "DE"},
                                 {"id": "DE-2", "comments": "a\u0001b"},
                                 {"id": "DE-3", "comments": "good"}]})");
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).origin().row(), 4);
  ASSERT_EQ(table.rejected_size(), 3);
  EXPECT_EQ(table.rejected(0).reason(), v1::REJECT_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(table.rejected(0).raw_cells().at(6), "no mapping");
  EXPECT_EQ(table.rejected(1).reason(), v1::REJECT_REASON_NO_COMMENT);
  EXPECT_EQ(table.rejected(2).reason(), v1::REJECT_REASON_NOT_TEXT);
}

TEST(Commenter, RefusesAliasesDepthAndDamage) {
  const auto refusal = [](const std::string& file) { return RefusalOf(Read("a", file).status()); };
  EXPECT_EQ(refusal("comments:\n- &a {id: DE-1, comments: c}\n- *a\n"), v1::FILE_REFUSAL_UNSAFE);
  EXPECT_EQ(refusal(absl::StrCat("comments: ", std::string(100'000, '['))),
            v1::FILE_REFUSAL_UNSAFE);
  EXPECT_EQ(refusal(std::string(100'000, '[')), v1::FILE_REFUSAL_UNSAFE);
  EXPECT_EQ(refusal("comments:\n- id: 'DE\n"), v1::FILE_REFUSAL_DAMAGED);
  EXPECT_EQ(refusal("{\"comments\": [{\"id\": \"DE-1\""), v1::FILE_REFUSAL_DAMAGED);
  EXPECT_EQ(refusal("{\"comments\": [] \xFF"), v1::FILE_REFUSAL_DAMAGED);
  EXPECT_EQ(refusal("{\"a\": 1}"), v1::FILE_REFUSAL_NO_TABLE);
  EXPECT_EQ(refusal("comments:\n? [a, b]\n: c\n"), v1::FILE_REFUSAL_DAMAGED);
}

}  // namespace
}  // namespace placet::comments::tables
