#include "services/ballots/sheet.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots::sheet {
namespace {

constexpr size_t kColumns = 100;
constexpr size_t kCountryColumns = 26;

// What a terminal shows of UTF-8 text: one column for each code point.
size_t Width(const std::string& text) {
  size_t width = 0;
  for (char c : text) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return width;
}

// What is too long for its column ends in an ellipsis.
std::string Cut(const std::string& text, size_t width) {
  if (Width(text) <= width) return text;
  size_t end = 0;
  for (size_t points = 0; points < width; ++points) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    if (points + 2 == width) break;
  }
  return text.substr(0, end) + "\u2026";
}

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

std::string Pad(const std::string& text, size_t width) {
  const size_t has = Width(text);
  return has >= width ? text : text + std::string(width - has, ' ');
}

// "88.23 %": cut, not rounded, in whole numbers.
std::string Percent(int part, int whole) {
  if (whole == 0) return "-";
  const int64_t hundredths = int64_t{10000} * part / whole;
  return absl::StrFormat("%d.%02d %%", hundredths / 100, hundredths % 100);
}

std::string Letter(pb::MemberStatus status) {
  return status == pb::MEMBER_STATUS_P ? "P" : status == pb::MEMBER_STATUS_O ? "O" : "-";
}

std::string Label(pb::Verdict verdict) {
  switch (verdict) {
    case pb::VERDICT_APPROVED:
      return "APPROVED";
    case pb::VERDICT_NOT_APPROVED:
      return "NOT APPROVED";
    case pb::VERDICT_NO_VALID_VOTES:
      return "NO VALID VOTES: for a person to decide";
    default:
      return "FOR A PERSON TO DECIDE";
  }
}

std::string Label(pb::LeftOutReason reason) {
  switch (reason) {
    case pb::LEFT_OUT_REASON_ABSTAINED:
      return "abstained";
    case pb::LEFT_OUT_REASON_NO_WITHOUT_REASONS:
      return "disapproved without reasons";
    case pb::LEFT_OUT_REASON_NOT_ENTITLED:
      return "has no vote with its status at closing";
    default:
      return "";
  }
}

