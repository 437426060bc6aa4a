// Which format a file is, told by its first bytes. Used by Read. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

enum class Container { kOffice, kCsv, kYaml, kJson };

// Refuses what is none of them, with the way out where one is known.
absl::StatusOr<Container> ContainerOf(absl::string_view bytes);

// Text without the byte order mark of UTF-8.
absl::string_view WithoutMark(absl::string_view text);

// Whether the ending of the name promises `format`; a name without ending promises nothing.
bool NamePromises(absl::string_view file_name, v1::TableFormat format);

}  // namespace placet::comments::tables
