#include "services/comments/decide_consensus.h"

#include <algorithm>
#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/comments/fields.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::comments::decide {
namespace {

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr size_t kMostGroups = 200;
constexpr size_t kMostText = 400;

// Settled to the body's satisfaction: it said so, or took it back, or got what it asked for.
bool IsSettled(const pb::OpposingComment& comment) {
  return comment.state() == pb::COMMENT_STATE_CLOSED ||
         (comment.state() == pb::COMMENT_STATE_DECIDED &&
          comment.disposition() == pb::DISPOSITION_ACCEPTED);
}

std::string BodyOf(const pb::Comment& comment) {
  return comment.member().empty() ? comment.liaison() : comment.member();
}

pb::Comment Short(pb::Comment comment) {
  for (std::string* text : {comment.mutable_comment(), comment.mutable_proposed_change(),
                            comment.mutable_observation()}) {
    size_t end = std::min(text->size(), kMostText);
    while (end > 0 && end < text->size() &&
           (static_cast<unsigned char>((*text)[end]) & 0xC0) == 0x80) {
      --end;
    }
    text->resize(end);
  }
  comment.clear_origin();
  return comment;
}

pb::OpposingComment Opposing(const pb::Comment& comment) {
  pb::OpposingComment opposing;
  opposing.set_comment(comment.name());
  opposing.set_label(comment.label());
  opposing.set_clause(comment.clause());
  opposing.set_disposition(comment.disposition());
  opposing.set_state(comment.state());
  return opposing;
}

}  // namespace

std::vector<AlikeComments> Joined(const std::vector<Pair>& pairs) {
  std::map<int, int> parents;
  const std::function<int(int)> root = [&](int number) {
    const auto found = parents.find(number);
    if (found == parents.end() || found->second == number) return number;
    return found->second = root(found->second);
  };
  std::map<int, int> least;  // by the root at that time; pairs come the most alike first
  for (const Pair& pair : pairs) {
    const int a = root(pair.first);
    const int b = root(pair.second);
    parents.emplace(a, a);
    parents.emplace(b, b);
    if (a == b) continue;
    parents[std::max(a, b)] = std::min(a, b);
    least[std::min(a, b)] = pair.percent;
  }
  std::map<int, AlikeComments> groups;
  for (const auto& [number, parent] : parents) {
    AlikeComments& group = groups[root(number)];
    group.numbers.push_back(number);
    group.percent = least[root(number)];
  }
  std::vector<AlikeComments> all;
  for (auto& [number, group] : groups) all.push_back(std::move(group));
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.percent > b.percent; });
  if (all.size() > kMostGroups) all.resize(kMostGroups);
  return all;
}

pb::ProposeGroupsResponse Proposed(const std::vector<AlikeComments>& groups,
                                   const std::map<int64_t, pb::Comment>& comments) {
  pb::ProposeGroupsResponse response;
  for (const AlikeComments& alike : groups) {
    pb::ProposedGroup& group = *response.add_groups();
    group.set_percent(alike.percent);
    std::set<std::string> bodies;
    std::string clause;
    for (const int64_t number : alike.numbers) {
      const auto found = comments.find(number);
      if (found == comments.end()) continue;
      *group.add_comments() = Short(found->second);
      bodies.insert(BodyOf(found->second));
      clause = found->second.clause();
    }
    for (const std::string& body : bodies) group.add_bodies(body);
    group.set_basis(absl::StrCat("texts at least ", alike.percent, " % alike; ",
                                 clause.empty() ? "both without a clause" : "the same clause ",
                                 clause));
  }
  return response;
}

absl::StatusOr<DecidedChange> PutGroup(const Scene& scene, const GroupFacts& group,
                                       const ChangeFacts& facts, const rpc::Call& call,
                                       const pb::PutGroupRequest& request) {
  absl::Status status = NeedsOfficer(scene);
  status.Update(NeedsClosed(scene, call.now));
  if (!status.ok()) return status;
  const bool is_new = request.group().name().empty();
  if (!is_new && group.version == 0) return NotFound(request.group().name());
  if (is_new && request.group().comments().empty()) {
    return Invalid("group.comments", "is empty: a new group has comments");
  }
  const std::string& etag = request.group().etag();
  if (!etag.empty() && etag != rpc::Etag(group.version)) {
    return rpc::Refuse(absl::StatusCode::kAborted, pb::ERROR_REASON_ETAG_MISMATCH,
                       absl::StrCat(request.group().name(), " was changed since it was read"),
                       "read it again and decide anew",
                       {{"name", request.group().name()}, {"etag", rpc::Etag(group.version)}});
  }
  DecidedChange decided = Begun(pb::CHANGE_KIND_GROUP, call, request.group().title());
  decided.group = request.group();
  decided.group->DiscardUnknownFields();  // nobody has limited them
  decided.group_version = group.version;
  if (is_new) {
    decided.group->set_name(absl::StrCat(request.parent(), "/groups/", group.next));
  }
  decided.group->set_etag(rpc::Etag(group.version + 1));
  const std::set<std::string> members(request.group().comments().begin(),
                                      request.group().comments().end());
  for (const Stored& stored : facts.comments) {
    const bool in = members.count(stored.comment.name()) > 0;
    pb::Comment after = stored.comment;
    after.set_group(in ? decided.group->name() : "");
    AddRow(decided, stored, std::move(after), call);
  }
  decided.skipped.clear();
  return decided;
}

