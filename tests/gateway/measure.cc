// What the gateway costs: unary calls through it beside direct gRPC, and memory of open streams.
// Not a test: `gateway_measure [SECONDS]`. The load on HTTP is made by wrk (Debian's package).
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "tests/gateway/client.h"
#include "tests/gateway/scripted.h"
#include "tests/support/process.h"

namespace placet::testing {
namespace {

namespace pb = placet::ballots::v1;

constexpr int kInFlight = 64;
constexpr int kStreams = 2000;
constexpr char kGet[] = "/placet.ballots.v1.BallotService/GetBallot";
constexpr char kWatch[] = "/placet.ballots.v1.BallotService/WatchEvents";

Scripted::Plan Answer(const Scripted::Seen& seen) {
  if (seen.method == kWatch) return {.message = "", .times = 1, .hangs = true};
  pb::Ballot ballot;
  ballot.set_name("ballots/iso-dis-20435");
  ballot.set_title(std::string(200, 't'));
  return {.message = ballot.SerializeAsString()};
}

// kInFlight calls at a time with gRPC's generated client.
class Direct {
 public:
  explicit Direct(const std::string& address)
      : stub_(pb::BallotService::NewStub(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {
    request_.set_name("ballots/iso-dis-20435");
  }
  double Rate(absl::Duration time) {
    const absl::Time began = absl::Now();
    end_ = began + time;
    for (int i = 0; i < kInFlight; ++i) Next();
    while (running_ > 0) absl::SleepFor(absl::Milliseconds(5));
    return done_ / absl::ToDoubleSeconds(absl::Now() - began);
  }

 private:
  struct One {
    grpc::ClientContext context;
    pb::Ballot answer;
  };
  void Next() {
    ++running_;
    auto one = std::make_shared<One>();
    stub_->async()->GetBallot(&one->context, &request_, &one->answer, [this, one](grpc::Status) {
      ++done_;
      if (absl::Now() < end_) Next();
      --running_;
    });
  }

  const std::unique_ptr<pb::BallotService::Stub> stub_;
  pb::GetBallotRequest request_;
  absl::Time end_;
  std::atomic<int> running_ = 0, done_ = 0;
};

std::string Wrk(const std::string& address, const std::string& type, const std::string& body,
                int seconds) {
  const std::string script = absl::StrCat("/tmp/gateway-", getpid(), ".lua");
  std::ofstream(script) << "wrk.method = 'POST'\nwrk.body = '" << body
                        << "'\nwrk.headers['content-type'] = '" << type
                        << "'\nwrk.headers['authorization'] = 'Bearer t'\n";
  const Ended ended =
      RunProgram({"wrk", "-t1", absl::StrCat("-c", kInFlight), absl::StrCat("-d", seconds, "s"),
                  "--latency", "-s", script, absl::StrCat("http://", address, kGet)},
                 absl::Minutes(2));
  std::remove(script.c_str());
  std::string lines;
  for (const char* key : {"Requests/sec", "    50%", "    99%", "Non-2xx", "Socket errors"}) {
    const size_t at = ended.output.find(key);
    if (at == std::string::npos) continue;
    absl::StrAppend(&lines, " ", ended.output.substr(at, ended.output.find('\n', at) - at));
  }
  return lines;
}

long Resident(pid_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6);
  }
  return 0;
}

void Measure(int seconds) {
  Scripted service(Answer);
  const std::string address = absl::StrCat("127.0.0.1:", FreePort());
  Process gateway({GATEWAYD, "--listen", address, "--members", service.address(), "--ballots",
                   service.address(), "--comments", service.address(), "--most-of-address", "4096",
                   "--streams", "0"},
                  "/dev/null");
  if (!Eventually([&] { return Http(address).Get("/healthz").status == 200; })) std::exit(1);
  std::printf("memory at the beginning: %ld kB\n", Resident(gateway.pid()));
  for (int round = 0; round < (seconds > 0 ? 2 : 0); ++round) {
    std::printf("direct gRPC: %.0f calls a second\n",
                Direct(service.address()).Rate(absl::Seconds(seconds)));
    std::printf("through the gateway, binary:%s\n",
                Wrk(address, "application/proto", "\\n\\21ballots/iso-dis-1", seconds).c_str());
    std::printf(
        "through the gateway, JSON:%s\n",
        Wrk(address, "application/json", R"({"name":"ballots/iso-dis-1"})", seconds).c_str());
  }
  std::printf("memory after the calls: %ld kB\n", Resident(gateway.pid()));
  std::vector<std::unique_ptr<Http>> streams;
  for (int i = 0; i < kStreams; ++i) {
    streams.push_back(std::make_unique<Http>(address));
    streams.back()->Send(
        "POST", kWatch,
        {{"content-type", "application/connect+proto"}, {"authorization", "Bearer t"}},
        Envelope(0, ""));
  }
  int open = 0;
  for (auto& stream : streams) open += stream->ReadHeader().status == 200 ? 1 : 0;
  Eventually([&] { return service.open() == kStreams; });
  std::printf("memory with %d open streams (%d at the service): %ld kB\n", open, service.open(),
              Resident(gateway.pid()));
}

}  // namespace
}  // namespace placet::testing

int main(int argc, char** argv) {
  rlimit files = {8192, 8192};
  setrlimit(RLIMIT_NOFILE, &files);
  placet::testing::Measure(argc > 1 ? std::atoi(argv[1]) : 5);
}
