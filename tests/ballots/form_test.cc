// The form of one small decision, as text and as a Word document; and what both are made of.
#include "services/ballots/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <memory>
#include <pugixml.hpp>
#include <string>

#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "services/ballots/form_words.h"
#include "services/ballots/layout.h"

namespace placet::ballots::form {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSmall[] = R"pb(
  decision {
    name: "ballots/iso-dis-1/decisions/2"
    ballot: "ballots/iso-dis-1"
    project: "projects/iso-1"
    option: "revised-dis"
    state: DECISION_STATE_OBJECTED
    text: "A revised enquiry draft is put to the vote."
    stage_before: "40.60"
    stage: "40.93"
    next_stage: "50.00"
    reason: "Größen & <Einheiten>"
    result_event: 17
    verdict: VERDICT_NOT_APPROVED
    decider: "people/manager"
    decide_time { seconds: 1779746400 }
    clause: "ISO/IEC Directives Part 1, 2020, 2.6.4 c) 1)"
    sureness: SURENESS_CONFIRMED
    dues {
      id: "report"
      text: "The full report is circulated."
      start: DUE_START_CLOSING
      weeks: 12
      day: "2026-08-17"
      clause: "2.6.5"
      sureness: SURENESS_CONFIRMED
    }
    dues {
      id: "text"
      text: "The final text."
      start: DUE_START_DECISION
      weeks: 16
      day: "2026-09-14"
      form: "Form 13"
      clause: "2.6.6"
      sureness: SURENESS_CONFIRMED
    }
    objection_rule { members: 2 weeks: 8 until: "2026-07-20" clause: "2.6.5" }
    objections {
      member: "members/de"
      reason: "Annex B"
      person: "people/anna"
      object_time { seconds: 1779746500 }
    }
    objections { member: "members/fr" reason: "Annex C" person: "people/zoe" }
    supersedes: "ballots/iso-dis-1/decisions/1"
    cause: "the meeting"
  }
  earlier { name: "ballots/iso-dis-1/decisions/1" text: "It is discussed." }
  result {
    ballot {
      name: "ballots/iso-dis-1"
      reference: "ISO/DIS 1"
      title: "Units"
      project: "projects/iso-1"
      committee_reference: "ISO/TC 1"
      rules_edition: "ISO-2022"
      end_date: "2026-05-25"
      close_time { seconds: 1779746400 }
    }
    project { name: "projects/iso-1" reference: "ISO 1" stage: "40.93" stage_name: "Repeat" }
    tally {
      verdict: VERDICT_NOT_APPROVED
      p_members { entitled: 4 yes: 1 no: 2 not_voting: 1 }
      all_bodies { entitled: 6 yes: 1 no: 2 not_voting: 3 }
      p_members_not_voting: "members/us"
      criteria {
        text: "Two thirds."
        clause: "2.6.3 a)"
        numerator: 1
        denominator: 3
        bound_numerator: 2
        bound_denominator: 3
        comparison: COMPARISON_AT_LEAST
      }
    }
    rows {
      country: "Germany"
      acronym: "DIN"
      status: MEMBER_STATUS_P
      status_at_opening: MEMBER_STATUS_P
      secretariat: true
      answer: ANSWER_DISAPPROVE
      counting: COUNTING_COUNTED
      text: "clause 5 is wrong"
    }
    rows { country: "United States" acronym: "ANSI" status: MEMBER_STATUS_P }
    others_not_voting: 3
  })pb";

pb::DecisionReport Small() {
  pb::DecisionReport report;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kSmall, &report));
  return report;
}

TEST(Form, SaysInTextWhatWasDecidedOnWhatGroundsAndWhatFollows) {
  const std::string text = Text(Small());
  for (const char* said : {"Decision after voting: ISO/DIS 1 (Form 13)",
                           "ISO/TC 1",
                           "40.93 Repeat",
                           "Verdict: not approved.",
                           "1 * 3 = 3 < 3 * 2 = 6",
                           "NOT MET",
                           "2.6.3 a)",
                           "P-members that did not vote: us.",
                           "DIN (secretariat)",
                           "clause 5 is wrong",
                           "did not vote",
                           "Not listed: 3 other member bodies",
                           "people/manager",
                           "2026-05-25 24:00 Geneva time (2026-05-25T22:00:00Z)",
                           "Größen & <Einheiten>",
                           "40.60 -> 40.93, later 50.00",
                           "the result in event 17",
                           "ballots/iso-dis-1/decisions/1",
                           "the meeting",
                           "2026-08-17",
                           "16 weeks after the decision",
                           "until 2026-07-20, it is discussed at a meeting",
                           "Annex C",
                           "How far the comments on the draft are",
                           "It is discussed."}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    EXPECT_LE(line.size(), 110u) << line << ": 100 columns, a few letters of two bytes";
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
  }
}

