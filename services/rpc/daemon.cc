#include "services/rpc/daemon.h"

#include <sys/resource.h>

#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "google/protobuf/stubs/logging.h"
#include "services/rpc/caller.h"
#include "services/rpc/permissions.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace placet::rpc {
namespace {

// Each connection is a file.
void RaiseFileLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Daemon::Daemon(Program program)
    : program_(std::move(program)),
      app_(program_.about, program_.name),
      listen_(program_.listen),
      database_(program_.database) {
  BlockSignals();
  app_.add_option("--listen", listen_, "Address to serve on")->capture_default_str();
  app_.add_option("--database", database_, "Connection string of PostgreSQL")
      ->capture_default_str();
  app_.add_option("--calls-per-second", limits_.calls_per_second,
                  "Most calls of one person, for as long as one likes; 0: no limit")
      ->capture_default_str();
  app_.add_option("--burst", limits_.burst, "Most calls of one person at once after a quiet time")
      ->capture_default_str();
  app_.add_option("--streams", limits_.streams,
                  "Most streams of one person open at a time; 0: no limit")
      ->capture_default_str();
  app_.add_flag("--verbose", verbose_, "Log every call, not only what went wrong");
  AddCallerFlags();
}

void Daemon::AddCallerFlags() {
  app_.add_option("--tls-certificate", tls_.certificate,
                  "Own certificate, PEM; read when it changes")
      ->type_name("FILE");
  app_.add_option("--tls-key", tls_.key, "Key of the certificate, PEM, 0600")->type_name("FILE");
  app_.add_option("--tls-authority", tls_.authority, "Authority of all certificates, PEM")
      ->type_name("FILE");
  app_.add_option("--token-keys", token_keys_, "Keys that sign tokens, JWKS; read when it changes")
      ->type_name("FILE");
  app_.add_option("--token-issuer", expected_.issuer, "Issuer of tokens")->capture_default_str();
  app_.add_option("--token-audience", expected_.audience, "Whom tokens are meant for")
      ->capture_default_str();
  app_.add_flag("--believe-names", believe_names_,
                "Believe callers by name, on this machine alone: for tests and benchmarks");
}

absl::Status Daemon::KnowCallers() {
  if (token_keys_.empty() && !believe_names_) {
    return absl::InvalidArgumentError("it is not said who may call: --token-keys FILE");
  }
  absl::Status status = Check(tls_);
  if (!status.ok()) return status;
  if (believe_names_) spdlog::warn("callers are believed by name: for tests and benchmarks only");
  if (!token_keys_.empty()) {
    keys_.emplace(token_keys_, callers::Naming::kByThumbprint);
    status = keys_->Load();
    tokens_.emplace(*keys_, expected_);
  }
  SetCallers(
      std::make_shared<const Callers>(Callers::Options{tokens(), believe_names_, absl::Now}));
  return status;
}

std::shared_ptr<grpc::Channel> Daemon::Connect(const std::string& address) const {
  return rpc::Connect(address, tls_);
}

void Daemon::HearOfRevocations(const std::shared_ptr<grpc::Channel>& directory) {
  if (!tokens_) return;
  revocations_.emplace(directory, "services/" + program_.name, tokens_->revoked(), absl::Now);
}

pg::Lane::Options Daemon::Options(const std::string& lane, pg::Statement::Use use) {
  health_.Report(lane, false);
  pg::Lane::Options options;
  options.conninfo = database_ + " application_name=" + program_.name + "-" + lane;
  options.use = use;
  options.lock = program_.lock;
  options.statements = program_.statements;
  options.on_connection = [this, lane](bool well) { health_.Report(lane, well); };
  options.log = [lane](const std::string& line) { spdlog::warn("lane={} {}", lane, line); };
  return options;
}

std::optional<int> Daemon::Start(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // how CLI11 also says that --help was asked for
    return app_.exit(error);
  }
  spdlog::set_default_logger(spdlog::stderr_logger_mt(program_.name));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  spdlog::set_level(verbose_ ? spdlog::level::debug : spdlog::level::info);

  // Debian's Abseil is built with a search for deadlocks at each locking of a mutex, and gRPC locks
  // many for each call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);

  // Protobuf writes a line for each text that is not UTF-8; the door answers those, with the field.
  google::protobuf::SetLogHandler(nullptr);

  RaiseFileLimit();
  if (const absl::Status unknown = KnowCallers(); !unknown.ok()) {
    spdlog::critical("cannot start: {}", std::string(unknown.message()));
    return 1;
  }

  reads_.emplace(Options("reads", pg::Statement::kReads));
  pg::Lane::Options tail_options = Options("tail", pg::Statement::kReads);
  tail_options.statements = {&program_.head, 1};
  tail_reads_.emplace(std::move(tail_options));
  tail_.emplace(*tail_reads_, program_.head);
  pg::Lane::Options write_options = Options("writes", pg::Statement::kWrites);
  write_options.on_commit = [this] { tail_->Look(); };
  writes_.emplace(std::move(write_options));
  for (pg::Lane* lane : {&*reads_, &*tail_reads_, &*writes_}) {
    if (!Started(*lane)) return 1;
  }
  return std::nullopt;
}

bool Daemon::Started(pg::Lane& lane) {
  const absl::Status fits = lane.Start();
  if (fits.ok()) return true;
  spdlog::critical("the schema does not fit: {}; bring it up to date with deploy/migrate",
                   std::string(fits.message()));
  return false;
}

pg::Lane* Daemon::OwnReads(const std::string& lane, std::span<const pg::Statement> statements) {
  pg::Lane::Options options = Options(lane, pg::Statement::kReads);
  options.statements = statements;
  own_lanes_.emplace_back(std::move(options));
  return Started(own_lanes_.back()) ? &own_lanes_.back() : nullptr;
}

pg::Lane* Daemon::OwnWrites(const std::string& lane, std::span<const pg::Statement> statements,
                            int64_t lock) {
  pg::Lane::Options options = Options(lane, pg::Statement::kWrites);
  options.statements = statements;
  options.lock = lock;
  own_lanes_.emplace_back(std::move(options));
  return Started(own_lanes_.back()) ? &own_lanes_.back() : nullptr;
}

int Daemon::Serve(std::initializer_list<grpc::Service*> services) {
  std::vector<grpc::Service*> all(services);
  Permissions permissions(all, absl::Now);
  Limits limits(limits_);
  permissions.LimitAll(limits);
  all.push_back(&permissions);
  return Run(all, {listen_, tls_, believe_names_}, health_,
             [](const std::string& address) { spdlog::info("listening on {}", address); });
}

}  // namespace placet::rpc
