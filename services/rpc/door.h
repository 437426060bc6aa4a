// What every call passes, whatever its types: who is calling, is the request well formed and
// complete, how long may it take; at the end the status and one log line. serve.h has the rest.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "placet/access/v1/access.pb.h"
#include "services/async/task.h"
#include "services/rpc/call.h"
#include "services/rpc/limits.h"

namespace placet::rpc {

class Door {
 public:
  // Ends the program where a method does not say who may call it (placet/access/v1/access.proto).
  Door(absl::string_view service, Clock clock);

  const google::protobuf::ServiceDescriptor& service() const { return service_; }
  const google::protobuf::MethodDescriptor& Method(absl::string_view name) const;

  // From now on callers are limited; before the first call.
  void Limit(Limits& limits) { limits_ = &limits; }

  // Finds out who calls, and whether it may as far as that is known without facts; parses and
  // checks; OK fills `request` and `call`.
  absl::Status Enter(const google::protobuf::MethodDescriptor& method,
                     const grpc::CallbackServerContext& context, const grpc::ByteBuffer& bytes,
                     google::protobuf::Message& request, Call& call) const;

  // The same for a call that is only asked; `call` has its caller and deadline.
  absl::Status EnterAsked(const google::protobuf::MethodDescriptor& method,
                          const std::string& bytes, google::protobuf::Message& request,
                          Call& call) const;
  // What was to become of it: OK, or a refusal with its reason.
  absl::Status LeaveAsked(absl::Status status) const;

  // Takes a further message of an upload: parses it, and adds it to what a repeat must equal.
  absl::Status EnterMore(const grpc::ByteBuffer& bytes, google::protobuf::Message& request,
                         Call& call) const;
  // Refuses whoever was signed out while the call went on.
  absl::Status StillWelcome(const Call& call) const;
  // Refuses an upload that has become larger than it may be.
  absl::Status CheckSize(size_t size, size_t most) const;
  // An upload has arrived: from now on it may take this long.
  void Arrived(const grpc::CallbackServerContext& context, Call& call) const;

  // Gives a status without ErrorInfo its reason (STORE_UNAVAILABLE, ...), hides what is ours alone,
  // writes the log line.
  grpc::Status Leave(const google::protobuf::MethodDescriptor& method, const Call& call,
                     absl::Time began, absl::Status status) const;

  absl::Time Now() const { return clock_(); }

 private:
  absl::Status Explain(const absl::Status& status) const;
  absl::Status Admit(const google::protobuf::MethodDescriptor& method, Call& call) const;
  absl::Status Read(const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                    google::protobuf::Message& request, Call& call) const;
  absl::Status TooMany(absl::string_view what, absl::Duration retry) const;

  const google::protobuf::ServiceDescriptor& service_;
  const std::string domain_;
  const Clock clock_;
  Limits* limits_ = nullptr;
};

// Runs a handler whose facts may change under it this often.
inline constexpr int kMostRuns = 3;

// A service without its types, for the program that serves it.
class Entrance {
 public:
  // What would become of a call with this request; the call has its caller and deadline.
  using Asked = std::function<async::Task<absl::Status>(Call call, std::string request)>;

  virtual ~Entrance() = default;

  const google::protobuf::ServiceDescriptor& descriptor() const { return door_.service(); }
  void Limit(Limits& limits) { door_.Limit(limits); }
  // How a method is asked; nullptr: it cannot be.
  const Asked* FindAsked(const google::protobuf::MethodDescriptor& method) const {
    const auto found = asked_.find(&method);
    return found == asked_.end() ? nullptr : &found->second;
  }

 protected:
  Entrance(absl::string_view service, Clock clock) : door_(service, std::move(clock)) {}

  Door door_;
  std::map<const google::protobuf::MethodDescriptor*, Asked> asked_;
};

}  // namespace placet::rpc
