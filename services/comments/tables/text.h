// Text as cells hold it: what is blank, what is text at all, one line of it. Pure. Used by every
// reader and by the parsers of cells; nothing here depends on a locale.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace placet::comments::tables {

// The code point at the beginning of `text`, which is not empty, and its bytes; kNoCodePoint and
// one byte where there is no well-formed UTF-8 (RFC 3629).
inline constexpr char32_t kNoCodePoint = 0xFFFFFFFF;
struct CodePoint {
  char32_t value;
  size_t size;
};
CodePoint FirstCodePoint(absl::string_view text);

void AppendUtf8(char32_t value, std::string* out);

// UTF-8 without control characters other than tab and line break, and without U+FFFE and U+FFFF.
bool IsText(absl::string_view text);

// The same text with U+FFFD for everything that is none.
std::string MadeText(absl::string_view text);

// Without blanks at both ends: those of ASCII, no-break spaces (U+00A0, U+202F), U+FEFF.
absl::string_view Trimmed(absl::string_view text);
inline bool IsBlank(absl::string_view text) { return Trimmed(text).empty(); }

// Trimmed, and every run of blanks one space.
std::string OneLine(absl::string_view text);

// At most `most` bytes of `text`, cut between code points.
absl::string_view CutAt(absl::string_view text, size_t most);

// CRLF and CR become LF, in place.
void UnifyLineBreaks(std::string* text);

// The ASCII letters of `text` alone, in lower case: "Clause/ Subclause" is "clausesubclause".
std::string Letters(absl::string_view text);

}  // namespace placet::comments::tables
