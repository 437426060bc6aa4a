// Who may do and see what, and the state that it depends on.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

using google::protobuf::util::TimeUtil;

// The grant by which the caller holds the role for this committee; nullptr: none.
const Grant* GrantForCommittee(const Asker& asker, members::Role role,
                               const std::string& committee) {
  const auto found =
      std::find_if(asker.grants.begin(), asker.grants.end(), [&](const Grant& grant) {
        return grant.role == role && grant.member.empty() &&
               (grant.committee.empty() || grant.committee == committee);
      });
  return found == asker.grants.end() ? nullptr : &*found;
}

bool HasForCommittee(const Asker& asker, members::Role role, const std::string& committee) {
  return GrantForCommittee(asker, role, committee) != nullptr;
}

bool IsSecretariat(const Asker& asker) {
  return HasForCommittee(asker, members::ROLE_CENTRAL_SECRETARIAT, "");
}

// A monitor of the body itself; one of a committee has no body.
bool MonitorsBody(const Asker& asker, const std::string& member, const std::string& committee) {
  return std::any_of(asker.grants.begin(), asker.grants.end(), [&](const Grant& grant) {
    return grant.role == members::ROLE_BALLOT_MONITOR && grant.member == member &&
           !member.empty() && (grant.committee.empty() || grant.committee == committee);
  });
}

// What somebody can do to whom votes are not shown.
std::string RemedyFor(const pb::Ballot& ballot) {
  const bool over = ballot.state() == pb::BALLOT_STATE_CANCELLED;
  if (IsAnonymous(ballot) && !over) return "wait for the closing: counts are shown then";
  const std::string what = over ? "it was cancelled" : "wait for the closing";
  switch (EarlyOf(ballot, RuleOf(ballot, "", absl::InfinitePast()))) {
    case rules::Early::kOfficers:
      return absl::StrCat(what, over ? ": only " : "; ",
                          "committee managers and ballot monitors see ",
                          over ? "its votes" : "them now");
    case rules::Early::kCentralSecretariat:
      return absl::StrCat(what, over ? ": only " : "; ", "the central secretariat sees ",
                          over ? "its votes" : "them now");
    default:
      return absl::StrCat(what, ": nobody but the body itself sees its vote");
  }
}

}  // namespace

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(stamp));
}

