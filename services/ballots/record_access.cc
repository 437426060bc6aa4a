#include "services/ballots/record_access.h"

#include <algorithm>
#include <limits>

#include "services/ballots/decide.h"
#include "services/ballots/results.h"
#include "services/ballots/service.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/names.h"

namespace placet::ballots {

record::Access::Answer<bool> RecordAccess::Sees(const rpc::Call& call, record::pb::Entry entry) {
  absl::StatusOr<EventPage> page = co_await store_.LoadEvents(call, entry.sequence() - 1, "", 1);
  if (!page.ok()) co_return page.status();
  if (page->events.empty()) co_return false;
  const Asker asker{std::move(page->grants), std::nullopt};
  // Of comments on an open ballot only the total is seen, and an entry is shown whole or not at
  // all.
  const StoredEvent& stored = page->events[0];
  const bool in_part = stored.event.has_comments() &&
                       decide::StateAt(stored.ballot, call.now) != pb::BALLOT_STATE_CLOSED;
  const pb::Event event = Seen(std::move(page->events[0]), asker, call.now);
  co_return event.sequence() == entry.sequence() && !event.has_hidden() && !in_part;
}

record::Access::Answer<bool> RecordAccess::MayCheck(const rpc::Call& call) {
  const int64_t end = std::numeric_limits<int64_t>::max();
  absl::StatusOr<EventPage> page = co_await store_.LoadEvents(call, end, "", 1);
  if (!page.ok()) co_return page.status();
  co_return std::any_of(page->grants.begin(), page->grants.end(), [](const Grant& grant) {
    return grant.role == placet::members::v1::ROLE_CENTRAL_SECRETARIAT;
  });
}

record::Access::Answer<record::Access::Belongings> RecordAccess::Belonging(const rpc::Call& call,
                                                                           std::string ballot) {
  // Shows what is there: where a result stands none is recorded, whatever the votes say.
  const auto name = rpc::IdIn("ballots", ballot);
  if (!name) co_return decide::Invalid("ballot", "must be ballots/{ballot}");
  absl::StatusOr<CountFacts> facts =
      co_await store_.LoadCount(call, *name, Store::Bodies::kToCount);
  const bool closed = facts.ok() && facts->ballot.ballot &&
                      facts->ballot.ballot->state() == pb::BALLOT_STATE_CLOSED;
  if (facts.ok() && !facts->recorded && !closed) {
    facts = co_await Settled(store_, keeper_, call, ballot, Store::Bodies::kToCount);
  }
  if (!facts.ok()) co_return facts.status();
  absl::Status may = decide::MaySeeAll(*facts->ballot.ballot, facts->ballot.asker, call.now);
  if (!may.ok()) co_return may;
  const std::string id = LastId(ballot);
  absl::StatusOr<std::vector<int64_t>> sequences = co_await store_.ListSequences(call, id);
  if (!sequences.ok()) co_return sequences.status();
  absl::StatusOr<std::vector<record::pb::StoredRow>> rows = co_await store_.LoadRows(call, id);
  if (!rows.ok()) co_return rows.status();
  absl::StatusOr<std::vector<pb::Tally>> versions = co_await store_.ListResultVersions(call, id);
  if (!versions.ok()) co_return versions.status();
  Belongings belongings;
  belongings.sequences = *std::move(sequences);
  belongings.rows = *std::move(rows);
  for (const pb::Tally& version : *versions) {
    if (version.has_head()) belongings.named.push_back(version.head().size());
  }
  co_return belongings;
}

}  // namespace placet::ballots
