#include "services/comments/tables/text.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace placet::comments::tables {
namespace {

bool IsBlankPoint(char32_t value) {
  return value == ' ' || (value >= '\t' && value <= '\r') || value == 0xA0 || value == 0x202F ||
         value == 0xFEFF;
}

bool IsTextPoint(char32_t value) {
  if (value < 0x20) return value == '\t' || value == '\n' || value == '\r';
  return value != 0x7F && value != 0xFFFE && value != 0xFFFF && value != kNoCodePoint;
}

}  // namespace

CodePoint FirstCodePoint(absl::string_view text) {
  constexpr CodePoint kBad = {kNoCodePoint, 1};
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return kBad;
  char32_t value = lead & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return kBad;
    value = value << 6 | (byte & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[size] || value > 0x10FFFF || surrogate) return kBad;
  return {value, size};
}

void AppendUtf8(char32_t value, std::string* out) {
  const auto tail = [&](int shift) {
    out->push_back(static_cast<char>(0x80 | ((value >> shift) & 0x3F)));
  };
  if (value < 0x80) {
    out->push_back(static_cast<char>(value));
  } else if (value < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (value >> 6)));
    tail(0);
  } else if (value < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (value >> 12)));
    tail(6);
    tail(0);
  } else {
    out->push_back(static_cast<char>(0xF0 | (value >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool IsText(absl::string_view text) {
  while (!text.empty()) {
    const char c = text[0];
    if (c >= 0x20 && c < 0x7F) {
      text.remove_prefix(1);
      continue;
    }
    const CodePoint point = FirstCodePoint(text);
    if (!IsTextPoint(point.value)) return false;
    text.remove_prefix(point.size);
  }
  return true;
}

std::string MadeText(absl::string_view text) {
  if (IsText(text)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    if (IsTextPoint(point.value)) {
      out.append(text.data(), point.size);
    } else {
      AppendUtf8(0xFFFD, &out);
    }
    text.remove_prefix(point.size);
  }
  return out;
}

absl::string_view Trimmed(absl::string_view text) {
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    if (!IsBlankPoint(point.value)) break;
    text.remove_prefix(point.size);
  }
  while (!text.empty()) {
    size_t begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    const CodePoint point = FirstCodePoint(text.substr(begin));
    if (!IsBlankPoint(point.value) || point.size != text.size() - begin) break;
    text.remove_suffix(point.size);
  }
  return text;
}

std::string OneLine(absl::string_view text) {
  text = Trimmed(text);
  std::string out;
  bool blank = false;
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    if (IsBlankPoint(point.value)) {
      blank = true;
    } else {
      if (blank) out += ' ';
      blank = false;
      out.append(text.data(), point.size);
    }
    text.remove_prefix(point.size);
  }
  return out;
}

absl::string_view CutAt(absl::string_view text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void UnifyLineBreaks(std::string* text) {
  if (text->find('\r') == std::string::npos) return;
  std::string out;
  out.reserve(text->size());
  for (size_t i = 0; i < text->size(); ++i) {
    if ((*text)[i] != '\r') {
      out += (*text)[i];
    } else if (i + 1 == text->size() || (*text)[i + 1] != '\n') {
      out += '\n';
    }
  }
  *text = std::move(out);
}

std::string Letters(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (absl::ascii_isalpha(static_cast<unsigned char>(c))) {
      out += absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace placet::comments::tables
