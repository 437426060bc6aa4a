// Real ballots with published results, and made-up ones at the edges, tallied again. What the files
// hold and where it comes from: tests/golden/README.md.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;

namespace fs = std::filesystem;

const fs::path kGolden = PLACET_SOURCE_DIR "/tests/golden";
const fs::path kGoldenBeside = PLACET_SOURCE_DIR "/../shared/golden";

// Reading.

using Row = std::map<std::string, std::string, std::less<>>;

// Fields may stand in quotes; no field holds a quote or a line break.
std::vector<std::string> Fields(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

std::vector<Row> Read(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> heads = Fields(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = Fields(line);
    EXPECT_EQ(fields.size(), heads.size()) << path << ": " << line;
    Row row;
    for (std::size_t i = 0; i < std::min(heads.size(), fields.size()); ++i) {
      row[heads[i]] = fields[i];
    }
    rows.push_back(row);
  }
  return rows;
}

const std::string& Text(const Row& row, std::string_view head) {
  static const std::string empty;
  const auto found = row.find(head);
  EXPECT_NE(found, row.end()) << head;
  return found == row.end() ? empty : found->second;
}

std::optional<int> Number(const Row& row, std::string_view head) {
  const std::string& text = Text(row, head);
  return text.empty() ? std::nullopt : std::optional(std::stoi(text));
}

Status StatusOf(const Row& row) {
  const std::string& text = Text(row, "status");
  EXPECT_THAT(text, AnyOf("P", "O", "N"));
  return text == "P" ? Status::kP : text == "O" ? Status::kO : Status::kNeither;
}

std::optional<Answer> AnswerOf(const Row& row) {
  const std::string& text = Text(row, "vote");
  EXPECT_THAT(text, AnyOf("Y", "N", "A", "-"));
  if (text == "Y") return Answer::kYes;
  if (text == "N") return Answer::kNo;
  if (text == "A") return Answer::kAbstain;
  return std::nullopt;
}

Verdict VerdictOf(std::string_view text) {
  if (text == "APPROVED") return Verdict::kApproved;
  if (text == "NOT_APPROVED") return Verdict::kNotApproved;
  if (text == "NO_VALID_VOTES") return Verdict::kNoValidVotes;
  EXPECT_EQ(text, "FOR_HUMANS");
  return Verdict::kForAPerson;
}

const Criterion& Named(Kind kind, std::string_view id) {
  for (const Criterion& criterion : FindRule(kind, "ISO-2020")->criteria) {
    if (criterion.id == id) return criterion;
  }
  ADD_FAILURE() << id;
  return FindRule(kind, "ISO-2020")->criteria.front();
}

// Percentages: what a page prints is truncated or rounded, and decides nothing.

// The fraction in percent with so many decimals, without the point: 11/17 and 1 -> 647.
struct Percent {
  int truncated;
  int rounded;
};

Percent InPercent(int numerator, int denominator, int decimals) {
  int scale = 100;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return {numerator * scale / denominator,
          (2 * numerator * scale + denominator) / (2 * denominator)};
}

void ExpectPrinted(const Judgement& judgement, const std::string& printed) {
  const std::size_t point = printed.find('.');
  const int decimals =
      point == std::string::npos ? 0 : static_cast<int>(printed.size() - point - 1);
  std::string digits = printed;
  std::erase(digits, '.');
  const Percent percent = InPercent(judgement.numerator, judgement.denominator, decimals);
  EXPECT_THAT(std::stoi(digits), AnyOf(percent.truncated, percent.rounded))
      << judgement.criterion->id << " printed " << printed;
}

// "81.25 %, 14.28 % (truncated)" -> 81.25, 14.28
std::vector<std::string> PercentagesIn(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t end = text.find(" %"); end != text.npos; end = text.find(" %", end + 1)) {
    const std::size_t before = text.find_last_not_of("0123456789.", end - 1);
    const std::size_t begin = before == text.npos ? 0 : before + 1;
    found.emplace_back(text.substr(begin, end - begin));
  }
  return found;
}

// Published lists of votes.

struct Sheet {
  std::string_view id;
  Kind kind;
  std::size_t rows;
};

