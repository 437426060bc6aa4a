// How a file is refused as a whole: a status with a sentence, a remedy and a FileRefusal, in the
// form that the services use for all refusals (google.rpc.ErrorInfo, domain placet.comments.v1,
// reason FILE_DAMAGED and so on), so that a handler may return it as it is.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

// INVALID_ARGUMENT. `sentence` says what is wrong, `remedy` what to do about it.
absl::Status RefuseFile(v1::FileRefusal why, absl::string_view sentence, absl::string_view remedy);

// FILE_REFUSAL_UNSPECIFIED where the status is OK or comes from elsewhere.
v1::FileRefusal RefusalOf(const absl::Status& status);

// "" where the status has none.
std::string RemedyOf(const absl::Status& status);

}  // namespace placet::comments::tables
