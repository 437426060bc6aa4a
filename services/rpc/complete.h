// Is a request complete and well formed? Checked by descriptor, for every request of every service,
// before its handler runs: REQUIRED fields present, texts and lists no longer than
// placet/limits/v1/limits.proto says, no NUL, valid UTF-8.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace placet::rpc {

struct Violation {
  std::string field;  // path: "vote.experts[0].display_name"
  std::string description;
};

// What is wrong with a request; empty: nothing.
std::vector<Violation> Violations(const google::protobuf::Message& request);

// Bytes that did not parse: which string field holds invalid UTF-8, or that the message is broken.
Violation WhyUnparsable(const google::protobuf::Descriptor& type, absl::string_view bytes);

}  // namespace placet::rpc