google::protobuf::Timestamp StampOf(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::Status Invalid(absl::string_view field, absl::string_view description) {
  return rpc::Invalid(pb::ERROR_REASON_INVALID_FIELD, field, description);
}

absl::Status EtagMismatch(const std::string& name, const std::string& present) {
  return rpc::Refuse(absl::StatusCode::kAborted, pb::ERROR_REASON_ETAG_MISMATCH,
                     absl::StrCat(name, " was changed since it was read; its etag is ", present),
                     "read it again and decide anew", {{"name", name}, {"etag", present}});
}

absl::Status CheckEtag(const std::string& name, const std::string& given, int64_t version) {
  const std::string present = rpc::Etag(version);
  if (given.empty() || given == present) return absl::OkStatus();
  return EtagMismatch(name, present);
}

bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

std::string CommitteeId(const std::string& name) {
  return rpc::IdIn("committees", name).value_or("");
}

const Grant* GrantForMember(const Asker& asker, members::Role role, const std::string& member,
                            const std::string& committee) {
  const auto found =
      std::find_if(asker.grants.begin(), asker.grants.end(), [&](const Grant& grant) {
        return grant.role == role && (grant.member.empty() || grant.member == member) &&
               (grant.committee.empty() || grant.committee == committee);
      });
  return found == asker.grants.end() ? nullptr : &*found;
}

bool HasForMember(const Asker& asker, members::Role role, const std::string& member,
                  const std::string& committee) {
  return GrantForMember(asker, role, member, committee) != nullptr;
}

const Grant* ExpertGrant(const Asker& asker, const std::string& person, const pb::Ballot& ballot) {
  const std::string committee = CommitteeId(ballot.committee());
  const std::string own = absl::StrCat("people/", person, "/");
  const auto found = std::find_if(asker.grants.begin(), asker.grants.end(), [&](const Grant& g) {
    return g.role == members::ROLE_EXPERT && g.committee == committee &&
           absl::StrCat("committees/", committee, "/groups/", g.group) == ballot.group() &&
           absl::StartsWith(g.name, own);
  });
  return found == asker.grants.end() ? nullptr : &*found;
}

absl::Status RoleMissing(const std::string& role, const std::string& scope) {
  return rpc::Refuse(absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_ROLE_MISSING,
                     absl::StrCat("this needs the role ", role, " for ", scope),
                     "ask the central secretariat or your member administrator for the role",
                     {{"role", role}, {"scope", scope}});
}

absl::Status Anonymous(const pb::Ballot& ballot) {
  return rpc::Refuse(absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_ANONYMOUS,
                     absl::StrCat(ballot.name(),
                                  " is anonymous: how a body voted is shown to that "
                                  "body alone"),
                     "read the result, which has the counts", {{"ballot", ballot.name()}});
}

absl::Status NeedsCommitteeManager(const Asker& asker, const std::string& committee) {
  if (IsSecretariat(asker) || HasForCommittee(asker, members::ROLE_COMMITTEE_MANAGER, committee)) {
    return absl::OkStatus();
  }
  return RoleMissing("committee manager", absl::StrCat("committees/", committee));
}

absl::Status NeedsCentralSecretariat(const Asker& asker, const std::string& scope) {
  return IsSecretariat(asker) ? absl::OkStatus() : RoleMissing("central secretariat", scope);
}

const Grant* OfficeGrant(const rules::Rule& rule, const Asker& asker,
                         const std::string& committee) {
  const Grant* secretariat = GrantForCommittee(asker, members::ROLE_CENTRAL_SECRETARIAT, "");
  if (secretariat != nullptr || rule.opened_by == rules::Office::kCentralSecretariat) {
    return secretariat;
  }
  return GrantForCommittee(asker, members::ROLE_COMMITTEE_MANAGER, committee);
}

absl::Status NeedsOffice(const rules::Rule& rule, const Asker& asker,
                         const std::string& committee) {
  if (OfficeGrant(rule, asker, committee) != nullptr) return absl::OkStatus();
  if (rule.opened_by == rules::Office::kCommitteeManager) {
    return RoleMissing("committee manager", absl::StrCat("committees/", committee));
  }
  return RoleMissing("central secretariat",
                     absl::StrCat("every ", std::string(rules::KindName(rule.kind)), " ballot"));
}

absl::Status NeedsOpen(const pb::Ballot& ballot, absl::Time now) {
  const auto refuse = [&](pb::ErrorReason reason, absl::string_view what,
                          absl::string_view remedy) {
    return rpc::Refuse(kPrecondition, reason, absl::StrCat(ballot.name(), " ", what), remedy,
                       {{"ballot", ballot.name()}});
  };
  switch (StateAt(ballot, now)) {
    case pb::BALLOT_STATE_OPEN:
      return absl::OkStatus();
    case pb::BALLOT_STATE_DRAFT:
      return refuse(pb::ERROR_REASON_BALLOT_NOT_OPEN, "has not been opened",
                    "wait until it is opened");
    case pb::BALLOT_STATE_CANCELLED:
      return refuse(pb::ERROR_REASON_BALLOT_CANCELLED, "was cancelled", "nothing can be done");
    default:
      return refuse(
          pb::ERROR_REASON_BALLOT_CLOSED,
          absl::StrCat("closed on ", geneva::Print(TimeOf(ballot.close_time())), ", Geneva time"),
          "read the result");
  }
}

absl::Status NotFound(const std::string& name) {
  return rpc::Refuse(absl::StatusCode::kNotFound, pb::ERROR_REASON_NOT_FOUND,
                     absl::StrCat("there is no ", name), "check the name", {{"name", name}});
}

absl::StatusOr<bool> Replayed(const Asker& asker, const rpc::Call& call) {
  if (!asker.replay) return false;
  if (*asker.replay == call.fingerprint) return true;
  return rpc::WithField(
      rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_REQUEST_ID_REUSED,
                  "this request_id was used for another request", "choose a new request_id",
                  {{"request_id", call.request_id}}),
      "request_id", "was used for another request");
}

// CloseBallot moves close_time before the end of the last day. Then the ballot is closed whatever
// the clock of this call says: the call may have begun before the closing was committed, and a vote
// that is decided after that commit is too late.
pb::BallotState StateAt(const pb::Ballot& ballot, absl::Time now) {
  if (ballot.state() != pb::BALLOT_STATE_OPEN) return ballot.state();
  const absl::Time close_time = TimeOf(ballot.close_time());
  const bool closed_early = close_time < geneva::EndOf(ballot.end_date());
  return closed_early || now >= close_time ? pb::BALLOT_STATE_CLOSED : pb::BALLOT_STATE_OPEN;
}

bool IsAnonymous(const pb::Ballot& ballot) {
  return ballot.visibility() == pb::VISIBILITY_ANONYMOUS;
}

rules::Early EarlyOf(const pb::Ballot& ballot, const rules::Rule* rule) {
  return rule == nullptr || IsAnonymous(ballot) ? rules::Early::kNobody : rule->seen_early;
}

bool SeesEarly(rules::Early early, const std::string& committee, const Asker& asker) {
  switch (early) {
    case rules::Early::kCentralSecretariat:
      return IsSecretariat(asker);
    case rules::Early::kOfficers:
      return WatchesOver(committee, asker);
    default:
      return false;
  }
}

