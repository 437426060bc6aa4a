// HTTP/1.1 on one connection: reads requests one after the other with Beast's parser, hands each to
// the handler, writes the answer, and keeps every wait within its limit.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>

#include "services/gateway/exchange.h"
#include "services/gateway/limits.h"
#include "services/gateway/wire.h"

namespace placet::gateway {

// Answers requests; one for all connections, called on any of their threads.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Task<> Serve(Exchange& exchange) = 0;
  // The answer to what cannot be handed to it: a request that is no HTTP, or is too slow.
  virtual Answer Refused(const absl::Status& status) = 0;
};

class Connection final : public Exchange, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::unique_ptr<Wire> wire, std::string address, Executor executor, Handler& handler,
             const Limits& limits, Budget& bodies, Budget& answers);

  // Until the connection ends.
  Task<> Run();
  // Ends it when the time for what it waits for is over; called again and again.
  void Look(Clock::time_point now);
  // The program is about to end: at once where nothing is asked, otherwise after the answer.
  void Stop();

  Executor executor() override { return executor_; }
  const Request& request() const override { return request_; }
  Note& note() override { return note_; }
  Task<absl::Status> ReadBody() override;
  Task<> Send(Answer answer) override;
  Task<bool> Begin(Answer head) override;
  Task<bool> Write(absl::string_view piece) override;
  Task<bool> End() override;
  bool gone() const override { return gone_; }
  bool stopping() const override { return stopping_; }
  Bell& bell() override { return bell_; }

 private:
  using Parser = http::request_parser<http::string_body>;
  enum class Reading { kHeader, kBody };

  Task<bool> ServeOne();
  Task<bool> ReadHeader();
  Task<absl::Status> Parse(Reading what);
  Task<bool> More();
  void PassOverBody();
  void Watch();
  bool IsServing() const;
  absl::Status TakeHeader();
  Task<> Refuse(const absl::Status& status);
  Task<bool> Put(Wire::Parts parts);
  std::optional<Budget::Share> RoomFor(size_t size) const;
  std::string HeadOf(const Answer& answer, std::optional<size_t> length);
  Task<> Linger();
  void Log() const;
  void Within(Limits::Seconds time) {
    deadline_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
  }

  const std::unique_ptr<Wire> wire_;
  const std::string address_;
  const Executor executor_;
  Handler& handler_;
  const Limits& limits_;
  Budget& bodies_;
  Budget& answers_;
  Bell bell_;

  std::string unread_;    // what has arrived and is not parsed
  std::string arriving_;  // where the read under way puts it
  bool reading_ = false;  // a read is under way
  bool gone_ = false;     // the other end has, or this end has given it up
  bool late_ = false;     // the time is over; reads were cancelled
  bool writing_ = false;  // then being late ends the connection
  bool stopping_ = false;
  bool lingers_ = false;  // what the client still sends is of no use
  bool idle_ = true;      // between two requests
  Clock::time_point deadline_ = Clock::time_point::max();

  // Of the request that is served.
  std::optional<Parser> parser_;
  Request request_;
  Note note_;
  std::optional<Budget::Share> share_;
  bool has_body_ = false;  // which ReadBody has not read
  bool keep_ = false;      // the connection serves another request
  bool chunked_ = false;
  bool answered_ = false;
  unsigned status_ = 0;
  size_t sent_ = 0;
  Clock::time_point began_;
};

}  // namespace placet::gateway