std::string StageLabel(pb::BallotKind kind) {
  switch (kind) {
    case pb::BALLOT_KIND_NP:
      return "Proposal";
    case pb::BALLOT_KIND_DIS:
      return "Enquiry";
    case pb::BALLOT_KIND_FDIS:
      return "Approval";
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
  Line(out, "Edition number", absl::StrCat(project.edition()));
  Line(out, "English title", ballot.title());
  Line(out, "Voting stage", StageLabel(ballot.kind()));
  Line(out, "Version number", absl::StrCat(ballot.draft()));
  Line(out, "Start date", geneva::DayOf(GetTime(ballot.open_time())));
  Line(out, "End date", ballot.end_date());
  Line(out, "Opened", Instant(ballot.open_time()));
  Line(out, "Closed", Instant(ballot.close_time()));
  Line(out, "Status", "Closed");
  Line(out, "Rules", ballot.rules_edition());
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

// One line for a criterion, as ISO prints the two of a DIS.
std::string Printed(const pb::Criterion& criterion) {
  const std::string sign = criterion.comparison() == pb::COMPARISON_AT_LEAST    ? ">="
                           : criterion.comparison() == pb::COMPARISON_MORE_THAN ? ">"
                                                                                : "<=";
  if (criterion.denominator() == 0 && criterion.bound_denominator() == 1) {
    return absl::StrCat(criterion.text(), ": ", criterion.numerator(), " (requirement ", sign, " ",
                        criterion.bound_numerator(), ")");
  }
  const std::string requirement =
      absl::StrCat("(requirement ", sign, " ", criterion.bound_numerator(), "/",
                   criterion.bound_denominator(), ")");
  const bool negative = criterion.comparison() == pb::COMPARISON_AT_MOST;
  return absl::StrCat(
      negative ? "Member bodies voting: " : "P-Members voting: ", criterion.numerator(),
      negative ? " negative votes" : " in favour", " out of ", criterion.denominator(), " = ",
      Percent(criterion.numerator(), criterion.denominator()), " ", requirement);
}

std::string Verdict(const pb::Tally& tally) {
  std::string out = "Result of voting\n";
  for (const pb::Criterion& criterion : tally.criteria()) {
    absl::StrAppend(&out, "  ", Pad(criterion.met() ? "met" : "NOT MET", 9), Printed(criterion),
                    "\n             ", criterion.clause(), "; ", criterion.formula(), "\n");
  }
  absl::StrAppend(&out, "  (Abstentions and disapprovals without reasons are not counted.)\n\n  ",
                  Label(tally.verdict()), "\n");
  for (const pb::Warning& warning : tally.warnings()) {
    absl::StrAppend(&out, "  Note: ", warning.text(),
                    warning.clause().empty() ? "" : absl::StrCat(" (", warning.clause(), ")"),
                    "\n");
  }
  return out;
}

std::string Mark(bool is) { return is ? "X" : ""; }

std::string VoteTable(const pb::Result& result) {
  size_t country = 7;
  size_t member = 6;
  size_t status = 6;
  for (const pb::ResultRow& row : result.rows()) {
    country = std::max(country, std::min(kCountryColumns, Width(row.country())));
    member = std::max(member, Width(row.acronym()));
    if (row.status() != row.status_at_opening()) status = 9;
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    const size_t widths[] = {country, member, status, 8, 11, 10, 9, 0};
    std::string out = " ";
    for (size_t i = 0; i < cells.size(); ++i) absl::StrAppend(&out, " ", Pad(cells[i], widths[i]));
    while (out.back() == ' ') out.pop_back();
    return out + "\n";
  };
  std::string out = "Votes by members\n";
  absl::StrAppend(&out, line({"Country", "Member", "Status", "Approval", "Disapproval",
                              "Abstention", "Not voted", "Remark"}));
  for (const pb::ResultRow& row : result.rows()) {
    const bool yes =
        row.answer() == pb::ANSWER_APPROVE || row.answer() == pb::ANSWER_APPROVE_WITH_COMMENTS;
    std::string letter = Letter(row.status());
    if (row.status() != row.status_at_opening()) {
      absl::StrAppend(&letter, " (was ", Letter(row.status_at_opening()), ")");
    }
    std::string remark = row.secretariat() ? "secretariat" : "";
    const bool no = row.answer() == pb::ANSWER_DISAPPROVE;
    if (no && row.counting() == pb::COUNTING_LEFT_OUT) remark = "not counted";
    absl::StrAppend(&out, line({Cut(row.country(), country), row.acronym(), letter,
                                Mark(yes) + (row.text().empty() || !yes ? "" : "*"),
                                Mark(no) + (row.text().empty() || !no ? "" : "*"),
                                Mark(row.answer() == pb::ANSWER_ABSTAIN),
                                Mark(row.answer() == pb::ANSWER_UNSPECIFIED), remark}));
  }
  const auto totals = [&](const std::string& label, const pb::Counts& counts) {
    return line({label, "", absl::StrCat(counts.entitled()), absl::StrCat(counts.yes()),
                 absl::StrCat(counts.no() + counts.no_without_reasons()),
                 absl::StrCat(counts.abstain()), absl::StrCat(counts.not_voting())});
  };
  absl::StrAppend(&out, totals("P-Members", result.tally().p_members()),
                  totals("All bodies", result.tally().all_bodies()));
  absl::StrAppend(&out, "  * with comments or reasons, below.\n");
  if (result.others_not_voting() > 0) {
    absl::StrAppend(&out, "  Not listed: ", result.others_not_voting(),
                    " other member bodies that could have voted and did not.\n");
  }
  return out;
}

std::string Lists(const pb::Result& result) {
  const pb::Tally& tally = result.tally();
  std::string out;
  if (!tally.left_out().empty()) absl::StrAppend(&out, "Received, not counted\n");
  for (const pb::LeftOut& left_out : tally.left_out()) {
    Line(out, LastId(left_out.member()), Label(left_out.reason()));
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

std::string Comments(const pb::Result& result) {
  std::string out;
  for (const pb::ResultRow& row : result.rows()) {
    std::string text = row.text();
    for (const pb::QuestionAnswer& answer : row.answers()) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", answer.question(), ": ", answer.choice(),
                      answer.text().empty() ? "" : " - ", answer.text());
    }
    for (const pb::Expert& expert : row.experts()) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", "expert: ", expert.display_name(),
                      expert.organization().empty() ? "" : ", ", expert.organization());
    }
    if (text.empty()) continue;
    absl::StrAppend(&out, "  ", row.acronym(), " (", row.country(), ")\n",
                    Wrap(text, kColumns - 4, "    "));
  }
  return out.empty() ? "" : "Comments and reasons\n" + out;
}

// RFC 4180; a cell that a spreadsheet would take for a formula is made text by an apostrophe.
std::string Cell(std::string text) {
  if (!text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos) {
    text.insert(0, "'");
  }
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string Text(const pb::Result& result) {
  return absl::StrCat(Information(result.ballot(), result.project()), "\n", Verdict(result.tally()),
                      "\n", VoteTable(result), "\n", Lists(result), "\n", Comments(result));
}

std::string Csv(const pb::Result& result) {
  std::string out =
      "member,status,answer,counted,status_at_opening,entitlement,secretariat,country,acronym,"
      "experts,text\r\n";
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
                    Cell(row.acronym()), ",", Cell(experts), ",", Cell(row.text()), "\r\n");
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
