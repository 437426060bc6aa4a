#include "services/comments/tables/types.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

v1::CommentType TypeOf(absl::string_view word) {
  const std::string letters = absl::AsciiStrToLower(word);
  if (letters == "ge" || letters == "gen" || letters == "general") return v1::COMMENT_TYPE_GENERAL;
  if (letters == "te" || letters == "tech" || letters == "technical") {
    return v1::COMMENT_TYPE_TECHNICAL;
  }
  if (letters == "ed" || letters == "edit" || letters == "editorial") {
    return v1::COMMENT_TYPE_EDITORIAL;
  }
  return v1::COMMENT_TYPE_UNSPECIFIED;
}

absl::string_view Abbreviation(int type) {
  switch (type) {
    case v1::COMMENT_TYPE_GENERAL:
      return "ge";
    case v1::COMMENT_TYPE_TECHNICAL:
      return "te";
    case v1::COMMENT_TYPE_EDITORIAL:
      return "ed";
    default:
      return "";
  }
}

}  // namespace

Types ParseTypes(absl::string_view cell) {
  Types parsed;
  const std::string line = OneLine(cell);
  for (const absl::string_view word :
       absl::StrSplit(line, absl::ByAnyChar("/,;.&+ |()-"), absl::SkipEmpty())) {
    if (absl::EqualsIgnoreCase(word, "and") || absl::EqualsIgnoreCase(word, "or")) continue;
    const v1::CommentType type = TypeOf(word);
    auto& types = parsed.types;
    if (type == v1::COMMENT_TYPE_UNSPECIFIED) {
      parsed.unknown.emplace_back(word);
    } else if (std::find(types.begin(), types.end(), type) == types.end()) {
      types.push_back(type);
    }
  }
  // "-" is neither a type nor nothing.
  if (parsed.types.empty() && parsed.unknown.empty() && !line.empty()) {
    parsed.unknown.push_back(line);
  }
  return parsed;
}

std::string TypesCell(const v1::Comment& comment) {
  std::string cell;
  for (const int type : comment.types()) {
    const absl::string_view word = Abbreviation(type);
    if (word.empty()) continue;
    if (!cell.empty()) cell += '/';
    cell.append(word.data(), word.size());
  }
  return cell;
}

}  // namespace placet::comments::tables
