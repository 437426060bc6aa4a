#include "services/comments/service_consensus.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/fields.h"

namespace placet::comments {
namespace {

constexpr int kAlike = 50;
constexpr int kMostComments = 100'000;
constexpr char kNote[] =
    "Sustained opposition gives a right to be heard, not a veto: the leadership assesses it, tries "
    "to resolve it in good faith, records it and goes on. Votes on a CD, DIS or FDIS are not by "
    "themselves sustained opposition (ISO/IEC Directives Part 1, 2020, 2.5.6).";

}  // namespace

Consensuses::Consensuses(Store& comments, ConsensusStore& store, Peers& peers, rpc::Clock clock)
    : Served("placet.comments.v1.ConsensusService", std::move(clock)),
      comments_(comments),
      store_(store),
      peers_(peers) {
  Unary("ProposeGroups", &Consensuses::ProposeGroups);
  Unary("PutGroup", &Consensuses::PutGroup);
  Unary("ListGroups", &Consensuses::ListGroups);
  Unary("GetProgress", &Consensuses::GetProgress);
  Unary("GetConsensus", &Consensuses::GetConsensus);
  Unary("RecordFinding", &Consensuses::RecordFinding);
  Unary("ListFindings", &Consensuses::ListFindings);
}

Consensuses::Answer<Consensuses::Closed> Consensuses::Look(const Call& call, std::string field,
                                                           std::string name) {
  absl::StatusOr<std::string> id = BallotId(field, name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<Scene> scene = co_await peers_.Look(call, name);
  if (!scene.ok()) co_return scene.status();
  const bool all = SightOf(*scene, call.now).all;
  if (!all) co_return SecretWhileOpen(*scene);
  co_return Closed{*std::move(scene), *std::move(id)};
}

Consensuses::Answer<std::vector<Stored>> Consensuses::All(const Call& call, std::string ballot) {
  const pb::CommentFilter everything;
  Sight sight;
  sight.all = true;
  const ListKey beginning;
  absl::StatusOr<ChangeFacts> found = co_await comments_.FindComments(
      call, ballot, everything, sight, false, beginning, kMostComments, Store::Texts::kMutable);
  if (!found.ok()) co_return found.status();
  co_return std::move(found->comments);
}

Consensuses::Answer<pb::ProposeGroupsResponse> Consensuses::ProposeGroups(
    const Call& call, const pb::ProposeGroupsRequest& request) {
  if (request.least_percent() < 0 || request.least_percent() > 100) {
    co_return Invalid("least_percent", "is not between 0 and 100");
  }
  const absl::StatusOr<Closed> closed = co_await Look(call, "ballot", request.ballot());
  if (!closed.ok()) co_return closed.status();
  const int least = request.least_percent() == 0 ? kAlike : request.least_percent();
  const auto pairs = co_await store_.ListPairs(call, closed->ballot, least);
  if (!pairs.ok()) co_return pairs.status();
  const std::vector<decide::AlikeComments> groups = decide::Joined(*pairs);
  std::vector<int64_t> numbers;
  for (const decide::AlikeComments& group : groups) {
    numbers.insert(numbers.end(), group.numbers.begin(), group.numbers.end());
  }
  const auto facts =
      co_await comments_.LoadComments(call, closed->ballot, numbers, Store::Texts::kAll);
  if (!facts.ok()) co_return facts.status();
  std::map<int64_t, pb::Comment> comments;
  for (const Stored& stored : facts->comments) comments.emplace(stored.number, stored.comment);
  co_return decide::Proposed(groups, comments);
}

Consensuses::Answer<ChangeFacts> Consensuses::LoadMembers(const Call& call, const Closed& closed,
                                                          const pb::PutGroupRequest& request) {
  std::set<int64_t> numbers;
  for (int i = 0; i < request.group().comments_size(); ++i) {
    const std::string field = absl::StrCat("group.comments[", i, "]");
    const auto id = ParseNumbered(field, "comments", request.group().comments(i));
    if (!id.ok()) co_return id.status();
    if (id->ballot != closed.ballot) co_return Invalid(field, "is one of another ballot");
    numbers.insert(id->number);
  }
  const size_t named = numbers.size();
  const std::vector<int64_t> wanted(numbers.begin(), numbers.end());
  absl::StatusOr<ChangeFacts> facts =
      co_await comments_.LoadComments(call, closed.ballot, wanted, Store::Texts::kMutable);
  if (!facts.ok()) co_return facts.status();
  if (facts->comments.size() != named) co_return NotFound("comment that group.comments names");
  if (request.group().name().empty()) co_return facts;
  absl::StatusOr<std::vector<Stored>> all = co_await All(call, closed.ballot);
  if (!all.ok()) co_return all.status();
  for (Stored& stored : *all) {
    const bool leaves =
        stored.comment.group() == request.group().name() && numbers.count(stored.number) == 0;
    if (leaves) facts->comments.push_back(std::move(stored));
  }
  co_return facts;
}

Consensuses::Answer<pb::Group> Consensuses::PutGroup(const Call& call,
                                                     const pb::PutGroupRequest& request) {
  const absl::StatusOr<Closed> closed = co_await Look(call, "parent", request.parent());
  if (!closed.ok()) co_return closed.status();
  int64_t number = 0;
  if (!request.group().name().empty()) {
    const auto id = ParseNumbered("group.name", "groups", request.group().name());
    if (!id.ok()) co_return id.status();
    if (id->ballot != closed->ballot) co_return Invalid("group.name", "is of another ballot");
    number = id->number;
  }
  const absl::StatusOr<GroupFacts> group = co_await store_.LoadGroup(call, closed->ballot, number);
  if (!group.ok()) co_return group.status();
  const absl::StatusOr<bool> replayed = decide::Replayed(group->replay, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return co_await Repeated(call, group->replay->subject);
  const absl::StatusOr<ChangeFacts> facts = co_await LoadMembers(call, *closed, request);
  if (!facts.ok()) co_return facts.status();
  const absl::StatusOr<DecidedChange> decided =
      decide::PutGroup(closed->scene, *group, *facts, call, request);
  if (!decided.ok()) co_return decided.status();
  const auto change = co_await comments_.ChangeComments(call, closed->ballot, *decided);
  if (!change.ok()) co_return change.status();
  co_return *decided->group;
}

// The group that a repeated request put, as it is now.
Consensuses::Answer<pb::Group> Consensuses::Repeated(const Call& call, std::string subject) {
  const auto id = ParseNumbered("name", "changes", subject);
  if (!id.ok()) co_return id.status();
  const auto record = co_await comments_.LoadChange(call, id->ballot, id->number);
  if (!record.ok()) co_return record.status();
  const auto groups = co_await store_.ListGroups(call, id->ballot);
  if (!groups.ok()) co_return groups.status();
  for (const pb::CommentDifference& difference : record->differences) {
    for (const pb::Group& group : groups->groups()) {
      const bool put = std::any_of(difference.fields().begin(), difference.fields().end(),
                                   [&](const auto& field) {
                                     return field.field() == "group" && field.to() == group.name();
                                   });
      if (put) co_return group;
    }
  }
  pb::Group group;
  group.set_title(record->change.reason());
  co_return group;
}

Consensuses::Answer<pb::ListGroupsResponse> Consensuses::ListGroups(
    const Call& call, const pb::ListGroupsRequest& request) {
  const absl::StatusOr<Closed> closed = co_await Look(call, "parent", request.parent());
  if (!closed.ok()) co_return closed.status();
  co_return co_await store_.ListGroups(call, closed->ballot);
}

Consensuses::Answer<pb::Progress> Consensuses::GetProgress(const Call& call,
                                                           const pb::GetProgressRequest& request) {
  const absl::StatusOr<Closed> closed = co_await Look(call, "ballot", request.ballot());
  if (!closed.ok()) co_return closed.status();
  co_return co_await store_.GetProgress(call, closed->ballot);
}

async::Task<absl::Status> Consensuses::AddPath(const Call& call,
                                               std::vector<pb::Opposition> oppositions,
                                               pb::BallotConsensus& consensus) {
  for (size_t turned = 1; turned <= oppositions.size(); ++turned) {
    const ballots_pb::WhatIfRequest request =
        decide::Turned(consensus.ballot(), oppositions, turned);
    const auto answer = co_await peers_.WhatIf(call, request);
    if (!answer.ok()) co_return answer.status();
    pb::PathStep& step = *consensus.add_path();
    step.set_member(oppositions[turned - 1].member());
    for (const std::string& name : decide::Unsettled(oppositions[turned - 1])) {
      step.add_comments(name);
    }
    step.set_verdict(ballots_pb::Verdict_Name(answer->what_if().verdict()));
    *step.mutable_tally() = answer->what_if();
    step.set_approved(answer->what_if().verdict() == ballots_pb::VERDICT_APPROVED);
    if (step.approved()) break;
  }
  co_return absl::OkStatus();
}

Consensuses::Answer<pb::BallotConsensus> Consensuses::ConsensusOf(const Call& call,
                                                                  std::string name) {
  const absl::StatusOr<Closed> closed = co_await Look(call, "name", name);
  if (!closed.ok()) co_return closed.status();
  const auto result = co_await peers_.GetResult(call, name);
  if (!result.ok()) co_return result.status();
  const auto comments = co_await All(call, closed->ballot);
  if (!comments.ok()) co_return comments.status();
  const auto findings = co_await store_.LoadFindings(call, closed->ballot);
  if (!findings.ok()) co_return findings.status();
  pb::BallotConsensus consensus;
  consensus.set_ballot(name);
  consensus.set_note(kNote);
  *consensus.mutable_counts() = findings->counts;
  if (!findings->findings.empty()) *consensus.mutable_finding() = findings->findings.back();
  const ballots_pb::Verdict verdict = result->tally().verdict();
  consensus.set_verdict(ballots_pb::Verdict_Name(verdict));
  const std::vector<pb::Opposition> oppositions = decide::Oppositions(*result, *comments);
  for (const pb::Opposition& opposition : oppositions) {
    *consensus.add_oppositions() = opposition;
  }
  if (verdict == ballots_pb::VERDICT_APPROVED) co_return consensus;
  const absl::Status status = co_await AddPath(call, oppositions, consensus);
  if (!status.ok()) co_return status;
  co_return consensus;
}

Consensuses::Answer<pb::Consensus> Consensuses::GetConsensus(
    const Call& call, const pb::GetConsensusRequest& request) {
  std::vector<std::string> names = {request.name()};
  if (absl::StartsWith(request.name(), "projects/")) {
    const auto listed = co_await peers_.ListBallots(call, request.name());
    if (!listed.ok()) co_return listed.status();
    names.clear();
    for (const ballots_pb::Ballot& ballot : listed->ballots()) {
      const bool closed = StateAt(ballot, call.now) == ballots_pb::BALLOT_STATE_CLOSED;
      if (closed) names.insert(names.begin(), ballot.name());
    }
  }
  pb::Consensus consensus;
  for (const std::string& name : names) {
    absl::StatusOr<pb::BallotConsensus> one = co_await ConsensusOf(call, name);
    if (!one.ok()) co_return one.status();
    *consensus.add_ballots() = *std::move(one);
  }
  co_return consensus;
}

Consensuses::Answer<pb::Finding> Consensuses::RecordFinding(
    const Call& call, const pb::RecordFindingRequest& request) {
  const absl::StatusOr<Closed> closed = co_await Look(call, "parent", request.parent());
  if (!closed.ok()) co_return closed.status();
  const auto facts = co_await store_.LoadFindings(call, closed->ballot);
  if (!facts.ok()) co_return facts.status();
  const absl::StatusOr<bool> replayed = decide::Replayed(facts->replay, call);
  if (!replayed.ok()) co_return replayed.status();
  for (const pb::Finding& finding : facts->findings) {
    if (*replayed && finding.name() == facts->replay->subject) co_return finding;
  }
  const auto result = co_await peers_.GetResult(call, request.parent());
  if (!result.ok()) co_return result.status();
  const absl::StatusOr<pb::Finding> finding =
      decide::RecordFinding(closed->scene, *facts, *result, call, request);
  if (!finding.ok()) co_return finding.status();
  const auto number = static_cast<int64_t>(facts->findings.size()) + 1;
  co_return co_await store_.RecordFinding(call, closed->ballot, *finding, number);
}

Consensuses::Answer<pb::ListFindingsResponse> Consensuses::ListFindings(
    const Call& call, const pb::ListFindingsRequest& request) {
  const absl::StatusOr<Closed> closed = co_await Look(call, "parent", request.parent());
  if (!closed.ok()) co_return closed.status();
  const auto facts = co_await store_.LoadFindings(call, closed->ballot);
  if (!facts.ok()) co_return facts.status();
  pb::ListFindingsResponse response;
  for (const pb::Finding& finding : facts->findings) *response.add_findings() = finding;
  co_return response;
}

}  // namespace placet::comments
