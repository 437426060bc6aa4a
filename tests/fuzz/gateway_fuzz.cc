// What strangers send to the gateway: the target of a request, envelopes, base64.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/frames.h"
#include "services/gateway/target.h"
#include "services/gateway/text.h"

namespace {

using namespace placet::gateway;  // NOLINT: this file is about nothing else

void Promise(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

void ReadTarget(absl::string_view text) {
  const auto target = ParseTarget(text);
  if (!target.ok()) return;
  Promise(!target->segments.empty(), "a path has a segment");
  for (const std::string& segment : target->segments) {
    Promise(segment != "." && segment != "..", "no segment leads elsewhere");
    Promise(segment.find_first_of(std::string("/\\\0\r\n", 5)) == std::string::npos,
            "no segment is two, or ends a line");
    Promise(IsUtf8(segment), "a segment is text");
  }
  for (const auto& [name, value] : target->query) {
    Promise(target->Find(name) == &value, "each name is there once");
  }
  const std::string path = PathForLog(*target);
  Promise(path.size() <= 200 && absl::StartsWith(path, "/"), "a log line is short");
  for (char c : path) Promise(c > ' ' && c < 0x7F && c != '"', "a log line is one");
}

void ReadEnvelopes(absl::string_view body) {
  const auto frames = ReadFrames(body);
  if (!frames.ok()) return;
  std::string again;
  for (const Frame& frame : *frames) absl::StrAppend(&again, ToFrame(frame.flags, frame.message));
  Promise(again == body, "a body is its envelopes and nothing more");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  ReadTarget(text);
  ReadTarget(absl::StrCat("/", text));
  ReadEnvelopes(text);
  if (const auto bytes = AnyBase64(text)) {
    Promise(bytes->size() <= text.size() / 4 * 3 + 3, "base64 shrinks");
    ReadEnvelopes(*bytes);
  }
  Promise(EqualInConstantTime(text, std::string(text)), "equal is equal");
  return 0;
}
