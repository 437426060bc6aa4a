#include "services/members/record_access.h"

#include <algorithm>

namespace placet::members {

record::Access::Answer<bool> RecordAccess::Sees(const rpc::Call&, record::pb::Entry) {
  co_return true;
}

record::Access::Answer<bool> RecordAccess::MayCheck(const rpc::Call& call) {
  const std::string nobody;
  const auto facts = co_await store_.PersonFacts(call, nobody);  // with the caller's own roles
  if (!facts.ok()) co_return facts.status();
  co_return std::any_of(
      facts->caller.roles.begin(), facts->caller.roles.end(),
      [](const decide::Held& held) { return held.role == pb::ROLE_CENTRAL_SECRETARIAT; });
}

}  // namespace placet::members
