// How often the boards of committees can be asked for, beside a gRPC server that answers as many
// bytes without looking at the question.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/bench/hall.h"
#include "tests/bench/load.h"
#include "tests/bench/wire.h"

namespace placet::bench {
namespace {

constexpr char kGetBoard[] = "/placet.ballots.v1.BoardService/GetBoard";

struct Boards {
  std::vector<Request> requests;
  size_t mean_bytes = 0;
};

class Polls {
 public:
  Polls(World& world, const Services& services) : world_(world), services_(services) {}

  // Asks for each board once; the same requests with the versions that were answered.
  std::vector<Request> Look(Boards& boards) {
    std::vector<Request> again = boards.requests;
    size_t bytes = 0;
    Load load{.address = services_.ballots(),
              .method = kGetBoard,
              .in_flight = 16,
              .on_ended = [&](const Ended& ended) {
                bytes += ended.body.size();
                again[ended.index].body += BoardRequest("", "", VersionOf(ended.body));
              }};
    RunLoad(load, boards.requests).MustAllBeOk("GetBoard");
    boards.mean_bytes = bytes / boards.requests.size();
    return again;
  }

  void Measure(const std::string& suffix, const Boards& boards, std::optional<Goal> goal) {
    const RivalServer echo({ECHO_RIVAL, "--bytes", absl::StrCat(boards.mean_bytes)});
    std::vector<Request> polls;
    const size_t count = world_.quick() ? 5000 : 30000;
    while (polls.size() < count) {
      polls.insert(polls.end(), boards.requests.begin(), boards.requests.end());
    }
    Compare(suffix, RunLoad, echo, polls, boards.mean_bytes, goal);
    Compare(suffix + "_lean", RunLean, echo, polls, boards.mean_bytes, {});
  }

 private:
  using Client = Outcome (*)(const Load&, std::span<const Request>);

  void Compare(const std::string& suffix, Client client, const RivalServer& echo,
               const std::vector<Request>& polls, size_t bytes, std::optional<Goal> goal) {
    std::vector<double> ours, theirs, p99;
    for (int round = 0; round < world_.rounds(); ++round) {
      const Load board{.address = services_.ballots(), .method = kGetBoard};
      const Load rival{.address = echo.address(), .method = kGetBoard};
      const Outcome outcome = client(board, polls);
      ours.push_back(outcome.MustAllBeOk("GetBoard").PerSecond());
      p99.push_back(outcome.Percentile(99));
      theirs.push_back(client(rival, polls).MustAllBeOk("echo").PerSecond());
    }
    Progress(absl::StrFormat("board%s: %.0f polls/s of %d bytes, echo %.0f/s", suffix, Median(ours),
                             bytes, Median(theirs)));
    const std::vector<double> ratios = Ratios(ours, theirs);
    world_.report().Add({.name = "board.ratio_echo" + suffix,
                         .value = Median(ratios),
                         .unit = "x",
                         .placet = Median(ours),
                         .rival = Rival{absl::StrFormat("echo, %d B", bytes), Median(theirs)},
                         .absolute = "/s",
                         .goal = goal,
                         .rounds = ratios});
    world_.report().Add(
        {.name = "board.p99_ms" + suffix, .value = Median(p99), .unit = "ms", .rounds = p99});
  }

  World& world_;
  const Services& services_;
};

}  // namespace

void RunBoard(World& world) {
  const Hall hall(world);
  if (!hall.HasBoards(world.report())) return;
  // A voter of each of many committees looks at what is open there.
  Boards whole;
  for (size_t i = 0; i < 500; ++i) {
    const Committee& committee = *hall.ballots()[i].committee;
    const std::string& member = committee.p_members[i % committee.p_members.size()];
    whole.requests.push_back({absl::StrCat("people/voter-", member),
                              BoardRequest(absl::StrCat("committees/", committee.id),
                                           absl::StrCat("members/", member), "")});
  }
  Polls polls(world, hall.services());
  Boards unchanged{.requests = polls.Look(whole)};
  polls.Look(unchanged);
  polls.Measure("", whole, AtLeast(0.7));
  polls.Measure("_unchanged", unchanged, {});
}

}  // namespace placet::bench
