// The bytes of an event that are hashed: services/record/README.md describes them for others.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "placet/record/v1/log.pb.h"
#include "services/record/merkle.h"

namespace placet::record {

namespace pb = placet::record::v1;

// What follows the 0x00 of a leaf's hash.
std::string LeafBytes(const pb::Entry& entry);

// LeafHash(LeafBytes(entry)), whatever entry.leaf says.
Hash LeafOf(const pb::Entry& entry);

}  // namespace placet::record
