// One real year of ISO, from empty tables: every ballot created and opened, every vote that a
// P-member owed cast, one in twenty replaced, every ballot closed and counted; and every count held
// against what was sent.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "tests/bench/enter.h"
#include "tests/bench/load.h"
#include "tests/bench/votes.h"
#include "tests/bench/world.h"

namespace placet::bench {
namespace {

namespace pb = placet::ballots::v1;

constexpr size_t kOfTwenty = 20;
constexpr absl::Duration kLongest = absl::Seconds(100);  // then the run goes on without the rest

class Year {
 public:
  Year(World& world, const Services& services)
      : services_(services), ballots_(BallotsOf(world.directory(), 1)), voters_(7) {
    if (world.quick()) ballots_.resize(600);
    pairs_ = VotesOwed(ballots_);
    for (size_t i = 0; i < pairs_.size(); ++i) answers_.push_back(voters_.Choose());
    for (const Ballot& ballot : ballots_) {
      AddPutProject(ballot);
      AddCreateBallot(ballot);
      const std::string name = absl::StrCat("ballots/", ballot.id);
      pb::OpenBallotRequest open;
      open.set_name(name);
      open.set_request_id(voters_.NewRequestId());
      Add("OpenBallot", open);
      pb::CloseBallotRequest close;
      close.set_name(name);
      close.set_reason("every body has voted");
      close.set_request_id(voters_.NewRequestId());
      Add("CloseBallot", close);
      pb::GetTallyRequest tally;
      tally.set_name(name);
      Add("GetTally", tally);
    }
    for (size_t i = 0; i < pairs_.size(); ++i)
      casts_.push_back(voters_.Cast(pairs_[i], answers_[i]));
    std::vector<size_t> places(pairs_.size());
    for (size_t i = 0; i < places.size(); ++i) places[i] = i;
    ShuffleCasts();
    std::shuffle(places.begin(), places.end(), std::mt19937_64(9));
    for (size_t i = 0; i < places.size() / kOfTwenty; ++i) {
      answers_[places[i]] = voters_.Choose();
      replacements_.push_back(voters_.Cast(pairs_[places[i]], answers_[places[i]]));
    }
  }

  size_t ballots() const { return ballots_.size(); }
  size_t votes() const { return casts_.size() + replacements_.size(); }

  // The phase in which the time was over; "": all is done.
  std::string Run() {
    end_ = absl::Now() + kLongest;
    for (const char* method : {"PutProject", "CreateBallot", "OpenBallot"}) {
      if (!Phase(method, requests_[method])) return method;
    }
    if (!Phase("CastVote", casts_) || !Phase("CastVote", replacements_)) return "CastVote";
    if (!Phase("CloseBallot", requests_["CloseBallot"])) return "CloseBallot";
    const bool counted = Phase("GetTally", requests_["GetTally"], [this](const Ended& ended) {
      tallies_.emplace_back(ended.index, ended.body);
    });
    return counted ? "" : "GetTally";
  }

  // Exits the program where a tally is not what was sent.
  void Check() const {
    std::unordered_map<const Ballot*, pb::Counts> sent;
    for (size_t i = 0; i < pairs_.size(); ++i) Count(answers_[i], sent[pairs_[i].ballot]);
    for (const auto& [index, bytes] : tallies_) {
      const Ballot& ballot = ballots_[index];
      pb::Tally tally;
      if (!tally.ParseFromString(bytes) || !tally.final()) Fail(ballot, tally, "no final tally");
      pb::Counts expected = sent[&ballot];
      expected.set_entitled(static_cast<int>(ballot.committee->p_members.size()));
      if (tally.p_members().SerializeAsString() != expected.SerializeAsString()) {
        Fail(ballot, tally, expected.ShortDebugString());
      }
    }
    if (tallies_.size() == ballots_.size()) return;
    std::fprintf(stderr, "year: tallies are missing\n");
    std::exit(1);
  }

 private:
  void Add(const std::string& method, const google::protobuf::Message& request) {
    requests_[method].push_back({kSecretariat, request.SerializeAsString()});
  }

  // Votes arrive on all ballots that are open at one moment, in any order; not on a year's at once.
  void ShuffleCasts() {
    std::mt19937_64 random(8);
    const auto block = static_cast<ptrdiff_t>(kOpenAtOneMoment * casts_.size() / ballots_.size());
    for (auto first = casts_.begin(); first != casts_.end();) {
      const auto last = first + std::min(block, casts_.end() - first);
      std::shuffle(first, last, random);
      first = last;
    }
  }

