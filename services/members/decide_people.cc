// People and the roles they hold.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/members/decide.h"
#include "services/members/refusals.h"
#include "services/rpc/names.h"

namespace placet::members::decide {
namespace {

// "ROLE_BALLOT_MONITOR" -> "ballot-monitor".
std::string RoleId(pb::Role role) {
  const std::string name = absl::AsciiStrToLower(pb::Role_Name(role));
  return absl::StrReplaceAll(absl::StripPrefix(name, "role_"), {{"_", "-"}});
}

// Which scopes a role may have; "needs" and "knows" are about members and committees. The roles
// that have a group or a liaison need it.
struct Scope {
  bool knows_member, needs_member, knows_committee, needs_committee;
  bool has_group = false, has_liaison = false;
};

Scope ScopeOf(pb::Role role) {
  switch (role) {
    case pb::ROLE_VOTER:
    case pb::ROLE_BALLOT_MONITOR:
      return {true, false, true, false};
    case pb::ROLE_MEMBER_ADMINISTRATOR:
      return {true, true, false, false};
    case pb::ROLE_CENTRAL_SECRETARIAT:
      return {false, false, false, false};
    case pb::ROLE_EXPERT:
      return {true, false, true, true, true};
    case pb::ROLE_LIAISON_REPRESENTATIVE:
      return {false, false, true, true, false, true};
    default:  // committee manager, chair, convenor, project leader
      return {false, false, true, true};
  }
}

// "committees/iso-tc-307" of "committees/iso-tc-307/groups/wg-1", of which `pattern` says the form;
// "" of anything else.
std::string CommitteeOf(absl::string_view pattern, const std::string& name) {
  const auto ids = rpc::ParseName(pattern, name);
  return ids ? absl::StrCat("committees/", ids->at(0)) : "";
}

absl::Status CheckScope(const pb::Grant& grant) {
  const Scope scope = ScopeOf(grant.role());
  const std::string role = RoleId(grant.role());
  if (scope.needs_member && grant.member().empty()) {
    return Invalid("grant.member", absl::StrCat("is required for ", role));
  }
  if (!scope.knows_member && !grant.member().empty()) {
    return Invalid("grant.member", absl::StrCat("has no meaning for ", role));
  }
  if (scope.needs_committee && grant.committee().empty()) {
    return Invalid("grant.committee", absl::StrCat("is required for ", role));
  }
  if (!scope.knows_committee && !grant.committee().empty()) {
    return Invalid("grant.committee", absl::StrCat("has no meaning for ", role));
  }
  if (!scope.has_group && !grant.group().empty()) {
    return Invalid("grant.group", absl::StrCat("has no meaning for ", role));
  }
  if (!scope.has_liaison && !grant.liaison().empty()) {
    return Invalid("grant.liaison", absl::StrCat("has no meaning for ", role));
  }
  const bool wide = !grant.committee().empty() && !scope.has_group && !scope.has_liaison;
  if (grant.subcommittees() && !wide) {
    return Invalid("grant.subcommittees",
                   "has no meaning here: it widens the scope of a committee");
  }
  if (scope.has_group && CommitteeOf("committees/*/groups/*", grant.group()) != grant.committee()) {
    return Invalid("grant.group", absl::StrCat("must be a group of ", grant.committee()));
  }
  if (scope.has_liaison &&
      CommitteeOf("committees/*/liaisons/*", grant.liaison()) != grant.committee()) {
    return Invalid("grant.liaison", absl::StrCat("must be a liaison of ", grant.committee()));
  }
  return absl::OkStatus();
}

// A member administrator gives the roles of the own national body; all others are given by the
// secretariat, above all the right to vote for any body.
absl::Status CheckGiver(const Caller& caller, const rpc::Call& call, const pb::Grant& grant) {
  if (IsSecretariat(caller)) return absl::OkStatus();
  const bool of_body = grant.role() == pb::ROLE_VOTER || grant.role() == pb::ROLE_BALLOT_MONITOR ||
                       grant.role() == pb::ROLE_EXPERT;
  if (!of_body || grant.member().empty()) {
    return RoleMissing(call, "central secretariat", "ask ISO Central Secretariat to do it");
  }
  if (HoldsFor(caller, pb::ROLE_MEMBER_ADMINISTRATOR, RefId("members", grant.member()), "")) {
    return absl::OkStatus();
  }
  return RoleMissing(call, absl::StrCat("member administrator of ", grant.member()),
                     "ask the member administrator of the national body to do it");
}

absl::Status CheckReferences(const GrantFacts& facts, const pb::GrantRoleRequest& request) {
  if (!facts.person_exists) return ReferenceUnknown("parent", request.parent());
  if (!request.grant().member().empty() && !facts.member_exists) {
    return ReferenceUnknown("grant.member", request.grant().member());
  }
  if (!request.grant().committee().empty() && !facts.committee_exists) {
    return ReferenceUnknown("grant.committee", request.grant().committee());
  }
  if (!request.grant().group().empty() && !facts.group_exists) {
    return ReferenceUnknown("grant.group", request.grant().group());
  }
  if (!request.grant().liaison().empty() && !facts.liaison_exists) {
    return ReferenceUnknown("grant.liaison", request.grant().liaison());
  }
  return absl::OkStatus();
}

// A member administrator keeps the people of its own bodies, and those without a role: not officers
// of committees, nor the people of other bodies.
absl::Status CheckKeeper(const Facts<pb::Person>& facts, const rpc::Call& call) {
  if (IsSecretariat(facts.caller)) return absl::OkStatus();
  const auto& roles = facts.caller.roles;
  const bool administrator = std::any_of(roles.begin(), roles.end(), [](const Held& held) {
    return held.role == pb::ROLE_MEMBER_ADMINISTRATOR;
  });
  if (!administrator) {
    return RoleMissing(call, "member administrator or central secretariat",
                       "ask a member administrator to do it");
  }
  const std::string today = Today(call);
  for (const pb::Grant& grant : facts.present.grants()) {
    if (!HoldsOn(grant.period(), today)) continue;
    const std::string member = RefId("members", grant.member());
    if (HoldsFor(facts.caller, pb::ROLE_MEMBER_ADMINISTRATOR, member, "")) continue;
    const std::string role = grant.member().empty()
                                 ? "central secretariat"
                                 : absl::StrCat("member administrator of ", grant.member());
    return RoleMissing(call, role, "ask ISO Central Secretariat to do it");
  }
  return absl::OkStatus();
}

bool SameScope(const pb::Grant& a, const pb::Grant& b) {
  return a.role() == b.role() && a.member() == b.member() && a.committee() == b.committee() &&
         a.group() == b.group() && a.subcommittees() == b.subcommittees() &&
         a.liaison() == b.liaison();
}

absl::Status CheckFields(const pb::GrantRoleRequest& request) {
  absl::Status status = CheckRef("grant.member", "members", request.grant().member());
  status.Update(CheckRef("grant.committee", "committees", request.grant().committee()));
  status.Update(CheckPeriod("grant.period", request.grant().period()));
  status.Update(CheckScope(request.grant()));
  return status;
}

}  // namespace

absl::StatusOr<Decided<pb::Person>> PutPerson(const Facts<pb::Person>& facts, const rpc::Call& call,
                                              const pb::PutPersonRequest& request) {
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  if (absl::Status no = CheckKeeper(facts, call); !no.ok()) return no;
  pb::Person wanted = request.person();
  *wanted.mutable_grants() = facts.present.grants();  // only shown here
  return Put(facts, std::move(wanted));
}

std::string GroupId(const std::string& group) {
  const auto ids = rpc::ParseName("committees/*/groups/*", group);
  return ids ? ids->at(1) : "";
}

std::string LiaisonId(const std::string& liaison) {
  const auto ids = rpc::ParseName("committees/*/liaisons/*", liaison);
  return ids ? ids->at(1) : "";
}

std::string GrantName(const pb::GrantRoleRequest& request) {
  const pb::Grant& grant = request.grant();
  if (!grant.name().empty()) return grant.name();
  std::string name = absl::StrCat(request.parent(), "/grants/", RoleId(grant.role()));
  if (!grant.member().empty()) absl::StrAppend(&name, "-", RefId("members", grant.member()));
  if (!grant.committee().empty()) {
    absl::StrAppend(&name, "-", RefId("committees", grant.committee()));
  }
  if (!grant.group().empty()) absl::StrAppend(&name, "-", GroupId(grant.group()));
  if (!grant.liaison().empty()) absl::StrAppend(&name, "-", LiaisonId(grant.liaison()));
  return name;
}

absl::StatusOr<Decided<pb::Grant>> GrantRole(const GrantFacts& facts, const rpc::Call& call,
                                             const pb::GrantRoleRequest& request) {
  if (absl::Status bad = CheckFields(request); !bad.ok()) return bad;
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  absl::Status status = CheckGiver(facts.caller, call, request.grant());
  status.Update(CheckReferences(facts, request));
  if (!status.ok()) return status;

  pb::Grant wanted = request.grant();
  wanted.DiscardUnknownFields();
  wanted.set_name(GrantName(request));
  *wanted.mutable_covers() = facts.present.covers();  // only shown here
  pb::Period& period = *wanted.mutable_period();
  const std::string today = Today(call);
  const bool holds = facts.version > 0 && HoldsOn(facts.present.period(), today);
  if (period.from().empty()) {
    // Given anew while it holds, it goes on; otherwise it begins today.
    period.set_from(holds ? facts.present.period().from() : today);
    period.set_from_exact(holds ? facts.present.period().from_exact() : true);
    if (!period.until().empty() && period.until() <= period.from()) {
      return Invalid("grant.period.until", absl::StrCat("is not after ", period.from()));
    }
  }
  if (facts.version > 0 && !SameScope(facts.present, wanted)) {
    return Invalid("grant.name", "is another role or scope of this person already: choose a name");
  }
  wanted.set_granted_by(facts.present.granted_by());
  if (google::protobuf::util::MessageDifferencer::Equals(wanted, facts.present)) {
    return Present(facts);
  }
  wanted.set_granted_by(call.caller);
  return Decided<pb::Grant>{std::move(wanted), facts.version, true};
}

absl::StatusOr<Decided<pb::Grant>> RevokeRole(const GrantFacts& facts, const rpc::Call& call,
                                              const pb::RevokeRoleRequest& request) {
  const auto until = DayOrToday("until", request.until(), call);
  if (!until.ok()) return until.status();
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  if (absl::Status no = CheckGiver(facts.caller, call, facts.present); !no.ok()) return no;
  if (facts.version == 0) return NotFound(request.name());
  pb::Grant ended = facts.present;
  pb::Period& period = *ended.mutable_period();
  if (!period.until().empty() && period.until() <= *until) return Present(facts);
  if (*until < period.from()) {
    return Invalid("until", absl::StrCat("is before the first day, ", period.from()));
  }
  if (ended.role() == pb::ROLE_CENTRAL_SECRETARIAT && !facts.other_secretariat) {
    return Invalid("name", "is the only central secretariat: give the role to somebody else first");
  }
  period.set_until(*until);
  period.set_until_exact(true);
  return Decided<pb::Grant>{std::move(ended), facts.version, true};
}

}  // namespace placet::members::decide