TEST(Form, LeavesOutWhatThereIsNot) {
  pb::DecisionReport report = Small();
  report.clear_earlier();
  report.mutable_result()->mutable_rows(0)->clear_text();
  report.mutable_decision()->clear_objection_rule();
  report.mutable_decision()->clear_objections();
  report.mutable_decision()->clear_dues();
  const std::string text = Text(report);
  EXPECT_THAT(text, Not(HasSubstr("Earlier decisions")));
  EXPECT_THAT(text, Not(HasSubstr("Texts that came with votes\n")));
  EXPECT_THAT(text, Not(HasSubstr("confirm ")));
  EXPECT_THAT(text, Not(HasSubstr("(Form")));
  EXPECT_THAT(text, HasSubstr("The rules foresee none"));
  EXPECT_THAT(text, HasSubstr("The rules name none."));
}

// word/document.xml of a Word document.
std::string MainPart(const std::string& bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) return "";
  zip_stat_t stat;
  zip_stat_init(&stat);
  EXPECT_EQ(zip_stat(archive, "word/document.xml", 0, &stat), 0);
  std::string content(stat.size, '\0');
  zip_file_t* file = zip_fopen(archive, "word/document.xml", 0);
  EXPECT_EQ(zip_fread(file, content.data(), content.size()), static_cast<zip_int64_t>(stat.size));
  zip_fclose(file);
  zip_discard(archive);
  return content;
}

TEST(Form, SaysTheSameInAWordDocument) {
  const std::string bytes = Docx(Small());
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(MainPart(bytes).c_str()));
  std::string said;
  for (const auto& text : document.select_nodes("//w:t")) said += text.node().child_value();
  EXPECT_THAT(said, HasSubstr("Decision after voting: ISO/DIS 1 (Form 13)"));
  EXPECT_THAT(said, HasSubstr("Größen & <Einheiten>"));
  EXPECT_THAT(said, HasSubstr("1 * 3 = 3 < 3 * 2 = 6"));
  EXPECT_GE(document.select_nodes("//w:tbl").size(), 7u);
  EXPECT_EQ(bytes, Docx(Small())) << "the same bytes each time";
}

TEST(Form, IsNamedByTheFirstDueThatHasAForm) {
  pb::Decision decision = Small().decision();
  EXPECT_EQ(NameOf(decision), "Form 13");
  decision.mutable_dues(0)->set_form("Form 6");
  EXPECT_EQ(NameOf(decision), "Form 6");
  decision.clear_dues();
  EXPECT_EQ(NameOf(decision), "");
}

TEST(Form, GoesAsAFileOfTheFormatAskedFor) {
  const auto docx = Render(Small(), pb::DECISION_FORMAT_DOCX);
  EXPECT_EQ(docx.file_name(), "iso-dis-1-decision-2.docx");
  EXPECT_EQ(docx.content(), Docx(Small()));
  const auto json = Render(Small(), pb::DECISION_FORMAT_JSON);
  EXPECT_EQ(json.media_type(), "application/json");
  EXPECT_THAT(json.content(), HasSubstr("\"form\": \"Form 13\""));
  EXPECT_EQ(Render(Small(), pb::DECISION_FORMAT_TEXT).content(), Text(Small()));
}

TEST(FormNumbers, HaveTheSignThatIsTrue) {
  pb::Criterion criterion = Small().result().tally().criteria(0);
  criterion.set_numerator(2);
  criterion.set_met(true);
  EXPECT_EQ(Numbers(criterion), "2 * 3 = 6 >= 3 * 2 = 6");
  criterion.set_denominator(0);
  EXPECT_EQ(Numbers(criterion), "nobody voted yes or no");
  criterion.set_bound_numerator(5);
  criterion.set_bound_denominator(1);
  criterion.set_met(false);
  EXPECT_EQ(Numbers(criterion), "2 < 5");
}

TEST(Layout, BreaksLinesBetweenWordsAndLongWordsAnywhere) {
  layout::Page page;
  page.title = "Title";
  const std::string word(150, 'x');
  page.blocks = {{"Heading", {"a " + word}, {{{"left", "one\ntwo"}}}}};
  EXPECT_EQ(layout::Text(page), "Title\n=====\n\nHeading\n  a\n  " + std::string(98, 'x') + "\n  " +
                                    std::string(52, 'x') + "\n  left  one\n        two\n");
}

}  // namespace
}  // namespace placet::ballots::form
