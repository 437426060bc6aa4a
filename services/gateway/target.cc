#include "services/gateway/target.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/gateway/refusals.h"
#include "services/gateway/text.h"

namespace placet::gateway {
namespace {

constexpr size_t kMostParameters = 32;
constexpr size_t kLongestInLog = 200;

absl::Status Bad(absl::string_view what) {
  return Refuse(absl::StatusCode::kInvalidArgument, "BAD_TARGET",
                absl::StrCat("the target of the request ", what),
                "send an absolute path, percent-encoded as RFC 3986 says");
}

int Hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// In a query '+' is a space, as forms write it.
std::optional<std::string> Decode(absl::string_view text, bool is_query) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = Hex(text[i + 1]), low = Hex(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && is_query) {
      c = ' ';
    }
    decoded.push_back(c);
  }
  return decoded;
}

bool IsPlainSegment(absl::string_view segment) {
  if (segment == "." || segment == "..") return false;
  return std::none_of(segment.begin(), segment.end(), [](char c) {
    return c == '/' || c == '\\' || absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
}

absl::Status ReadPath(absl::string_view path, Target& target) {
  path.remove_prefix(1);  // the slash
  for (absl::string_view part : absl::StrSplit(path, '/')) {
    std::optional<std::string> segment = Decode(part, false);
    if (!segment || !IsUtf8(*segment)) return Bad("has a path that cannot be decoded");
    if (!IsPlainSegment(*segment)) return Bad("has a path that leads elsewhere");
    target.segments.push_back(*std::move(segment));
  }
  return absl::OkStatus();
}

absl::Status ReadQuery(absl::string_view query, Target& target) {
  for (absl::string_view part : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    std::optional<std::string> name = Decode(pair.first, true);
    std::optional<std::string> value = Decode(pair.second, true);
    if (!name || !value || !IsUtf8(*name)) return Bad("has a query that cannot be decoded");
    if (target.Find(*name) != nullptr) return Bad("has a query that names something twice");
    if (target.query.size() == kMostParameters) return Bad("has too many parameters");
    target.query.emplace_back(*std::move(name), *std::move(value));
  }
  return absl::OkStatus();
}

}  // namespace

const std::string* Target::Find(absl::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return &value;
  }
  return nullptr;
}

absl::StatusOr<Target> ParseTarget(absl::string_view text) {
  if (text.size() > kLongestTarget) return Bad("is too long");
  Target target;
  if (absl::ConsumePrefix(&text, "http://") || absl::ConsumePrefix(&text, "https://")) {
    const size_t slash = std::min(text.find('/'), text.size());
    target.authority = std::string(text.substr(0, slash));
    text.remove_prefix(slash);
    if (target.authority.empty()) return Bad("names no host");
    if (text.empty()) text = "/";
  }
  const size_t mark = std::min(text.find('?'), text.size());
  const absl::string_view path = text.substr(0, mark);
  if (path.empty() || path[0] != '/') return Bad("is no absolute path");
  absl::Status status = ReadPath(path, target);
  if (status.ok() && mark < text.size()) status = ReadQuery(text.substr(mark + 1), target);
  if (!status.ok()) return status;
  return target;
}

std::string PathForLog(const Target& target) {
  std::string path = absl::StrCat("/", absl::StrJoin(target.segments, "/"));
  if (path.size() > kLongestInLog) path.resize(kLongestInLog);
  for (char& c : path) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)) || c == '"') c = '?';
  }
  return path;
}

}  // namespace placet::gateway
