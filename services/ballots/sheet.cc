#include "services/ballots/sheet.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/sheet_parts.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots::sheet {
namespace {

constexpr size_t kColumns = 100;

// Broken between words into lines of a width; a word that is longer stays whole.
std::string Wrap(const std::string& text, size_t width, const std::string& indent) {
  std::string out;
  for (absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    for (absl::string_view word : absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      if (!line.empty() && Width(line) + 1 + Width(std::string(word)) > width) {
        absl::StrAppend(&out, indent, line, "\n");
        line.clear();
      }
      absl::StrAppend(&line, line.empty() ? "" : " ", word);
    }
    absl::StrAppend(&out, indent, line, "\n");
  }
  return out;
}

std::string InWords(pb::LeftOutReason reason) {
  switch (reason) {
    case pb::LEFT_OUT_REASON_ABSTAINED:
      return "abstained";
    case pb::LEFT_OUT_REASON_NO_WITHOUT_REASONS:
      return "disapproved without reasons";
    case pb::LEFT_OUT_REASON_NOT_ENTITLED:
      return "has no vote with its status at closing";
    case pb::LEFT_OUT_REASON_YES_WITHOUT_REASONS:
      return "approved without the statement that it needs";
    case pb::LEFT_OUT_REASON_COMMENTS_ONLY:
      return "commented, has no vote";
    default:
      return "";
  }
}

// The stage of the project while it is voted on, in the words of the printed sheets.
std::string StageLabel(pb::BallotKind kind) {
  switch (kind) {
    case pb::BALLOT_KIND_PWI:
      return "Preliminary";
    case pb::BALLOT_KIND_NP:
    case pb::BALLOT_KIND_CONVERSION:
      return "Proposal";
    case pb::BALLOT_KIND_CD:
    case pb::BALLOT_KIND_CD_CONSULTATION:
      return "Committee";
    case pb::BALLOT_KIND_DIS:
    case pb::BALLOT_KIND_DAM:
    case pb::BALLOT_KIND_FAST_TRACK_DIS:
    case pb::BALLOT_KIND_REINSTATEMENT_DIS:
    case pb::BALLOT_KIND_GUIDE:
      return "Enquiry";
    case pb::BALLOT_KIND_FDIS:
    case pb::BALLOT_KIND_FDAM:
    case pb::BALLOT_KIND_MINOR_REVISION:
    case pb::BALLOT_KIND_FAST_TRACK_FDIS:
    case pb::BALLOT_KIND_REINSTATEMENT_FDIS:
      return "Approval";
    case pb::BALLOT_KIND_SYSTEMATIC_REVIEW:
      return "Review";
    case pb::BALLOT_KIND_WITHDRAWAL:
      return "Withdrawal";
    default:
      return "";
  }
}

std::string Instant(const google::protobuf::Timestamp& stamp) {
  const absl::Time time = GetTime(stamp);
  return absl::StrCat(geneva::Print(time), " Geneva time (",
                      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()), ")");
}

void Line(std::string& out, const std::string& label, const std::string& value) {
  if (!value.empty()) absl::StrAppend(&out, "  ", Pad(label, 18), value, "\n");
}

std::string Information(const pb::Ballot& ballot, const pb::Project& project) {
  std::string out = "Ballot information\n";
  Line(out, "Reference", ballot.reference());
  Line(out, "Committee", ballot.committee_reference());
  if (!project.name().empty()) Line(out, "Edition number", absl::StrCat(project.edition()));
  Line(out, "English title", ballot.title());
  Line(out, "Voting stage", StageLabel(ballot.kind()));
  Line(out, "Version number", absl::StrCat(ballot.draft()));
  Line(out, "Start date", geneva::DayOf(GetTime(ballot.open_time())));
  Line(out, "End date", ballot.end_date());
  Line(out, "Opened", Instant(ballot.open_time()));
  Line(out, "Closed", Instant(ballot.close_time()));
  Line(out, "Status", "Closed");
  Line(out, "Rules", ballot.rules_edition());
  Line(out, "Counted beside", ballot.parallel_edition());
  Line(out, "Its length", ballot.period_reason());
  Line(out, "Anonymous", decide::IsAnonymous(ballot) ? "votes and texts are without names" : "");
  Line(out, "Reason", ballot.reason());
  Line(out, "Note", ballot.note());
  for (const pb::Document& document : ballot.documents()) {
    Line(out, "Document",
         absl::StrCat(document.number(), document.number().empty() ? "" : "  ", document.title(),
                      "  ", document.address()));
    Line(out, "", document.sha256().empty() ? "" : "SHA-256 " + document.sha256());
  }
  return out;
}

