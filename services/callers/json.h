// JSON of keys and tokens: one object, valid UTF-8, no member twice, no deeper than it is parsed
// without a stack. Two readers of one text must never see different values.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapidjson/document.h"

namespace placet::callers {

absl::StatusOr<rapidjson::Document> ParseObject(absl::string_view json);

// A member that is a string, or a number; nothing where it is missing or something else.
std::optional<std::string> TextOf(const rapidjson::Value& object, const char* name);
std::optional<double> NumberOf(const rapidjson::Value& object, const char* name);

// RFC 4648 base64url without padding, in its one canonical form.
std::optional<std::string> Unbase64(absl::string_view text);
std::string Base64(absl::string_view bytes);

// SHA-256, as bytes.
std::string Sha256(absl::string_view bytes);

}  // namespace placet::callers
