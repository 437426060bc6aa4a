#include "services/comments/sight.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "placet/members/v1/members.pb.h"
#include "services/comments/fields.h"
#include "services/rpc/refuse.h"

namespace placet::comments {
namespace {

namespace members = placet::members::v1;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

bool HoldsInCommittee(const Scene& scene, std::initializer_list<members::Role> roles) {
  const std::string committee = LastId(scene.ballot.committee());
  return std::any_of(scene.grants.begin(), scene.grants.end(), [&](const Grant& grant) {
    const bool role = std::find(roles.begin(), roles.end(), grant.role) != roles.end();
    return role && grant.member.empty() &&
           (grant.committee.empty() || grant.committee == committee);
  });
}

// Only of that committee: a liaison is one of one.
bool Represents(const Grant& grant, const std::string& committee) {
  return grant.role == members::ROLE_LIAISON_REPRESENTATIVE && grant.committee == committee;
}

absl::Status RoleMissing(const std::string& role, const std::string& scope) {
  return rpc::Refuse(absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_ROLE_MISSING,
                     absl::StrCat("this needs the role ", role, " for ", scope),
                     "ask the central secretariat or your member administrator for the role",
                     {{"role", role}, {"scope", scope}});
}

absl::Status Refuse(const Scene& scene, pb::ErrorReason reason, absl::string_view what,
                    absl::string_view remedy) {
  return rpc::Refuse(kPrecondition, reason, absl::StrCat(scene.ballot.name(), " ", what), remedy,
                     {{"ballot", scene.ballot.name()}});
}

absl::Time CloseTime(const ballots_pb::Ballot& ballot) {
  return absl::FromUnixMicros(
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(ballot.close_time()));
}

}  // namespace

bool Sight::SeesOf(const std::string& member, const std::string& liaison) const {
  if (all) return true;
  if (member.empty()) return std::find(liaisons.begin(), liaisons.end(), liaison) != liaisons.end();
  return std::any_of(members.begin(), members.end(), [&](const std::string& seen) {
    return seen == "*" || seen == LastId(member);
  });
}

// The state comes from the ballots a moment ago; the clock has the last word.
ballots_pb::BallotState StateAt(const ballots_pb::Ballot& ballot, absl::Time now) {
  if (ballot.state() != ballots_pb::BALLOT_STATE_OPEN) return ballot.state();
  return now >= CloseTime(ballot) ? ballots_pb::BALLOT_STATE_CLOSED : ballot.state();
}

Sight SightOf(const Scene& scene, absl::Time now) {
  Sight sight;
  sight.all = StateAt(scene.ballot, now) == ballots_pb::BALLOT_STATE_CLOSED;
  sight.counts = sight.all || IsOfficer(scene) || scene.is_ballots ||
                 HoldsInCommittee(scene, {members::ROLE_BALLOT_MONITOR});
  sight.states = sight.all || scene.is_ballots;
  const std::string committee = LastId(scene.ballot.committee());
  for (const Grant& grant : scene.grants) {
    if (Represents(grant, committee)) {
      sight.liaisons.push_back(grant.liaison);
      sight.liaisons.push_back(grant.organization);
    }
    const bool role = grant.role == members::ROLE_VOTER ||
                      grant.role == members::ROLE_MEMBER_ADMINISTRATOR ||
                      (grant.role == members::ROLE_BALLOT_MONITOR && !grant.member.empty());
    if (!role || (!grant.committee.empty() && grant.committee != committee)) continue;
    sight.members.push_back(grant.member.empty() ? "*" : grant.member);
  }
  return sight;
}

pb::BallotCounts TotalOf(const pb::BallotCounts& counts) {
  pb::BallotCounts total;
  total.set_total(counts.total());
  return total;
}

pb::Event Seen(pb::Event event, const std::string& ballot, const Sight& sight) {
  if (sight.all) return event;
  if (!sight.states) event.mutable_counts()->CopyFrom(TotalOf(event.counts()));
  if (!sight.counts) event.clear_counts();
  const auto hidden = [&](const auto& part) { return !sight.Sees(part); };
  if (event.has_import()) {
    auto& comments = *event.mutable_import()->mutable_comments();
    comments.erase(std::remove_if(comments.begin(), comments.end(), hidden), comments.end());
    const pb::Import& import = event.import();
    if (import.member().empty() && import.liaison().empty()) event.mutable_import()->clear_files();
    if (!comments.empty()) return event;
  } else if (event.has_record()) {
    auto& differences = *event.mutable_record()->mutable_differences();
    differences.erase(std::remove_if(differences.begin(), differences.end(), hidden),
                      differences.end());
    if (!differences.empty()) return event;
  }
  event.set_actor("");
  // On which ballot somebody has commented is told to those who may know how many comments it has.
  event.set_subject(sight.counts ? NameOf("ballots", ballot) : "");
  event.mutable_hidden();
  return event;
}

bool IsOfficer(const Scene& scene) {
  return HoldsInCommittee(
      scene, {members::ROLE_COMMITTEE_MANAGER, members::ROLE_CHAIR, members::ROLE_CONVENOR,
              members::ROLE_PROJECT_LEADER, members::ROLE_CENTRAL_SECRETARIAT});
}

bool IsChair(const Scene& scene) {
  return HoldsInCommittee(scene, {members::ROLE_COMMITTEE_MANAGER, members::ROLE_CHAIR,
                                  members::ROLE_CENTRAL_SECRETARIAT});
}

bool IsVoter(const Scene& scene, const std::string& member) {
  const std::string committee = LastId(scene.ballot.committee());
  return std::any_of(scene.grants.begin(), scene.grants.end(), [&](const Grant& grant) {
    return grant.role == members::ROLE_VOTER && !member.empty() &&
           (grant.member.empty() || grant.member == member) &&
           (grant.committee.empty() || grant.committee == committee);
  });
}

absl::Status NeedsOfficer(const Scene& scene) {
  return IsOfficer(scene) ? absl::OkStatus() : RoleMissing("officer", scene.ballot.committee());
}

absl::Status NeedsChair(const Scene& scene) {
  return IsChair(scene) ? absl::OkStatus()
                        : RoleMissing("chair or committee manager", scene.ballot.committee());
}

absl::Status NeedsVoter(const Scene& scene, const std::string& member) {
  return IsVoter(scene, member) ? absl::OkStatus()
                                : RoleMissing("voter", NameOf("members", member));
}

const Grant* Representing(const Scene& scene, const std::string& liaison) {
  const std::string committee = LastId(scene.ballot.committee());
  const auto found = std::find_if(scene.grants.begin(), scene.grants.end(), [&](const Grant& g) {
    return Represents(g, committee) && (g.liaison == liaison || g.organization == liaison);
  });
  return found == scene.grants.end() || liaison.empty() ? nullptr : &*found;
}

absl::Status NeedsRepresentative(const Scene& scene, const std::string& liaison) {
  return Representing(scene, liaison) != nullptr
             ? absl::OkStatus()
             : RoleMissing("liaison representative",
                           absl::StrCat(scene.ballot.committee(), "/liaisons/", liaison));
}

absl::Status NeedsOwner(const Scene& scene, const pb::Comment& comment) {
  return comment.member().empty() && !comment.liaison().empty()
             ? NeedsRepresentative(scene, comment.liaison())
             : NeedsVoter(scene, LastId(comment.member()));
}

absl::Status NeedsClosed(const Scene& scene, absl::Time now) {
  switch (StateAt(scene.ballot, now)) {
    case ballots_pb::BALLOT_STATE_CLOSED:
      return absl::OkStatus();
    case ballots_pb::BALLOT_STATE_CANCELLED:
      return Refuse(scene, pb::ERROR_REASON_BALLOT_CANCELLED, "was cancelled",
                    "nothing can be done");
    case ballots_pb::BALLOT_STATE_DRAFT:
      return Refuse(scene, pb::ERROR_REASON_BALLOT_NOT_OPEN, "has not been opened",
                    "wait until it is opened, and has closed");
    default:
      return Refuse(scene, pb::ERROR_REASON_BALLOT_STILL_OPEN,
                    absl::StrCat("is open until ", Print(CloseTime(scene.ballot))),
                    "wait until it has closed");
  }
}

absl::Status NeedsOpen(const Scene& scene, bool officer, absl::Time now) {
  if (scene.ballot.visibility() == ballots_pb::VISIBILITY_ANONYMOUS) {
    return Refuse(scene, pb::ERROR_REASON_ANONYMOUS, "is anonymous, and comments have names",
                  "say it in the text of the vote, which is shown without a name");
  }
  switch (StateAt(scene.ballot, now)) {
    case ballots_pb::BALLOT_STATE_OPEN:
      return absl::OkStatus();
    case ballots_pb::BALLOT_STATE_CANCELLED:
      return Refuse(scene, pb::ERROR_REASON_BALLOT_CANCELLED, "was cancelled",
                    "nothing can be done");
    case ballots_pb::BALLOT_STATE_DRAFT:
      return Refuse(scene, pb::ERROR_REASON_BALLOT_NOT_OPEN, "has not been opened",
                    "wait until it is opened");
    default:
      if (officer) return absl::OkStatus();
      return Refuse(scene, pb::ERROR_REASON_BALLOT_CLOSED,
                    absl::StrCat("closed on ", Print(CloseTime(scene.ballot))),
                    "ask the committee's manager, who may bring late comments in");
  }
}

absl::Status SecretWhileOpen(const Scene& scene) {
  return rpc::Refuse(
      absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_SECRET_WHILE_OPEN,
      absl::StrCat("comments on ", scene.ballot.name(), " are not shown before it has closed"),
      "wait for the closing; until then each body sees its own", {{"ballot", scene.ballot.name()}});
}

}  // namespace placet::comments
