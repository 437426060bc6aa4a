// Column 5, the type of comment: "Ed", "ed.", "Ed/te", "Technical". Pure. Used when a table is read
// and, in the other direction, when one is written.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/comments.pb.h"

namespace placet::comments::tables {

struct Types {
  std::vector<v1::CommentType> types;  // as typed, none twice
  std::vector<std::string> unknown;    // words that say no type
};

Types ParseTypes(absl::string_view cell);

// "te/ed"; empty for none.
std::string TypesCell(const v1::Comment& comment);

}  // namespace placet::comments::tables
