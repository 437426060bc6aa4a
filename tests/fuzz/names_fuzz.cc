// Resource names, and what else is read out of a request's strings.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rpc/call.h"
#include "services/rpc/names.h"

namespace {

using namespace placet::rpc;  // NOLINT: this file is about nothing else

void Promise(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

// A name that is taken apart is made of exactly what was found.
void TakeApart(absl::string_view pattern, absl::string_view text) {
  const auto ids = ParseName(pattern, text);
  if (!ids) return;
  std::string again(pattern);
  for (const std::string& id : *ids) {
    Promise(IsId(id), "every part is an identifier");
    again.replace(again.find('*'), 1, id);
  }
  Promise(again == text, "a name is its parts and nothing more");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* pattern :
       {"people/*", "ballots/*/votes/*", "people/*/sign-ins/*", "committees/*/groups/*", "*"}) {
    TakeApart(pattern, text);
  }
  // A person and a service are never the same caller.
  const auto person = IdIn("people", text), service = IdIn("services", text);
  Promise(!person || !service, "nobody is both");
  if (person) Promise(PersonId(text) == *person, "a person is its identifier");
  if (service) Promise(PersonId(text).empty(), "a service is no person");
  if (IsDate(text)) Promise(text.size() == 10, "a day is written in one way");
  if (IsUuid(text)) Promise(text.size() == 36, "a UUID is written in one way");
  const auto key = ParsePageToken(text);
  if (key) Promise(PageToken(*key) == text, "a page token comes back");
  return 0;
}