bool WatchesOver(const std::string& committee, const Asker& asker) {
  return IsSecretariat(asker) ||
         HasForCommittee(asker, members::ROLE_COMMITTEE_MANAGER, committee) ||
         HasForCommittee(asker, members::ROLE_BALLOT_MONITOR, committee);
}

bool SeesAll(const pb::Ballot& ballot, const Asker& asker, absl::Time now) {
  if (StateAt(ballot, now) == pb::BALLOT_STATE_CLOSED) return !IsAnonymous(ballot);
  const rules::Rule* rule = RuleOf(ballot, "", absl::InfinitePast());
  return SeesEarly(EarlyOf(ballot, rule), CommitteeId(ballot.committee()), asker);
}

bool SeesBody(const pb::Ballot& ballot, const std::string& member, const Asker& asker,
              absl::Time now) {
  const std::string committee = CommitteeId(ballot.committee());
  if (SeesAll(ballot, asker, now)) return true;
  // In a consultation persons answer: who acts for bodies, even for all of them, acts for no
  // expert.
  if (!ballot.group().empty()) return ExpertGrant(asker, member, ballot) != nullptr;
  return HasForMember(asker, members::ROLE_VOTER, member, committee) ||
         MonitorsBody(asker, member, committee) ||
         HasForMember(asker, members::ROLE_MEMBER_ADMINISTRATOR, member, committee);
}

absl::Status MayEraseExpert(const CastFacts& facts, const rpc::Call& call,
                            const std::string& member) {
  const std::string committee = CommitteeId(facts.ballot->committee());
  const bool for_body =
      HasForMember(facts.asker, members::ROLE_VOTER, member, committee) ||
      HasForMember(facts.asker, members::ROLE_MEMBER_ADMINISTRATOR, member, committee);
  if (!for_body && !IsSecretariat(facts.asker)) {
    return RoleMissing("voter or member administrator", absl::StrCat("members/", member));
  }
  if (SeesBody(*facts.ballot, member, facts.asker, call.now)) return absl::OkStatus();
  return MaySeeAll(*facts.ballot, facts.asker, call.now);
}

bool SeesWhetherVoted(const pb::Ballot& ballot, const std::string& member, const Asker& asker,
                      absl::Time now) {
  return StateAt(ballot, now) == pb::BALLOT_STATE_CLOSED || SeesBody(ballot, member, asker, now) ||
         WatchesOver(CommitteeId(ballot.committee()), asker);
}

absl::Status MaySeeAll(const pb::Ballot& ballot, const Asker& asker, absl::Time now) {
  if (SeesAll(ballot, asker, now)) return absl::OkStatus();
  if (StateAt(ballot, now) == pb::BALLOT_STATE_CLOSED) return Anonymous(ballot);
  return rpc::Refuse(
      absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_SECRET_WHILE_OPEN,
      absl::StrCat("votes and counts of ", ballot.name(), " are not shown before it has closed"),
      RemedyFor(ballot), {{"ballot", ballot.name()}});
}

absl::Status MaySeeTally(const pb::Ballot& ballot, const Asker& asker, absl::Time now) {
  absl::Status status = NeedsOpen(ballot, now);
  return status.ok() ? MaySeeAll(ballot, asker, now) : status;
}

absl::Status NeedsClosed(const pb::Ballot& ballot, absl::Time now) {
  return StateAt(ballot, now) == pb::BALLOT_STATE_CLOSED ? absl::OkStatus() : NoResult(ballot, now);
}

absl::Status NoResult(const pb::Ballot& ballot, absl::Time now) {
  absl::Status status = NeedsOpen(ballot, now);
  if (!status.ok()) return status;
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_BALLOT_STILL_OPEN,
                     absl::StrCat(ballot.name(), " is open until ",
                                  geneva::Print(TimeOf(ballot.close_time())), ", Geneva time"),
                     "ask again after it has closed", {{"ballot", ballot.name()}});
}

absl::StatusOr<std::vector<std::string>> MayAskFor(const std::string& member, const Asker& asker) {
  std::vector<std::string> committees;
  if (IsSecretariat(asker)) committees.push_back("");
  for (const Grant& grant : asker.grants) {
    const bool for_body = grant.member == member || grant.member.empty();
    const bool role = grant.role == members::ROLE_VOTER ||
                      grant.role == members::ROLE_BALLOT_MONITOR ||
                      grant.role == members::ROLE_MEMBER_ADMINISTRATOR ||
                      grant.role == members::ROLE_COMMITTEE_MANAGER;
    if (for_body && role) committees.push_back(grant.committee);
  }
  if (!committees.empty()) return committees;
  return RoleMissing("voter, ballot monitor or administrator", absl::StrCat("members/", member));
}

}  // namespace placet::ballots::decide
