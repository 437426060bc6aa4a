#include "services/comments/record_access.h"

#include <algorithm>

#include "placet/members/v1/members.pb.h"
#include "services/comments/fields.h"
#include "services/comments/sight.h"

namespace placet::comments {

record::Access::Answer<bool> RecordAccess::Sees(const rpc::Call& call, record::pb::Entry entry) {
  absl::StatusOr<Scene> scene = co_await peers_.Look(call, NameOf("ballots", entry.ballot()));
  if (!scene.ok()) co_return scene.status();
  co_return SightOf(*scene, call.now).all;
}

record::Access::Answer<bool> RecordAccess::MayCheck(const rpc::Call& call) {
  absl::StatusOr<std::vector<Grant>> grants = co_await peers_.GrantsHeld(call);
  if (!grants.ok()) co_return grants.status();
  co_return std::any_of(grants->begin(), grants->end(), [](const Grant& grant) {
    return grant.role == placet::members::v1::ROLE_CENTRAL_SECRETARIAT;
  });
}

}  // namespace placet::comments
