#include "services/gateway/frames.h"

#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

absl::Status Bad(absl::string_view what) {
  return Refuse(absl::StatusCode::kInvalidArgument, "BAD_FRAME", what,
                "send each message in an envelope: one byte of flags, four of length, the message");
}

size_t LengthOf(absl::string_view head) {
  size_t length = 0;
  for (size_t i = 1; i < kFrameHead; ++i) {
    length = length << 8 | static_cast<unsigned char>(head[i]);
  }
  return length;
}

}  // namespace

std::array<char, kFrameHead> FrameHead(uint8_t flags, size_t size) {
  return {static_cast<char>(flags), static_cast<char>(size >> 24), static_cast<char>(size >> 16),
          static_cast<char>(size >> 8), static_cast<char>(size)};
}

std::string ToFrame(uint8_t flags, absl::string_view message) {
  const auto head = FrameHead(flags, message.size());
  return absl::StrCat(absl::string_view(head.data(), head.size()), message);
}

absl::StatusOr<std::vector<Frame>> ReadFrames(absl::string_view body) {
  std::vector<Frame> frames;
  while (!body.empty()) {
    if (body.size() < kFrameHead) return Bad("the head of an envelope is cut off");
    const auto flags = static_cast<uint8_t>(body[0]);
    const size_t length = LengthOf(body);
    body.remove_prefix(kFrameHead);
    if (length > body.size()) return Bad("an envelope is longer than what was sent");
    if ((flags & kCompressed) != 0) {
      return Bad("an envelope is compressed, and no compression was agreed on");
    }
    if (frames.size() == kMostFrames) return Bad("there are too many envelopes");
    frames.push_back({flags, body.substr(0, length)});
    body.remove_prefix(length);
  }
  return frames;
}

}  // namespace placet::gateway
