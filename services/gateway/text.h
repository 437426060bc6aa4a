// Small things about text that several files need.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace placet::gateway {

bool IsUtf8(absl::string_view text);

// Are they equal? Takes as long whatever the answer.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

// Base64 of RFC 4648, with '+' or '-', with padding or without, also in several padded pieces one
// after the other, as gRPC-Web sends text; nothing where it is none.
std::optional<std::string> AnyBase64(absl::string_view text);

// Percent-encoding of grpc-message: all but printable ASCII.
std::string PercentEncode(absl::string_view text);

// This many random bytes, as base64url.
std::string RandomText(size_t bytes);

}  // namespace placet::gateway
