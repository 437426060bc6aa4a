#include "tests/bench/http2.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace placet::bench {
namespace {

// RFC 9113, section 6.
enum Type : uint8_t {
  kData = 0,
  kHeaders = 1,
  kReset = 3,
  kSettings = 4,
  kPing = 6,
  kGoAway = 7,
  kWindowUpdate = 8,
  kContinuation = 9
};
enum Flag : uint8_t { kAck = 1, kEndStream = 1, kEndHeaders = 4, kPadded = 8, kPriority = 32 };

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr int64_t kOurWindow = 1 << 30;
constexpr size_t kGrpcPrefix = 5;

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "lean client: %s\n", what.c_str());
  std::exit(1);
}

std::string Big32(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift & 0xff));
  }
  return bytes;
}

uint32_t ReadBig(std::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

// RFC 7541, 5.2: a string without Huffman code, of less than 127 bytes.
std::string Literal(std::string_view text) {
  if (text.size() >= 127) Fail("a header is too long");
  return absl::StrCat(std::string(1, static_cast<char>(text.size())), std::string(text));
}

// 6.2.2: a literal without indexing, with a name of its own.
std::string Field(std::string_view name, std::string_view value) {
  return absl::StrCat(std::string(1, '\0'), Literal(name), Literal(value));
}

}  // namespace

Http2::Http2(int port, std::string method, Done done)
    : method_(std::move(method)), done_(std::move(done)) {
  descriptor_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    Fail("cannot connect");
  }
  const int yes = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  nghttp2_hd_inflate_new(&inflater_);
  // Static table: 3 is POST, 6 http, 4 :path, 1 :authority.
  headers_ = absl::StrCat("\x83\x86\x04", Literal(method_), "\x01",
                          Literal(absl::StrCat("127.0.0.1:", port)), Field("te", "trailers"),
                          Field("content-type", "application/grpc"), Field("grpc-timeout", "30S"));
  out_ = kPreface;
  // INITIAL_WINDOW_SIZE (4), and ENABLE_PUSH (2) off.
  const std::string settings =
      absl::StrCat(std::string("\0\4", 2), Big32(kOurWindow), std::string("\0\2\0\0\0\0", 6));
  Frame(kSettings, 0, 0, settings);
  Frame(kWindowUpdate, 0, 0, Big32(kOurWindow));
  Flush();
}

Http2::~Http2() {
  close(descriptor_);
  nghttp2_hd_inflate_del(inflater_);
}

void Http2::Frame(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload) {
  out_.push_back(static_cast<char>(payload.size() >> 16));
  out_.push_back(static_cast<char>(payload.size() >> 8));
  out_.push_back(static_cast<char>(payload.size()));
  out_.push_back(static_cast<char>(type));
  out_.push_back(static_cast<char>(flags));
  out_.append(Big32(stream)).append(payload);
}

bool Http2::HasRoom(size_t body) const {
  const int64_t needed = static_cast<int64_t>(body + kGrpcPrefix);
  return window_ >= needed && stream_window_ >= needed;
}

void Http2::Call(size_t call, std::string_view caller, std::string_view body) {
  const uint32_t id = next_stream_;
  next_stream_ += 2;
  streams_[id].call = call;
  Frame(kHeaders, kEndHeaders, id, absl::StrCat(headers_, Field("placet-caller", caller)));
  Frame(kData, kEndStream, id,
        absl::StrCat(std::string(1, '\0'), Big32(static_cast<uint32_t>(body.size())),
                     std::string(body)));
  window_ -= static_cast<int64_t>(body.size() + kGrpcPrefix);
}

