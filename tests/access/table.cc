#include "tests/access/table.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "placet/access/v1/access_service.pb.h"
#include "placet/ballots/v1/analysis.pb.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "placet/ballots/v1/board.pb.h"
#include "placet/ballots/v1/decision_service.pb.h"
#include "placet/ballots/v1/obligations.pb.h"
#include "placet/ballots/v1/rules.pb.h"
#include "placet/comments/v1/comment_service.pb.h"
#include "placet/comments/v1/consensus_service.pb.h"
#include "placet/members/v1/member_service.pb.h"
#include "placet/members/v1/sign_in_service.pb.h"
#include "placet/record/v1/record_service.pb.h"

namespace placet::access {
namespace {

std::vector<std::string> Lines(const std::string& file) {
  std::ifstream in(absl::StrCat(PLACET_SOURCE_DIR "/tests/access/", file));
  EXPECT_TRUE(in.good()) << file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    absl::StripAsciiWhitespace(&line);
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

// "BallotService.CastVote" of "placet.ballots.v1.BallotService.CastVote". Two services have no name
// in common.
std::string Short(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '.');
  return absl::StrCat(parts[parts.size() - 2], ".", parts.back());
}

}  // namespace

std::vector<Case> ReadCases() {
  std::vector<Case> cases;
  for (const std::string& line : Lines("requests.txt")) {
    const std::pair<std::string, std::string> halves =
        absl::StrSplit(line, absl::MaxSplits('|', 1));
    Case one;
    const std::string name(absl::StripAsciiWhitespace(halves.first));
    one.name = Short(name);
    one.text = std::string(absl::StripAsciiWhitespace(halves.second));
    const std::string method = name.substr(0, name.find('#'));
    one.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
    EXPECT_NE(one.method, nullptr) << "there is no rpc " << method;
    if (one.method != nullptr) cases.push_back(std::move(one));
  }
  return cases;
}

Matrix ReadMatrix() {
  Matrix matrix;
  for (const std::string& line : Lines("matrix.txt")) {
    std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.size() < 3) {
      ADD_FAILURE() << "no row: " << line;
      continue;
    }
    const bool added =
        matrix.emplace(std::pair(words[0], words[1]), Cells(words.begin() + 2, words.end())).second;
    EXPECT_TRUE(added) << "twice: " << line;
  }
  return matrix;
}

std::string Line(const std::string& of, const std::string& role, const Cells& cells) {
  std::string line = absl::StrFormat("%-42s %-22s", of, role);
  for (const std::string& cell : cells) absl::StrAppend(&line, absl::StrFormat(" %-21s", cell));
  return std::string(absl::StripTrailingAsciiWhitespace(line));
}

std::vector<const google::protobuf::MethodDescriptor*> AllMethods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const google::protobuf::FileDescriptor* file :
       {access::v1::MayIRequest::descriptor()->file(),
        ballots::v1::WhatIfRequest::descriptor()->file(),
        ballots::v1::CastVoteRequest::descriptor()->file(),
        ballots::v1::GetBoardRequest::descriptor()->file(),
        ballots::v1::DecideBallotRequest::descriptor()->file(),
        ballots::v1::ListAccountsRequest::descriptor()->file(),
        ballots::v1::ListRulesRequest::descriptor()->file(),
        comments::v1::GetCommentRequest::descriptor()->file(),
        comments::v1::PutGroupRequest::descriptor()->file(),
        members::v1::GetMemberRequest::descriptor()->file(),
        members::v1::LoginRequest::descriptor()->file(),
        record::v1::GetEntryRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(file->service(s)->method(m));
      }
    }
  }
  return methods;
}

}  // namespace placet::access
