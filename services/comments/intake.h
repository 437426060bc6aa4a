// What ImportComments has been sent: the header, and files put together from their pieces; later
// their rows, so that a second run of the handler does not read them again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "placet/comments/v1/comment_service.pb.h"
#include "services/comments/arrivals.h"

namespace placet::comments {

struct Intake {
  struct File {
    std::string name;
    std::string bytes;
  };

  absl::Status Take(pb::ImportCommentsRequest request);

  std::optional<pb::ImportHeader> header;
  std::vector<File> files;
  std::optional<Arrivals> arrivals;  // once the files were read; their bytes are gone then
};

}  // namespace placet::comments
