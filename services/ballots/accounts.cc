// Accounts of a year: which ballots count under which threshold, whether one is exceeded, and what
// is proposed. Part of obligations.h.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/obligations.h"
#include "services/rpc/names.h"

namespace placet::ballots::obligations {
namespace {

using decide::Invalid;

constexpr int kFirstYear = 1900;  // as rpc::IsDate

struct KindDuty {
  pb::BallotKind kind;
  Duty duty;
};

constexpr Duty kSingle{pb::DUTY_CLASS_SINGLE, pb::SURENESS_CONFIRMED};
constexpr Duty kAsSingle{pb::DUTY_CLASS_SINGLE, pb::SURENESS_ASSUMED};
constexpr Duty kAsCib{pb::DUTY_CLASS_CIB, pb::SURENESS_ASSUMED};

// 1.7.5 names DIS, FDIS and systematic review; 1.7.4 the committee internal ballots; Guides are
// exempt by its note. What else is balloted as one of these is Placet's reading; all that is not
// here is owed (1.7.1), and under no threshold.
constexpr KindDuty kDuties[] = {
    {pb::BALLOT_KIND_DIS, kSingle},
    {pb::BALLOT_KIND_FDIS, kSingle},
    {pb::BALLOT_KIND_SYSTEMATIC_REVIEW, kSingle},
    {pb::BALLOT_KIND_DAM, kAsSingle},                // as a DIS (2.10.3)
    {pb::BALLOT_KIND_FDAM, kAsSingle},               // as an FDIS (2.10.3)
    {pb::BALLOT_KIND_MINOR_REVISION, kAsSingle},     // an FDIS without enquiry (2.9.1)
    {pb::BALLOT_KIND_FAST_TRACK_DIS, kAsSingle},     // as a DIS (F.2.3)
    {pb::BALLOT_KIND_FAST_TRACK_FDIS, kAsSingle},    // as an FDIS (F.2.3)
    {pb::BALLOT_KIND_REINSTATEMENT_DIS, kAsSingle},  // as a DIS (2.9.4)
    {pb::BALLOT_KIND_REINSTATEMENT_FDIS, kAsSingle},
    {pb::BALLOT_KIND_CIB, {pb::DUTY_CLASS_CIB, pb::SURENESS_CONFIRMED}},
    {pb::BALLOT_KIND_RESOLUTION, kAsCib},
    {pb::BALLOT_KIND_PWI, kAsCib},  // registered by a CIB
    {pb::BALLOT_KIND_CONVERSION, kAsCib},
    {pb::BALLOT_KIND_NEW_SUBCOMMITTEE, kAsCib},
    {pb::BALLOT_KIND_DISSOLUTION, kAsCib},
    {pb::BALLOT_KIND_SCOPE, kAsCib},
    {pb::BALLOT_KIND_CONVENOR, kAsCib},
    {pb::BALLOT_KIND_CHAIR, kAsCib},
    {pb::BALLOT_KIND_LIAISON, kAsCib},
    {pb::BALLOT_KIND_GUIDE, {pb::DUTY_CLASS_EXEMPT, pb::SURENESS_CONFIRMED}},
};

// What was owed and missed of a class: of all kinds in it, or of those alone that a text names.
struct Sums {
  int owed = 0;
  int missed = 0;
};

Sums SumsOf(const std::vector<pb::OwedBallot>& owed, pb::DutyClass duty, bool named_alone) {
  Sums sums;
  for (const pb::OwedBallot& ballot : owed) {
    if (ballot.duty() != duty) continue;
    if (named_alone && ballot.duty_sureness() != pb::SURENESS_CONFIRMED) continue;
    const int units = duty == pb::DUTY_CLASS_CIB ? ballot.questions() : 1;
    sums.owed += units;
    if (!ballot.voted()) sums.missed += units;
  }
  return sums;
}

template <class Exceeds>
pb::Threshold ThresholdOf(const std::vector<pb::OwedBallot>& owed, pb::DutyClass duty,
                          Exceeds exceeds) {
  const Sums all = SumsOf(owed, duty, false);
  pb::Threshold threshold;
  threshold.set_owed(all.owed);
  threshold.set_missed(all.missed);
  threshold.set_exceeded(exceeds(all));
  const bool sure = exceeds(SumsOf(owed, duty, true)) == threshold.exceeded();
  threshold.set_sureness(sure ? pb::SURENESS_CONFIRMED : pb::SURENESS_ASSUMED);
  return threshold;
}

pb::OwedBallot Owed(const BodyOnBallot& body) {
  pb::OwedBallot owed;
  owed.set_ballot(absl::StrCat("ballots/", body.ballot));
  owed.set_reference(body.reference);
  owed.set_title(body.title);
  owed.set_kind(body.kind);
  const Duty duty = DutyOf(body.kind);
  owed.set_duty(duty.duty);
  owed.set_duty_sureness(duty.sureness);
  owed.set_end_date(body.end_date);
  owed.set_voted(body.answer != pb::ANSWER_UNSPECIFIED && body.answer != pb::ANSWER_COMMENTS &&
                 body.answer != pb::ANSWER_NO_COMMENTS);
  owed.set_questions(std::max(1, body.questions));
  return owed;
}

// The rules of IEC and CEN about missed votes are their own.
bool IsIso(const std::string& committee_reference, const std::string& day) {
  const rules::Edition* edition = rules::EditionInForce(committee_reference, day);
  return edition == nullptr || edition->organization == "ISO" || edition->organization == "JTC1";
}

void Propose(pb::CommitteeAccount& account, bool iso) {
  const auto propose = [&](pb::AccountProposal proposal, std::string text) {
    account.set_proposal(proposal);
    account.set_proposal_text(std::move(text));
  };
  const auto& thresholds = account.thresholds();
  if (!iso) {
    return propose(pb::ACCOUNT_PROPOSAL_NONE,
                   "the thresholds are ISO's; what this organization does is for its officers");
  }
  if (std::none_of(thresholds.begin(), thresholds.end(),
                   [](const auto& threshold) { return threshold.exceeded(); })) {
    return propose(pb::ACCOUNT_PROPOSAL_NONE, "no threshold is exceeded");
  }
  if (account.status() != pb::MEMBER_STATUS_P) {
    return propose(pb::ACCOUNT_PROPOSAL_NONE,
                   "a threshold is exceeded, and the body is not a P-member today");
  }
  if (!account.has_reminder()) {
    return propose(pb::ACCOUNT_PROPOSAL_REMINDER,
                   "a reminder comes first: the central secretariat sends it and writes it down");
  }
  propose(
      pb::ACCOUNT_PROPOSAL_STATUS_CHANGE,
      absl::StrCat("reminded on ", geneva::DayOf(decide::TimeOf(account.reminder().record_time())),
                   ": P-member to O-member, which an officer does in the directory "
                   "and Placet never does; P-member again on request after 12 months"));
}

// An account while it is put together.
struct Draft {
  pb::CommitteeAccount account;
  std::vector<pb::OwedBallot> owed;
};
using Drafts = std::map<std::pair<std::string, std::string>, Draft>;  // by committee, member

template <class Row>
Draft& DraftFor(Drafts& drafts, const Row& row) {
  Draft& draft = drafts[{row.committee, row.member}];
  draft.account.set_committee(absl::StrCat("committees/", row.committee));
  draft.account.set_committee_reference(row.committee_reference);
  draft.account.set_member(absl::StrCat("members/", row.member));
  draft.account.set_country(row.country);
  draft.account.set_acronym(row.acronym);
  return draft;
}

pb::CommitteeAccount Finished(Draft draft, const ClosingYear& year, Listed listed) {
  pb::CommitteeAccount account = std::move(draft.account);
  if (account.status() == pb::MEMBER_STATUS_UNSPECIFIED) {
    account.set_status(pb::MEMBER_STATUS_NEITHER);
  }
  std::sort(draft.owed.begin(), draft.owed.end(), [](const auto& a, const auto& b) {
    return std::tie(a.end_date(), a.ballot()) < std::tie(b.end_date(), b.ballot());
  });
  account.set_owed(static_cast<int>(draft.owed.size()));
  for (const pb::OwedBallot& ballot : draft.owed) {
    if (ballot.voted()) account.set_voted(account.voted() + 1);
  }
  account.set_missed(account.owed() - account.voted());
  const bool iso = IsIso(account.committee_reference(), year.last_day);
  if (iso) {
    for (pb::Threshold& threshold : ThresholdsOf(draft.owed)) {
      *account.add_thresholds() = std::move(threshold);
    }
  }
  for (pb::OwedBallot& ballot : draft.owed) {
    if (listed == Listed::kAll || (listed == Listed::kMissed && !ballot.voted())) {
      *account.add_ballots() = std::move(ballot);
    }
  }
  Propose(account, iso);
  return account;
}

}  // namespace

Duty DutyOf(pb::BallotKind kind) {
  const auto* found = std::find_if(std::begin(kDuties), std::end(kDuties),
                                   [&](const KindDuty& each) { return each.kind == kind; });
  if (found != std::end(kDuties)) return found->duty;
  return {pb::DUTY_CLASS_OTHER, pb::SURENESS_ASSUMED};
}

bool ExceedsShare(int missed, int owed) { return missed >= 2 && 5 * missed > owed; }

bool ExceedsSingle(int missed) { return missed >= 1; }

std::vector<pb::Threshold> ThresholdsOf(const std::vector<pb::OwedBallot>& owed) {
  pb::Threshold single = ThresholdOf(owed, pb::DUTY_CLASS_SINGLE,
                                     [](const Sums& sums) { return ExceedsSingle(sums.missed); });
  single.set_id("one-missed");
  single.set_text("no DIS, FDIS or systematic review of the committee is missed");
  single.set_clause("ISO/IEC Directives Part 1, 2020, 1.7.5");
  pb::Threshold share = ThresholdOf(owed, pb::DUTY_CLASS_CIB, [](const Sums& sums) {
    return ExceedsShare(sums.missed, sums.owed);
  });
  share.set_id("cib-questions");
  share.set_text(
      "of the year's questions of committee internal ballots not more than a fifth, or "
      "only one, are missed");
  share.set_clause("ISO/IEC Directives Part 1, 2020, 1.7.4");
  return {std::move(single), std::move(share)};
}

absl::StatusOr<ClosingYear> YearOf(int year, absl::Time now) {
  const int present = std::stoi(geneva::DayOf(now).substr(0, 4));
  if (year == 0) year = present;
  if (year < kFirstYear || year > present) {
    return Invalid("year", absl::StrCat("must be ", kFirstYear, " to ", present));
  }
  ClosingYear closing;
  closing.year = year;
  closing.first_day = absl::StrFormat("%04d-01-01", year);
  closing.last_day = absl::StrFormat("%04d-12-31", year);
  closing.from = geneva::EndOf(geneva::AddDays(closing.first_day, -1));
  closing.to = std::min(geneva::EndOf(closing.last_day), now);
  return closing;
}

bool IsOver(const ClosingYear& year, absl::Time now) { return now >= geneva::EndOf(year.last_day); }

std::vector<pb::CommitteeAccount> AccountsOf(const std::vector<BodyOnBallot>& bodies,
                                             const std::vector<Seat>& seats,
                                             const std::vector<pb::Reminder>& reminders,
                                             const ClosingYear& year, Listed listed) {
  Drafts drafts;
  for (const BodyOnBallot& body : bodies) {
    if (EntitlementOf(body) != pb::ENTITLEMENT_MUST_VOTE) continue;
    DraftFor(drafts, body).owed.push_back(Owed(body));
  }
  for (const Seat& seat : seats) {
    const bool known = drafts.contains({seat.committee, seat.member});
    if (!known && seat.status != pb::MEMBER_STATUS_P) continue;
    DraftFor(drafts, seat).account.set_status(seat.status);
  }
  for (const pb::Reminder& reminder : reminders) {
    const auto draft = drafts.find({decide::CommitteeId(reminder.committee()),
                                    rpc::IdIn("members", reminder.member()).value_or("")});
    if (draft != drafts.end()) *draft->second.account.mutable_reminder() = reminder;
  }
  std::vector<pb::CommitteeAccount> accounts;
  for (auto& [key, draft] : drafts) accounts.push_back(Finished(std::move(draft), year, listed));
  return accounts;
}

void SortByMissed(std::vector<pb::CommitteeAccount>& accounts) {
  std::sort(accounts.begin(), accounts.end(), [](const auto& a, const auto& b) {
    return a.missed() != b.missed() ? a.missed() > b.missed() : a.member() < b.member();
  });
}

const std::vector<std::string>& Readings() {
  static const auto* const kReadings = new std::vector<std::string>{
      "a vote was owed by who was P-member at closing; the Directives name no moment",
      "an abstention is a vote (ISO's help, article 328); so is a disapproval without reasons, "
      "though it enters no sum: Placet's reading",
      "a late vote that entered the count is a vote, one that is only recorded is none: Placet's "
      "reading",
      "a ballot belongs to the year of its last day in Geneva",
      "as DIS or FDIS count amendments, fast track, minor revisions and reinstatements: Placet's "
      "reading",
      "as committee internal ballots count resolutions, preliminary items, conversions, convenors, "
      "chairs, liaisons, scopes and subcommittees: Placet's reading",
      "such a ballot counts with as many questions as it puts, and a vote answers them all: "
      "Placet's reading",
      "NP, CD, DTS, DTR, DPAS and withdrawals are owed (1.7.1), and under no threshold that a text "
      "names; Guides are exempt (1.7.4)",
      "the thresholds are those of 2020, applied to every year: Placet's reading; missed meetings "
      "are not counted here"};
  return *kReadings;
}

}  // namespace placet::ballots::obligations
