// The two tables of this folder: requests.txt and matrix.txt.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace placet::access {

// A line of requests.txt.
struct Case {
  std::string name;  // "BallotService.CastVote#on-behalf"
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string text;  // the request, with what stands for a ballot

  bool IsAboutABallot() const {  // all but one of what stands in for something
    return text.find('$') != std::string::npos && text.find("$SIZE") == std::string::npos;
  }
};

// The cells of a row: own, other; of a case about a ballot: own and open, own and closed, other and
// open, other and closed.
using Cells = std::vector<std::string>;
// Rows by case and role.
using Matrix = std::map<std::pair<std::string, std::string>, Cells>;

std::vector<Case> ReadCases();
Matrix ReadMatrix();

// A row as it stands in matrix.txt.
std::string Line(const std::string& of, const std::string& role, const Cells& cells);

// Every method of every service of the contracts.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

}  // namespace placet::access
