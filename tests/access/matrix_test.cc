// Who may call what: each cell of matrix.txt is asked of the services by MayI, and called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "placet/members/v1/members.pb.h"
#include "tests/access/stage.h"

namespace placet::access {
namespace {

using ::testing::IsEmpty;

constexpr size_t kAtOnce = 25;  // questions in one MayI

// One cell: a case in a state, asked by somebody.
struct Cell {
  const Case* of;
  const RoleRow* role;
  bool other;
  bool closed;

  const std::string& caller() const { return other ? role->other : role->own; }
  bool IsOfAPerson() const { return absl::StartsWith(caller(), "people/"); }
};

std::vector<Cell> CellsOf(const Case& one, const RoleRow& role) {
  std::vector<Cell> cells;
  for (const bool other : {false, true}) {
    cells.push_back({&one, &role, other, false});
    if (one.IsAboutABallot()) cells.push_back({&one, &role, other, true});
  }
  return cells;
}

const v1::Access& AccessOf(const google::protobuf::MethodDescriptor& method) {
  return method.options().GetExtension(v1::access);
}

// What is asked by calling it, since MayI does not answer for it.
bool IsAskable(const google::protobuf::MethodDescriptor& method) {
  return !AccessOf(method).unaskable() && AccessOf(method).caller() != v1::CALLER_ANYONE;
}

// The rows that are not in both, of which a failure shows the first.
std::string Difference(const std::string& before, const std::string& after) {
  const std::set<std::string> old = absl::StrSplit(before, '\n');
  const std::set<std::string> present = absl::StrSplit(after, '\n');
  std::vector<std::string> rows;
  std::set_symmetric_difference(old.begin(), old.end(), present.begin(), present.end(),
                                std::back_inserter(rows));
  if (rows.size() > 10) rows.resize(10);
  return absl::StrJoin(rows, "\n");
}

// Rpcs with which the matrix asks for what cannot succeed, so that nothing is changed and no secret
// is needed; what is refused shows who gets past the door.
const std::map<std::string, std::string>& NeverAllowed() {
  static const std::map<std::string, std::string> rpcs = {
      {"placet.members.v1.SignInService.Login", "without a password"},
      {"placet.members.v1.SignInService.ExchangeIdToken", "without an ID token"},
      {"placet.members.v1.SignInService.Refresh", "without a refresh token"},
      {"placet.members.v1.SignInService.RevokeSignIn", "of a sign-in that does not exist"},
      {"placet.members.v1.SignInService.SetPassword", "too short a password"},
      {"placet.record.v1.RecordService.AddCosignature", "of an unknown witness"}};
  return rpcs;
}

class MatrixTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    cases_ = new std::vector<Case>(ReadCases());
    matrix_ = new Matrix(ReadMatrix());
  }
  static void TearDownTestSuite() {
    delete cases_;
    delete matrix_;
  }

  // What the services say to every cell, asked beforehand where that can be.
  static Matrix Ask(Stage& stage) {
    Matrix asked;
    for (const RoleRow& role : Roles()) {
      std::vector<Cell> cells;
      for (const Case& one : *cases_) {
        for (const Cell& cell : CellsOf(one, role)) cells.push_back(cell);
      }
      for (const bool other : {false, true}) AskAs(stage, cells, other, asked);
    }
    return asked;
  }

  // Those of one caller, in their order; the questions to each service together.
  static void AskAs(Stage& stage, const std::vector<Cell>& cells, bool other, Matrix& asked) {
    std::vector<Cell> own;
    for (const Cell& cell : cells) {
      if (cell.other == other) own.push_back(cell);
    }
    for (size_t i = 0; i < own.size();) {
      const auto& channel = stage.ChannelOf(*own[i].of->method);
      const size_t begin = i;
      std::vector<Asked> questions;
      while (i < own.size() && questions.size() < kAtOnce &&
             stage.ChannelOf(*own[i].of->method) == channel) {
        questions.push_back(stage.RequestOf(*own[i].of, own[i].closed));
        ++i;
      }
      const std::vector<std::string> answers = Answers(channel, own[begin], questions);
      for (size_t k = begin; k < i; ++k) {
        asked[{own[k].of->name, own[k].role->name}].push_back(answers[k - begin]);
      }
    }
  }

