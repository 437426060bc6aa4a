// The sheet of one small result in its three forms.
#include "services/ballots/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/ballots/count.h"
#include "tests/support/matchers.h"

namespace placet::ballots::sheet {
namespace {

using placet::testing::EqualsProto;
using ::testing::ElementsAre;

Body BodyOf(const std::string& member, pb::MemberStatus status, pb::Answer answer,
            const std::string& text = "") {
  Body body;
  body.member = member;
  body.country = "Country " + member;
  body.acronym = "A-" + member;
  body.full_member = true;
  body.status = body.status_at_opening = status;
  if (answer == pb::ANSWER_UNSPECIFIED) return body;
  body.vote.emplace().set_answer(answer);
  body.vote->set_text(text);
  return body;
}

CountFacts Facts() {
  CountFacts facts;
  pb::Ballot& ballot = facts.ballot.ballot.emplace();
  ballot.set_name("ballots/iso-dis-1");
  ballot.set_project("projects/iso-1");
  ballot.set_kind(pb::BALLOT_KIND_DIS);
  ballot.set_draft(1);
  ballot.set_rules_edition("ISO-2022");
  ballot.set_reference("ISO/DIS 1");
  ballot.set_title("Größen");
  ballot.set_committee("committees/iso-tc-1");
  ballot.set_committee_reference("ISO/TC 1");
  ballot.set_state(pb::BALLOT_STATE_CLOSED);
  ballot.set_end_date("2026-05-25");
  ballot.mutable_open_time()->set_seconds(1772442000);   // 2026-03-02T09:00:00Z
  ballot.mutable_close_time()->set_seconds(1779746400);  // 2026-05-25T22:00:00Z
  pb::Project& project = facts.ballot.project.emplace();
  project.set_name("projects/iso-1");
  project.set_edition(1);
  project.set_stage("40.60");
  project.set_stage_name("Close of voting");
  facts.ballot.secretariat = "de";
  facts.bodies = {BodyOf("at", pb::MEMBER_STATUS_O, pb::ANSWER_ABSTAIN),
                  BodyOf("br", pb::MEMBER_STATUS_NEITHER, pb::ANSWER_UNSPECIFIED),
                  BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_APPROVE_WITH_COMMENTS,
                         "=1+1, \"quoted\"\nsecond line"),
                  BodyOf("fr", pb::MEMBER_STATUS_P, pb::ANSWER_APPROVE),
                  BodyOf("jp", pb::MEMBER_STATUS_P, pb::ANSWER_DISAPPROVE),
                  BodyOf("us", pb::MEMBER_STATUS_P, pb::ANSWER_UNSPECIFIED)};
  facts.bodies[3].status_at_opening = pb::MEMBER_STATUS_O;
  return facts;
}

pb::Result Small() {
  const CountFacts facts = Facts();
  const absl::Time closing = absl::FromUnixSeconds(1779746400);
  return ResultOf(facts, *facts.ballot.ballot, Count(facts, closing, true));
}

// The cells of a CSV text as RFC 4180 has them.
std::vector<std::vector<std::string>> Parse(const std::string& csv) {
  std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
  bool quoted = false;
  for (size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '"' && quoted && i + 1 < csv.size() && csv[i + 1] == '"') {
      lines.back().back() += csv[i++];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      lines.back().emplace_back();
    } else if (c == '\r' && !quoted) {
      EXPECT_EQ(csv.at(++i), '\n');
      lines.emplace_back(1);
    } else {
      lines.back().back() += c;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_THAT(lines.back(), ElementsAre("")) << "it ends with a line break";
  lines.pop_back();
  return lines;
}

TEST(Text, IsThisForASmallResult) {
  EXPECT_EQ(Text(Small()), R"(Ballot information
  Reference         ISO/DIS 1
  Committee         ISO/TC 1
  Edition number    1
  English title     Größen
  Voting stage      Enquiry
  Version number    1
  Start date        2026-03-02
  End date          2026-05-25
  Opened            2026-03-02 10:00 Geneva time (2026-03-02T09:00:00Z)
  Closed            2026-05-25 24:00 Geneva time (2026-05-25T22:00:00Z)
  Status            Closed
  Rules             ISO-2022

Result of voting
  met      P-Members voting: 2 in favour out of 2 = 100.00 % (requirement >= 2/3)
             ISO/IEC Directives Part 1, 2020, 2.6.3; 3 * yes >= 2 * (yes + no)
  met      Member bodies voting: 0 negative votes out of 2 = 0.00 % (requirement <= 1/4)
             ISO/IEC Directives Part 1, 2020, 2.6.3; 4 * no <= (yes + no)
  (Abstentions and disapprovals without reasons are not counted.)

  APPROVED

Votes by members
  Country    Member Status    Approval Disapproval Abstention Not voted Remark
  Country at A-at   O                              X
  Country de A-de   P         X*                                        secretariat
  Country fr A-fr   P (was O) X
  Country jp A-jp   P                  X                                not counted
  Country us A-us   P                                         X
  P-Members         4         2        1           0          1
  All bodies        6         2        1           1          2
  * with comments or reasons, below.
  Not listed: 1 other member bodies that could have voted and did not.

Received, not counted
  at                abstained
  jp                disapproved without reasons
P-members that did not vote: us
Status at closing decides (the Directives are silent); changed since opening: fr O to P

Comments and reasons
  A-de (Country de)
    =1+1, "quoted"
    second line
)");
}

TEST(Text, SaysWhyAVoteWasNotCounted) {
  pb::Result result = Small();
  result.mutable_tally()->mutable_left_out(1)->set_reason(pb::LEFT_OUT_REASON_NOT_ENTITLED);
  EXPECT_TRUE(absl::StrContains(Text(result), "has no vote with its status at closing"));
}

TEST(Text, SaysThatAPersonMustDecideWhereNothingCounts) {
  CountFacts facts = Facts();
  for (Body& body : facts.bodies) body.vote.reset();
  const pb::Tally tally = Count(facts, absl::FromUnixSeconds(1779746400), true);
  const std::string text = Text(ResultOf(facts, *facts.ballot.ballot, tally));
  EXPECT_TRUE(absl::StrContains(text, "NO VALID VOTES: for a person to decide")) << text;
}

TEST(Csv, CanBeReadBack) {
  const auto lines = Parse(Csv(Small()));
  ASSERT_EQ(lines.size(), 6u) << "a head and five bodies; br did not vote";
  EXPECT_THAT(lines[0],
              ElementsAre("member", "status", "answer", "counted", "status_at_opening",
                          "entitlement", "secretariat", "country", "acronym", "experts", "text"));
  for (const auto& line : lines) EXPECT_EQ(line.size(), lines[0].size());
  EXPECT_THAT(lines[1], ElementsAre("at", "O", "ABSTAIN", "no", "O", "MAY_VOTE", "no", "Country at",
                                    "A-at", "", ""));
  EXPECT_THAT(lines[2],
              ElementsAre("de", "P", "APPROVE_WITH_COMMENTS", "yes", "P", "MUST_VOTE", "yes",
                          "Country de", "A-de", "", "'=1+1, \"quoted\"\nsecond line"));
  EXPECT_THAT(lines[3], ElementsAre("fr", "P", "APPROVE", "yes", "O", "MUST_VOTE", "no",
                                    "Country fr", "A-fr", "", ""));
  EXPECT_THAT(lines[5],
              ElementsAre("us", "P", "", "", "P", "MUST_VOTE", "no", "Country us", "A-us", "", ""));
}

TEST(Csv, HasNoCellThatASpreadsheetTakesForAFormula) {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"}) {
    CountFacts facts = Facts();
    facts.bodies[2].vote->set_text(text);
    facts.bodies[2].country = text;
    facts.bodies[2].acronym = text;
    facts.bodies[2].vote->add_experts()->set_display_name(text);
    const pb::Result result = ResultOf(facts, *facts.ballot.ballot, pb::Tally());
    const auto lines = Parse(Csv(result));
    for (const std::string& cell : lines.at(2)) {
      EXPECT_FALSE(!cell.empty() && absl::StrContains("=+-@\t\r", cell.substr(0, 1))) << cell;
    }
  }
}

TEST(Json, ParsesBackIntoTheResult) {
  pb::Result parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(Json(Small()), &parsed);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_THAT(parsed, EqualsProto(Small()));
}

TEST(Json, ShowsWhatIsZeroOrFalse) {
  EXPECT_TRUE(absl::StrContains(Json(Small()), "\"no\": 0"));
  EXPECT_TRUE(absl::StrContains(Json(Small()), "\"secretariat\": false"));
}

}  // namespace
}  // namespace placet::ballots::sheet
