#include "services/ballots/obligations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::obligations {
namespace {

using decide::Invalid;

constexpr int kTwoWeeks = 14;
constexpr size_t kLongestKey = 200;

bool IsVote(pb::Answer answer) {
  return answer != pb::ANSWER_UNSPECIFIED && answer != pb::ANSWER_COMMENTS &&
         answer != pb::ANSWER_NO_COMMENTS;
}

// Comments are all that a body can send that may only comment.
bool Voted(pb::Entitlement entitlement, pb::Answer answer) {
  return entitlement == pb::ENTITLEMENT_MAY_COMMENT ? answer != pb::ANSWER_UNSPECIFIED
                                                    : IsVote(answer);
}

// While it is open, whoever sees that a body has voted, and not what, does not see when: a moment
// that moves would tell that the vote was changed.
bool SeesMoment(const BodyOnBallot& body, const pb::MyBallot& shown, const Asker& asker,
                absl::Time now) {
  pb::Ballot ballot;
  ballot.set_committee(shown.committee());
  ballot.set_kind(body.kind);
  ballot.set_rules_edition(body.rules_edition);
  ballot.set_visibility(body.visibility);
  ballot.set_state(pb::BALLOT_STATE_OPEN);
  ballot.set_end_date(body.end_date);
  *ballot.mutable_close_time() = shown.close_time();
  return decide::SeesBody(ballot, body.member, asker, now);
}

pb::MyBallot Shown(const BodyOnBallot& body, const Asker& asker, absl::Time now) {
  pb::MyBallot shown;
  shown.set_ballot(absl::StrCat("ballots/", body.ballot));
  shown.set_reference(body.reference);
  shown.set_title(body.title);
  shown.set_kind(body.kind);
  shown.set_committee(absl::StrCat("committees/", body.committee));
  shown.set_committee_reference(body.committee_reference);
  const bool open = now < body.close_time;
  shown.set_state(open ? pb::BALLOT_STATE_OPEN : pb::BALLOT_STATE_CLOSED);
  *shown.mutable_open_time() = decide::StampOf(body.open_time);
  *shown.mutable_close_time() = decide::StampOf(body.close_time);
  shown.set_end_date(body.end_date);
  shown.set_entitlement(EntitlementOf(body));
  shown.set_voted(Voted(shown.entitlement(), body.answer));
  if (body.answer != pb::ANSWER_UNSPECIFIED && SeesMoment(body, shown, asker, now)) {
    *shown.mutable_cast_time() = decide::StampOf(body.cast_time);
  }
  if (open) shown.mutable_left()->set_seconds(absl::ToInt64Seconds(body.close_time - now));
  return shown;
}

bool IsUnder(pb::Tab tab, const pb::MyBallot& ballot, absl::Time now) {
  const bool closed = ballot.state() == pb::BALLOT_STATE_CLOSED;
  const bool must = ballot.entitlement() == pb::ENTITLEMENT_MUST_VOTE;
  const std::string today = geneva::DayOf(now);
  if (closed != (tab == pb::TAB_CLOSED)) return false;
  switch (tab) {
    case pb::TAB_ALL_MANDATORY:
      return must;
    case pb::TAB_VOTE_REQUIRED:
      return must && !ballot.voted();
    case pb::TAB_NEW:
      return geneva::DayOf(decide::TimeOf(ballot.open_time())) >=
             geneva::AddDays(today, -kTwoWeeks);
    case pb::TAB_CLOSING:
      return ballot.end_date() <= geneva::AddDays(today, kTwoWeeks);
    case pb::TAB_CLOSED:
      return ballot.end_date() >= geneva::AddDays(today, -kTwoWeeks);
    default:
      return true;
  }
}

std::string TimeKey(const google::protobuf::Timestamp& time) {
  return absl::StrFormat("%020d.%09d", time.seconds(), time.nanos());
}

// What a row is ordered by, as a text whose order is that of its bytes; a long title by its
// beginning, because the key has to fit into a token.
std::string KeyOf(const pb::MyBallot& ballot, pb::SortColumn column) {
  switch (column) {
    case pb::SORT_COLUMN_REFERENCE:
      return ballot.reference().substr(0, kLongestKey);
    case pb::SORT_COLUMN_TITLE:
      return ballot.title().substr(0, kLongestKey);
    case pb::SORT_COLUMN_KIND: {
      const std::optional<rules::Kind> kind = ToRules(ballot.kind());
      return kind ? std::string(rules::KindName(*kind)) : "";
    }
    case pb::SORT_COLUMN_COMMITTEE:
      return ballot.committee_reference().substr(0, kLongestKey);
    case pb::SORT_COLUMN_OPENED:
      return TimeKey(ballot.open_time());
    case pb::SORT_COLUMN_OBLIGATION:
      return absl::StrCat(ballot.entitlement());
    case pb::SORT_COLUMN_VOTED:
      return ballot.voted() ? absl::StrCat("1", TimeKey(ballot.cast_time())) : "0";
    default:
      return TimeKey(ballot.close_time());
  }
}

// The place of a row: its key, then its name.
struct Place {
  std::string key;
  std::string ballot;
};

bool Before(const Place& a, const Place& b, bool descending) {
  if (a.key != b.key) return descending ? a.key > b.key : a.key < b.key;
  return a.ballot < b.ballot;
}

// "2-|49534f|ballots/iso-dis-1": column, direction, key in hexadecimal (titles are not all ASCII),
// name.
std::string TokenOf(const pb::ListMyBallotsRequest& request, const Place& place) {
  return absl::StrCat(request.sort(), request.descending() ? "-" : "+", "|",
                      absl::BytesToHexString(place.key), "|", place.ballot);
}

std::optional<Place> ParseToken(const pb::ListMyBallotsRequest& request, const std::string& token) {
  const std::string head = absl::StrCat(request.sort(), request.descending() ? "-" : "+", "|");
  const size_t bar = token.rfind('|');
  if (token.compare(0, head.size(), head) != 0 || bar < head.size()) return std::nullopt;
  const std::string key = token.substr(head.size(), bar - head.size());
  const bool hex =
      std::all_of(key.begin(), key.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
  if (!hex || key.size() % 2 != 0) return std::nullopt;
  return Place{absl::HexStringToBytes(key), token.substr(bar + 1)};
}

}  // namespace

pb::Entitlement EntitlementOf(const BodyOnBallot& body) {
  const std::optional<rules::Kind> kind = ToRules(body.kind);
  const rules::Rule* rule = kind ? rules::FindRule(*kind, body.rules_edition) : nullptr;
  if (rule == nullptr) return pb::ENTITLEMENT_UNSPECIFIED;
  return ToContract(rules::EntitlementOf(
      *rule,
      {.status = ToRules(body.status), .full_member = body.full_member, .body = body.member}));
}

std::vector<pb::MyBallot> Under(pb::Tab tab, const std::vector<BodyOnBallot>& bodies,
                                const Asker& asker, absl::Time now) {
  std::vector<pb::MyBallot> ballots;
  for (const BodyOnBallot& body : bodies) {
    pb::MyBallot shown = Shown(body, asker, now);
    const bool takes_part = shown.entitlement() == pb::ENTITLEMENT_MUST_VOTE ||
                            shown.entitlement() == pb::ENTITLEMENT_MAY_VOTE ||
                            shown.entitlement() == pb::ENTITLEMENT_MAY_COMMENT;
    if (takes_part && IsUnder(tab, shown, now)) ballots.push_back(std::move(shown));
  }
  return ballots;
}

absl::StatusOr<pb::ListMyBallotsResponse> PageOf(std::vector<pb::MyBallot> ballots,
                                                 const pb::ListMyBallotsRequest& request,
                                                 const rpc::Paging& paging) {
  std::optional<Place> after;
  if (!paging.after.empty()) {
    after = ParseToken(request, paging.after);
    if (!after) return Invalid("page_token", "is not a token of this list in this order");
  }
  std::vector<std::pair<Place, pb::MyBallot*>> rows;
  for (pb::MyBallot& ballot : ballots) {
    Place place{KeyOf(ballot, request.sort()), ballot.ballot()};
    if (after && !Before(*after, place, request.descending())) continue;
    rows.emplace_back(std::move(place), &ballot);
  }
  std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
    return Before(a.first, b.first, request.descending());
  });
  pb::ListMyBallotsResponse response;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<int>(i) == paging.size) {
      response.set_next_page_token(rpc::PageToken(TokenOf(request, rows[i - 1].first)));
      break;
    }
    *response.add_ballots() = std::move(*rows[i].second);
  }
  return response;
}

