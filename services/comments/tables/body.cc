#include "services/comments/tables/body.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// Paragraphs of the cell become one: a number keeps close to what stands before it.
std::string OnOneLine(absl::string_view cell) {
  std::string line = OneLine(absl::StrReplaceAll(
      cell, {{"\u2011", "-"}, {"\u2010", "-"}, {"\u2013", "-"}, {"\u2212", "-"}}));
  absl::StrReplaceAll({{" -", "-"}, {"- ", "-"}}, &line);
  return line;
}

// Without the numbers at its end: "ZA-001-030" is "ZA".
absl::string_view WithoutNumbers(absl::string_view label) {
  while (true) {
    size_t end = label.size();
    while (end > 0 && IsDigit(label[end - 1])) --end;
    if (end == label.size() || end == 0 || label[end - 1] != '-') return label;
    label = label.substr(0, end - 1);
  }
}

// Letters before a number of the body's own: "DK2" and "US 26" are "DK" and "US".
absl::string_view WithoutOwnNumber(absl::string_view code) {
  size_t end = code.size();
  while (end > 0 && IsDigit(code[end - 1])) --end;
  if (end == code.size()) return code;
  return absl::StripTrailingAsciiWhitespace(code.substr(0, end));
}

// The country that `code` stands for, "" if none.
absl::string_view CountryOf(const std::string& code) {
  if (code == "UK") return "GB";  // reserved in ISO 3166 and often typed
  return IsMemberCountry(code) ? absl::string_view(code) : CountryOfAcronym(code);
}

bool IsCentralOffice(absl::string_view code) { return code == "**" || code == "CCMC"; }

void SayWho(const std::string& code, Body& body) {
  const std::string capitals = absl::AsciiStrToUpper(code);
  const absl::string_view country = CountryOf(capitals);
  if (country.empty()) {
    body.liaison = code;
    if (IsCentralOffice(code)) return;
    body.notice = v1::NOTICE_KIND_BODY_UNKNOWN;
    body.text = absl::StrCat("\"", code,
                             "\" is no country code and no acronym of a member body; it is taken "
                             "for a liaison or a group");
    return;
  }
  body.member = absl::StrCat("members/", absl::AsciiStrToLower(country));
  if (capitals != country) {
    body.notice = v1::NOTICE_KIND_ACRONYM;
    body.text = absl::StrCat("\"", code, "\" stands for the country code ", country);
  }
}

}  // namespace

Body ParseBody(absl::string_view cell) {
  Body body;
  body.label = OnOneLine(cell);
  const absl::string_view code = absl::StripAsciiWhitespace(WithoutNumbers(body.label));
  const std::string letters(WithoutOwnNumber(code));
  // "DK2" is Denmark; "SC29" is a subcommittee and not the Seychelles, "WG3" nobody's own number.
  const std::string capitals = absl::AsciiStrToUpper(letters);
  const bool own_number = capitals != "SC" && !CountryOf(capitals).empty();
  body.code = own_number ? letters : std::string(code);
  if (letters.empty() || body.code == "-") {
    body.code.clear();
    body.notice = v1::NOTICE_KIND_BODY_MISSING;
    body.text = "column 1 does not say whose comment this is";
    return body;
  }
  SayWho(body.code, body);
  return body;
}

}  // namespace placet::comments::tables
