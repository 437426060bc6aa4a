// Messages between protobuf's bytes and its JSON
// (https://protobuf.dev/programming-guides/proto3/#json), by descriptor.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/util/type_resolver.h"

namespace placet::gateway {

using Types = google::protobuf::util::TypeResolver;

// BAD_MESSAGE with the field that is at fault, by its path.
absl::StatusOr<std::string> FromJson(Types& types, const std::string& url, absl::string_view json);
// INTERNAL where the bytes are none of this type; fields with their default are left out.
absl::StatusOr<std::string> ToJson(Types& types, const std::string& url, const std::string& bytes);

}  // namespace placet::gateway
