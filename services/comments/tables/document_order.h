// The place of a comment in the draft as a key that sorts as the draft reads: whole document,
// title, contents, Foreword, Introduction, clauses (8.2.2 before 8.2.10), annexes (A, A.1, A.2.10,
// B), Bibliography, and last what names no place that is known ("Figure 3", "many places"). Used by
// the store, which keeps the key beside the comment, and by every list and export.
//
// The one invariant: keys compare as bytes. PostgreSQL orders them alike as bytea and as text with
// COLLATE "C", and a clause with all below it is one range of keys.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace placet::comments::tables {

// The cells of a comment that say where it belongs, as they were typed.
struct Place {
  absl::string_view clause;   // "8.2.10", "3.13 & 3.14": the first place counts
  absl::string_view element;  // "Table 1", "2nd paragraph"
  absl::string_view line;     // "120"
};

// Printable UTF-8 without NUL, 200 bytes at most. Places are ordered by clause, then by line, then
// by element; a clause itself comes before what is below it.
std::string DocumentOrderKey(const Place& place);

// Keys from `from` on and before `until` belong to one clause and all below it.
struct KeyRange {
  std::string from;
  std::string until;
};

// SQL: order_key >= from AND order_key < until.
KeyRange SubtreeOf(absl::string_view clause);

// What else the cell names, in its order: "6.2" in "5.1 and 6.2", with all below it; 3.1 to 3.4 in
// "3.1 - 3.4". Words that name no place of the draft are left out. 20 at most.
std::vector<KeyRange> FurtherPlaces(absl::string_view clause);

// Whether a key lies in a clause or below it: 8.2.10 in "8.2", 8.20 not.
bool IsInSubtree(absl::string_view key, absl::string_view clause);

}  // namespace placet::comments::tables
