// How store_*.cc read rows and write events; nobody else includes it.
#pragma once

#include <span>
#include <string>

#include "services/comments/facts.h"
#include "services/comments/store.h"
#include "services/pg/row.h"

namespace placet::comments {

// The statements of each file; store.cc joins them.
std::span<const pg::Statement> ImportStatements();
std::span<const pg::Statement> CommentStatements();
std::span<const pg::Statement> ChangeStatements();
std::span<const pg::Statement> EventStatements();

// What is there of a request that was carried out: fingerprint and subject; NULLs where none was.
#define REPLAY_OF(request_id)                                           \
  "(SELECT q.fingerprint FROM event q WHERE q.request_id = " request_id \
  "::uuid), (SELECT q.subject "                                         \
  "FROM event q WHERE q.request_id = " request_id "::uuid)"

// The sequence of the next event; without gaps, because every batch of writes holds the lock.
#define NEXT_SEQUENCE "(SELECT coalesce(max(sequence), 0) + 1 FROM event)"
#define NEW_REQUEST(request_id) \
  "(SELECT q.sequence FROM event q WHERE q.request_id = " request_id "::uuid) IS NULL"

// The counts of a ballot in the order that ReadCounts takes them.
#define COUNT_COLUMNS(b) \
  b ".total, " b ".open, " b ".proposed, " b ".decided, " b ".objected, " b ".closed"

// Columns of a comment in the order that ReadStored takes them; the long texts where `all` holds.
#define COMMENT_COLUMNS(all)                                                                  \
  "c.number, c.version, c.label, c.member, c.liaison, c.line, c.clause, c.element, c.types, " \
  "CASE WHEN " all " THEN c.comment ELSE '' END, CASE WHEN " all                              \
  " THEN c.proposed_change ELSE '' END, c.observation, c.disposition, c.state, c.assignee, "  \
  "c.due_day::text, array_to_string(c.tags, E'\\n'), c.comment_group, c.conditions_vote, "    \
  "c.rest, CASE WHEN " all " THEN c.origin ELSE '' END, c.create_time, c.update_time"

Stored ReadStored(pg::Row& row, const std::string& ballot);
std::optional<Replay> ReadReplay(pg::Row& row);
pb::BallotCounts ReadCounts(pg::Row& row);

// Columns of a comment as they are written.
std::string TypesOf(const pb::Comment& comment);    // "23"
std::string PlaceOf(const pb::Comment& comment);    // sorts in the order of the document
std::string FurtherOf(const pb::Comment& comment);  // bytea[]: pairs of keys of what else it names
std::string RestOf(const pb::Comment& comment);     // what may change and is not a column
std::string OriginOf(const pb::Comment& comment);   // what never changes and is not a column
std::string TagsOf(const pb::Comment& comment);     // joined by line breaks
int64_t GroupOf(const pb::Comment& comment);        // 0: none

void SetTime(google::protobuf::Timestamp& stamp, absl::Time time);

// Event.change as stored: an Event with only `change` set.
template <class Set>
std::string Change(Set set) {
  pb::Event event;
  set(event);
  return event.SerializeAsString();
}

// What the first row of a write says; none means that its guard did not hold.
absl::Status Guarded(const absl::StatusOr<pg::Rows>& rows);

// Views of strings, for arrays.
std::vector<absl::string_view> Views(const std::vector<std::string>& texts);

}  // namespace placet::comments