constexpr std::array<Sheet, 4> kSheets = {{
    {"iec_cisi_cdv_2020", Kind::kDis, 45},
    {"iec_tc44_fdis_2021", Kind::kFdis, 40},
    {"iec_tc89_cdv_2020", Kind::kDis, 36},
    {"iec_tc76_dtr_2020", Kind::kDtr, 43},
}};

std::vector<Row> ReadSheet(const Sheet& sheet) {
  return Read(kGolden / (std::string(sheet.id) + ".csv"));
}

bool MayVote(const Rule& rule, Status status) {
  const Entitlement entitlement = EntitlementOf(rule, {.status = status, .full_member = true});
  return entitlement == Entitlement::kMustVote || entitlement == Entitlement::kMayVote;
}

// All votes of a sheet: those of bodies that have none do not enter. A no on a published sheet came
// with its reasons.
Votes VotesOf(const Rule& rule, const std::vector<Row>& rows) {
  Votes votes;
  for (const Row& row : rows) {
    Add(votes, rule,
        {.status = StatusOf(row),
         .full_member = true,
         .answer = AnswerOf(row),
         .has_reasons = true});
  }
  return votes;
}

const Row& PrintedOf(const std::vector<Row>& printed, std::string_view id) {
  const auto found = std::find_if(printed.begin(), printed.end(),
                                  [&](const Row& row) { return Text(row, "id") == id; });
  EXPECT_NE(found, printed.end()) << id;
  return found == printed.end() ? printed.front() : *found;
}

void ExpectCounts(const Rule& rule, const Votes& votes, const Row& printed) {
  EXPECT_EQ(votes.p_members.yes, Number(printed, "p_yes"));
  EXPECT_EQ(votes.p_members.no, Number(printed, "p_no"));
  // Of a DTR the sheet prints what was received from all bodies; only P-members are counted.
  if (rule.electorate == Electorate::kAllBodies) {
    EXPECT_EQ(votes.all_bodies.yes, Number(printed, "all_yes"));
    EXPECT_EQ(votes.all_bodies.no, Number(printed, "all_no"));
  }
  if (const std::optional<int> not_voting = Number(printed, "not_voting_p")) {
    EXPECT_EQ(votes.p_members.not_voting, *not_voting);
  }
}

TEST(Sheets, AreTalliedAsTheyWerePublished) {
  const std::vector<Row> printed = Read(kGolden / "printed.csv");
  EXPECT_EQ(printed.size(), kSheets.size());
  for (const Sheet& sheet : kSheets) {
    SCOPED_TRACE(sheet.id);
    const Rule& rule = *FindRule(sheet.kind, "IEC-2020");
    const std::vector<Row> rows = ReadSheet(sheet);
    EXPECT_EQ(rows.size(), sheet.rows);
    const Row& expected = PrintedOf(printed, sheet.id);
    const Votes votes = VotesOf(rule, rows);
    ExpectCounts(rule, votes, expected);

    const Outcome outcome = Tally(rule, votes);
    EXPECT_EQ(outcome.verdict, VerdictOf(Text(expected, "verdict")));
    ExpectPrinted(outcome.judgements[0], Text(expected, "p_percent"));
    if (outcome.size == 2) {
      ExpectPrinted(outcome.judgements[1], Text(expected, "negative_percent"));
    } else {
      EXPECT_EQ(Text(expected, "negative_percent"), "");
    }
  }
}

TEST(Sheets, UseEveryRow) {
  for (const Sheet& sheet : kSheets) {
    SCOPED_TRACE(sheet.id);
    const Rule& rule = *FindRule(sheet.kind, "IEC-2020");
    const std::vector<Row> rows = ReadSheet(sheet);
    std::map<std::string, int> bodies;
    std::size_t not_entitled = 0;
    for (const Row& row : rows) {
      ++bodies[Text(row, "member")];
      if (!MayVote(rule, StatusOf(row))) ++not_entitled;
    }
    EXPECT_EQ(bodies.size(), rows.size());  // one body, one vote
    const auto entitled = static_cast<std::size_t>(VotesOf(rule, rows).all_bodies.entitled);
    EXPECT_EQ(entitled + not_entitled, rows.size());
  }
}