  // Nobody but a person can ask MayI, and nothing that others may do changes anything.
  static std::vector<std::string> Answers(const std::shared_ptr<grpc::Channel>& channel,
                                          const Cell& first, const std::vector<Asked>& questions) {
    std::vector<std::string> answers;
    if (first.IsOfAPerson()) answers = MayI(channel, first.caller(), questions);
    for (size_t k = 0; k < questions.size(); ++k) {
      if (!first.IsOfAPerson()) {
        answers.push_back(Call(channel, first.caller(), questions[k]));
      } else if (!IsAskable(*questions[k].method)) {
        EXPECT_EQ(answers[k], "CANNOT_BE_ASKED");
        answers[k] = Call(channel, first.caller(), questions[k]);
      }
    }
    return answers;
  }

  // What the services say against the rows of the file.
  static void Compare(const Matrix& asked) {
    std::vector<std::string> missing;
    std::vector<std::string> differing;
    for (const auto& [key, cells] : asked) {
      const auto row = matrix_->find(key);
      if (row != matrix_->end() && row->second == cells) continue;
      (row == matrix_->end() ? missing : differing).push_back(Line(key.first, key.second, cells));
    }
    EXPECT_THAT(missing, IsEmpty()) << "rows that matrix.txt lacks:\n"
                                    << absl::StrJoin(missing, "\n");
    EXPECT_THAT(differing, IsEmpty()) << "rows that are otherwise:\n"
                                      << absl::StrJoin(differing, "\n");
    for (const auto& [key, cells] : *matrix_) {
      EXPECT_EQ(asked.count(key), 1u) << "no such rpc or role: " << key.first << " " << key.second;
    }
  }

  static void WriteDown(const Matrix& asked, const char* path) {
    std::ofstream out(path);
    for (const Case& one : *cases_) {
      for (const RoleRow& role : Roles()) {
        out << Line(one.name, role.name, asked.at({one.name, role.name})) << "\n";
      }
      out << "\n";
    }
  }

  // The cells that MayI has answered, with what it said.
  static std::vector<std::pair<Cell, std::string>> OfPersons(const Matrix& asked) {
    std::vector<std::pair<Cell, std::string>> all;
    for (const Case& one : *cases_) {
      for (const RoleRow& role : Roles()) {
        const std::vector<Cell> cells = CellsOf(one, role);
        const Cells& answers = asked.at({one.name, role.name});
        for (size_t i = 0; i < cells.size(); ++i) {
          if (!cells[i].IsOfAPerson() || !IsAskable(*one.method)) continue;
          all.emplace_back(cells[i], answers[i]);
        }
      }
    }
    return all;
  }

  static void CallAndCompare(Stage& stage, const Cell& cell, const std::string& said,
                             std::vector<std::string>& otherwise) {
    const std::string called = Call(stage.ChannelOf(*cell.of->method), cell.caller(),
                                    stage.RequestOf(*cell.of, cell.closed));
    if (called == said) return;
    otherwise.push_back(absl::StrCat(cell.of->name, " ", cell.caller(), " ",
                                     cell.closed ? "closed" : "open", ": MayI says ", said,
                                     ", the call ", called));
  }

  static std::vector<Case>* cases_;
  static Matrix* matrix_;
};

std::vector<Case>* MatrixTest::cases_ = nullptr;
Matrix* MatrixTest::matrix_ = nullptr;

TEST_F(MatrixTest, HasARequestForEveryRpc) {
  std::set<std::string> asked;
  for (const Case& one : *cases_) asked.insert(one.method->full_name());
  std::vector<std::string> missing;
  for (const auto* method : AllMethods()) {
    if (asked.count(method->full_name()) == 0) missing.push_back(method->full_name());
  }
  EXPECT_THAT(missing, IsEmpty()) << "add a line to tests/access/requests.txt for each";
}

