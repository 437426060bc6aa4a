// What a stranger may send before anybody knows who it is: tokens, and the files of keys. Nothing
// that was not signed by the key may ever be believed.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "services/callers/json.h"
#include "services/callers/jws.h"
#include "services/callers/token.h"

namespace {

using namespace placet::callers;  // NOLINT: this file is about nothing else

void Promise(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

// The key of RFC 7515, A.3: nobody here has its private half, so every token is a forged one.
KeySet& TheKeys() {
  static KeySet& keys = [&]() -> KeySet& {
    const Point point{*Unbase64("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                      *Unbase64("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")};
    static const std::string path = "/tmp/placet-fuzz-keys.json";
    std::ofstream(path) << "{\"keys\":[" << JwkOf(point) << "]}";
    static KeySet made(path, Naming::kByThumbprint);
    Promise(made.Load().ok(), "the key set is in order");
    return made;
  }();
  return keys;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto jws = ParseJws(bytes);
  if (jws.ok()) Promise(!jws->alg.empty() && !jws->kid.empty(), "a token names algorithm and key");
  Promise(!CheckAccess(bytes, TheKeys(), {"placet", "placet"}, absl::UnixEpoch()).ok(),
          "a token is believed only when it is signed");
  IssuerOf(bytes);
  // The same bytes as a header and as claims, so that the JSON is reached without base64.
  const std::string encoded = Base64(bytes);
  const std::string token = encoded + "." + encoded + "." + encoded;
  Promise(!CheckAccess(token, TheKeys(), {"placet", "placet"}, absl::UnixEpoch()).ok(),
          "a token is believed only when it is signed");
  IssuerOf(token);
  const auto bytes_again = Unbase64(encoded);
  Promise(bytes_again && *bytes_again == bytes, "base64url comes back");
  if (const auto plain = Unbase64(bytes)) Promise(Base64(*plain) == bytes, "there is one form");
  for (const Naming naming : {Naming::kByThumbprint, Naming::kFree}) {
    const auto keys = ParseKeySet(bytes, naming);
    if (keys.ok()) Promise(!keys->empty(), "a key set has a key");
  }
  return 0;
}
