// How the parts of audit*.cc say what they find; nobody else includes it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ballots/audit.h"

namespace placet::ballots::audit {

class Report {
 public:
  void Add(int64_t sequence, std::string place, std::string text, std::string found = "",
           std::string expected = "");
  // A finding unless both are the same.
  void Same(int64_t sequence, const std::string& place, const std::string& found,
            const std::string& expected);
  std::vector<Finding>& findings() { return findings_; }

 private:
  std::vector<Finding> findings_;
};

// An event of the bundle whose leaf and proof were looked at.
struct Leaf {
  const record::v1::Entry* entry = nullptr;
  v1::Event event;  // only its change
};
using Leaves = std::map<int64_t, Leaf>;  // by number

// Rows of the bundle against what the events say.
void CheckRows(const Bundle& bundle, const Leaves& leaves, Report& report);
// Versions of votes and results, what was counted, and the count itself.
void CheckResults(const Bundle& bundle, const Leaves& leaves, Report& report);

}  // namespace placet::ballots::audit
