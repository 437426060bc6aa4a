// CSV.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/reader.h"

using namespace placet::comments::tables;  // NOLINT: this file is about nothing else

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  ReadAndJudge("a.csv", bytes);
  return 0;
}
