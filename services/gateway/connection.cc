#include "services/gateway/connection.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/refusals.h"
#include "spdlog/spdlog.h"

namespace placet::gateway {
namespace {

constexpr size_t kReadAtOnce = 4096;
constexpr size_t kReadOfBody = 65'536;
constexpr size_t kWatch = 512;       // while a request is served: of thousands of streams at a time
constexpr size_t kReadAhead = 8192;  // of requests to come
constexpr size_t kLingerBytes = 1 << 20;
constexpr std::chrono::seconds kLinger{2};

absl::Status Gone() { return absl::CancelledError("the client has gone"); }

absl::Status BadRequest(absl::string_view what) {
  return Refuse(absl::StatusCode::kInvalidArgument, "BAD_REQUEST",
                absl::StrCat("the request is not HTTP/1.1: ", what), "send it as RFC 9112 says");
}

absl::Status TooLarge(absl::string_view reason, absl::string_view what, size_t most) {
  return Refuse(absl::StatusCode::kResourceExhausted, reason,
                absl::StrCat(what, " is larger than ", most, " bytes"), "send less at a time",
                {{"most", absl::StrCat(most)}});
}

absl::Status TooSlow(absl::string_view what, Limits::Seconds most) {
  return Refuse(absl::StatusCode::kDeadlineExceeded, "TOO_SLOW",
                absl::StrCat(what, " did not arrive within ", most.count(), " seconds"),
                "send the request again, in one piece");
}

}  // namespace

absl::string_view Request::Field(absl::string_view name) const {
  const auto found = fields.find(boost::string_view(name.data(), name.size()));
  if (found == fields.end()) return "";
  return {found->value().data(), found->value().size()};
}

bool Request::HasTwo(absl::string_view name) const {
  return fields.count(boost::string_view(name.data(), name.size())) > 1;
}

Connection::Connection(std::unique_ptr<Wire> wire, std::string address, Executor executor,
                       Handler& handler, const Limits& limits, Budget& bodies, Budget& answers)
    : wire_(std::move(wire)),
      address_(std::move(address)),
      executor_(executor),
      handler_(handler),
      limits_(limits),
      bodies_(bodies),
      answers_(answers),
      bell_(executor) {}

Task<> Connection::Run() {
  Within(limits_.header_time);
  writing_ = true;
  const error_code failed = co_await wire_->Handshake();
  writing_ = false;
  if (!failed) {
    while (co_await ServeOne()) {
    }
    co_await Linger();
  }
  error_code ignored;
  wire_->socket().close(ignored);
  deadline_ = Clock::time_point::max();
  while (reading_) co_await bell_.Wait();  // the read ends with the socket; its buffer is ours
}

// True: another request may follow.
Task<bool> Connection::ServeOne() {
  if (!co_await ReadHeader()) co_return false;
  co_await handler_.Serve(*this);
  if (!answered_) gone_ = true;
  Log();
  const bool rest = has_body_ || gone_;
  lingers_ = has_body_;
  parser_.reset();
  request_ = {};
  share_.reset();
  co_return keep_ && !rest && !stopping_;
}

Task<bool> Connection::ReadHeader() {
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(limits_.header));
  parser_->body_limit(limits_.body);
  note_ = {};
  answered_ = chunked_ = keep_ = false;
  has_body_ = true;  // until the header says otherwise
  status_ = 0;
  sent_ = 0;
  idle_ = unread_.empty();
  Within(limits_.idle);
  if (idle_) {
    const bool more = co_await More();
    if (!more) co_return false;  // nobody is told about the end of an idle time
  }
  idle_ = false;
  began_ = Clock::now();
  Within(limits_.header_time);
  absl::Status status = co_await Parse(Reading::kHeader);
  if (status.ok()) status = TakeHeader();
  deadline_ = Clock::time_point::max();
  if (!status.ok()) co_await Refuse(status);
  co_return status.ok();
}

absl::Status Connection::TakeHeader() {
  auto& message = parser_->get();
  if (message.version() != 11 && message.version() != 10) return BadRequest("its version");
  if (message.count(http::field::host) > 1 ||
      (message.version() == 11 && message.count(http::field::host) == 0)) {
    return BadRequest("it needs one Host");
  }
  absl::StatusOr<Target> target =
      ParseTarget(absl::string_view(message.target().data(), message.target().size()));
  if (!target.ok()) return target.status();
  request_.method = message.method();
  request_.target = *std::move(target);
  request_.address = address_;
  request_.secure = wire_->secure();
  keep_ = parser_->keep_alive();
  has_body_ = !parser_->is_done();
  request_.fields = std::move(static_cast<http::fields&>(message.base()));
  return absl::OkStatus();
}

