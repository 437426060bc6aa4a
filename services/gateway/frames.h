// Envelopes of streams: a byte of flags, four of length, big-endian, and the message. gRPC-Web and
// the Connect protocol share them; only the last one of a stream differs.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace placet::gateway {

inline constexpr uint8_t kCompressed = 0x01;
inline constexpr uint8_t kConnectEnd = 0x02;   // Connect: the message is JSON and ends the stream
inline constexpr uint8_t kWebTrailers = 0x80;  // gRPC-Web: the message is a block of trailers
inline constexpr size_t kFrameHead = 5;
inline constexpr size_t kMostFrames = 10'000;  // in one request

struct Frame {
  uint8_t flags = 0;
  absl::string_view message;  // within the body
};

std::array<char, kFrameHead> FrameHead(uint8_t flags, size_t size);
std::string ToFrame(uint8_t flags, absl::string_view message);

// All envelopes of a body. INVALID_ARGUMENT: the last one is cut off, there are more than
// kMostFrames, or one is compressed, which is not supported.
absl::StatusOr<std::vector<Frame>> ReadFrames(absl::string_view body);

}  // namespace placet::gateway
