#include "services/ballots/service_obligations.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/obligations.h"
#include "services/ballots/parse.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/refuse.h"

namespace placet::ballots {
namespace {

constexpr int kTwoWeeks = 14;

// What the tab of closed ballots can hold.
ClosingYear LastTwoWeeks(absl::Time now) {
  ClosingYear span;
  span.last_day = geneva::DayOf(now);
  span.first_day = geneva::AddDays(span.last_day, -kTwoWeeks);
  span.from = geneva::EndOf(geneva::AddDays(span.first_day, -1));
  span.to = now;
  return span;
}

std::vector<std::string> CommitteesOf(const std::vector<BodyOnBallot>& bodies) {
  std::set<std::string> committees;
  for (const BodyOnBallot& body : bodies) committees.insert(body.committee);
  return {committees.begin(), committees.end()};
}

bool Holds(const std::vector<std::string>& committees, const std::string& committee) {
  return std::any_of(committees.begin(), committees.end(),
                     [&](const std::string& each) { return each.empty() || each == committee; });
}

template <class Response>
void Fill(Response& response, const ClosingYear& year, absl::Time now) {
  response.set_year(year.year);
  response.set_year_over(obligations::IsOver(year, now));
  for (const std::string& reading : obligations::Readings()) response.add_readings(reading);
}

}  // namespace

Obligations::Obligations(Store& store, Keeper& keeper, rpc::Clock clock)
    : Served(pb::ObligationService::service_full_name(), std::move(clock)),
      store_(store),
      keeper_(keeper) {
  Unary("ListMyBallots", &Obligations::ListMyBallots);
  Unary("GetVotingAccount", &Obligations::GetVotingAccount);
  Unary("ListAccounts", &Obligations::ListAccounts);
  Unary("RecordReminder", &Obligations::RecordReminder);
}

async::Task<bool> Obligations::Refreshed(const absl::Status& refusal) {
  const std::string reason = rpc::ReasonOf(refusal);
  if (reason != "ROLE_MISSING" && reason != "REFERENCE_UNKNOWN" && reason != "NOT_FOUND") {
    co_return false;
  }
  const absl::Status status = co_await keeper_.CatchUp();
  co_return status.ok();
}

Obligations::Answer<Obligations::Asked> Obligations::MayAsk(const Call& call, std::string member) {
  absl::StatusOr<ObligationFacts> facts = co_await store_.LoadObligation(call, member, "", 0);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<std::vector<std::string>> committees = decide::MayAskFor(member, facts->asker);
  if (!committees.ok()) co_return committees.status();
  if (!facts->member_exists) co_return decide::NotFound(absl::StrCat("members/", member));
  co_return Asked{*std::move(committees), std::move(facts->asker)};
}

Obligations::Answer<pb::ListMyBallotsResponse> Obligations::ListMyBallots(
    const Call& call, const pb::ListMyBallotsRequest& request) {
  absl::StatusOr<std::string> member = Id("members", "member", request.member());
  absl::Status status = OptionalId("committees", "committee", request.committee());
  if (!member.ok()) status = member.status();
  if (status.ok() && !pb::Tab_IsValid(request.tab())) status = Invalid("tab", "is no tab");
  if (status.ok() && !pb::SortColumn_IsValid(request.sort())) {
    status = Invalid("sort", "is no column");
  }
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (status.ok()) status = paging.status();
  if (!status.ok()) co_return status;
  absl::StatusOr<Asked> asked = co_await MayAsk(call, *member);
  if (!asked.ok()) co_return asked.status();
  const std::vector<std::string>& committees = asked->committees;
  const std::string committee = LastId(request.committee());
  absl::StatusOr<std::vector<BodyOnBallot>> bodies = std::vector<BodyOnBallot>();
  if (request.tab() == pb::TAB_CLOSED) {
    const ClosingYear span = LastTwoWeeks(call.now);
    bodies = co_await store_.LoadClosedOf(call, *member, committee, committees, span, false);
  } else {
    bodies = co_await store_.LoadOpenOf(call, *member, committee, committees);
  }
  if (!bodies.ok()) co_return bodies.status();
  co_return obligations::PageOf(obligations::Under(request.tab(), *bodies, asked->asker, call.now),
                                request, *paging);
}

Obligations::Answer<pb::VotingAccount> Obligations::GetVotingAccount(
    const Call& call, const pb::GetVotingAccountRequest& request) {
  absl::StatusOr<std::string> member = Id("members", "member", request.member());
  absl::Status status = OptionalId("committees", "committee", request.committee());
  if (!member.ok()) status = member.status();
  absl::StatusOr<ClosingYear> year = obligations::YearOf(request.year(), call.now);
  if (status.ok()) status = year.status();
  if (!status.ok()) co_return status;
  absl::StatusOr<Asked> asked = co_await MayAsk(call, *member);
  if (!asked.ok()) co_return asked.status();
  const std::vector<std::string>& committees = asked->committees;
  const std::string committee = LastId(request.committee());
  if (!committee.empty() && !Holds(committees, committee)) {
    co_return decide::RoleMissing("voter, ballot monitor or administrator",
                                  absl::StrCat(request.member(), " in ", request.committee()));
  }
  absl::StatusOr<std::vector<BodyOnBallot>> bodies =
      co_await store_.LoadClosedOf(call, *member, committee, committees, *year, true);
  if (!bodies.ok()) co_return bodies.status();
  std::vector<std::string> about = CommitteesOf(*bodies);
  if (about.empty() && !committee.empty()) about.push_back(committee);
  absl::StatusOr<std::vector<Seat>> seats = co_await store_.LoadSeats(call, about, *member);
  if (!seats.ok()) co_return seats.status();
  absl::StatusOr<std::vector<pb::Reminder>> reminders =
      co_await store_.LoadReminders(call, about, *member, year->year);
  if (!reminders.ok()) co_return reminders.status();
  pb::VotingAccount account;
  account.set_member(request.member());
  const auto listed = committee.empty() ? obligations::Listed::kMissed : obligations::Listed::kAll;
  for (pb::CommitteeAccount& each :
       obligations::AccountsOf(*bodies, *seats, *reminders, *year, listed)) {
    *account.add_committees() = std::move(each);
  }
  Fill(account, *year, call.now);
  co_return account;
}

Obligations::Answer<pb::ListAccountsResponse> Obligations::ListAccounts(
    const Call& call, const pb::ListAccountsRequest& request) {
  absl::StatusOr<std::string> committee = Id("committees", "committee", request.committee());
  if (!committee.ok()) co_return committee.status();
  absl::StatusOr<ClosingYear> year = obligations::YearOf(request.year(), call.now);
  if (!year.ok()) co_return year.status();
  absl::StatusOr<ObligationFacts> facts = co_await store_.LoadObligation(call, "", *committee, 0);
  if (!facts.ok()) co_return facts.status();
  absl::Status status = decide::NeedsCommitteeManager(facts->asker, *committee);
  if (status.ok() && !facts->committee_exists) status = decide::NotFound(request.committee());
  if (!status.ok()) co_return status;
  absl::StatusOr<std::vector<BodyOnBallot>> bodies =
      co_await store_.LoadClosedIn(call, *committee, *year);
  if (!bodies.ok()) co_return bodies.status();
  const std::vector<std::string> about = {*committee};
  absl::StatusOr<std::vector<Seat>> seats = co_await store_.LoadSeats(call, about, "");
  if (!seats.ok()) co_return seats.status();
  absl::StatusOr<std::vector<pb::Reminder>> reminders =
      co_await store_.LoadReminders(call, about, "", year->year);
  if (!reminders.ok()) co_return reminders.status();
  std::vector<pb::CommitteeAccount> accounts =
      obligations::AccountsOf(*bodies, *seats, *reminders, *year, obligations::Listed::kNone);
  obligations::SortByMissed(accounts);
  pb::ListAccountsResponse response;
  for (pb::CommitteeAccount& each : accounts) *response.add_accounts() = std::move(each);
  Fill(response, *year, call.now);
  co_return response;
}

Obligations::Answer<pb::Reminder> Obligations::RecordReminder(
    const Call& call, const pb::RecordReminderRequest& request) {
  absl::StatusOr<std::string> member = Id("members", "member", request.member());
  if (!member.ok()) co_return member.status();
  absl::StatusOr<std::string> committee = Id("committees", "committee", request.committee());
  if (!committee.ok()) co_return committee.status();
  absl::StatusOr<ClosingYear> year = obligations::YearOf(request.year(), call.now);
  if (!year.ok()) co_return year.status();
  absl::StatusOr<ObligationFacts> facts =
      co_await store_.LoadObligation(call, *member, *committee, year->year);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return *facts->reminder;
  absl::StatusOr<pb::Reminder> reminder = obligations::RecordReminder(*facts, call, request);
  if (!reminder.ok()) co_return reminder.status();
  co_return co_await store_.RecordReminder(call, *reminder);
}

}  // namespace placet::ballots
