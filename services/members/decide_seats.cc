// Seats: a body's place in a committee over periods that never overlap.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/members/decide.h"
#include "services/members/refusals.h"

namespace placet::members::decide {
namespace {

using absl::StatusCode;

absl::Status CheckKeeper(const SeatFacts& facts, const rpc::Call& call, const std::string& member) {
  if (IsSecretariat(facts.caller) ||
      HoldsFor(facts.caller, pb::ROLE_MEMBER_ADMINISTRATOR, member, "")) {
    return absl::OkStatus();
  }
  return RoleMissing(call, absl::StrCat("member administrator of members/", member),
                     "ask the member administrator of the national body to do it");
}

// Directives 1.7: full members only can be P. Treats what is not known as not full.
absl::Status CheckCategory(const pb::Member& member, pb::SeatStatus status) {
  if (status != pb::SEAT_STATUS_P || member.category() == pb::CATEGORY_MEMBER_BODY) {
    return absl::OkStatus();
  }
  return rpc::Refuse(
      StatusCode::kFailedPrecondition, pb::ERROR_REASON_CATEGORY_FORBIDS,
      absl::StrCat(member.name(),
                   " is not known to be a member body, and only "
                   "member bodies can be P-members (ISO/IEC Directives, Part 1, 1.7)"),
      "ask for O, or have the category of the body corrected first",
      {{"member", member.name()},
       {"category", pb::Category_Name(member.category())},
       {"clause", "1.7"}});
}

absl::Status NoSeat(absl::string_view name, absl::string_view day) {
  return rpc::Refuse(StatusCode::kFailedPrecondition, pb::ERROR_REASON_NO_SEAT,
                     absl::StrCat("there is no seat ", name, " on ", day),
                     "list the seats with their history, and name a day on which one is held",
                     {{"seat", std::string(name)}, {"date", std::string(day)}});
}

bool Overlap(const pb::Period& a, const pb::Period& b) {
  return (b.until().empty() || a.from() < b.until()) && (a.until().empty() || b.from() < a.until());
}

const pb::Seat* SeatOn(const pb::SeatHistory& history, absl::string_view day) {
  for (const pb::Seat& seat : history.seats()) {
    if (HoldsOn(seat.period(), day)) return &seat;
  }
  return nullptr;
}

// The answer to a repeat: the seat that the request was about as it is now, or the newest.
DecidedSeat PresentSeat(const SeatFacts& facts, absl::string_view day) {
  DecidedSeat decided;
  const pb::SeatHistory& history = facts.present;
  const pb::Seat* seat = SeatOn(history, day);
  for (const pb::Seat& other : history.seats()) {
    if (seat == nullptr && other.period().until() == day) seat = &other;
  }
  if (seat != nullptr) {
    decided.resource = *seat;
  } else if (history.seats_size() > 0) {
    decided.resource = history.seats(history.seats_size() - 1);
  }
  decided.write = false;
  return decided;
}

// Who says so: the one that enters it, where nobody else is named.
void SayWho(const rpc::Call& call, pb::Seat& seat) {
  if (seat.confidence() != pb::CONFIDENCE_UNSPECIFIED) return;
  seat.set_confidence(pb::CONFIDENCE_CONFIRMED);
  if (seat.basis().empty()) seat.set_basis(absl::StrCat("entered by ", call.caller));
}

// Puts `ended` and `begun` into the history, and the new version into every seat.
DecidedSeat Changed(const SeatFacts& facts, std::optional<pb::Seat> ended,
                    std::optional<pb::Seat> begun) {
  DecidedSeat decided;
  decided.version = facts.version;
  decided.member_version = facts.member_version;
  std::vector<pb::Seat> seats;
  for (const pb::Seat& seat : facts.present.seats()) {
    const bool goes = (ended && seat.period().from() == ended->period().from()) ||
                      (begun && seat.period().from() == begun->period().from());
    if (!goes) seats.push_back(seat);
  }
  if (ended) seats.push_back(*ended);
  if (begun) seats.push_back(*begun);
  std::sort(seats.begin(), seats.end(), [](const pb::Seat& a, const pb::Seat& b) {
    return a.period().from() < b.period().from();
  });
  for (pb::Seat& seat : seats) {
    seat.set_etag(rpc::Etag(facts.version + 1));
    seat.set_country(facts.member.country());
    seat.set_acronym(facts.member.acronym());
    seat.set_region(facts.member.region());
    const pb::Seat& answer = begun ? *begun : *ended;
    if (seat.period().from() == answer.period().from()) decided.resource = seat;
    *decided.history.add_seats() = seat;
  }
  decided.ended = std::move(ended);
  decided.begun = std::move(begun);
  return decided;
}

// The beginning of both changes of a seat that is there: role, existence, etag.
absl::Status CheckHistory(const SeatFacts& facts, const rpc::Call& call, const std::string& name,
                          const std::string& etag) {
  const std::string member = rpc::ParseName("committees/*/seats/*", name)->at(1);
  if (absl::Status no = CheckKeeper(facts, call, member); !no.ok()) return no;
  if (facts.version == 0) return NotFound(name);
  return CheckEtag(etag, facts.version);
}

absl::Status CheckTwin(const SeatFacts& facts, absl::string_view field, const std::string& twin) {
  if (twin.empty() || facts.twin_exists) return absl::OkStatus();
  return ReferenceUnknown(field, twin);
}

absl::Status CheckTwinField(absl::string_view field, const std::string& twin,
                            const std::string& member) {
  if (!twin.empty() && RefId("members", twin) == member) {
    return Invalid(field, "is the body itself");
  }
  return CheckRef(field, "members", twin);
}

}  // namespace

absl::StatusOr<DecidedSeat> JoinCommittee(const SeatFacts& facts, const rpc::Call& call,
                                          const pb::JoinCommitteeRequest& request) {
  pb::Seat seat = request.seat();
  seat.DiscardUnknownFields();
  const auto ids = *rpc::ParseName("committees/*/seats/*", seat.name());
  pb::Period& period = *seat.mutable_period();
  if (period.from().empty()) {
    period.set_from(Today(call));
    period.set_from_exact(true);
  }
  absl::Status status = CheckPeriod("seat.period", period);
  status.Update(CheckTwinField("seat.twin", seat.twin(), ids[1]));
  if (!status.ok()) return status;
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return PresentSeat(facts, period.from());
  if (absl::Status no = CheckKeeper(facts, call, ids[1]); !no.ok()) return no;
  if (!facts.committee_exists) return ReferenceUnknown("seat.name", "committees/" + ids[0]);
  if (facts.member.name().empty()) return ReferenceUnknown("seat.name", "members/" + ids[1]);
  status = CheckTwin(facts, "seat.twin", seat.twin());
  status.Update(CheckEtag(seat.etag(), facts.version));
  status.Update(CheckCategory(facts.member, seat.status()));
  if (!status.ok()) return status;
  for (const pb::Seat& other : facts.present.seats()) {
    if (!Overlap(other.period(), period)) continue;
    return rpc::Refuse(
        StatusCode::kFailedPrecondition, pb::ERROR_REASON_SEAT_OVERLAPS,
        absl::StrCat("members/", ids[1], " holds a seat in committees/", ids[0], " from ",
                     other.period().from(), " until ",
                     other.period().until().empty() ? "now" : other.period().until()),
        "change that seat, or end it first",
        {{"seat", seat.name()},
         {"from", other.period().from()},
         {"until", other.period().until()}});
  }
  SayWho(call, seat);
  return Changed(facts, std::nullopt, std::move(seat));
}

absl::StatusOr<DecidedSeat> LeaveCommittee(const SeatFacts& facts, const rpc::Call& call,
                                           const pb::LeaveCommitteeRequest& request) {
  const auto until = DayOrToday("until", request.until(), call);
  if (!until.ok()) return until.status();
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return PresentSeat(facts, *until);
  absl::Status no = CheckHistory(facts, call, request.name(), request.etag());
  if (!no.ok()) return no;
  const pb::Seat* present = SeatOn(facts.present, *until);
  for (const pb::Seat& seat : facts.present.seats()) {
    if (present == nullptr && seat.period().until() == *until) present = &seat;
  }
  if (present == nullptr) return NoSeat(request.name(), *until);
  if (present->period().from() == *until) {
    return Invalid("until", "is the first day of the seat: it would have been held on no day");
  }
  pb::Seat seat = *present;
  seat.mutable_period()->set_until(*until);
  seat.mutable_period()->set_until_exact(true);
  if (google::protobuf::util::MessageDifferencer::Equals(seat, *present)) {
    DecidedSeat decided;
    decided.resource = seat;
    decided.write = false;
    return decided;
  }
  return Changed(facts, std::move(seat), std::nullopt);
}

absl::StatusOr<DecidedSeat> ChangeSeat(const SeatFacts& facts, const rpc::Call& call,
                                       const pb::ChangeSeatRequest& request) {
  const std::string member = rpc::ParseName("committees/*/seats/*", request.name())->at(1);
  absl::Status status = CheckTwinField("twin", request.twin(), member);
  const auto from = DayOrToday("from", request.from(), call);
  status.Update(from.status());
  if (!status.ok()) return status;
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return PresentSeat(facts, *from);
  status = CheckHistory(facts, call, request.name(), request.etag());
  status.Update(CheckTwin(facts, "twin", request.twin()));
  if (!status.ok()) return status;
  const pb::Seat* present = SeatOn(facts.present, *from);
  if (present == nullptr) return NoSeat(request.name(), *from);
  if (present->status() == request.status()) {
    return rpc::Refuse(StatusCode::kFailedPrecondition, pb::ERROR_REASON_STATUS_UNCHANGED,
                       absl::StrCat(request.name(), " has this status on ", *from, " already"),
                       "nothing needs to be done", {{"seat", request.name()}, {"date", *from}});
  }
  status = CheckCategory(facts.member, request.status());
  if (!status.ok()) return status;

  pb::Seat begun;
  begun.set_name(request.name());
  begun.set_status(request.status());
  *begun.mutable_period() = present->period();
  begun.mutable_period()->set_from(*from);
  begun.mutable_period()->set_from_exact(true);
  begun.set_twin(request.twin());
  SayWho(call, begun);
  // From its own first day on: a correction, the seat had no day of its own.
  if (present->period().from() == *from) return Changed(facts, std::nullopt, std::move(begun));
  pb::Seat ended = *present;
  ended.mutable_period()->set_until(*from);
  ended.mutable_period()->set_until_exact(true);
  return Changed(facts, std::move(ended), std::move(begun));
}

}  // namespace placet::members::decide