std::string NotCounted(const pb::Tally& tally) {
  if (tally.criteria().empty()) return "";
  const bool of_votes = tally.proposal().empty() && tally.criteria(0).id() != "used-widely";
  return of_votes ? "  (Abstentions and disapprovals without reasons are not counted.)\n"
                  : "  (Abstentions are not counted.)\n";
}

// Criteria and what follows from them.
std::string Judged(const pb::Tally& tally) {
  std::string out;
  for (const pb::Criterion& criterion : tally.criteria()) {
    absl::StrAppend(&out, "  ", Pad(criterion.met() ? "met" : "NOT MET", 9), Printed(criterion),
                    "\n             ", criterion.clause(), "; ", criterion.formula(), "\n");
  }
  absl::StrAppend(&out, NotCounted(tally), out.empty() ? "" : "\n", "  ", Label(tally.verdict()),
                  "\n");
  if (!tally.proposal().empty()) {
    absl::StrAppend(&out, "  PROPOSED: ", absl::AsciiStrToUpper(tally.proposal()), "\n");
  }
  return out;
}

std::string Verdict(const pb::Tally& tally) {
  std::string out = absl::StrCat("Result of voting\n", Judged(tally));
  for (const pb::Warning& warning : tally.warnings()) {
    absl::StrAppend(&out, "  Note: ", warning.text(),
                    warning.clause().empty() ? "" : absl::StrCat(" (", warning.clause(), ")"),
                    "\n");
  }
  if (!tally.has_parallel()) return out;
  return absl::StrCat(out, "\nThe same votes by ", tally.parallel().rules_edition(), "\n",
                      Judged(tally.parallel()));
}

// "approve with comments"
std::string AnswerInWords(pb::Answer answer) {
  const std::string name = pb::Answer_Name(answer).substr(sizeof("ANSWER"));
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", " "}}));
}

std::string Lists(const pb::Result& result) {
  const pb::Tally& tally = result.tally();
  std::string out;
  if (!tally.left_out().empty()) absl::StrAppend(&out, "Received, not counted\n");
  for (const pb::LeftOut& left_out : tally.left_out()) {
    Line(out, LastId(left_out.member()), InWords(left_out.reason()));
  }
  if (!result.late_votes().empty()) absl::StrAppend(&out, "Received too late, in no count\n");
  for (const pb::Vote& vote : result.late_votes()) {
    Line(out, LastId(vote.name()), AnswerInWords(vote.answer()));
  }
  absl::StrAppend(&out, "P-members that did not vote: ");
  for (int i = 0; i < tally.p_members_not_voting_size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : ", ", LastId(tally.p_members_not_voting(i)));
  }
  absl::StrAppend(&out, tally.p_members_not_voting().empty() ? "none" : "", "\n");
  absl::StrAppend(&out,
                  "Status at closing decides (the Directives are silent); changed since "
                  "opening: ");
  for (int i = 0; i < tally.status_changes_size(); ++i) {
    const pb::StatusChange& change = tally.status_changes(i);
    absl::StrAppend(&out, i == 0 ? "" : ", ", LastId(change.member()), " ",
                    Letter(change.at_opening()), " to ", Letter(change.at_closing()));
  }
  return absl::StrCat(out, tally.status_changes().empty() ? "none" : "", "\n");
}

