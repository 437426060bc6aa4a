// The national bodies, committees, groups and liaisons, and the count of participation. Seats are
// in decide_seats.cc, people and roles in decide_people.cc.
#include "services/members/decide.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/members/refusals.h"

namespace placet::members::decide {
namespace {

constexpr char kAskSecretariat[] = "ask ISO Central Secretariat to do it";

absl::Status CheckSecretariat(const Caller& caller, const rpc::Call& call) {
  if (IsSecretariat(caller)) return absl::OkStatus();
  return RoleMissing(call, "central secretariat", kAskSecretariat);
}

absl::Status CheckManager(const Caller& caller, const rpc::Call& call,
                          const std::string& committee) {
  if (IsSecretariat(caller) || HoldsFor(caller, pb::ROLE_COMMITTEE_MANAGER, "", committee)) {
    return absl::OkStatus();
  }
  return RoleMissing(call, absl::StrCat("committee manager of committees/", committee),
                     "ask the committee manager to do it");
}

bool IsCountryCode(const std::string& code) {
  return code.empty() || (code.size() == 2 && absl::ascii_isupper(code[0]) != 0 &&
                          absl::ascii_isupper(code[1]) != 0);
}

std::string CommitteeOf(absl::string_view name) {
  return std::string(name.substr(0, name.find('/', name.find('/') + 1)));
}

}  // namespace

std::vector<Held> ParseRoles(absl::string_view roles) {
  std::vector<Held> held;
  for (absl::string_view role : absl::StrSplit(roles, ',', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(role, ':');
    int number = 0;
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &number)) continue;
    held.push_back({static_cast<pb::Role>(number), parts[1], parts[2]});
  }
  return held;
}

absl::StatusOr<Decided<pb::Member>> PutMember(const Facts<pb::Member>& facts, const rpc::Call& call,
                                              const pb::PutMemberRequest& request) {
  if (!IsCountryCode(request.member().country_code())) {
    return Invalid("member.country_code", "is not two upper-case letters (ISO 3166-1 alpha-2)");
  }
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  if (absl::Status no = CheckSecretariat(facts.caller, call); !no.ok()) return no;
  return Put(facts, request.member());
}

absl::StatusOr<Decided<pb::Committee>> PutCommittee(const CommitteeFacts& facts,
                                                    const rpc::Call& call,
                                                    const pb::PutCommitteeRequest& request) {
  const pb::Committee& wanted = request.committee();
  absl::Status status = CheckRef("committee.secretariat", "members", wanted.secretariat());
  status.Update(CheckRef("committee.parent", "committees", wanted.parent()));
  status.Update(CheckDay("committee.create_date", wanted.create_date()));
  if (!status.ok()) return status;
  if (wanted.parent() == wanted.name()) return Invalid("committee.parent", "is the committee");
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  if (absl::Status no = CheckSecretariat(facts.caller, call); !no.ok()) return no;
  if (!wanted.secretariat().empty() && !facts.secretariat_exists) {
    return ReferenceUnknown("committee.secretariat", wanted.secretariat());
  }
  if (!wanted.parent().empty() && !facts.parent_exists) {
    return ReferenceUnknown("committee.parent", wanted.parent());
  }
  return Put(facts, wanted);
}

absl::StatusOr<Decided<pb::Group>> PutGroup(const GroupFacts& facts, const rpc::Call& call,
                                            const pb::PutGroupRequest& request) {
  pb::Group wanted = request.group();
  wanted.mutable_period();  // a group always has one, maybe an open one
  if (absl::Status bad = CheckPeriod("group.period", wanted.period()); !bad.ok()) return bad;
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  const std::string committee = CommitteeOf(wanted.name());
  absl::Status no = CheckManager(facts.caller, call, RefId("committees", committee));
  if (!no.ok()) return no;
  if (!facts.committee_exists) return ReferenceUnknown("group.name", committee);
  return Put(facts, std::move(wanted));
}

absl::StatusOr<Decided<pb::Liaison>> PutLiaison(const LiaisonFacts& facts, const rpc::Call& call,
                                                const pb::PutLiaisonRequest& request) {
  pb::Liaison wanted = request.liaison();
  wanted.mutable_period();
  if (absl::Status bad = CheckPeriod("liaison.period", wanted.period()); !bad.ok()) return bad;
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return Present(facts);
  const std::string committee = CommitteeOf(wanted.name());
  absl::Status no = CheckManager(facts.caller, call, RefId("committees", committee));
  if (!no.ok()) return no;
  if (!facts.committee_exists) return ReferenceUnknown("liaison.name", committee);
  return Put(facts, std::move(wanted));
}

pb::Participation Count(const std::string& committee, const std::string& date,
                        const std::vector<SeatCount>& counts) {
  pb::Participation result;
  result.set_committee(committee);
  result.set_date(date);
  std::map<pb::Confidence, int> evidence;
  // The enum lists the regions in alphabetical order; the unknown one comes last, if at all.
  for (int region : {1, 2, 3, 4, 5, 0}) {
    pb::Participation::Row row;
    row.set_region(static_cast<pb::Region>(region));
    for (const SeatCount& count : counts) {
      if (count.region != region) continue;
      const bool is_p = count.status == pb::SEAT_STATUS_P;
      is_p ? row.set_p_members(row.p_members() + count.seats)
           : row.set_o_members(row.o_members() + count.seats);
      evidence[count.confidence] += count.seats;
      result.set_inexact_periods(result.inexact_periods() + count.inexact);
    }
    result.set_p_members(result.p_members() + row.p_members());
    result.set_o_members(result.o_members() + row.o_members());
    const bool empty = row.p_members() + row.o_members() == 0;
    if (region != pb::REGION_UNSPECIFIED || !empty) *result.add_rows() = row;
  }
  for (const auto& [confidence, seats] : evidence) {
    pb::Participation::Evidence& item = *result.add_evidence();
    item.set_confidence(confidence);
    item.set_seats(seats);
  }
  return result;
}

}  // namespace placet::members::decide
