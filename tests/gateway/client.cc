#include "tests/gateway/client.h"

#include <poll.h>

#include <cstdio>
#include <cstdlib>

namespace placet::testing {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr int kPatienceMs = 30'000;

void Need(const error_code& error, const char* what) {
  if (!error) return;
  std::fprintf(stderr, "%s: %s\n", what, error.message().c_str());
  std::abort();
}

}  // namespace

std::string Reply::CookieLine(const std::string& name) const {
  const auto [begin, end] = fields.equal_range(http::field::set_cookie);
  for (auto field = begin; field != end; ++field) {
    const std::string line(field->value());
    if (line.starts_with(name + "=")) return line;
  }
  return "";
}

std::string Reply::Cookie(const std::string& name) const {
  const std::string line = CookieLine(name);
  if (line.empty()) return "";
  return line.substr(name.size() + 1, line.find(';') - name.size() - 1);
}

Http::Http(const std::string& address, const std::string& authority, const std::string& from)
    : address_(address) {
  const size_t colon = address.rfind(':');
  error_code error;
  socket_.open(asio::ip::tcp::v4());
  socket_.bind({asio::ip::make_address(from), 0});
  socket_.connect({asio::ip::make_address(address.substr(0, colon)),
                   static_cast<uint16_t>(std::stoi(address.substr(colon + 1)))},
                  error);
  if (error) return;  // what is sent then ends without an answer
  if (authority.empty()) return;
  tls_.load_verify_file(authority);
  tls_.set_verify_mode(asio::ssl::verify_peer);
  secure_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, tls_);
  secure_->handshake(asio::ssl::stream_base::client, error);
  Need(error, "the handshake with the gateway");
}

Http::~Http() { Close(); }

void Http::Close() {
  error_code ignored;
  socket_.close(ignored);
}

void Http::Narrow(int bytes) { socket_.set_option(asio::socket_base::receive_buffer_size(bytes)); }

void Http::SendRaw(const std::string& bytes) {
  error_code ignored;  // an end that has closed is seen when the answer is read
  if (secure_) {
    asio::write(*secure_, asio::buffer(bytes), ignored);
  } else {
    asio::write(socket_, asio::buffer(bytes), ignored);
  }
}

void Http::Send(const std::string& method, const std::string& target, const HttpFields& fields,
                const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\n";
  bool has_host = false, has_length = false;
  for (const auto& [name, value] : fields) {
    text += name + ": " + value + "\r\n";
    has_host = has_host || name == "host";
    has_length = has_length || name == "content-length" || name == "transfer-encoding";
  }
  if (!has_host) text += "host: " + address_ + "\r\n";
  if (!has_length && (method != "GET" || !body.empty())) {
    text += "content-length: " + std::to_string(body.size()) + "\r\n";
  }
  SendRaw(text + "\r\n" + body);
}

size_t Http::Some(asio::mutable_buffer into, error_code& error) {
  if (secure_) return secure_->read_some(into, error);
  pollfd descriptor{socket_.native_handle(), POLLIN, 0};
  if (poll(&descriptor, 1, kPatienceMs) != 1) {
    error = asio::error::timed_out;
    return 0;
  }
  return socket_.read_some(into, error);
}

Reply Http::ReadHeader() {
  streaming_ = std::make_unique<Parser>();
  streaming_->body_limit(boost::none);
  error_code error;
  if (secure_) {
    http::read_header(*secure_, buffer_, *streaming_, error);
  } else {
    http::read_header(socket_, buffer_, *streaming_, error);
  }
  if (error) return {};
  return {streaming_->get().result_int(), streaming_->get().base(), ""};
}

std::string Http::ReadSome() {
  if (!streaming_ || streaming_->is_done()) return "";
  char data[65'536];
  streaming_->get().body().data = data;
  streaming_->get().body().size = sizeof data;
  error_code error;
  if (secure_) {
    http::read_some(*secure_, buffer_, *streaming_, error);
  } else {
    http::read_some(socket_, buffer_, *streaming_, error);
  }
  const size_t size = sizeof data - streaming_->get().body().size;
  if (size > 0) return std::string(data, size);
  if (error == http::error::need_buffer) error = {};
  if (error || streaming_->is_done()) return "";
  return ReadSome();
}

Reply Http::Read(bool head) {
  Reply reply = ReadHeader();
  if (reply.status == 0 || head) return reply;
  while (true) {
    const std::string some = ReadSome();
    if (some.empty()) return reply;
    reply.body += some;
  }
}

Reply Http::Do(const std::string& method, const std::string& target, const HttpFields& fields,
               const std::string& body) {
  Send(method, target, fields, body);
  return Read(method == "HEAD");
}

std::pair<int, std::string> Http::ReadFrame() {
  const auto byte = [this](size_t i) { return static_cast<unsigned char>(frames_[i]); };
  while (true) {
    if (frames_.size() >= 5) {
      const size_t length = static_cast<size_t>(byte(1)) << 24 |
                            static_cast<size_t>(byte(2)) << 16 | static_cast<size_t>(byte(3)) << 8 |
                            byte(4);
      if (frames_.size() >= 5 + length) {
        const int flags = byte(0);
        std::string message = frames_.substr(5, length);
        frames_.erase(0, 5 + length);
        return {flags, std::move(message)};
      }
    }
    const std::string some = ReadSome();
    if (some.empty()) return {-1, ""};
    frames_ += some;
  }
}

bool Http::IsClosed() {
  char data[4096];
  error_code error;
  while (!error) Some(asio::buffer(data), error);
  return error != asio::error::timed_out;
}

std::string Envelope(int flags, const std::string& message) {
  const size_t size = message.size();
  return std::string{static_cast<char>(flags), static_cast<char>(size >> 24),
                     static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                     static_cast<char>(size)} +
         message;
}

}  // namespace placet::testing
