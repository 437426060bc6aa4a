// Two hundred ballots close in the same moment, and two votes in five are cast just before it.
// ballotsd runs with its clock moved to just before midnight in Geneva, where ballots close;
// nothing else about it differs.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "tests/bench/enter.h"
#include "tests/bench/load.h"
#include "tests/bench/seed.h"
#include "tests/bench/votes.h"
#include "tests/bench/world.h"
#include "tests/support/process.h"

namespace placet::bench {
namespace {

namespace pb = placet::ballots::v1;

constexpr absl::Duration kMinute = absl::Seconds(5);  // what the last minute is pressed into
constexpr absl::Duration kAfter = absl::Seconds(1);   // how long voters go on after the closing

// The moment at which all ballots close: the end of the present day in Geneva, by the service's
// clock, and when that is by ours.
struct Closing {
  std::string day;
  absl::Time at;
  std::vector<std::string> clock;  // what to put before ballotsd's command

  explicit Closing(absl::Duration ahead) {
    absl::TimeZone geneva;
    absl::LoadTimeZone("Europe/Zurich", &geneva);
    const absl::Time now = absl::Now();
    const absl::CivilDay today(absl::ToCivilSecond(now, geneva));
    const absl::Time midnight = absl::FromCivil(absl::CivilSecond(today + 1), geneva);
    const int64_t offset = absl::ToInt64Seconds(midnight - ahead - now);
    day = absl::FormatCivilTime(today);
    at = midnight - absl::Seconds(offset);
    clock = {"env", "LD_PRELOAD=" LIBFAKETIME, "FAKETIME_DONT_FAKE_MONOTONIC=1",
             absl::StrFormat("FAKETIME=%+ds", offset)};
  }
};

void SleepUntil(absl::Time time) { absl::SleepFor(time - absl::Now()); }

class LastMinute {
 public:
  LastMinute(World& world, const Closing& closing)
      : closing_(closing),
        database_(world.cluster().CreateDatabase()),
        store_(world.Open(database_)),
        ballots_(BallotsOf(world.directory(), 1)),
        voters_(11) {
    ballots_.resize(world.quick() ? 60 : 200);
    SeedDirectory(store_, world.directory());
    SeedBallots(store_, ballots_, {.end_date = closing.day, .all_bodies = true});
    for (const Ballot& ballot : ballots_) {
      for (const Body& body : world.directory().bodies) {
        if (body.full_member) pairs_.push_back({&ballot, body.id});
      }
    }
    std::shuffle(pairs_.begin(), pairs_.end(), std::mt19937_64(12));
    for (const Pair& pair : pairs_) {
      answers_.push_back(voters_.Choose());
      requests_.push_back(voters_.Cast(pair, answers_.back()));
    }
    // Whoever is through thinks again, until after the closing.
    for (size_t i = 0; i < (world.quick() ? 120'000 : 240'000); ++i) {
      answers_.push_back(voters_.Choose());
      requests_.push_back(voters_.Cast(pairs_[i % pairs_.size()], answers_.back()));
    }
  }

  const std::string& database() const { return database_; }

  void Run(const Services& services) {
    const size_t before = pairs_.size() * 3 / 5;
    Send(services, 0, before, absl::InfiniteFuture());
    if (absl::Now() > closing_.at - kMinute) Fail("the first votes took too long", 1);
    SleepUntil(closing_.at - kMinute);
    outcome_ = Send(services, before, requests_.size(), closing_.at + kAfter);
    if (in_time_ < pairs_.size()) Fail("not all votes were in before the closing", in_time_);
    if (too_early_ > 0) Fail("calls refused before the closing", too_early_);
    if (refused_ == 0) Fail("no call came after the closing", 0);
    AwaitResults();
  }

  // Exits the program where a result is not the last vote of each body that was acknowledged.
  void Check(const Services& services) {
    std::vector<Request> requests;
    for (const Ballot& ballot : ballots_) {
      pb::GetResultRequest get;
      get.set_name(absl::StrCat("ballots/", ballot.id));
      requests.push_back({kSecretariat, get.SerializeAsString()});
    }
    size_t checked = 0;
    Load load{.address = services.ballots(),
              .method = "/placet.ballots.v1.BallotService/GetResult",
              .in_flight = 16,
              .on_ended = [&](const Ended& ended) {
                checked += CheckResult(ballots_[ended.index], ended.body);
              }};
    RunLoad(load, requests).MustAllBeOk("GetResult");
    if (checked != acknowledged_.size()) Fail("votes missing in results", acknowledged_.size());
  }

