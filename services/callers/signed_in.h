// A person is signed in: what a verified access token says.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace placet::callers {

struct SignedIn {
  std::string token;    // as it came, to be passed on
  std::string person;   // people/{person}
  std::string sign_in;  // sid
  absl::Time expires;
};

}  // namespace placet::callers
