// The event log.
#include "services/members/store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/members/columns.h"

namespace placet::members {
namespace {

constexpr int kMostEvents = 500;

// A serialized Event: the fields that the row has, then the change as it was stored. Messages that
// are joined end to end are one message with the fields of both.
std::string ReadEvent(pg::Row& row, int64_t sequence) {
  pb::Event event;
  event.set_sequence(sequence);
  const int64_t micros = absl::ToUnixMicros(row.Time());
  event.mutable_commit_time()->set_seconds(micros / 1'000'000);
  event.mutable_commit_time()->set_nanos(static_cast<int>(micros % 1'000'000) * 1000);
  event.set_actor(row.Text());
  event.set_subject(row.Text());
  return absl::StrCat(event.SerializeAsString(), row.Bytes());
}

}  // namespace

constexpr pg::Statement kWatchEvents{"watch_events", pg::Statement::kReads, R"sql(
SELECT head.sequence, found.sequence, found.commit_time, found.actor, found.subject, found.change
FROM (SELECT coalesce(max(sequence), 0) AS sequence FROM event) AS head
LEFT JOIN LATERAL (
  SELECT sequence, commit_time, actor, subject, change
  FROM event
  WHERE sequence > $1 AND starts_with(subject, $2)
  ORDER BY sequence
  LIMIT $3
) AS found ON true
ORDER BY found.sequence
)sql"};

Store::Task<EventPage> Store::WatchEvents(const rpc::Call& call, const std::string& subject_prefix,
                                          int64_t after) {
  pg::Params params;
  params.Int(after).Text(subject_prefix).Int(kMostEvents);
  const auto rows = co_await reads_.Run(kWatchEvents, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  EventPage page;
  page.at_head = rows->size() < kMostEvents;
  int64_t head = 0;
  int64_t last = after;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    head = row.Int();
    if (row.IsNull()) break;  // no event, only the head
    last = row.Int();
    page.events.push_back(ReadEvent(row, last));
  }
  // At the head, what lies before it and was not found was not asked for.
  page.after = page.at_head ? std::max(last, head) : last;
  co_return page;
}

constexpr pg::Statement kGetHead{"get_head", pg::Statement::kReads, R"sql(
SELECT coalesce(max(sequence), 0) FROM event
)sql"};

Store::Task<pb::Head> Store::GetHead(const rpc::Call& call) {
  const auto rows = co_await reads_.Run(kGetHead, pg::Params(), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::Head head;
  head.set_sequence((*rows)[0].Int());
  co_return head;
}

std::span<const pg::Statement> Store::Head() {
  static constexpr pg::Statement kAll[] = {kGetHead};
  return kAll;
}

std::span<const pg::Statement> Store::OfEvents() {
  static constexpr pg::Statement kAll[] = {kWatchEvents, kGetHead};
  return kAll;
}

std::span<const pg::Statement> Store::Statements() {
  static const std::vector<pg::Statement> all = [] {
    std::vector<pg::Statement> statements;
    for (const auto share : {OfMembers(), OfCommittees(), OfLiaisons(), OfSeats(), OfPeople(),
                             OfErasing(), OfSignIns(), OfEvents()}) {
      statements.insert(statements.end(), share.begin(), share.end());
    }
    return statements;
  }();
  return all;
}

}  // namespace placet::members
