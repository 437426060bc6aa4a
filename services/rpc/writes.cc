#include "services/rpc/writes.h"

#include "absl/strings/cord.h"

namespace placet::rpc {
namespace {

constexpr char kOnlyAskedUrl[] = "placet/only-asked";

}  // namespace

absl::Status OnlyAsked() {
  absl::Status status = absl::CancelledError("nothing is written: it was only asked");
  status.SetPayload(kOnlyAskedUrl, absl::Cord());
  return status;
}

bool IsOnlyAsked(const absl::Status& status) {
  return status.GetPayload(kOnlyAskedUrl).has_value();
}

}  // namespace placet::rpc
