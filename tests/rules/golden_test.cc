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
  const Entitlement entitlement = EntitlementOf(rule, status, /*full_member=*/true);
  return entitlement == Entitlement::kMustVote || entitlement == Entitlement::kMayVote;
}

// All votes of a sheet that enter the tally. A no on a published sheet came with its reasons.
Votes VotesOf(const Rule& rule, const std::vector<Row>& rows) {
  Votes votes;
  for (const Row& row : rows) {
    if (!MayVote(rule, StatusOf(row))) continue;
    Add(votes, StatusOf(row), AnswerOf(row), /*has_reasons=*/true, /*names_expert=*/false);
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

// The criteria of each kind of document, named directly: most are older than the oldest row. The
// DIS of 2005 (a PAS of JTC 1) and the FDIS of 2010 and 2018 had the two fractions of today, which
// stand unchanged since 2004. An FCD was decided by two thirds of the P-members and a PDTR by their
// simple majority, under rules of 1998 and 1999 that have no row. Criteria of whose votes nothing
// is published are left out.
std::vector<Criterion> CriteriaOf(const Row& row) {
  const std::string& kind = Text(row, "kind");
  std::vector<Criterion> criteria;
  if (kind == "DIS" || kind == "FDIS") {
    if (Number(row, "p_yes")) criteria.push_back(Named(Kind::kDis, "two-thirds-p"));
    if (Number(row, "all_yes")) criteria.push_back(Named(Kind::kDis, "quarter-negative-all"));
  } else if (kind == "FCD") {
    criteria.push_back(Named(Kind::kDis, "two-thirds-p"));
  } else if (kind == "PDTR") {
    criteria.push_back(Named(Kind::kDtr, "majority-p"));
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
    const std::vector<Criterion> criteria = CriteriaOf(row);
    const Outcome outcome = Tally(criteria, votes);
    // The first vote on the PDTR has no verdict of its own, and would have had the same.
    const std::string& verdict = Text(row, "verdict");
    EXPECT_EQ(outcome.verdict, VerdictOf(verdict.empty() ? "APPROVED" : verdict));
    for (const Judgement& judgement : outcome.Judgements()) EXPECT_TRUE(judgement.met);
    ExpectPrintedTotals(row, votes);
    percentages += PercentagesIn(Text(row, "printed")).size();
    ++used;
  }
  EXPECT_EQ(used, 6U);
  EXPECT_EQ(percentages, 4U);
}

// The edition of the FDIS of 2018 has a row, and its criterion on P-members is the one used above.
TEST(Totals, OfTheFdisOf2018AreJudgedByTheRowOfItsDay) {
  const Edition* edition = EditionInForce("ISO/PC 283", "2018-01-01");
  ASSERT_NE(edition, nullptr);
  const Rule* rule = FindRule(Kind::kFdis, edition->id);
  ASSERT_NE(rule, nullptr);
  const Votes votes{.p_members = {.entitled = 61, .yes = 57, .no = 4}, .all_bodies = {}};
  EXPECT_TRUE(Judge(rule->criteria[0], votes).met);
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

void AddGroup(Votes& votes, const Group& group) {
  for (int i = 0; i < group.yes; ++i) {
    Add(votes, group.status, Answer::kYes, false, i < group.experts);
  }
  for (int i = 0; i < group.no; ++i) {
    Add(votes, group.status, Answer::kNo, i >= group.unreasoned, false);
  }
  // Whoever abstains names an expert too, which must not count.
  for (int i = 0; i < group.abstain; ++i) Add(votes, group.status, Answer::kAbstain, false, true);
  for (int i = 0; i < group.not_voting; ++i) {
    Add(votes, group.status, std::nullopt, false, false);
  }
}

Votes VotesOfEdge(const Row& row) {
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
  AddGroup(votes, p_members);
  if (Number(row, "all_yes")) {
    AddGroup(votes, {.status = Status::kO,
                     .yes = number("all_yes") - p_members.yes,
                     .no = number("all_no") - p_members.no,
                     .abstain = number("all_abstain") - p_members.abstain,
                     .unreasoned = 0,
                     .experts = 0,
                     .not_voting = 0});
  }
  return votes;
}

std::optional<Kind> KindOf(std::string_view text) {
  for (const Kind kind : {Kind::kNp, Kind::kDis, Kind::kFdis, Kind::kDtr}) {
    if (KindName(kind) == text) return kind;
  }
  return std::nullopt;
}

// A systematic review has no row yet. Its majority is the one of a DTR, asked once for each action:
// where neither confirming nor revising has it, the committee decides.
void ExpectNoActionHasAMajority(const Row& row) {
  EXPECT_EQ(Text(row, "kind"), "SR");
  EXPECT_EQ(VerdictOf(Text(row, "verdict")), Verdict::kForAPerson);
  const Criterion& majority = Named(Kind::kDtr, "majority-p");
  const Votes confirm = VotesOfEdge(row);
  Votes revise = confirm;
  std::swap(revise.p_members.yes, revise.p_members.no);
  EXPECT_FALSE(Judge(majority, confirm).met);
  EXPECT_FALSE(Judge(majority, revise).met);
}

TEST(Edges, AreDecidedAsTheRulesImply) {
  const std::vector<Row> rows = Read(kGolden / "edges.csv");
  std::size_t used = 0;
  for (const Row& row : rows) {
    SCOPED_TRACE(Text(row, "id"));
    ++used;
    const std::optional<Kind> kind = KindOf(Text(row, "kind"));
    if (!kind) {
      ExpectNoActionHasAMajority(row);
      continue;
    }
    for (const std::string_view edition : {"ISO-2020", "IEC-2020", "ISO-2022"}) {
      SCOPED_TRACE(edition);
      const Outcome outcome = Tally(*FindRule(*kind, edition), VotesOfEdge(row));
      EXPECT_EQ(outcome.verdict, VerdictOf(Text(row, "verdict")));
      if (outcome.verdict == Verdict::kNoValidVotes) continue;
      const int failing = Number(row, "failing_criterion").value_or(0);
      for (int i = 0; i < outcome.size; ++i) EXPECT_EQ(outcome.judgements[i].met, i + 1 != failing);
    }
  }
  EXPECT_EQ(used, 10U);
}

TEST(Edges, ANegativeWithoutReasonsTipsTheResult) {
  const std::vector<Row> rows = Read(kGolden / "edges.csv");
  const Row& row = PrintedOf(rows, "negative_without_reasons");
  const Rule& rule = *FindRule(Kind::kDis, "ISO-2022");
  Votes votes = VotesOfEdge(row);
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
