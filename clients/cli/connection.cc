#include "clients/cli/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <cstdlib>

#include "clients/cli/csv.h"
#include "clients/cli/names.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "placet/ballots/v1/service_config.h"
#include "placet/comments/v1/service_config.h"
#include "placet/members/v1/service_config.h"

namespace placet::cli {
namespace {

using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageToJsonString;

// The contract's service config without its time limits: here a person chooses one with --timeout.
std::string WithoutTimeouts(const char* service_config) {
  google::protobuf::Struct config;
  if (!JsonStringToMessage(service_config, &config).ok()) std::abort();
  for (auto& method :
       *(*config.mutable_fields())["methodConfig"].mutable_list_value()->mutable_values()) {
    method.mutable_struct_value()->mutable_fields()->erase("timeout");
  }
  std::string json;
  if (!MessageToJsonString(config, &json).ok()) std::abort();
  return json;
}

constexpr int kLargestMessage = 64 << 20;

std::shared_ptr<grpc::ChannelCredentials> Credentials(const Options& options) {
  if (options.authority.empty()) return grpc::InsecureChannelCredentials();
  auto pem = ReadFile(options.authority);
  if (!pem.ok()) {
    throw Usage(options.authority + " cannot be read", "set PLACET_AUTHORITY to the PEM file");
  }
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = *std::move(pem);
  return grpc::SslCredentials(ssl);
}

// Where one person alone is signed in, it need not be said who.
std::string CallerOf(const Options& options) {
  if (!options.as.empty() || options.authority.empty()) return Name("people", options.as);
  const auto people = SignInFile::People(StateFolder(options.members));
  return people.size() == 1 ? people[0] : "";
}

std::shared_ptr<grpc::Channel> Channel(const Options& options, const std::string& address,
                                       const char* service_config) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(WithoutTimeouts(service_config));
  arguments.SetUserAgentPrefix("placet-cli");
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // it would see to whom we speak
  return grpc::CreateCustomChannel(address, Credentials(options), arguments);
}

}  // namespace

Connection::Connection(const Options& options)
    : caller_(CallerOf(options)),
      request_id_(options.request_id.empty() ? NewRequestId() : options.request_id),
      timeout_(options.timeout),
      peers_{{"members",
              options.members,
              Channel(options, options.members, placet::members::v1::kServiceConfig),
              {placet::members::v1::GetMemberRequest::descriptor()->file()->service(0),
               placet::members::v1::LoginRequest::descriptor()->file()->service(0)}},
             {"ballots",
              options.ballots,
              Channel(options, options.ballots, placet::ballots::v1::kServiceConfig),
              {placet::ballots::v1::GetBallotRequest::descriptor()->file()->service(0),
               placet::ballots::v1::GetBoardRequest::descriptor()->file()->service(0),
               placet::ballots::v1::GetDecidedRequest::descriptor()->file()->service(0),
               placet::ballots::v1::ListRulesRequest::descriptor()->file()->service(0),
               placet::ballots::v1::ListMyBallotsRequest::descriptor()->file()->service(0),
               placet::ballots::v1::GetDecisionRequest::descriptor()->file()->service(0)}},
             {"comments",
              options.comments,
              Channel(options, options.comments, placet::comments::v1::kServiceConfig),
              {placet::comments::v1::GetCommentRequest::descriptor()->file()->service(0),
               placet::comments::v1::PutGroupRequest::descriptor()->file()->service(0)}}},
      address_(options.members),
      members_(std::make_unique<Members>(peers_[0].channel)),
      sign_ins_(std::make_unique<SignIns>(peers_[0].channel)),
      ballots_(std::make_unique<Ballots>(peers_[1].channel)),
      boards_(std::make_unique<Boards>(peers_[1].channel)),
      analyses_(std::make_unique<Analyses>(peers_[1].channel)),
      rules_(std::make_unique<Rules>(peers_[1].channel)),
      obligations_(std::make_unique<Obligations>(peers_[1].channel)),
      decisions_(std::make_unique<Decisions>(peers_[1].channel)),
      comments_(std::make_unique<Comments>(peers_[2].channel)),
      consensuses_(std::make_unique<Consensuses>(peers_[2].channel)) {
  if (options.authority.empty()) return;
  bearer_ = std::make_unique<Bearer>(FileOf(caller_), caller_, [this](const std::string& token) {
    placet::members::v1::RefreshRequest request;
    request.set_refresh_token(token);
    return CallOpen(&SignIns::Refresh, request);
  });
}

SignInFile Connection::FileOf(const std::string& person) const {
  return SignInFile(StateFolder(address_), person);
}

void Connection::RequireCaller() const {
  if (caller_.empty()) {
    throw Usage("nobody said who is calling", "add --as NAME, or export PLACET_AS=NAME");
  }
}

void Connection::Prepare(grpc::ClientContext* context) const {
  RequireCaller();
  if (bearer_ == nullptr) {
    context->AddMetadata("placet-caller", caller_);
  } else {
    context->AddMetadata("authorization", "Bearer " + bearer_->Token());
  }
}

void Connection::SetDeadline(grpc::ClientContext* context) const {
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::milliseconds(static_cast<int64_t>(timeout_ * 1000)));
}

}  // namespace placet::cli
