// What the gateway costs: unary calls through it beside direct gRPC to the same service, and the
// memory of open streams. The service is a scripted one, so that nothing but the way is measured;
// the load on HTTP is made by wrk.
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/world.h"
#include "tests/gateway/client.h"
#include "tests/gateway/scripted.h"
#include "tests/support/process.h"

namespace placet::bench {
namespace {

using testing::Http;
using testing::Scripted;

constexpr int kInFlight = 64;
constexpr int kStreams = 2000;
constexpr char kGet[] = "/placet.ballots.v1.BallotService/GetBallot";
constexpr char kWatch[] = "/placet.ballots.v1.BallotService/WatchEvents";
constexpr char kBinary[] =
    "\n\x15"
    "ballots/iso-dis-20435";  // GetBallotRequest

Scripted::Plan Answer(const Scripted::Seen& seen) {
  if (seen.method == kWatch) return {.message = "", .times = 1, .hangs = true};
  ballots::v1::Ballot ballot;
  ballot.set_name("ballots/iso-dis-20435");
  ballot.set_title(std::string(200, 't'));
  return {.message = ballot.SerializeAsString()};
}

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

// gatewayd in front of the scripted service, without TLS: both sides of the comparison are.
class Door {
 public:
  Door()
      : service_(Answer),
        address_(absl::StrCat("127.0.0.1:", testing::FreePort())),
        gateway_({GATEWAYD, "--listen", address_, "--members", service_.address(), "--ballots",
                  service_.address(), "--comments", service_.address(), "--most-of-address", "4096",
                  "--streams", "0"},
                 "/dev/null") {
    const auto up = [&] { return Http(address_).Get("/healthz").status == 200; };
    if (!testing::Eventually(up)) Fail("gatewayd does not come up");
  }

  const std::string& address() const { return address_; }
  std::string service() const { return service_.address(); }
  int open() const { return service_.open(); }
  double Megabytes() const {
    std::ifstream status(absl::StrCat("/proc/", gateway_.pid(), "/status"));
    std::string line;
    while (std::getline(status, line)) {
      if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
  }

 private:
  Scripted service_;
  const std::string address_;
  testing::Process gateway_;
};

// Calls a second that wrk makes of it.
double Wrk(const std::string& address, const std::string& type, const std::string& lua_body,
           int seconds) {
  const std::string script = absl::StrCat("/tmp/placet-bench-", getpid(), ".lua");
  std::ofstream(script) << "wrk.method = 'POST'\nwrk.body = '" << lua_body
                        << "'\nwrk.headers['content-type'] = '" << type
                        << "'\nwrk.headers['authorization'] = 'Bearer t'\n";
  const testing::Ended ended = testing::RunProgram(
      {"wrk", "-t1", absl::StrCat("-c", kInFlight), absl::StrCat("-d", seconds, "s"), "-s", script,
       absl::StrCat("http://", address, kGet)},
      absl::Minutes(1));
  std::remove(script.c_str());
  if (absl::StrContains(ended.output, "Non-2xx")) Fail("calls were refused: " + ended.output);
  const std::string rate = "Requests/sec:";
  const size_t at = ended.output.find(rate);
  if (at == std::string::npos) Fail("wrk says: " + ended.output);
  return std::atof(ended.output.c_str() + at + rate.size());
}

double Direct(const std::string& service, size_t calls) {
  const std::vector<Request> requests(calls, {"people/anybody", kBinary});
  const Load load{.address = service, .method = kGet, .in_flight = kInFlight};
  return RunLoad(load, requests).MustAllBeOk("GetBallot").PerSecond();
}

void MeasureCalls(World& world, const Door& door) {
  const int seconds = world.quick() ? 1 : 2;
  std::vector<double> direct, binary, json;
  for (int round = 0; round < world.rounds(); ++round) {
    direct.push_back(Direct(door.service(), world.quick() ? 10'000 : 40'000));
    binary.push_back(
        Wrk(door.address(), "application/proto", "\\n\\21ballots/iso-dis-20435", seconds));
    json.push_back(
        Wrk(door.address(), "application/json", R"({"name":"ballots/iso-dis-20435"})", seconds));
  }
  Progress(absl::StrFormat("gateway: %.0f calls/s binary, %.0f JSON, direct gRPC %.0f",
                           Median(binary), Median(json), Median(direct)));
  const auto add = [&](const std::string& name, const std::vector<double>& through) {
    const std::vector<double> ratios = Ratios(through, direct);
    world.report().Add({.name = name,
                        .value = Median(ratios),
                        .unit = "x",
                        .placet = Median(through),
                        .rival = Rival{"direct gRPC", Median(direct)},
                        .absolute = "/s",
                        .goal = AtLeast(0.5),
                        .rounds = ratios});
  };
  add("gateway.ratio_direct", binary);
  add("gateway.ratio_direct_json", json);
}

void MeasureStreams(World& world, const Door& door) {
  std::vector<std::unique_ptr<Http>> streams;
  for (int i = 0; i < kStreams; ++i) {
    streams.push_back(std::make_unique<Http>(door.address()));
    streams.back()->Send(
        "POST", kWatch,
        {{"content-type", "application/connect+proto"}, {"authorization", "Bearer t"}},
        testing::Envelope(0, ""));
  }
  for (auto& stream : streams) {
    if (stream->ReadHeader().status != 200) Fail("a stream was refused");
  }
  if (!testing::Eventually([&] { return door.open() == kStreams; })) Fail("streams do not open");
  world.report().Add({.name = "gateway.megabytes_2000_streams",
                      .value = door.Megabytes(),
                      .unit = "MB",
                      .goal = AtMost(60)});
}

}  // namespace

void RunGateway(World& world) {
  if (testing::RunProgram({"wrk", "--version"}).output.find("wrk") == std::string::npos) {
    world.report().Note("gateway: left out, wrk is not installed");
    return;
  }
  rlimit files = {8192, 8192};
  setrlimit(RLIMIT_NOFILE, &files);
  const Door door;
  world.report().Add(
      {.name = "gateway.megabytes_at_first", .value = door.Megabytes(), .unit = "MB"});
  MeasureCalls(world, door);
  MeasureStreams(world, door);
}

}  // namespace placet::bench
