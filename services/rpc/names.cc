#include "services/rpc/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace placet::rpc {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 500;

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

}  // namespace

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= 63 && id[0] != '-' && id[0] != '.' &&
         std::all_of(id.begin(), id.end(), IsIdCharacter);
}

std::optional<std::vector<std::string>> ParseName(absl::string_view pattern,
                                                  absl::string_view name) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (wanted.size() != parts.size()) return std::nullopt;
  std::vector<std::string> ids;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (wanted[i] == "*") {
      if (!IsId(parts[i])) return std::nullopt;
      ids.emplace_back(parts[i]);
    } else if (wanted[i] != parts[i]) {
      return std::nullopt;
    }
  }
  return ids;
}

std::optional<std::string> IdIn(absl::string_view collection, absl::string_view name) {
  auto ids = ParseName(absl::StrCat(collection, "/*"), name);
  if (!ids) return std::nullopt;
  return std::move(ids->front());
}

bool IsDate(absl::string_view date) {
  absl::CivilDay day;
  return date.size() == 10 && absl::ParseCivilTime(date, &day) &&
         absl::FormatCivilTime(day) == date && day.year() >= 1900 && day.year() < 2200;
}

bool IsUuid(absl::string_view uuid) {
  if (uuid.size() != 36) return false;
  for (size_t i = 0; i < uuid.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? uuid[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(uuid[i]))) {
      return false;
    }
  }
  return true;
}

std::string PageToken(absl::string_view last_key) { return absl::WebSafeBase64Escape(last_key); }

std::optional<std::string> ParsePageToken(absl::string_view token) {
  std::string key;
  if (token.size() > 1000 || !absl::WebSafeBase64Unescape(token, &key) ||
      absl::WebSafeBase64Escape(key) != token ||
      !std::all_of(key.begin(), key.end(),
                   [](unsigned char c) { return absl::ascii_isprint(c); })) {
    return std::nullopt;
  }
  return key;
}

std::optional<int> PageSize(int asked) {
  if (asked < 0) return std::nullopt;
  return asked == 0 ? kDefaultPage : std::min(asked, kLargestPage);
}

std::string Etag(int64_t version) { return absl::StrCat("\"", version, "\""); }

}  // namespace placet::rpc
