// Which edition is in force, and the names of kinds.

#include "editions.h"

#include <span>
#include <string_view>

#include "rules.h"

namespace placet::ballots::rules {
namespace {

// What stands before the first slash, so that "ISO/IEC JTC 1" is ISO's.
std::string_view OrganizationOf(std::string_view committee_reference) {
  return committee_reference.substr(0, committee_reference.find('/'));
}

bool IsJtc1(std::string_view committee_reference) {
  constexpr std::string_view kJtc1 = "ISO/IEC JTC 1";
  if (!committee_reference.starts_with(kJtc1)) return false;
  const std::string_view rest = committee_reference.substr(kJtc1.size());
  return rest.empty() || rest.front() == '/';  // and not JTC 13
}

bool InForce(const Edition& edition, std::string_view day) {  // such days compare as text
  return edition.from <= day && (edition.until.empty() || day < edition.until);
}

// The newest one of an organization. One that ended leaves its place to nobody.
const Edition* InForceOf(std::string_view organization, std::string_view day) {
  const Edition* newest = nullptr;
  for (const Edition& edition : table::kEditions) {  // oldest first
    if (edition.organization == organization && edition.from <= day) newest = &edition;
  }
  return newest != nullptr && InForce(*newest, day) ? newest : nullptr;
}

}  // namespace

std::span<const Edition> AllEditions() { return table::kEditions; }

const Edition* EditionInForce(std::string_view committee_reference, std::string_view day) {
  if (IsJtc1(committee_reference)) {
    if (const Edition* edition = InForceOf("JTC1", day)) return edition;
  }
  return InForceOf(OrganizationOf(committee_reference), day);
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kPwi:
      return "PWI";
    case Kind::kNp:
      return "NP";
    case Kind::kCd:
      return "CD";
    case Kind::kCdConsultation:
      return "CD consultation";
    case Kind::kDis:
      return "DIS";
    case Kind::kFdis:
      return "FDIS";
    case Kind::kMinorRevision:
      return "Minor revision";
    case Kind::kDam:
      return "DAM";
    case Kind::kFdam:
      return "FDAM";
    case Kind::kFastTrackDis:
      return "Fast-track DIS";
    case Kind::kFastTrackFdis:
      return "Fast-track FDIS";
    case Kind::kDts:
      return "DTS";
    case Kind::kDtr:
      return "DTR";
    case Kind::kDpas:
      return "DPAS";
    case Kind::kConversion:
      return "Conversion";
    case Kind::kReview:
      return "SR";
    case Kind::kWithdrawal:
      return "Withdrawal";
    case Kind::kReinstatementDis:
      return "Reinstatement DIS";
    case Kind::kReinstatementFdis:
      return "Reinstatement FDIS";
    case Kind::kGuide:
      return "Guide";
    case Kind::kCib:
      return "CIB";
    case Kind::kResolution:
      return "Resolution";
    case Kind::kNewCommittee:
      return "New committee";
    case Kind::kProjectCommittee:
      return "Project committee";
    case Kind::kNewSubcommittee:
      return "New subcommittee";
    case Kind::kDissolution:
      return "Dissolution of a subcommittee";
    case Kind::kScope:
      return "Title and scope";
    case Kind::kConvenor:
      return "Convenor";
    case Kind::kChair:
      return "Chair";
    case Kind::kLiaison:
      return "Liaison";
    case Kind::kAllMembers:
      return "All-members vote";
    case Kind::kWgConsultation:
      return "WG consultation";
  }
  return "";
}

}  // namespace placet::ballots::rules
