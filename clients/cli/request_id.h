// Ids that make a repeated request safe. A command makes a new one; bulk verbs derive theirs from
// what they send, so that the same row is the same request, today and tomorrow.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace placet::cli {

// A random UUID.
std::string NewRequestId();

// A UUID made of the SHA-256 of the parts; the parts' boundaries matter.
std::string RequestIdOf(const std::vector<std::string>& parts);

// Puts `id` into the field request_id where the message has one and it is empty. Returns what the
// field holds then; empty where there is none.
std::string FillRequestId(google::protobuf::Message& request, absl::string_view id);

}  // namespace placet::cli
