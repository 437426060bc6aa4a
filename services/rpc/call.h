// What a handler knows of the call it serves. No gRPC header: decide and store may use it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/callers/signed_in.h"

namespace placet::rpc {

// The clock is an argument everywhere, so that no test waits for time to pass.
using Clock = std::function<absl::Time()>;

// The identifier behind people/; "" of a service, whose name must never be taken for a person's.
inline std::string PersonId(absl::string_view caller) {
  constexpr absl::string_view kPeople = "people/";
  return absl::StartsWith(caller, kPeople) ? std::string(caller.substr(kPeople.size())) : "";
}

struct Call {
  std::string caller;       // people/{person} or services/{service}; "" where anybody may call
  absl::Time deadline;      // real time, whatever the clock says
  absl::Time now;           // by the service's clock, the same for the whole call
  std::string request_id;   // "" where none was given; a UUID in lower case
  std::string fingerprint;  // SHA-256 of method, caller and request without names of persons: what
                            // a repeat must equal
  std::string peer;         // address of the other end, where anybody may call: "ipv4:192.0.2.1"
  std::shared_ptr<const callers::SignedIn> signed_in;  // the caller's token; nullptr: none came
  bool ask_only = false;  // nothing is to be written: MayI wants to know what would become of it
  std::shared_ptr<void> place;  // of a stream, among those that its caller may have open

  std::string person() const { return PersonId(caller); }
};

}  // namespace placet::rpc
