// How a connection answers; connection.cc reads.
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/gateway/connection.h"
#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

constexpr size_t kWriteAtOnce = 65'536;  // within Limits::write_time

// Every answer says what a browser may do with it; pages load nothing from elsewhere.
constexpr char kPolicies[] =
    "content-security-policy: default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'\r\n"
    "x-content-type-options: nosniff\r\n"
    "referrer-policy: no-referrer\r\n"
    "cross-origin-resource-policy: same-origin\r\n";

// RFC 9110, 5.6.7; made once a second.
const std::string& Date() {
  thread_local time_t made = 0;
  thread_local std::string date;
  const time_t now = time(nullptr);
  if (now != made) {
    made = now;
    date = absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::FromTimeT(now), absl::UTCTimeZone());
  }
  return date;
}

Wire::Parts PartsOf(absl::string_view a, absl::string_view b = "", absl::string_view c = "") {
  return {asio::buffer(a.data(), a.size()), asio::buffer(b.data(), b.size()),
          asio::buffer(c.data(), c.size())};
}

bool IsNoBody(unsigned status) { return status == 204 || status == 304 || status / 100 == 1; }

}  // namespace

std::string Connection::HeadOf(const Answer& answer, std::optional<size_t> length) {
  status_ = answer.status;
  if (has_body_) keep_ = false;  // what was not read stands before the next request
  const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
  std::string head =
      absl::StrCat("HTTP/1.1 ", answer.status, " ", absl::string_view(reason.data(), reason.size()),
                   "\r\ndate: ", Date(), "\r\n", kPolicies);
  for (const auto& [name, value] : answer.fields) absl::StrAppend(&head, name, ": ", value, "\r\n");
  if (length && !IsNoBody(answer.status)) {
    absl::StrAppend(&head, "content-length: ", *length, "\r\n");
  }
  if (!length && chunked_) head += "transfer-encoding: chunked\r\n";
  head += keep_ && !stopping_ ? "connection: keep-alive\r\n\r\n" : "connection: close\r\n\r\n";
  return head;
}

// A refused request's body is not waited for; where it has come with the header it is passed over,
// so that the connection can serve the next request.
void Connection::PassOverBody() {
  const bool untouched = has_body_ && !share_ && !lingers_;
  if (!untouched || unread_.empty()) return;
  error_code error;
  parser_->eager(true);
  unread_.erase(0, parser_->put(asio::buffer(unread_), error));
  if (!error && parser_->is_done()) has_body_ = false;
}

Task<> Connection::Send(Answer answer) {
  PassOverBody();
  const std::optional<Budget::Share> room = RoomFor(answer.body.size());
  if (!room) answer = handler_.Refused(Busy("read from"));
  const std::string head = HeadOf(answer, answer.body.size());
  answered_ = true;
  if (request_.method == http::verb::head || IsNoBody(answer.status)) answer.body.clear();
  const absl::string_view body = answer.body;
  const absl::string_view first = body.substr(0, kWriteAtOnce);
  bool taken = co_await Put(PartsOf(head, first));
  for (size_t at = first.size(); taken && at < body.size(); at += kWriteAtOnce) {
    const absl::string_view piece = body.substr(at, kWriteAtOnce);
    taken = co_await Put(PartsOf(piece));
  }
  sent_ += body.size();
}

Task<bool> Connection::Begin(Answer head) {
  Watch();
  chunked_ = parser_->get().version() == 11;
  if (!chunked_) keep_ = false;
  const std::string text = HeadOf(head, std::nullopt);
  answered_ = true;
  co_return co_await Put(PartsOf(text));
}

// What fits into one write is not counted.
std::optional<Budget::Share> Connection::RoomFor(size_t size) const {
  Budget::Share share(answers_, 0);
  if (size > kWriteAtOnce && !share.Grow(size)) return std::nullopt;
  return share;
}

Task<bool> Connection::Write(absl::string_view piece) {
  const std::optional<Budget::Share> room = RoomFor(piece.size());
  if (!room) gone_ = true;  // the stream cannot go on, and its end cannot be said in its midst
  while (!piece.empty()) {
    const absl::string_view part = piece.substr(0, kWriteAtOnce);
    piece.remove_prefix(part.size());
    const std::string size = chunked_ ? absl::StrCat(absl::Hex(part.size()), "\r\n") : "";
    const absl::string_view end = chunked_ ? "\r\n" : "";
    sent_ += part.size();
    if (!co_await Put(PartsOf(size, part, end))) {
      co_return false;
    }
  }
  co_return true;
}

Task<bool> Connection::End() {
  static constexpr absl::string_view kLast = "0\r\n\r\n";
  if (!chunked_) co_return true;
  co_return co_await Put(PartsOf(kLast));
}

Task<bool> Connection::Put(Wire::Parts parts) {
  if (gone_) co_return false;
  Within(limits_.write_time);
  writing_ = true;
  const error_code failed = co_await wire_->Write(parts);
  writing_ = false;
  deadline_ = Clock::time_point::max();
  if (failed) gone_ = true;
  co_return !failed;
}

}  // namespace placet::gateway