std::vector<pb::Opposition> Oppositions(const ballots_pb::Result& result,
                                        const std::vector<Stored>& comments) {
  std::vector<pb::Opposition> oppositions;
  for (const ballots_pb::ResultRow& row : result.rows()) {
    if (row.answer() != ballots_pb::ANSWER_DISAPPROVE) continue;
    pb::Opposition& opposition = oppositions.emplace_back();
    opposition.set_member(row.member());
    opposition.set_text(row.text());
    const auto conditions = [&](const Stored& stored) {
      return stored.comment.member() == row.member() && stored.comment.conditions_vote();
    };
    opposition.set_named(std::any_of(comments.begin(), comments.end(), conditions));
    for (const Stored& stored : comments) {
      const bool meant =
          opposition.named() ? conditions(stored) : stored.comment.member() == row.member();
      if (meant) *opposition.add_comments() = Opposing(stored.comment);
    }
    opposition.set_unresolved(static_cast<int>(Unsettled(opposition).size()));
  }
  // Without any comment nobody knows what would turn it: those come last.
  std::stable_sort(oppositions.begin(), oppositions.end(), [](const auto& a, const auto& b) {
    return std::pair(a.comments().empty(), a.unresolved()) <
           std::pair(b.comments().empty(), b.unresolved());
  });
  return oppositions;
}

std::vector<std::string> Unsettled(const pb::Opposition& opposition) {
  std::vector<std::string> names;
  for (const pb::OpposingComment& comment : opposition.comments()) {
    if (!IsSettled(comment)) names.push_back(comment.comment());
  }
  return names;
}

ballots_pb::WhatIfRequest Turned(const std::string& ballot,
                                 const std::vector<pb::Opposition>& oppositions, size_t turned) {
  ballots_pb::WhatIfRequest request;
  request.set_name(ballot);
  for (size_t i = 0; i < turned; ++i) {
    ballots_pb::VoteChange& change = *request.add_changes();
    change.set_member(oppositions[i].member());
    change.set_answer(ballots_pb::ANSWER_APPROVE);
  }
  return request;
}

// Disapprovals without technical reasons, and abstentions, are left out (Directives 2.5.6).
absl::StatusOr<pb::Finding> RecordFinding(const Scene& scene, const FindingFacts& facts,
                                          const ballots_pb::Result& result, const rpc::Call& call,
                                          const pb::RecordFindingRequest& request) {
  absl::Status status = NeedsChair(scene);
  status.Update(NeedsClosed(scene, call.now));
  if (!status.ok()) return status;
  pb::Finding finding = request.finding();
  if (finding.basis() == pb::FINDING_BASIS_UNSPECIFIED) {
    return Invalid("finding.basis", "is required");
  }
  if (IsBlank(finding.reasons())) return Invalid("finding.reasons", "is required");
  for (const ballots_pb::ResultRow& row : result.rows()) {
    const bool p_member = row.status() == ballots_pb::MEMBER_STATUS_P;
    if (!p_member || row.counting() != ballots_pb::COUNTING_COUNTED) continue;
    finding.set_voting(finding.voting() + 1);
    if (row.answer() != ballots_pb::ANSWER_DISAPPROVE) {
      finding.set_in_favour(finding.in_favour() + 1);
    }
  }
  const bool two_thirds = finding.voting() > 0 && 3 * finding.in_favour() >= 2 * finding.voting();
  const bool by_majority = finding.basis() == pb::FINDING_BASIS_TWO_THIRDS;
  if (by_majority && finding.consensus() && !two_thirds) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_NO_TWO_THIRDS,
                       absl::StrCat(finding.in_favour(), " of ", finding.voting(),
                                    " P-members voting are in favour: less than two thirds"),
                       "record that there is no consensus, or find it by the chair's judgement",
                       {{"in_favour", absl::StrCat(finding.in_favour())},
                        {"voting", absl::StrCat(finding.voting())}});
  }
  const int open = facts.counts.without_disposition();
  if (finding.consensus() && open > 0 && !request.despite_open_comments()) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_COMMENTS_OPEN,
                       absl::StrCat(open, " comments have no disposition"),
                       "resolve them, or say that it is found despite them",
                       {{"without_disposition", absl::StrCat(open)}});
  }
  finding.set_name(NumberedName(LastId(request.parent()), "findings",
                                static_cast<int64_t>(facts.findings.size()) + 1));
  finding.set_person(call.caller);
  *finding.mutable_finding_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  finding.set_clause("ISO/IEC Directives Part 1, 2020, 2.5.6");
  finding.set_without_disposition(open);
  finding.DiscardUnknownFields();
  return finding;
}

}  // namespace placet::comments::decide
