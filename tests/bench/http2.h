// One HTTP/2 connection that carries unary gRPC calls and nothing else: as little work for a call
// as a client can do. Request headers are literals without a table; answers' headers are decoded by
// libnghttp2, for HPACK's Huffman code and tables are no pleasure to write twice.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace placet::bench {

class Http2 {
 public:
  // `status` is grpc-status; the message is without its prefix.
  using Done = std::function<void(size_t call, std::string_view status, std::string_view message)>;

  // Connects to 127.0.0.1; exits the program where it cannot.
  Http2(int port, std::string method, Done done);
  ~Http2();
  Http2(const Http2&) = delete;
  Http2& operator=(const Http2&) = delete;

  int descriptor() const { return descriptor_; }
  bool HasRoom(size_t body) const;
  // Queues a call; Flush sends.
  void Call(size_t call, std::string_view caller, std::string_view body);
  void Flush();
  bool HasUnsent() const { return sent_ < out_.size(); }
  // Takes what has arrived, and calls `done` for each call that has ended.
  void Read();

 private:
  struct Stream {
    size_t call = 0;
    std::string data;  // with gRPC's prefix of five bytes
    std::string status;
  };

  void Frame(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload);
  void Take(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload);
  void TakeSettings(uint8_t flags, std::string_view payload);
  void TakeData(uint8_t flags, uint32_t stream, std::string_view payload);
  void TakeHeaders(uint8_t flags, uint32_t stream, std::string_view payload);
  void End(uint32_t stream);

  const std::string method_;
  const Done done_;
  int descriptor_ = -1;
  nghttp2_hd_inflater* inflater_ = nullptr;
  std::string headers_;  // the part that is the same for every call
  std::string in_, out_;
  size_t sent_ = 0;
  uint32_t next_stream_ = 1;
  int64_t window_ = 65535;         // bytes that the server still takes
  int64_t stream_window_ = 65535;  // of each new call
  int64_t unacknowledged_ = 0;     // bytes of answers that the server must be told to forget
  std::unordered_map<uint32_t, Stream> streams_;
};

}  // namespace placet::bench