// The CDV of CIS/I failed both criteria by a single vote, and an O-member's no tipped the quarter.
TEST(Sheets, OfCisIMissedBothCriteriaByOneVote) {
  const Rule& rule = *FindRule(Kind::kDis, "IEC-2020");
  std::vector<Row> rows = ReadSheet(kSheets[0]);
  const Outcome outcome = Tally(rule, VotesOf(rule, rows));
  for (const Judgement& judgement : outcome.Judgements()) {
    EXPECT_FALSE(judgement.met);
    EXPECT_EQ(judgement.distance, 1);
  }
  std::erase_if(rows, [](const Row& row) { return Text(row, "member") == "at"; });
  EXPECT_TRUE(Tally(rule, VotesOf(rule, rows)).judgements[1].met);
}

// The DTR of TC 76 received votes from others than P-members. They were not counted.
TEST(Sheets, OfTc76LeaveOutWhatOMembersAndOthersSent) {
  const Rule& rule = *FindRule(Kind::kDtr, "IEC-2020");
  const std::vector<Row> rows = ReadSheet(kSheets[3]);
  const auto received = std::count_if(rows.begin(), rows.end(),
                                      [](const Row& row) { return Text(row, "vote") == "Y"; });
  EXPECT_EQ(received, 16);
  const Votes votes = VotesOf(rule, rows);
  EXPECT_EQ(votes.all_bodies.yes, 12);
  EXPECT_TRUE(votes.all_bodies == votes.p_members);
}

// Ballots of which only totals are published.

Counts CountsOf(const Row& row, const std::string& prefix) {
  Counts counts;
  counts.yes = Number(row, prefix + "yes").value_or(0);
  counts.no = Number(row, prefix + "no").value_or(0);
  counts.abstain = Number(row, prefix + "abstain").value_or(0);
  if (prefix == "p_") counts.not_voting = Number(row, "p_not_voting").value_or(0);
  counts.entitled = counts.yes + counts.no + counts.abstain + counts.not_voting;
  return counts;
}

// The row in force on the day of each. Neither an FCD of 1998 nor a PDTR of 1999 has one: the first
// was decided by two thirds of the P-members, the second by their simple majority, as the rows of
// the oldest edition say of a committee draft and of a technical report.
const Rule& RowOf(const Row& row) {
  static const std::map<std::string, const Rule*, std::less<>> rows = {
      {"iso_iec_dis_23360_2005", RuleInForce(Kind::kFastTrackDis, "ISO/IEC JTC 1", "2005-07-01")},
      {"iso_fdis_26000_2010", RuleInForce(Kind::kFdis, "ISO/TMB", "2010-07-15")},
      {"iso_fdis_45001_2018", RuleInForce(Kind::kFdis, "ISO/PC 283", "2018-01-01")},
      {"sc22_fcd_15291_1998", FindRule(Kind::kCd, "JTC1-5ED")},
      {"tc154_pdtr_16668_1999_first", FindRule(Kind::kDtr, "JTC1-5ED")},
      {"tc154_pdtr_16668_1999_final", FindRule(Kind::kDtr, "JTC1-5ED")},
  };
  const auto found = rows.find(Text(row, "id"));
  EXPECT_TRUE(found != rows.end() && found->second != nullptr) << Text(row, "id");
  return *found->second;
}

// Criteria of whose votes nothing is published are left out.
std::vector<Criterion> PublishedCriteria(const Row& row, const Rule& rule) {
  std::vector<Criterion> criteria;
  for (const Criterion& criterion : rule.criteria) {
    const bool of_all = criterion.whole == Whole::kAllBodiesVoting;
    if (Number(row, of_all ? "all_yes" : "p_yes")) criteria.push_back(criterion);
  }
  EXPECT_FALSE(criteria.empty()) << Text(row, "id");
  return criteria;
}

