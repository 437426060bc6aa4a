// Widths and styles of the template, version 2012-03: what other tools know its columns by. Used by
// the writer of Word documents.
#pragma once

#include <array>
#include <string>

#include "absl/strings/string_view.h"

namespace placet::comments::tables {

// Widths of the eight columns in twentieths of a point.
inline constexpr std::array<int, 8> kGrid = {606, 908, 1209, 1209, 1115, 4177, 4233, 2419};

// Styles of paragraphs, by column.
inline constexpr std::array<absl::string_view, 8> kColumnStyles = {
    "ISOMB",       "ISOClause",   "ISOClause", "ISOParagraph",
    "ISOCommType", "ISOComments", "ISOChange", "ISOSecretObservations"};

// The content of w:styles.
std::string StyleDefinitions();

}  // namespace placet::comments::tables
