#include "tests/bench/directory.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/csv.h"

namespace placet::bench {
namespace {

using cli::Csv;

Csv ReadCsv(const std::string& name) {
  const std::string path = absl::StrCat(PLACET_SOURCE_DIR, "/", name);
  const absl::StatusOr<std::string> text = cli::ReadFile(path);
  absl::StatusOr<Csv> csv = text.ok() ? Csv::Parse(*text) : text.status();
  if (csv.ok()) return *std::move(csv);
  std::fprintf(stderr, "%s: %s\n", path.c_str(), csv.status().ToString().c_str());
  std::exit(1);
}

int NumberIn(const Csv& csv, const Csv::Row& row, absl::string_view column) {
  int number = 0;
  if (absl::SimpleAtoi(csv.Get(row, column), &number)) return number;
  std::fprintf(stderr, "committees.csv: line %d has no number of %s\n", row.line,
               std::string(column).c_str());
  std::exit(1);
}

}  // namespace

Directory Directory::Load() {
  Directory directory;
  std::set<std::string> p_members;
  const Csv committees = ReadCsv("tests/bench/committees.csv");
  for (const Csv::Row& row : committees.rows()) {
    Committee& committee = directory.committees.emplace_back();
    committee.id = committees.Get(row, "id");
    committee.reference = committees.Get(row, "reference");
    committee.secretariat = committees.Get(row, "secretariat");
    committee.p_members = absl::StrSplit(committees.Get(row, "p_members"), ' ', absl::SkipEmpty());
    committee.o_members = absl::StrSplit(committees.Get(row, "o_members"), ' ', absl::SkipEmpty());
    committee.dis_ballots = NumberIn(committees, row, "dis") + NumberIn(committees, row, "cd");
    committee.fdis_ballots = NumberIn(committees, row, "fdis") + NumberIn(committees, row, "sr") +
                             NumberIn(committees, row, "withdrawal");
    p_members.insert(committee.p_members.begin(), committee.p_members.end());
  }
  const Csv members = ReadCsv("deploy/data/members.csv");
  for (const Csv::Row& row : members.rows()) {
    const std::string id = members.Get(row, "id");
    // Whoever is P in 2025 is a member body then, whatever an older list of categories says.
    const bool full = members.Get(row, "category") == "MEMBER_BODY" || p_members.count(id) > 0;
    directory.bodies.push_back(
        {id, members.Get(row, "country"), members.Get(row, "acronym"), full});
  }
  return directory;
}

std::vector<Ballot> BallotsOf(const Directory& directory, int years) {
  std::vector<Ballot> ballots;
  for (int year = 0; year < years; ++year) {
    for (const Committee& committee : directory.committees) {
      const int all = committee.dis_ballots + committee.fdis_ballots;
      for (int i = 0; i < all; ++i) {
        ballots.push_back({"", &committee, i < committee.dis_ballots ? Kind::kDis : Kind::kFdis});
      }
    }
  }
  std::shuffle(ballots.begin(), ballots.end(), std::mt19937_64(2025));
  for (size_t i = 0; i < ballots.size(); ++i) ballots[i].id = absl::StrCat("iso-", 100000 + i);
  return ballots;
}

std::vector<Pair> VotesOwed(const std::vector<Ballot>& ballots) {
  std::vector<Pair> pairs;
  for (const Ballot& ballot : ballots) {
    for (const std::string& member : ballot.committee->p_members) {
      pairs.push_back({&ballot, member});
    }
  }
  return pairs;
}

}  // namespace placet::bench