// What is printed is a share of approvals first and a share of disapprovals second. Of the FDIS of
// 2010 the first is a share of all bodies, because its P-members were not published.
void ExpectPrintedTotals(const Row& row, const Votes& votes) {
  const std::vector<std::string> printed = PercentagesIn(Text(row, "printed"));
  const bool of_p_members = Number(row, "p_yes").has_value();
  Criterion approvals = Named(Kind::kDis, "two-thirds-p");
  if (!of_p_members) approvals.whole = Whole::kAllBodiesVoting;
  if (!printed.empty()) ExpectPrinted(Judge(approvals, votes), printed[0]);
  if (printed.size() > 1) {
    ExpectPrinted(Judge(Named(Kind::kDis, "quarter-negative-all"), votes), printed[1]);
  }
}

TEST(Totals, GiveTheVerdictsThatWerePublished) {
  const std::vector<Row> rows = Read(kGolden / "totals.csv");
  std::size_t used = 0;
  std::size_t percentages = 0;
  for (const Row& row : rows) {
    SCOPED_TRACE(Text(row, "id"));
    const Votes votes{.p_members = CountsOf(row, "p_"), .all_bodies = CountsOf(row, "all_")};
    Rule rule = RowOf(row);
    const std::vector<Criterion> criteria = PublishedCriteria(row, rule);
    rule.criteria = criteria;
    const Outcome outcome = Tally(rule, votes);
    // The first vote on the PDTR has no verdict of its own, and would have had the same.
    const std::string& verdict = Text(row, "verdict");
    EXPECT_EQ(verdict.empty() ? Verdict::kApproved : VerdictOf(verdict), Verdict::kApproved);
    // Of a committee draft the criterion is advice.
    EXPECT_EQ(outcome.verdict, rule.advice ? Verdict::kForAPerson : Verdict::kApproved);
    if (rule.advice) {
      EXPECT_EQ(outcome.proposal, "proceed");
    }
    for (const Judgement& judgement : outcome.Judgements()) EXPECT_TRUE(judgement.met);
    ExpectPrintedTotals(row, votes);
    percentages += PercentagesIn(Text(row, "printed")).size();
    ++used;
  }
  EXPECT_EQ(used, 6U);
  EXPECT_EQ(percentages, 4U);
}

// Edges.

// The bodies of one group, one by one: what Add makes of them is part of the test.
struct Group {
  Status status;
  int yes;
  int no;
  int abstain;
  int unreasoned;  // of `no`
  int experts;     // of `yes`
  int not_voting;
};

// Of a review, `yes` is confirm and `no` is revise.
void AddGroup(Votes& votes, const Rule& rule, const Group& group) {
  const bool review = rule.kind == Kind::kReview;
  Cast cast{.status = group.status, .full_member = true};
  for (int i = 0; i < group.yes; ++i) {
    cast.answer = review ? Answer::kConfirm : Answer::kYes;
    cast.names_expert = i < group.experts;
    cast.uses = true;
    Add(votes, rule, cast);
  }
  cast.names_expert = false;
  for (int i = 0; i < group.no; ++i) {
    cast.answer = review ? Answer::kRevise : Answer::kNo;
    cast.has_reasons = i >= group.unreasoned;
    Add(votes, rule, cast);
  }
  // Whoever abstains names an expert too, which must not count.
  cast.answer = Answer::kAbstain;
  cast.names_expert = true;
  for (int i = 0; i < group.abstain; ++i) Add(votes, rule, cast);
  cast.answer.reset();
  for (int i = 0; i < group.not_voting; ++i) Add(votes, rule, cast);
}

Votes VotesOfEdge(const Row& row, const Rule& rule) {
  const auto number = [&](std::string_view head) { return Number(row, head).value_or(0); };
  Group p_members{.status = Status::kP,
                  .yes = number("p_yes"),
                  .no = number("p_no"),
                  .abstain = number("p_abstain"),
                  .unreasoned = number("unreasoned_p_no"),
                  .experts = number("experts"),
                  .not_voting = 0};
  const int voting = p_members.yes + p_members.no + p_members.abstain;
  p_members.not_voting = Number(row, "p_members").value_or(voting) - voting;
  Votes votes;
  AddGroup(votes, rule, p_members);
  if (Number(row, "all_yes")) {
    AddGroup(votes, rule,
             {.status = Status::kO,
              .yes = number("all_yes") - p_members.yes,
              .no = number("all_no") - p_members.no,
              .abstain = number("all_abstain") - p_members.abstain,
              .unreasoned = 0,
              .experts = 0,
              .not_voting = 0});
  }
  return votes;
}

