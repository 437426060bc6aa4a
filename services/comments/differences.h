// What changed between two states of one comment, field by field as text, and the way back. Which
// fields there are is read from the contract: a new field of Comment needs nothing here unless it
// never changes.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "services/comments/facts.h"

namespace placet::comments {

// Names the comment, and every field that differs.
pb::CommentDifference DifferenceOf(const pb::Comment& before, const pb::Comment& after);

// The comment as it was before. Texts that do not read as their field are left out.
pb::Comment Undone(pb::Comment comment, const pb::CommentDifference& difference);

// With texts cut to so many bytes, at a character.
pb::CommentDifference Cut(pb::CommentDifference difference, size_t most);

// "disposition: DISPOSITION_NOTED -> DISPOSITION_ACCEPTED"
std::string InWords(const pb::FieldDifference& field);

}  // namespace placet::comments