TEST_F(MatrixTest, RolesOfTheOptionAreThoseOfTheDirectory) {
  const auto& own = *v1::Role_descriptor();
  const auto& directory = *members::v1::Role_descriptor();
  ASSERT_EQ(own.value_count(), directory.value_count());
  for (int i = 0; i < own.value_count(); ++i) {
    EXPECT_EQ(own.value(i)->name(), directory.value(i)->name());
    EXPECT_EQ(own.value(i)->number(), directory.value(i)->number());
  }
  std::set<int> shown;
  for (const RoleRow& role : Roles()) shown.insert(role.role);
  EXPECT_EQ(shown.size(), static_cast<size_t>(own.value_count())) << "a role has no row";
}

// The option at an rpc is the coarse gate, so the table must not be wider, and must use all of it.
TEST_F(MatrixTest, AgreesWithWhatTheRpcsSayOfThemselves) {
  std::map<const google::protobuf::MethodDescriptor*, std::set<int>> allowed;
  for (const Case& one : *cases_) {
    for (const RoleRow& role : Roles()) {
      const auto row = matrix_->find({one.name, role.name});
      if (row == matrix_->end()) continue;
      const bool may = std::count(row->second.begin(), row->second.end(), "allowed") > 0;
      const v1::Access& access = AccessOf(*one.method);
      if (may && role.own.empty()) {
        EXPECT_EQ(access.caller(), v1::CALLER_ANYONE) << one.name;
      } else if (may && absl::StartsWith(role.own, "services/")) {
        EXPECT_NE(access.caller(), v1::CALLER_PERSON) << one.name;
      } else if (may) {
        const bool named = access.roles().empty() ||
                           std::count(access.roles().begin(), access.roles().end(), role.role) > 0;
        EXPECT_TRUE(named) << one.name << " is allowed to " << role.name;
        allowed[one.method].insert(role.role);
      }
    }
  }
  for (const auto* method : AllMethods()) {
    for (const int role : AccessOf(*method).roles()) {
      EXPECT_EQ(allowed[method].count(role), 1u)
          << method->full_name() << " is never allowed to " << v1::Role_Name(role);
    }
    if (NeverAllowed().count(method->full_name()) != 0) continue;
    EXPECT_FALSE(allowed[method].empty()) << method->full_name() << " is allowed to nobody";
  }
}

// Every cell is asked with MayI, every refusal and every reading is called as well, and all of that
// leaves the store as it was. Then what changes something is called, one after the other, and comes
// out as MayI says right before.
TEST_F(MatrixTest, IsWhatTheServicesDo) {
  Stage stage;
  const std::string before = stage.Everything();
  const Matrix asked = Ask(stage);
  EXPECT_THAT(Difference(before, stage.Everything()), IsEmpty()) << "MayI has changed something";
  Compare(asked);
  if (const char* path = std::getenv("PLACET_WRITE_MATRIX")) WriteDown(asked, path);

  std::vector<std::string> otherwise;
  std::vector<Cell> acts;
  for (const auto& [cell, said] : OfPersons(asked)) {
    if (said == "allowed" && !AccessOf(*cell.of->method).roles().empty()) {
      acts.push_back(cell);
    } else {
      CallAndCompare(stage, cell, said, otherwise);
    }
  }
  EXPECT_THAT(Difference(before, stage.Everything()), IsEmpty())
      << "a refusal or a reading has changed something";
  for (const Cell& act : acts) {
    std::vector<Asked> question;
    question.push_back(stage.RequestOf(*act.of, act.closed));
    const auto& channel = stage.ChannelOf(*act.of->method);
    CallAndCompare(stage, act, MayI(channel, act.caller(), question)[0], otherwise);
  }
  EXPECT_THAT(otherwise, IsEmpty()) << absl::StrJoin(otherwise, "\n");
}

}  // namespace
}  // namespace placet::access
