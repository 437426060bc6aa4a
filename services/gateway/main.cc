// gatewayd: flags -> descriptors -> services behind -> handler -> listener -> until a signal.

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/stubs/logging.h"
#include "services/gateway/gateway.h"
#include "services/gateway/listener.h"
#include "services/rpc/server.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace {

using namespace placet;  // NOLINT: this is the program

// Requests that are under way at a signal may take so long; streams end at once.
constexpr std::chrono::seconds kDrain{5};

struct Flags {
  gateway::Listener::Options listener = {
      .address = "127.0.0.1:7300", .tls = {}, .threads = 2, .limits = {}};
  std::string members = "127.0.0.1:7301", ballots = "127.0.0.1:7302", comments = "127.0.0.1:7303";
  std::string authority, descriptors, pages;
  double calls = 50;
  int burst = 500;
};

// protoc's file lies beside the program.
std::string BesideProgram(const char* name) {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name).string();
}

void AddServices(CLI::App& app, Flags& flags) {
  app.add_option("--members", flags.members, "Address of membersd")->capture_default_str();
  app.add_option("--ballots", flags.ballots, "Address of ballotsd")->capture_default_str();
  app.add_option("--comments", flags.comments, "Address of commentsd")->capture_default_str();
  app.add_option("--descriptors", flags.descriptors,
                 "FileDescriptorSet of all rpcs; services.binpb beside the program if not given")
      ->type_name("FILE");
  app.add_option("--pages", flags.pages, "Folder of static files to serve")->type_name("DIR");
}

void AddTls(CLI::App& app, Flags& flags) {
  rpc::Tls& tls = flags.listener.tls;
  app.add_option("--tls-certificate", tls.certificate,
                 "Certificate for browsers, PEM; without it only loopback is served, plainly")
      ->type_name("FILE");
  app.add_option("--tls-key", tls.key, "Key of the certificate, PEM, 0600")->type_name("FILE");
  app.add_option("--tls-authority", flags.authority,
                 "Authority of the services' certificates, PEM; without it they are called plainly")
      ->type_name("FILE");
}

void AddLimits(CLI::App& app, Flags& flags) {
  gateway::Limits& limits = flags.listener.limits;
  const auto add = [&app](const char* name, auto& value, const char* about) {
    app.add_option(name, value, about)->capture_default_str();
  };
  const auto seconds = [&app](const char* name, gateway::Limits::Seconds& value,
                              const char* about) {
    app.add_option_function<double>(
           name, [&value](double given) { value = gateway::Limits::Seconds(given); }, about)
        ->default_str(std::to_string(static_cast<int>(value.count())))
        ->check(CLI::PositiveNumber);
  };
  add("--threads", flags.listener.threads, "Threads that serve connections");
  add("--most-header", limits.header, "Most bytes of a request's header");
  add("--most-body", limits.body, "Most bytes of a request's body");
  add("--most-bodies", limits.bodies, "Most bytes of all bodies at a time");
  add("--most-answers", limits.answers, "Most bytes of answers that clients have not taken yet");
  add("--most-connections", limits.connections, "Most connections at a time");
  add("--most-of-address", limits.connections_of_address, "Most connections from one address");
  add("--streams", limits.streams, "Most streams of one caller at a time");
  add("--calls-per-second", flags.calls, "Most calls of one address without a token");
  add("--burst", flags.burst, "The same, at once after a quiet time");
  seconds("--idle-time", limits.idle, "Longest time between two requests, in seconds");
  seconds("--header-time", limits.header_time, "Longest time for a header");
  seconds("--body-time", limits.body_time, "Longest time for a body");
  seconds("--write-time", limits.write_time, "Longest time for a client to take what is sent");
  seconds("--unary-time", limits.unary, "Longest time of an rpc whose caller sets no deadline");
}

void StartLog() {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("gatewayd"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  google::protobuf::SetLogHandler(nullptr);  // it quotes messages
}

// Each connection is a file.
void RaiseFileLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Fail(const absl::Status& status) {
  spdlog::critical("cannot start: {}", std::string(status.message()));
  return 1;
}

void AwaitSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping: signal {}", signal);
}

int Run(Flags& flags) {
  rpc::Tls whole = flags.listener.tls;  // for browsers, certificate and key alone are needed
  whole.authority = flags.authority;
  if (flags.listener.tls.IsOn()) {
    if (const absl::Status status = rpc::Check(whole); !status.ok()) return Fail(status);
  }
  if (flags.descriptors.empty()) flags.descriptors = BesideProgram("services.binpb");
  const auto catalogue = gateway::Catalogue::Load(flags.descriptors);
  if (!catalogue.ok()) return Fail(catalogue.status());
  const gateway::Backends backends(
      {{"members", flags.members}, {"ballots", flags.ballots}, {"comments", flags.comments}},
      flags.authority.empty() ? rpc::Tls() : whole);
  const gateway::Limits& limits = flags.listener.limits;
  rpc::Limits callers(
      {.calls_per_second = flags.calls, .burst = flags.burst, .streams = limits.streams});
  gateway::Gateway handler({**catalogue, backends, limits, callers}, flags.pages, PLACET_VERSION);
  gateway::Listener listener(flags.listener, handler);
  const absl::StatusOr<std::string> address = listener.Start();
  if (!address.ok()) return Fail(address.status());
  spdlog::info("listening on {}://{}", flags.listener.tls.IsOn() ? "https" : "http", *address);
  AwaitSignal();
  listener.Stop(kDrain);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  rpc::BlockSignals();
  Flags flags;
  CLI::App app("gatewayd: Connect, gRPC-Web and pages in front of Placet's services", "gatewayd");
  app.add_option("--listen", flags.listener.address, "Address to serve on")->capture_default_str();
  AddServices(app, flags);
  AddTls(app, flags);
  AddLimits(app, flags);
  CLI11_PARSE(app, argc, argv);
  StartLog();
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as in rpc/daemon.cc
  RaiseFileLimit();
  return Run(flags);
}