absl::StatusOr<pb::Reminder> RecordReminder(const ObligationFacts& facts, const rpc::Call& call,
                                            const pb::RecordReminderRequest& request) {
  absl::Status status = decide::NeedsCentralSecretariat(facts.asker, "reminders");
  if (!status.ok()) return status;
  if (!facts.member_exists || !facts.committee_exists) {
    const bool member = !facts.member_exists;
    const std::string& name = member ? request.member() : request.committee();
    return rpc::WithField(rpc::Refuse(decide::kPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                                      absl::StrCat("the directory has no ", name), "check the name",
                                      {{"name", name}}),
                          member ? "member" : "committee", "does not exist");
  }
  if (decide::IsBlank(request.reason())) return Invalid("reason", "must not be blank");
  if (facts.reminder) {
    return rpc::Refuse(absl::StatusCode::kAlreadyExists, pb::ERROR_REASON_REMINDER_RECORDED,
                       absl::StrCat(request.member(), " was reminded for ", request.year(), " by ",
                                    facts.reminder->recorder()),
                       "read the account: the reminder stands there",
                       {{"reminder", facts.reminder->name()}});
  }
  pb::Reminder reminder;
  reminder.set_name(
      absl::StrCat(request.committee(), "/", request.member(), "/reminders/", request.year()));
  reminder.set_committee(request.committee());
  reminder.set_member(request.member());
  reminder.set_year(request.year());
  reminder.set_reason(request.reason());
  reminder.set_recorder(call.caller);
  *reminder.mutable_record_time() = decide::StampOf(call.now);
  return reminder;
}

bool SeesReminder(const pb::Reminder& reminder, const Asker& asker) {
  const absl::StatusOr<std::vector<std::string>> committees =
      decide::MayAskFor(rpc::IdIn("members", reminder.member()).value_or(""), asker);
  if (!committees.ok()) return false;
  const std::string committee = decide::CommitteeId(reminder.committee());
  return std::any_of(committees->begin(), committees->end(),
                     [&](const std::string& each) { return each.empty() || each == committee; });
}

}  // namespace placet::ballots::obligations
