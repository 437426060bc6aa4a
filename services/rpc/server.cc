#include "services/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <csignal>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rpc/feed.h"
#include "spdlog/spdlog.h"

namespace placet::rpc {
namespace {

// A comment of 65 536 bytes is the most that is accepted; this much is read, so that what is too
// long is refused by the field's name and not by the transport.
constexpr int kLargestMessage = 16 << 20;

constexpr std::chrono::seconds kDrain{5};

bool IsUnix(const std::string& address) { return absl::StartsWith(address, "unix:"); }

bool IsLoopbackAddress(const std::string& address) {
  return absl::StartsWith(address, "127.") || absl::StartsWith(address, "localhost:") ||
         absl::StartsWith(address, "[::1]:") || IsUnix(address);
}

// Why it may not listen there; "" where it may.
std::string WhyNot(const Listening& listening) {
  if (listening.tls.IsOn() && listening.believes_names) {
    return "names are believed on plain connections of this machine only: leave the TLS flags or "
           "--believe-names away";
  }
  if (listening.tls.IsOn() || IsUnix(listening.address)) return "";
  if (!listening.believes_names) return "beyond a Unix socket it needs --tls-certificate";
  return IsLoopbackAddress(listening.address)
             ? ""
             : "callers are believed by name, so only 127.0.0.1, [::1] and unix: are served";
}

// What costs memory without being a call is bounded: a connection that does not get through its
// handshake ends, as does one whose other end has gone or says nothing for long.
void LimitConnections(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 600'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 120'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16'384);
}

sigset_t EndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void Health::Report(const std::string& part, bool well) {
  std::lock_guard lock(mutex_);
  parts_[part] = well;
  Publish();
}

void Health::Attach(grpc::Server* server) {
  std::lock_guard lock(mutex_);
  if (server == nullptr && server_ != nullptr) {
    server_->GetHealthCheckService()->SetServingStatus(false);
  }
  server_ = server;
  Publish();
}

Health::State Health::Now() {
  std::lock_guard lock(mutex_);
  return state_;
}

void Health::Publish() {
  bool well = true;
  for (const auto& [part, is_well] : parts_) well = well && is_well;
  if (well != state_.well || state_.since == absl::UnixEpoch()) state_ = {well, absl::Now()};
  if (server_ != nullptr) server_->GetHealthCheckService()->SetServingStatus(well);
}

void BlockSignals() {
  const sigset_t signals = EndSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int Run(std::span<grpc::Service* const> services, const Listening& listening, Health& health,
        const std::function<void(const std::string&)>& on_listening) {
  const std::string& address = listening.address;
  if (const std::string why = WhyNot(listening); !why.empty()) {
    spdlog::critical("cannot listen on {}: {}", address, why);
    return 1;
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  const auto credentials =
      IsUnix(address) ? grpc::InsecureServerCredentials() : ServerCredentials(listening.tls);
  builder.AddListeningPort(address, credentials, &port);
  LimitConnections(builder);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a port in use is an error
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  for (grpc::Service* service : services) builder.RegisterService(service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || (port == 0 && !IsUnix(address))) {
    spdlog::critical("cannot listen on {}: the address is in use or not allowed", address);
    return 1;
  }
  health.Attach(server.get());
  on_listening(port == 0 ? address
                         : absl::StrCat(address.substr(0, address.rfind(':')), ":", port));

  const sigset_t signals = EndSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping: signal {}", signal);
  stopping = true;
  health.Attach(nullptr);
  server->Shutdown(std::chrono::system_clock::now() + kDrain);
  server->Wait();
  return 0;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address, const Tls& tls) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, ChannelCredentials(IsUnix(address) ? Tls() : tls),
                                   arguments);
}

}  // namespace placet::rpc