Kind KindOf(std::string_view text) {
  for (const Kind kind : {Kind::kNp, Kind::kDis, Kind::kFdis, Kind::kDtr, Kind::kReview}) {
    if (KindName(kind) == text) return kind;
  }
  ADD_FAILURE() << text;
  return Kind::kDis;
}

void ExpectEdge(const Row& row, const Rule& rule) {
  const Outcome outcome = Tally(rule, VotesOfEdge(row, rule));
  EXPECT_EQ(outcome.verdict, VerdictOf(Text(row, "verdict")));
  if (rule.kind == Kind::kReview) {  // where no action has a majority, none is proposed
    EXPECT_EQ(outcome.proposal, "");
    for (const Judgement& judgement : outcome.Judgements()) {
      EXPECT_EQ(judgement.met, judgement.criterion->part == Part::kUsers);
    }
    return;
  }
  if (outcome.verdict == Verdict::kNoValidVotes) return;
  const int failing = Number(row, "failing_criterion").value_or(0);
  for (int i = 0; i < outcome.size; ++i) EXPECT_EQ(outcome.judgements[i].met, i + 1 != failing);
}

TEST(Edges, AreDecidedAsTheRulesImply) {
  const std::vector<Row> rows = Read(kGolden / "edges.csv");
  std::size_t used = 0;
  for (const Row& row : rows) {
    SCOPED_TRACE(Text(row, "id"));
    for (const std::string_view edition :
         {"ISO-2017", "ISO-2020", "IEC-2020", "ISO-2022", "JTC1-2023"}) {
      SCOPED_TRACE(edition);
      const Rule* rule = FindRule(KindOf(Text(row, "kind")), edition);
      if (rule == nullptr) continue;
      ExpectEdge(row, *rule);
      ++used;
    }
  }
  EXPECT_EQ(rows.size(), 10U);
  // ISO-2017 has no DTR, and IEC no review.
  EXPECT_EQ(used, 48U);
}

TEST(Edges, ANegativeWithoutReasonsTipsTheResult) {
  const std::vector<Row> rows = Read(kGolden / "edges.csv");
  const Row& row = PrintedOf(rows, "negative_without_reasons");
  const Rule& rule = *FindRule(Kind::kDis, "ISO-2022");
  Votes votes = VotesOfEdge(row, rule);
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  EXPECT_EQ(votes.p_members.no_without_reasons, 1);
  ++votes.p_members.no;
  ++votes.all_bodies.no;
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(GoldenFiles, AreAllReadByATest) {
  std::vector<std::string> known = {"edges", "printed", "totals"};
  for (const Sheet& sheet : kSheets) known.emplace_back(sheet.id);
  std::size_t files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(kGolden)) {
    if (entry.path().extension() != ".csv") continue;
    EXPECT_THAT(known, Contains(entry.path().stem().string()));
    ++files;
  }
  EXPECT_EQ(files, known.size());
}

// Where a second copy of the lists lies beside the checkout, each list there is one of ours. It has
// no column for the member, and writes a dash for a body that is neither P- nor O-member.
TEST(GoldenFiles, AgreeWithACopyBesideTheCheckout) {
  using Votings = std::vector<std::array<std::string, 3>>;
  const auto votings = [](const std::vector<Row>& rows) {
    Votings result;
    for (const Row& row : rows) {
      const std::string& status = Text(row, "status");
      result.push_back({Text(row, "country"), status == "-" ? "N" : status, Text(row, "vote")});
    }
    return result;
  };
  std::vector<Votings> ours;
  for (const Sheet& sheet : kSheets) ours.push_back(votings(ReadSheet(sheet)));
  std::error_code absent;
  for (const fs::directory_entry& entry : fs::directory_iterator(kGoldenBeside, absent)) {
    if (entry.path().extension() != ".csv") continue;
    EXPECT_TRUE(std::count(ours.begin(), ours.end(), votings(Read(entry.path()))) == 1)
        << entry.path();
  }
}

}  // namespace
}  // namespace placet::ballots::rules
