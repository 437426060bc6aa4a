// Published ballots, voted again through the service. The fourth of tests/golden is a DTR, and the
// service has no such kind yet.
#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using Row = std::map<std::string, std::string>;

// Cells of these files hold no comma.
std::vector<Row> Read(const std::string& name) {
  std::ifstream file(absl::StrCat(PLACET_SOURCE_DIR "/tests/golden/", name, ".csv"));
  EXPECT_TRUE(file) << name;
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> heads = absl::StrSplit(line, ',');
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    Row& row = rows.emplace_back();
    for (size_t i = 0; i < heads.size(); ++i) row[heads[i]] = cells.at(i);
  }
  return rows;
}

struct Sheet {
  const char* id;
  pb::BallotKind kind;
};

class Golden : public ::testing::TestWithParam<Sheet> {
 protected:
  void MakeCommittee() {
    world_.PutCommittee("iec", "IEC/TC 1");
    for (const Row& row : rows_) {
      world_.PutMember(row.at("member"), row.at("country"));
      if (row.at("status") == "N") continue;
      world_.Join(row.at("member"),
                  row.at("status") == "P" ? mpb::SEAT_STATUS_P : mpb::SEAT_STATUS_O,
                  "committees/iec");
    }
    world_.Grant("voters", mpb::ROLE_VOTER);
    world_.PutPerson("nobody");
    world_.CatchUp();
  }
  void Vote() {
    world_.PutProject("iso-1", StageBefore(GetParam().kind), "committees/iec");
    pb::CreateBallotRequest create;
    create.set_ballot_id("b");
    create.mutable_ballot()->set_project("projects/iso-1");
    create.mutable_ballot()->set_kind(GetParam().kind);
    create.mutable_ballot()->set_rules_edition("IEC-2020");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name("ballots/b");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
    for (const Row& row : rows_) {
      const pb::Answer answer = AnswerOf(row);
      if (answer == pb::ANSWER_UNSPECIFIED) continue;
      const char* text = answer == pb::ANSWER_DISAPPROVE ? "reasons" : "";
      EXPECT_THAT(world_.Cast("ballots/b", row.at("member"), answer, text), IsOk());
    }
    EXPECT_THAT(world_.Close("ballots/b"), IsOk());
  }
  static pb::Answer AnswerOf(const Row& row) {
    const std::string& vote = row.at("vote");
    return vote == "Y"   ? pb::ANSWER_APPROVE
           : vote == "N" ? pb::ANSWER_DISAPPROVE
           : vote == "A" ? pb::ANSWER_ABSTAIN
                         : pb::ANSWER_UNSPECIFIED;
  }
  static pb::MemberStatus StatusOf(const Row& row) {
    const std::string& status = row.at("status");
    return status == "P"   ? pb::MEMBER_STATUS_P
           : status == "O" ? pb::MEMBER_STATUS_O
                           : pb::MEMBER_STATUS_NEITHER;
  }
  Row Printed() const {
    for (Row& row : Read("printed")) {
      if (row["id"] == GetParam().id) return row;
    }
    ADD_FAILURE() << GetParam().id;
    return {};
  }
  void ExpectRows(const pb::Result& result) const {
    std::map<std::string, const pb::ResultRow*> shown;
    for (const pb::ResultRow& row : result.rows()) shown[row.member()] = &row;
    ASSERT_EQ(shown.size(), rows_.size());
    for (const Row& row : rows_) {
      const auto found = shown.find(absl::StrCat("members/", row.at("member")));
      ASSERT_NE(found, shown.end()) << row.at("member");
      EXPECT_EQ(found->second->status(), StatusOf(row)) << row.at("member");
      EXPECT_EQ(found->second->answer(), AnswerOf(row)) << row.at("member");
      EXPECT_EQ(found->second->country(), row.at("country"));
    }
  }

  World world_{World::Options{.seeded = false}};
  const std::vector<Row> rows_ = Read(GetParam().id);
};

TEST_P(Golden, GivesThePublishedResultAgain) {
  MakeCommittee();
  Vote();
  const auto result = world_.GetResult("ballots/b");
  ASSERT_THAT(result, IsOk());
  ExpectRows(*result);
  const pb::Tally& tally = result->tally();
  const Row printed = Printed();
  EXPECT_EQ(tally.rules_edition(), "IEC-2020");
  EXPECT_EQ(absl::StrCat(tally.p_members().yes()), printed.at("p_yes"));
  EXPECT_EQ(absl::StrCat(tally.p_members().no()), printed.at("p_no"));
  EXPECT_EQ(absl::StrCat(tally.all_bodies().yes()), printed.at("all_yes"));
  EXPECT_EQ(absl::StrCat(tally.all_bodies().no()), printed.at("all_no"));
  EXPECT_EQ(pb::Verdict_Name(tally.verdict()), absl::StrCat("VERDICT_", printed.at("verdict")));
  ASSERT_EQ(tally.criteria_size(), 2);
  EXPECT_EQ(tally.criteria(0).met(), tally.verdict() == pb::VERDICT_APPROVED);
  EXPECT_EQ(tally.criteria(1).met(), tally.verdict() == pb::VERDICT_APPROVED);
  EXPECT_EQ(tally.criteria(0).numerator(), tally.p_members().yes());
  EXPECT_EQ(tally.criteria(1).denominator(), tally.all_bodies().yes() + tally.all_bodies().no());
  if (!printed.at("not_voting_p").empty()) {
    EXPECT_EQ(absl::StrCat(tally.p_members_not_voting_size()), printed.at("not_voting_p"));
  }
}

INSTANTIATE_TEST_SUITE_P(Sheets, Golden,
                         ::testing::Values(Sheet{"iec_cisi_cdv_2020", pb::BALLOT_KIND_DIS},
                                           Sheet{"iec_tc44_fdis_2021", pb::BALLOT_KIND_FDIS},
                                           Sheet{"iec_tc89_cdv_2020", pb::BALLOT_KIND_DIS}),
                         [](const auto& sheet) { return std::string(sheet.param.id); });

}  // namespace
}  // namespace placet::ballots
