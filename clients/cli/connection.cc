#include "clients/cli/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>

#include "clients/cli/names.h"

namespace placet::cli {
namespace {

// The retries of protos/placet/*/v1/service_config.json. Its time limit is left out: here a person
// chooses one with --timeout.
constexpr char kServiceConfig[] = R"({"methodConfig": [{
  "name": [{}],
  "retryPolicy": {
    "maxAttempts": 5,
    "initialBackoff": "0.1s",
    "maxBackoff": "1s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"]
  }
}]})";

constexpr int kLargestMessage = 64 << 20;

std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetUserAgentPrefix("placet-cli");
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // the services listen on loopback
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Connection::Connection(const Options& options)
    : caller_(Name("people", options.as)),
      request_id_(options.request_id.empty() ? NewRequestId() : options.request_id),
      timeout_(options.timeout),
      peers_{{"members", options.members, Channel(options.members),
              placet::members::v1::GetMemberRequest::descriptor()->file()->service(0)},
             {"ballots", options.ballots, Channel(options.ballots),
              placet::ballots::v1::GetBallotRequest::descriptor()->file()->service(0)}},
      members_(std::make_unique<Members>(peers_[0].channel)),
      ballots_(std::make_unique<Ballots>(peers_[1].channel)) {}

void Connection::RequireCaller() const {
  if (caller_.empty()) {
    throw Usage("nobody said who is calling", "add --as NAME, or export PLACET_AS=NAME");
  }
}

void Connection::Prepare(grpc::ClientContext* context) const {
  RequireCaller();
  context->AddMetadata("placet-caller", caller_);
}

void Connection::SetDeadline(grpc::ClientContext* context) const {
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::milliseconds(static_cast<int64_t>(timeout_ * 1000)));
}

}  // namespace placet::cli
