// The refusals of the directory that more than one rpc knows, and the order in which they are
// looked for. Only decide uses them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/members/decide.h"

namespace placet::members::decide {

bool IsSecretariat(const Caller& caller);
// Holds the role for exactly this body, or this committee.
bool HoldsFor(const Caller& caller, pb::Role role, const std::string& member,
              const std::string& committee);

absl::Status RoleMissing(const rpc::Call& call, absl::string_view role, absl::string_view remedy);
absl::Status NotFound(absl::string_view name);
absl::Status ReferenceUnknown(absl::string_view field, absl::string_view name);

// OK where no etag was given, or the present one.
absl::Status CheckEtag(absl::string_view given, int64_t version);

// Was this very request answered before? A refusal where its request_id was used for another.
absl::StatusOr<bool> IsRepeat(const Caller& caller, const rpc::Call& call);

// The end of each Put: etag, then what will be stored.
template <class Resource>
absl::StatusOr<Decided<Resource>> Put(const Facts<Resource>& facts, Resource wanted) {
  if (absl::Status stale = CheckEtag(wanted.etag(), facts.version); !stale.ok()) return stale;
  wanted.DiscardUnknownFields();
  wanted.set_etag(rpc::Etag(facts.version));
  if (facts.version > 0 &&
      google::protobuf::util::MessageDifferencer::Equals(wanted, facts.present)) {
    return Decided<Resource>{std::move(wanted), facts.version, false};
  }
  wanted.set_etag(rpc::Etag(facts.version + 1));
  return Decided<Resource>{std::move(wanted), facts.version, true};
}

// The answer to a repeat.
template <class Resource>
Decided<Resource> Present(const Facts<Resource>& facts) {
  return {facts.present, facts.version, false};
}

}  // namespace placet::members::decide