void Http2::Flush() {
  while (sent_ < out_.size()) {
    const ssize_t sent =
        send(descriptor_, out_.data() + sent_, out_.size() - sent_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (sent < 0) Fail("the connection was lost while sending");
    sent_ += static_cast<size_t>(sent);
  }
  out_.clear();
  sent_ = 0;
}

void Http2::Read() {
  char buffer[64 * 1024];
  const ssize_t got = recv(descriptor_, buffer, sizeof buffer, MSG_DONTWAIT);
  if (got == 0) Fail("the server closed the connection");
  if (got < 0) return;
  in_.append(buffer, static_cast<size_t>(got));
  size_t at = 0;
  while (in_.size() - at >= 9) {
    const std::string_view header(in_.data() + at, 9);
    const size_t length = ReadBig(header.substr(0, 3));
    if (in_.size() - at < 9 + length) break;
    Take(static_cast<uint8_t>(header[3]), static_cast<uint8_t>(header[4]),
         ReadBig(header.substr(5)) & 0x7fffffff, {in_.data() + at + 9, length});
    at += 9 + length;
  }
  in_.erase(0, at);
  if (unacknowledged_ > kOurWindow / 2) {
    Frame(kWindowUpdate, 0, 0, Big32(static_cast<uint32_t>(unacknowledged_)));
    unacknowledged_ = 0;
  }
}

void Http2::Take(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload) {
  switch (type) {
    case kData:
      return TakeData(flags, stream, payload);
    case kHeaders:
      return TakeHeaders(flags, stream, payload);
    case kSettings:
      return TakeSettings(flags, payload);
    case kPing:
      if ((flags & kAck) == 0) Frame(kPing, kAck, 0, payload);
      return;
    case kWindowUpdate:
      // A stream's own window is never used up: a request is smaller than its first value.
      if (stream == 0) window_ += ReadBig(payload);
      return;
    case kReset:
      if (streams_.count(stream) == 0) return;  // it had ended
      streams_[stream].status = absl::StrCat("RST_STREAM ", ReadBig(payload));
      return End(stream);
    case kGoAway:
      Fail("GOAWAY");
    case kContinuation:
      Fail("an answer's headers came in several frames");
    default:
      return;
  }
}

void Http2::TakeSettings(uint8_t flags, std::string_view payload) {
  if ((flags & kAck) != 0) return;
  for (size_t at = 0; at + 6 <= payload.size(); at += 6) {
    if (ReadBig(payload.substr(at, 2)) == 4) stream_window_ = ReadBig(payload.substr(at + 2, 4));
  }
  Frame(kSettings, kAck, 0, "");
}

void Http2::TakeData(uint8_t flags, uint32_t stream, std::string_view payload) {
  if ((flags & kPadded) != 0) Fail("padded data");
  unacknowledged_ += static_cast<int64_t>(payload.size());
  streams_[stream].data.append(payload);
  if ((flags & kEndStream) != 0) End(stream);
}

void Http2::TakeHeaders(uint8_t flags, uint32_t stream, std::string_view payload) {
  if ((flags & kEndHeaders) == 0 || (flags & (kPadded | kPriority)) != 0) {
    Fail("headers of a form that gRPC's server does not use");
  }
  const auto* at = reinterpret_cast<const uint8_t*>(payload.data());
  size_t left = payload.size();
  for (;;) {
    nghttp2_nv field;
    int flag = 0;
    const ssize_t taken = nghttp2_hd_inflate_hd2(inflater_, &field, &flag, at, left, 1);
    if (taken < 0) Fail("headers that cannot be decoded");
    at += taken;
    left -= static_cast<size_t>(taken);
    if ((flag & NGHTTP2_HD_INFLATE_EMIT) != 0) {
      const std::string_view name(reinterpret_cast<const char*>(field.name), field.namelen);
      if (name == "grpc-status") {
        streams_[stream].status.assign(reinterpret_cast<const char*>(field.value), field.valuelen);
      }
    }
    if ((flag & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    if ((flag & NGHTTP2_HD_INFLATE_EMIT) == 0 && left == 0) break;
  }
  nghttp2_hd_inflate_end_headers(inflater_);
  if ((flags & kEndStream) != 0) End(stream);
}

void Http2::End(uint32_t stream) {
  auto node = streams_.extract(stream);
  if (node.empty()) return;
  const Stream& ended = node.mapped();
  const bool whole =
      ended.data.size() >= kGrpcPrefix && ended.data[0] == 0 &&
      ReadBig(std::string_view(ended.data).substr(1, 4)) + kGrpcPrefix == ended.data.size();
  if (ended.status == "0" && !whole) Fail("OK without a whole message");
  done_(ended.call, ended.status,
        whole ? std::string_view(ended.data).substr(kGrpcPrefix) : std::string_view());
}

}  // namespace placet::bench