  void Tell(Report& report) const {
    const auto count = [&](const std::string& name, size_t value) {
      report.Add({.name = name, .value = static_cast<double>(value)});
    };
    count("closing.ballots", ballots_.size());
    count("closing.votes_in_the_minute", pairs_.size() - pairs_.size() * 3 / 5);
    count("closing.accepted_in_the_minute", static_cast<size_t>(outcome_.ok()));
    count("closing.refused_after_closing", refused_);
    report.Add({.name = "closing.refused_before_closing", .value = 0, .goal = AtMost(0)});
    report.Add({.name = "closing.p99_ms", .value = outcome_.Percentile(99), .unit = "ms"});
    report.Add({.name = "closing.results_seconds", .value = results_seconds_, .unit = "s"});
  }

 private:
  [[noreturn]] static void Fail(const std::string& what, size_t how_many) {
    std::fprintf(stderr, "closing: %s (%zu)\n", what.c_str(), how_many);
    std::exit(1);
  }

  Outcome Send(const Services& services, size_t first, size_t last, absl::Time until) {
    Load load{.address = services.ballots(),
              .method = kCastVote,
              .until = until,
              .on_ended = [&](const Ended& ended) { Note(first + ended.index, ended); }};
    Outcome outcome = RunLoad(load, std::span(requests_).subspan(first, last - first));
    for (const auto& [reason, times] : outcome.refusals) {
      if (reason != "BALLOT_CLOSED") Fail(reason, static_cast<size_t>(times));
    }
    return outcome;
  }

  // Calls of one body on one ballot never overlap: thousands of others lie between them.
  void Note(size_t index, const Ended& ended) {
    const Pair& pair = pairs_[index % pairs_.size()];
    if (ended.reason.empty()) {
      acknowledged_[{pair.ballot->id, pair.member}] = answers_[index];
      if (index < pairs_.size()) ++in_time_;
    } else {
      ++refused_;
      if (ended.at < closing_.at) ++too_early_;
    }
  }

  void AwaitResults() {
    const bool recorded = testing::Eventually([&] {
      return store_.Number("SELECT count(*) FROM result") == static_cast<int64_t>(ballots_.size());
    });
    results_seconds_ = absl::ToDoubleSeconds(absl::Now() - closing_.at);
    if (!recorded) Fail("results are not recorded", ballots_.size());
  }

  size_t CheckResult(const Ballot& ballot, const std::string& bytes) const {
    pb::Result result;
    result.ParseFromString(bytes);
    size_t votes = 0;
    for (const pb::ResultRow& row : result.rows()) {
      if (row.answer() == pb::ANSWER_UNSPECIFIED) continue;
      const std::string member = row.member().substr(row.member().find('/') + 1);
      const auto found = acknowledged_.find({ballot.id, member});
      if (found == acknowledged_.end() || static_cast<int>(found->second) != row.answer()) {
        Fail(absl::StrCat(ballot.id, ": the result has another vote of ", member), 1);
      }
      ++votes;
    }
    return votes;
  }

  const Closing& closing_;
  const std::string database_;
  Database store_;
  std::vector<Ballot> ballots_;
  Voters voters_;
  std::vector<Pair> pairs_;
  std::vector<Answer> answers_;  // of each request
  std::vector<Request> requests_;
  std::map<std::pair<std::string, std::string>, Answer> acknowledged_;  // by ballot and body
  size_t in_time_ = 0, refused_ = 0, too_early_ = 0;
  double results_seconds_ = 0;
  Outcome outcome_;
};

}  // namespace

void RunClosing(World& world) {
  const Closing closing(absl::Seconds(world.quick() ? 15 : 25));
  LastMinute minute(world, closing);
  const Services services(world, minute.database(), closing.clock);
  minute.Run(services);
  minute.Check(services);
  Progress("closing: every acknowledged vote is in its result, nothing was refused before");
  minute.Tell(world.report());
}

}  // namespace placet::bench
