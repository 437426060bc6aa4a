// A raw HTTP/1.1 client over Beast: sends what a test says, also what is wrong.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace placet::testing {

using HttpFields = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  unsigned status = 0;  // 0: the connection ended without an answer
  boost::beast::http::fields fields;
  std::string body;

  std::string Field(const std::string& name) const { return std::string(fields[name]); }
  // The value of a cookie that it sets, "" where it sets none; its line as a whole.
  std::string Cookie(const std::string& name) const;
  std::string CookieLine(const std::string& name) const;
};

// One connection.
class Http {
 public:
  // "127.0.0.1:7300"; with an authority through TLS; from another address of this machine.
  explicit Http(const std::string& address, const std::string& authority = "",
                const std::string& from = "127.0.0.1");
  ~Http();

  Reply Do(const std::string& method, const std::string& target, const HttpFields& fields = {},
           const std::string& body = "");
  Reply Post(const std::string& target, const std::string& body, HttpFields fields = {}) {
    fields.emplace_back("content-type", "application/json");
    return Do("POST", target, fields, body);
  }
  Reply Get(const std::string& target, const HttpFields& fields = {}) {
    return Do("GET", target, fields);
  }

  // In parts: sends a request, or any bytes; reads an answer, or its header and then its chunks.
  void Send(const std::string& method, const std::string& target, const HttpFields& fields,
            const std::string& body);
  void SendRaw(const std::string& bytes);
  Reply Read(bool head = false);
  Reply ReadHeader();
  // The next bytes of the body; "" at its end, or where the connection has ended.
  std::string ReadSome();
  // Of a stream of envelopes: flags and message of the next one; flags -1: the body has ended.
  std::pair<int, std::string> ReadFrame();
  // Whether the other end has closed it; waits for that.
  bool IsClosed();
  void Close();
  // A small receive window, before the first byte: for tests of flow control.
  void Narrow(int bytes);

 private:
  using Socket = boost::asio::ip::tcp::socket;
  using Parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;

  size_t Some(boost::asio::mutable_buffer into, boost::system::error_code& error);

  boost::asio::io_context context_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
  std::string address_;
  Socket socket_{context_};
  std::unique_ptr<boost::asio::ssl::stream<Socket&>> secure_;
  boost::beast::flat_buffer buffer_;
  std::unique_ptr<Parser> streaming_;
  std::string frames_;
};

// An envelope, as a client sends it.
std::string Envelope(int flags, const std::string& message);

}  // namespace placet::testing
