#include "services/gateway/pages.h"

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/callers/json.h"
#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLookEvery{1};  // for files that have changed
constexpr size_t kLargest = 32 << 20;

const char* TypeOf(const std::string& extension) {
  static const std::map<std::string, const char*> kTypes = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".webmanifest", "application/manifest+json"}};
  const auto found = kTypes.find(extension);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  return std::move(content).str();
}

// Is gzip among what is accepted, and not with q=0?
bool TakesGzip(absl::string_view accepted) {
  for (absl::string_view one : absl::StrSplit(accepted, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(one, absl::MaxSplits(';', 1));
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.first), "gzip")) continue;
    const absl::string_view q = absl::StripAsciiWhitespace(parts.second);
    return q != "q=0" && q != "q=0.0";
  }
  return false;
}

bool Matches(absl::string_view if_none_match, const std::string& etag) {
  for (absl::string_view one : absl::StrSplit(if_none_match, ',')) {
    one = absl::StripAsciiWhitespace(one);
    absl::ConsumePrefix(&one, "W/");
    if (one == etag || one == "*") return true;
  }
  return false;
}

// Files of a build carry a hash of their content in their name; others are asked for each time.
const char* CacheControl(absl::string_view path) {
  return absl::StartsWith(path, "assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

bool WantsDocument(const Request& request) {
  return absl::StrContains(request.Field("accept"), "text/html") &&
         !absl::StrContains(request.target.segments.back(), '.');
}

}  // namespace

absl::StatusOr<Answer> Pages::Find(const Request& request) {
  if (!request.IsRead()) {
    return Refuse(absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED",
                  "pages are read and nothing else", "send GET");
  }
  const std::shared_ptr<const Files> files = Current();
  std::string path = absl::StrJoin(request.target.segments, "/");
  if (path.empty() || absl::EndsWith(path, "/")) path += "index.html";
  auto found = files->find(path);
  if (found == files->end() && WantsDocument(request)) found = files->find(path = "index.html");
  if (found == files->end()) {
    return Refuse(absl::StatusCode::kNotFound, "NO_SUCH_PAGE", "there is nothing at this path",
                  "see /openapi.json for the rpcs there are");
  }
  const File& file = *found->second;
  const bool gzip = !file.gzip.empty() && TakesGzip(request.Field("accept-encoding"));
  const std::string etag = absl::StrCat("\"", file.etag, gzip ? "-gzip\"" : "\"");
  Answer answer{
      200,
      {{"content-type", file.type}, {"cache-control", CacheControl(path)}, {"etag", etag}},
      ""};
  if (!file.gzip.empty()) answer.fields.emplace_back("vary", "accept-encoding");
  if (Matches(request.Field("if-none-match"), etag)) {
    answer.status = 304;
    return answer;
  }
  if (gzip) answer.fields.emplace_back("content-encoding", "gzip");
  answer.body = gzip ? file.gzip : file.content;
  return answer;
}

std::shared_ptr<const Pages::Files> Pages::Current() {
  std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (folder_.empty() || now - looked_ < kLookEvery) return files_;
  files_ = Read(*files_);
  looked_ = Clock::now();
  return files_;
}

// Takes over what has not changed.
std::shared_ptr<const Pages::Files> Pages::Read(const Files& known) const {
  auto files = std::make_shared<Files>();
  std::error_code error;
  fs::recursive_directory_iterator at(folder_, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path& path = at->path();
    std::error_code gone;
    if (absl::StartsWith(path.filename().string(), ".") || at->is_symlink(gone)) {
      if (at->is_directory(gone)) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(gone) || path.extension() == ".gz") continue;
    if (at->file_size(gone) > kLargest) continue;
    const std::string name = path.lexically_relative(folder_).generic_string();
    const auto changed = at->last_write_time(gone);
    const auto before = known.find(name);
    if (before != known.end() && before->second->changed == changed) {
      files->insert(*before);
      continue;
    }
    File file{.content = ReadAll(path),
              .gzip = ReadAll(path.string() + ".gz"),
              .etag = "",
              .type = TypeOf(path.extension().string()),
              .changed = changed};
    file.etag = callers::Base64(callers::Sha256(file.content));
    (*files)[name] = std::make_shared<const File>(std::move(file));
  }
  return files;
}

}  // namespace placet::gateway
