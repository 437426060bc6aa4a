// What it costs to know who calls: callers_measure, run by hand; the figures stand in
// services/callers/README.md.
#include <chrono>
#include <cstdio>

#include "services/callers/tokens.h"
#include "tests/callers/keys.h"

namespace {

template <class Work>
double Microseconds(int times, Work work) {
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began)
             .count() /
         times;
}

}  // namespace

int main() {
  using namespace placet;  // NOLINT
  const testing::Folder folder;
  const testing::Pkey key = testing::NewEcKey();
  testing::WriteFile(folder / "keys.json", testing::SetOf({testing::Jwk(key)}));
  callers::KeySet keys(folder / "keys.json", callers::Naming::kByThumbprint);
  if (!keys.Load().ok()) return 1;
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  const std::string token = testing::Token(testing::KidOf(key), now).SignedBy(key);
  callers::Tokens tokens(keys, {"placet", "placet"});
  bool good = true;
  const double uncached = Microseconds(5000, [&] {
    good &= callers::CheckAccess(token, keys, {"placet", "placet"}, now).ok();
  });
  const double cached = Microseconds(500'000, [&] { good &= tokens.Check(token, now).ok(); });
  std::printf("verified: %.1f us, remembered: %.2f us\n", uncached, cached);
  return good ? 0 : 1;
}