// Reads until Beast has the whole header, or the whole message.
Task<absl::Status> Connection::Parse(Reading what) {
  while (true) {
    error_code error;
    size_t used = 0;
    if (!unread_.empty()) {
      used = parser_->put(asio::buffer(unread_), error);
      unread_.erase(0, used);
      if (what == Reading::kBody && !share_->Grow(used)) {
        co_return Busy("sent to");
      }
    }
    if (error == http::error::header_limit) {
      co_return TooLarge("HEADER_TOO_LARGE", "the header", limits_.header);
    }
    if (error == http::error::body_limit) {
      co_return TooLarge("BODY_TOO_LARGE", "the body", limits_.body);
    }
    if (error && error != http::error::need_more) co_return BadRequest(error.message());
    if (what == Reading::kHeader ? parser_->is_header_done() : parser_->is_done()) break;
    if (!error && used > 0 && !unread_.empty()) continue;  // Beast has not looked further yet
    if (what == Reading::kHeader && unread_.size() > limits_.header) {
      co_return TooLarge("HEADER_TOO_LARGE", "the header", limits_.header);
    }
    if (co_await More()) continue;
    if (!late_) co_return Gone();
    co_return what == Reading::kHeader ? TooSlow("the header", limits_.header_time)
                                       : TooSlow("the body", limits_.body_time);
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Connection::ReadBody() {
  if (!has_body_) {
    Watch();
    co_return absl::OkStatus();
  }
  share_.emplace(bodies_, 0);
  if (absl::EqualsIgnoreCase(request_.Field("expect"), "100-continue")) {
    static constexpr absl::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    Wire::Parts parts;
    parts[0] = asio::buffer(kContinue.data(), kContinue.size());
    const bool taken = co_await Put(parts);
    if (!taken) co_return Gone();
  }
  Within(limits_.body_time);
  parser_->eager(true);
  absl::Status status = co_await Parse(Reading::kBody);
  deadline_ = Clock::time_point::max();
  if (!status.ok()) co_return status;
  has_body_ = false;
  request_.body = std::move(parser_->get().body());
  Watch();
  co_return status;
}

// Waits until more has arrived. False: the client has gone, or the time is over.
Task<bool> Connection::More() {
  const size_t before = unread_.size();
  while (unread_.size() == before && !gone_ && !late_ && !(stopping_ && idle_)) {
    Watch();
    co_await bell_.Wait();
  }
  co_return unread_.size() > before;
}

// A read is always under way, so that a client that leaves is noticed at once.
void Connection::Watch() {
  if (reading_ || gone_) return;
  const bool serving = IsServing();
  if (serving && unread_.size() >= kReadAhead) return;
  const size_t size = serving                                ? kWatch
                      : parser_ && parser_->is_header_done() ? kReadOfBody
                                                             : kReadAtOnce;
  if (arriving_.size() != size) arriving_ = std::string(size, '\0');
  reading_ = true;
  wire_->ReadSome(asio::buffer(arriving_),
                  [self = shared_from_this()](error_code error, size_t arrived) {
                    self->reading_ = false;
                    self->unread_.append(self->arriving_, 0, arrived);
                    if (error && !self->late_) self->gone_ = true;
                    self->bell_.Ring();
                    if (!error && self->IsServing()) self->Watch();
                  });
}

// The request is there, and its answer is on its way.
bool Connection::IsServing() const { return parser_ && parser_->is_header_done() && !has_body_; }

void Connection::Look(Clock::time_point now) {
  if (now < deadline_) return;
  deadline_ = Clock::time_point::max();
  late_ = true;
  error_code ignored;
  if (writing_) {
    gone_ = true;
    wire_->socket().close(ignored);
  } else {
    wire_->socket().cancel(ignored);
  }
  bell_.Ring();
}

void Connection::Stop() {
  stopping_ = true;
  bell_.Ring();
}

Task<> Connection::Refuse(const absl::Status& status) {
  keep_ = false;
  lingers_ = true;
  if (absl::IsCancelled(status)) co_return;
  note_.reason = rpc::ReasonOf(status);
  co_await Send(handler_.Refused(status));
  Log();
}

// A socket that is closed while bytes are still to be read sends a reset, which can overtake the
// answer. So what still comes is read for a moment and thrown away.
Task<> Connection::Linger() {
  if (gone_) co_return;
  Within(kLinger);
  late_ = false;
  idle_ = false;
  writing_ = true;
  co_await wire_->FinishWriting();
  if (!lingers_) co_return;
  size_t thrown = 0;
  do {
    thrown += unread_.size();
    unread_.clear();
    const bool more = co_await More();
    if (!more) co_return;
  } while (thrown < kLingerBytes);
}

void Connection::Log() const {
  const double millis = std::chrono::duration<double, std::milli>(Clock::now() - began_).count();
  const boost::string_view verb = http::to_string(request_.method);
  spdlog::info(
      "{} {} status={}{}{} bytes={} ms={:.2f}{}",
      request_.method == http::verb::unknown ? "-" : std::string_view(verb.data(), verb.size()),
      note_.what.empty() ? PathForLog(request_.target) : note_.what, status_,
      note_.protocol.empty() ? "" : " protocol=" + note_.protocol,
      note_.reason.empty() ? "" : " reason=" + note_.reason, sent_, millis, gone_ ? " gone" : "");
}

}  // namespace placet::gateway
