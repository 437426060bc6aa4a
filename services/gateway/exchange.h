// One request and its answer, as the handlers see them: connection.h is behind it.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/verb.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/gateway/io.h"
#include "services/gateway/target.h"

namespace placet::gateway {

namespace http = boost::beast::http;

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  http::verb method = http::verb::unknown;
  Target target;
  http::fields fields;  // of the header; names in any case
  std::string body;     // after Exchange::ReadBody
  std::string address;  // of the client, without port: "192.0.2.1"
  bool secure = false;  // over TLS

  // The value of a field, "" where there is none; HasTwo: the field is there more than once.
  absl::string_view Field(absl::string_view name) const;
  bool HasTwo(absl::string_view name) const;
  bool IsRead() const { return method == http::verb::get || method == http::verb::head; }
};

struct Answer {
  unsigned status = 200;
  Fields fields = {};
  std::string body = {};
};

// What the log says of a request beside its path, status and time.
struct Note {
  std::string what;      // "placet.ballots.v1.BallotService/GetBallot"; "": the path
  std::string protocol;  // "connect", "grpc-web", ...
  std::string reason;    // of a refusal
};

class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual Executor executor() = 0;
  virtual const Request& request() const = 0;
  virtual Note& note() = 0;

  // Reads the body; not OK: too large, too slow, no room, malformed or gone.
  virtual Task<absl::Status> ReadBody() = 0;

  // The whole answer at once.
  virtual Task<> Send(Answer answer) = 0;

  // Or piece by piece. False: the client has gone or takes nothing; write no more.
  virtual Task<bool> Begin(Answer head) = 0;
  virtual Task<bool> Write(absl::string_view piece) = 0;
  virtual Task<bool> End() = 0;

  // Has the client gone, or is the program about to end? The bell rings when that changes; handlers
  // let it ring for what they wait for, too.
  virtual bool gone() const = 0;
  virtual bool stopping() const = 0;
  virtual Bell& bell() = 0;
};

}  // namespace placet::gateway
