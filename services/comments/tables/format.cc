#include "services/comments/tables/format.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments::tables {
namespace {

struct Magic {
  absl::string_view bytes;
  v1::FileRefusal refusal;
  absl::string_view what;
  absl::string_view remedy;
};
constexpr char kUseTemplate[] = "put the comments into the commenting template and send it as DOCX";
constexpr char kSaveAsUtf8[] = "save it as \"CSV UTF-8\"";
constexpr Magic kRefused[] = {
    {"\xD0\xCF\x11\xE0", v1::FILE_REFUSAL_OLD_OFFICE,
     "the file is in the format of Word or Excel before 2007, or it is encrypted",
     "open it in Word, Excel or LibreOffice and save it as DOCX or XLSX, without a password"},
    {"%PDF", v1::FILE_REFUSAL_UNKNOWN_FORMAT, "the file is a PDF", kUseTemplate},
    {"{\\rtf", v1::FILE_REFUSAL_UNKNOWN_FORMAT, "the file is RTF", "save it as DOCX"},
    {"<", v1::FILE_REFUSAL_UNKNOWN_FORMAT, "the file is HTML or XML", "save it as DOCX"},
    {"\xFF\xFE", v1::FILE_REFUSAL_UNKNOWN_FORMAT, "the text is UTF-16", kSaveAsUtf8},
    {"\xFE\xFF", v1::FILE_REFUSAL_UNKNOWN_FORMAT, "the text is UTF-16", kSaveAsUtf8},
};

constexpr size_t kLookedAt = 64 << 10;

// A line that begins with the key "comments:", before which nothing but keys, blanks and remarks
// come.
bool IsYaml(absl::string_view text) {
  for (const absl::string_view line : absl::StrSplit(text.substr(0, kLookedAt), '\n')) {
    if (absl::StartsWith(line, "comments:") || absl::StartsWith(line, "- id:")) return true;
    const absl::string_view content = absl::StripAsciiWhitespace(line);
    const bool passes = content.empty() || content[0] == '#' || absl::StartsWith(content, "---") ||
                        absl::StrContains(content, ": ") || content.back() == ':' ||
                        absl::StartsWith(line, "%YAML");
    if (!passes) return false;
  }
  return false;
}

bool LooksBinary(absl::string_view bytes) {
  return bytes.substr(0, kLookedAt).find('\0') != absl::string_view::npos;
}

}  // namespace

absl::string_view WithoutMark(absl::string_view text) {
  return absl::StripPrefix(text, "\xEF\xBB\xBF");
}

absl::StatusOr<Container> ContainerOf(absl::string_view bytes) {
  if (bytes.size() > kMostFileBytes) {
    return RefuseFile(
        v1::FILE_REFUSAL_TOO_LARGE,
        absl::StrCat("the file has ", bytes.size(), " bytes; at most ", kMostFileBytes),
        "split the table, and leave pictures and attachments out");
  }
  if (absl::StartsWith(bytes, "PK")) return Container::kOffice;
  const absl::string_view text = absl::StripLeadingAsciiWhitespace(WithoutMark(bytes));
  if (text.empty()) {
    return RefuseFile(v1::FILE_REFUSAL_EMPTY, "the file is empty", "send the file again");
  }
  for (const Magic& magic : kRefused) {
    if (absl::StartsWith(text, magic.bytes)) {
      return RefuseFile(magic.refusal, magic.what, magic.remedy);
    }
  }
  if (LooksBinary(bytes)) {
    return RefuseFile(v1::FILE_REFUSAL_UNKNOWN_FORMAT,
                      "the file is none of DOCX, XLSX, CSV, YAML and JSON", kUseTemplate);
  }
  if (text[0] == '{' || text[0] == '[') return Container::kJson;
  return IsYaml(text) ? Container::kYaml : Container::kCsv;
}

bool NamePromises(absl::string_view file_name, v1::TableFormat format) {
  const size_t dot = file_name.rfind('.');
  if (dot == absl::string_view::npos || dot == 0) return true;
  const std::string ending = absl::AsciiStrToLower(file_name.substr(dot + 1));
  switch (format) {
    case v1::TABLE_FORMAT_DOCX:
      return ending == "docx" || ending == "docm" || ending == "dotx";
    case v1::TABLE_FORMAT_XLSX:
      return ending == "xlsx" || ending == "xlsm";
    case v1::TABLE_FORMAT_CSV:
      return ending == "csv" || ending == "txt" || ending == "tsv";
    case v1::TABLE_FORMAT_YAML:
      return ending == "yaml" || ending == "yml";
    default:
      return ending == "json";
  }
}

}  // namespace placet::comments::tables
