// Resource names and what else is read out of a request's strings: dates, UUIDs, page tokens. A
// parser answers nothing where the text is malformed; the handler names the field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace placet::rpc {

// Identifiers: 1 to 63 of [a-z0-9.-], beginning with a letter or digit.
bool IsId(absl::string_view id);

// ParseName("ballots/*/votes/*", "ballots/iso-dis-20435/votes/de") -> {"iso-dis-20435", "de"}.
std::optional<std::vector<std::string>> ParseName(absl::string_view pattern,
                                                  absl::string_view name);

// The identifier behind a collection of one level: IdIn("members", "members/de") -> "de".
std::optional<std::string> IdIn(absl::string_view collection, absl::string_view name);

// A day of the Gregorian calendar between 1900 and 2199, ISO 8601: "2026-11-23".
bool IsDate(absl::string_view date);

// Any UUID in the form 8-4-4-4-12.
bool IsUuid(absl::string_view uuid);

// Opaque tokens: the key of the last row of a page.
std::string PageToken(absl::string_view last_key);
std::optional<std::string> ParsePageToken(absl::string_view token);  // "" -> ""

// The size of a page as asked: 0 means 100, at most 500; nothing for a negative one.
std::optional<int> PageSize(int asked);

// A version as an etag and back.
std::string Etag(int64_t version);

}  // namespace placet::rpc