// "no - too far"; a question without choices has a text alone.
std::string InWords(const pb::QuestionAnswer& answer) {
  const bool both = !answer.choice().empty() && !answer.text().empty();
  return absl::StrCat(answer.choice(), both ? " - " : "", answer.text());
}

std::string AnswerTo(const pb::ResultRow& row, const std::string& question) {
  for (const pb::QuestionAnswer& answer : row.answers()) {
    if (answer.question() == question) return InWords(answer);
  }
  return "";
}

std::string Comments(const pb::Result& result) {
  std::string out;
  for (const pb::ResultRow& row : result.rows()) {
    std::string text = row.text();
    for (const pb::QuestionAnswer& answer : row.answers()) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", answer.question(), ": ", InWords(answer));
    }
    for (const pb::Expert& expert : row.experts()) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", "expert: ", expert.display_name(),
                      expert.organization().empty() ? "" : ", ", expert.organization());
    }
    if (text.empty()) continue;
    const std::string body = decide::IsAnonymous(result.ballot())
                                 ? std::string(kNameless)
                                 : absl::StrCat(row.acronym(), " (", row.country(), ")");
    absl::StrAppend(&out, "  ", body, "\n", Wrap(text, kColumns - 4, "    "));
  }
  return out.empty() ? "" : "Comments and reasons\n" + out;
}

// RFC 4180; a cell that a spreadsheet would take for a formula is made text by an apostrophe.
std::string Cell(std::string text) {
  if (!text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos) {
    text = absl::StrCat("'", text);
  }
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string Text(const pb::Result& result) {
  return absl::StrCat(Information(result.ballot(), result.project()), "\n", Verdict(result.tally()),
                      "\n", Questions(result), VoteTable(result), "\n", Lists(result), "\n",
                      Comments(result));
}

std::string Csv(const pb::Result& result) {
  std::string out =
      "member,status,answer,counted,status_at_opening,entitlement,secretariat,country,acronym,"
      "experts,text";
  for (const pb::Question& question : result.ballot().questions()) {
    absl::StrAppend(&out, ",", Cell(absl::StrCat("question ", question.id())));
  }
  out += "\r\n";
  for (const pb::ResultRow& row : result.rows()) {
    const std::string status =
        row.status() == pb::MEMBER_STATUS_NEITHER ? "N" : Letter(row.status());
    const std::string before = row.status_at_opening() == pb::MEMBER_STATUS_NEITHER
                                   ? "N"
                                   : Letter(row.status_at_opening());
    std::string experts;
    for (const pb::Expert& expert : row.experts()) {
      absl::StrAppend(&experts, experts.empty() ? "" : "; ", expert.display_name());
    }
    const auto name = [](const std::string& value, size_t prefix) { return value.substr(prefix); };
    const std::string answer = row.answer() == pb::ANSWER_UNSPECIFIED
                                   ? ""
                                   : name(pb::Answer_Name(row.answer()), sizeof("ANSWER"));
    const std::string counted = row.counting() == pb::COUNTING_COUNTED    ? "yes"
                                : row.counting() == pb::COUNTING_LEFT_OUT ? "no"
                                                                          : "";
    absl::StrAppend(&out, LastId(row.member()), ",", status, ",", answer, ",", counted, ",", before,
                    ",", name(pb::Entitlement_Name(row.entitlement()), sizeof("ENTITLEMENT")), ",",
                    row.secretariat() ? "yes" : "no", ",", Cell(row.country()), ",",
                    Cell(row.acronym()), ",", Cell(experts), ",", Cell(row.text()));
    for (const pb::Question& question : result.ballot().questions()) {
      absl::StrAppend(&out, ",", Cell(AnswerTo(row, question.id())));
    }
    out += "\r\n";
  }
  return out;
}

std::string Json(const pb::Result& result) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(result, &json, options);
  return json;
}

}  // namespace placet::ballots::sheet
