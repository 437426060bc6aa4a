// Types of messages for protobuf's JSON: each is made once and kept.
#pragma once

#include <memory>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/type_resolver.h"

namespace placet::gateway {

inline constexpr char kTypeUrl[] = "type.googleapis.com";

// The pool outlives it. Safe to use from many threads.
std::unique_ptr<google::protobuf::util::TypeResolver> KeptTypes(
    const google::protobuf::DescriptorPool& pool);

}  // namespace placet::gateway
