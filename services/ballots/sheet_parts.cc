#include "services/ballots/sheet_parts.h"

#include <algorithm>
#include <span>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/ballots/decide.h"
#include "services/ballots/sheet.h"

namespace placet::ballots::sheet {
namespace {

constexpr size_t kCountryColumns = 26;

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

// "88.23 %": cut, not rounded, in whole numbers.
std::string Percent(int part, int whole) {
  if (whole == 0) return "-";
  const int64_t hundredths = int64_t{10000} * part / whole;
  return absl::StrFormat("%d.%02d %%", hundredths / 100, hundredths % 100);
}

// Whose votes a criterion counts, and which: its id says so.
std::string WhoVotes(const pb::Criterion& criterion) {
  if (criterion.id() == "weights") return "Weights";
  return absl::EndsWith(criterion.id(), "-p") ? "P-Members" : "Member bodies";
}

std::string WhatFor(const pb::Criterion& criterion) {
  if (criterion.comparison() == pb::COMPARISON_AT_MOST) return "negative votes";
  for (const char* action : {"confirm", "revise", "withdraw"}) {
    if (absl::StartsWith(criterion.id(), action)) return absl::StrCat("to ", action);
  }
  return "in favour";
}

// A column in which a vote makes its mark; a star says that a text came along.
struct MarkColumn {
  const char* title;
  bool (*marks)(const pb::ResultRow&);
  int (*total)(const pb::Counts&);
  bool starred;
};

template <pb::Answer... answers>
bool Is(const pb::ResultRow& row) {
  return ((row.answer() == answers) || ...);
}

bool MayVote(const pb::ResultRow& row) {
  return row.entitlement() == pb::ENTITLEMENT_MUST_VOTE ||
         row.entitlement() == pb::ENTITLEMENT_MAY_VOTE;
}

constexpr MarkColumn kAbstention = {"Abstention", Is<pb::ANSWER_ABSTAIN>,
                                    [](const pb::Counts& c) { return int{c.abstain()}; }, false};
constexpr MarkColumn kNotVoted = {
    "Not voted",
    [](const pb::ResultRow& row) { return Is<pb::ANSWER_UNSPECIFIED>(row) && MayVote(row); },
    [](const pb::Counts& c) { return int{c.not_voting()}; }, false};

constexpr MarkColumn kVotes[] = {
    {"Approval", Is<pb::ANSWER_APPROVE, pb::ANSWER_APPROVE_WITH_COMMENTS>,
     [](const pb::Counts& c) { return c.yes() + c.yes_without_reasons(); }, true},
    {"Disapproval", Is<pb::ANSWER_DISAPPROVE>,
     [](const pb::Counts& c) { return c.no() + c.no_without_reasons(); }, true},
    kAbstention,
    kNotVoted};
constexpr MarkColumn kReview[] = {
    {"Confirm", Is<pb::ANSWER_CONFIRM>, [](const pb::Counts& c) { return int{c.confirm()}; }, true},
    {"Revise", Is<pb::ANSWER_REVISE>, [](const pb::Counts& c) { return int{c.revise()}; }, true},
    {"Withdraw", Is<pb::ANSWER_WITHDRAW>, [](const pb::Counts& c) { return int{c.withdraw()}; },
     true},
    kAbstention,
    kNotVoted};
constexpr MarkColumn kReplies[] = {
    {"Replied", Is<pb::ANSWER_REPLY>, [](const pb::Counts& c) { return int{c.reply()}; }, true},
    kNotVoted};
constexpr MarkColumn kComments[] = {{"Comments", Is<pb::ANSWER_COMMENTS>, nullptr, true},
                                    {"No comments", Is<pb::ANSWER_NO_COMMENTS>, nullptr, false}};

std::span<const MarkColumn> ColumnsOf(pb::BallotKind kind) {
  switch (kind) {
    case pb::BALLOT_KIND_SYSTEMATIC_REVIEW:
      return kReview;
    case pb::BALLOT_KIND_CIB:
    case pb::BALLOT_KIND_ALL_MEMBERS:
      return kReplies;
    case pb::BALLOT_KIND_CD_CONSULTATION:
      return kComments;
    default:
      return kVotes;
  }
}

std::string WhenIn(pb::VoteMoment moment) {
  switch (moment) {
    case pb::VOTE_MOMENT_SUPPLIED:
      return "supplied after closing";
    case pb::VOTE_MOMENT_CHANGED_AFTER_MEETING:
      return "changed after the meeting";
    case pb::VOTE_MOMENT_LATE:
      return "late, accepted";
    default:
      return "";
  }
}

std::string Remark(const pb::ResultRow& row, std::span<const MarkColumn> columns) {
  std::vector<std::string> remarks;
  if (row.secretariat()) remarks.push_back("secretariat");
  if (columns.data() != kComments) {
    const bool commented = row.answer() == pb::ANSWER_COMMENTS;
    const bool no_comments = row.answer() == pb::ANSWER_NO_COMMENTS;
    const bool not_counted = row.counting() == pb::COUNTING_LEFT_OUT &&
                             row.answer() != pb::ANSWER_ABSTAIN && !commented && !no_comments;
    if (commented) remarks.push_back("comments*");
    if (no_comments) remarks.push_back("no comments");
    if (not_counted) remarks.push_back("not counted");
  }
  if (row.on_behalf()) remarks.push_back("cast by an officer");
  if (row.moment() != pb::VOTE_MOMENT_UNSPECIFIED) remarks.push_back(WhenIn(row.moment()));
  return absl::StrJoin(remarks, ", ");
}

std::string StatusCell(const pb::ResultRow& row) {
  std::string letter = Letter(row.status());
  if (row.status() == row.status_at_opening()) return letter;
  return absl::StrCat(letter, " (was ", Letter(row.status_at_opening()), ")");
}

// Cells under columns of these widths, without blanks at the end.
std::string RowOf(const std::vector<std::string>& cells, const std::vector<size_t>& widths) {
  std::string out = " ";
  for (size_t i = 0; i < cells.size(); ++i) absl::StrAppend(&out, " ", Pad(cells[i], widths[i]));
  while (out.back() == ' ') out.pop_back();
  return out + "\n";
}

// Country, member, status, the columns of the kind, remark.
std::vector<size_t> WidthsOf(const pb::Result& result, std::span<const MarkColumn> columns) {
  std::vector<size_t> widths = {10, 6, 6};  // "All bodies"
  for (const pb::ResultRow& row : result.rows()) {
    widths[0] = std::max(widths[0], std::min(kCountryColumns, Width(row.country())));
    widths[1] = std::max(widths[1], Width(row.acronym()));
    widths[2] = std::max(widths[2], Width(StatusCell(row)));
  }
  for (const MarkColumn& column : columns) widths.push_back(Width(column.title));
  widths.push_back(0);
  return widths;
}

std::string Totals(const char* label, const pb::Counts& counts, std::span<const MarkColumn> columns,
                   const std::vector<size_t>& widths) {
  std::vector<std::string> cells = {label, "", absl::StrCat(counts.entitled())};
  for (const MarkColumn& column : columns) cells.push_back(absl::StrCat(column.total(counts)));
  return RowOf(cells, widths);
}

std::string TextOf(const pb::Ballot& ballot, const std::string& question) {
  for (const pb::Question& asked : ballot.questions()) {
    if (asked.id() == question) return asked.text();
  }
  return "";
}

}  // namespace

size_t Width(const std::string& text) {
  size_t width = 0;
  for (char c : text) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return width;
}

std::string Pad(const std::string& text, size_t width) {
  const size_t has = Width(text);
  return has >= width ? text : text + std::string(width - has, ' ');
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

// One line for a criterion, as ISO prints the two of a DIS.
std::string Printed(const pb::Criterion& criterion) {
  const std::string sign = criterion.comparison() == pb::COMPARISON_AT_LEAST    ? ">="
                           : criterion.comparison() == pb::COMPARISON_MORE_THAN ? ">"
                                                                                : "<=";
  if (criterion.denominator() == 0 && criterion.bound_denominator() == 1) {
    return absl::StrCat(absl::StripSuffix(criterion.text(), "."), ": ", criterion.numerator(),
                        " (requirement ", sign, " ", criterion.bound_numerator(), ")");
  }
  const std::string requirement =
      absl::StrCat("(requirement ", sign, " ", criterion.bound_numerator(), "/",
                   criterion.bound_denominator(), ")");
  return absl::StrCat(WhoVotes(criterion), " voting: ", criterion.numerator(), " ",
                      WhatFor(criterion), " out of ", criterion.denominator(), " = ",
                      Percent(criterion.numerator(), criterion.denominator()), " ", requirement);
}

std::string VoteTable(const pb::Result& result) {
  const std::span<const MarkColumn> columns = ColumnsOf(result.ballot().kind());
  const std::vector<size_t> widths = WidthsOf(result, columns);
  std::vector<std::string> heads = {"Country", "Member", "Status"};
  for (const MarkColumn& column : columns) heads.push_back(column.title);
  heads.push_back("Remark");
  std::string out = "Votes by members\n" + RowOf(heads, widths);
  for (const pb::ResultRow& row : result.rows()) {
    std::vector<std::string> cells = {Cut(row.country(), widths[0]), row.acronym(),
                                      StatusCell(row)};
    if (decide::IsAnonymous(result.ballot())) cells = {kNameless, "", ""};
    for (const MarkColumn& column : columns) {
      const bool marked = column.marks(row);
      const bool star = marked && column.starred && !row.text().empty();
      cells.push_back(absl::StrCat(marked ? "X" : "", star ? "*" : ""));
    }
    cells.push_back(Remark(row, columns));
    absl::StrAppend(&out, RowOf(cells, widths));
  }
  if (columns.front().total != nullptr) {
    absl::StrAppend(&out, Totals("P-Members", result.tally().p_members(), columns, widths),
                    Totals("All bodies", result.tally().all_bodies(), columns, widths));
  }
  absl::StrAppend(&out, "  * with comments or reasons, below.\n");
  if (result.others_not_voting() > 0) {
    absl::StrAppend(&out, "  Not listed: ", result.others_not_voting(),
                    " other member bodies that could have voted and did not.\n");
  }
  return out;
}

std::string Questions(const pb::Result& result) {
  if (result.tally().questions().empty()) return "";
  std::string out = "Questions\n";
  for (const pb::QuestionTally& question : result.tally().questions()) {
    absl::StrAppend(&out, "  ", question.question(), ": ",
                    TextOf(result.ballot(), question.question()), "\n");
    for (const pb::ChoiceCount& choice : question.choices()) {
      absl::StrAppend(&out, "    ", Pad(choice.choice(), 16), choice.p_members(),
                      " P-members, all bodies ", choice.all_bodies(), "\n");
    }
    if (!question.has_criterion()) continue;
    absl::StrAppend(&out, "    ", Label(question.verdict()), ": ", Printed(question.criterion()),
                    "\n");
  }
  return out + "\n";
}

}  // namespace placet::ballots::sheet