  void AddPutProject(const Ballot& ballot) {
    pb::PutProjectRequest put;
    put.mutable_project()->set_name(absl::StrCat("projects/", ballot.id));
    put.mutable_project()->set_reference(absl::StrCat("ISO ", ballot.id.substr(4)));
    put.mutable_project()->set_title("One of a year's documents");
    put.mutable_project()->set_deliverable(pb::DELIVERABLE_IS);
    put.mutable_project()->set_committee(absl::StrCat("committees/", ballot.committee->id));
    put.mutable_project()->set_stage(ballot.kind == Kind::kDis ? "40.00" : "50.00");
    put.set_request_id(voters_.NewRequestId());
    Add("PutProject", put);
  }

  void AddCreateBallot(const Ballot& ballot) {
    pb::CreateBallotRequest create;
    create.set_ballot_id(ballot.id);
    create.mutable_ballot()->set_project(absl::StrCat("projects/", ballot.id));
    create.mutable_ballot()->set_kind(ballot.kind == Kind::kDis ? pb::BALLOT_KIND_DIS
                                                                : pb::BALLOT_KIND_FDIS);
    create.set_request_id(voters_.NewRequestId());
    Add("CreateBallot", create);
  }

  // False: the time was over before all requests were sent.
  bool Phase(const std::string& method, const std::vector<Request>& requests,
             std::function<void(const Ended&)> on_ended = {}) {
    Load load{.address = services_.ballots(),
              .method = absl::StrCat("/placet.ballots.v1.BallotService/", method),
              .until = end_,
              .on_ended = std::move(on_ended),
              .persistent = true};
    const Outcome outcome = RunLoad(load, requests);
    outcome.MustAllBeOk(method);
    Progress(absl::StrFormat("year: %7d %-12s in %5.2f s, %6.0f/s, p99 %.1f ms", outcome.ok(),
                             method, absl::ToDoubleSeconds(outcome.wall), outcome.PerSecond(),
                             outcome.Percentile(99)));
    if (outcome.repeats > 0) {
      Progress(absl::StrFormat("year: %d calls had to be repeated", outcome.repeats));
    }
    return outcome.ok() == static_cast<int64_t>(requests.size());
  }

  static void Count(Answer answer, pb::Counts& counts) {
    switch (answer) {
      case Answer::kApproveWithComments:
        counts.set_yes_with_comments(counts.yes_with_comments() + 1);
        [[fallthrough]];
      case Answer::kApprove:
        return counts.set_yes(counts.yes() + 1);
      case Answer::kDisapprove:
        return counts.set_no(counts.no() + 1);
      case Answer::kAbstain:
        return counts.set_abstain(counts.abstain() + 1);
    }
  }

  [[noreturn]] static void Fail(const Ballot& ballot, const pb::Tally& tally,
                                const std::string& expected) {
    std::fprintf(stderr, "year: ballots/%s counts %s; expected: %s\n", ballot.id.c_str(),
                 tally.p_members().ShortDebugString().c_str(), expected.c_str());
    std::exit(1);
  }

  const Services& services_;
  std::vector<Ballot> ballots_;
  Voters voters_;
  std::vector<Pair> pairs_;
  std::vector<Answer> answers_;  // of each pair: the last
  std::vector<Request> casts_, replacements_;
  std::map<std::string, std::vector<Request>> requests_;
  std::vector<std::pair<size_t, std::string>> tallies_;
  absl::Time end_;
};

}  // namespace

void RunYear(World& world) {
  const std::string database = world.cluster().CreateDatabase();
  const Services services(world, database);
  EnterDirectory(world, services, database);
  Progress("year: the directory is entered");
  Year year(world, services);
  const double members_before = services.MembersMegabytes();
  const double ballots_before = services.BallotsMegabytes();
  const absl::Time began = absl::Now();
  const std::string unfinished = year.Run();
  const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
  Report& report = world.report();
  if (unfinished.empty()) {
    year.Check();
  } else {
    report.Note("year: stopped in " + unfinished + "; what came after it is not in the figures");
  }
  report.Add({.name = "year.seconds",
              .value = seconds,
              .unit = "s",
              .goal = world.quick() ? std::nullopt : std::optional(AtMost(15))});
  report.Add({.name = "year.ballots", .value = static_cast<double>(year.ballots())});
  report.Add({.name = "year.votes", .value = static_cast<double>(year.votes())});
  report.Add({.name = "memory_mb.ballotsd",
              .value = services.BallotsMegabytes(),
              .unit = "MB",
              .goal = AtMost(120)});
  report.Add({.name = "memory_mb.membersd",
              .value = services.MembersMegabytes(),
              .unit = "MB",
              .goal = AtMost(120)});
  report.Add({.name = "memory_mb.ballotsd_before", .value = ballots_before, .unit = "MB"});
  report.Add({.name = "memory_mb.membersd_before", .value = members_before, .unit = "MB"});
}

}  // namespace placet::bench
