// How store_*.cc read rows and write events; nobody else includes it.
#pragma once

#include <optional>
#include <string>

#include "services/ballots/facts.h"
#include "services/ballots/store.h"
#include "services/pg/row.h"

namespace placet::ballots {

// The statements of each file; store.cc joins them.
std::span<const pg::Statement> ProjectStatements();
std::span<const pg::Statement> BallotStatements();
std::span<const pg::Statement> VoteStatements();
std::span<const pg::Statement> ResultStatements();
std::span<const pg::Statement> AnalysisStatements();
std::span<const pg::Statement> DirectoryStatements();
std::span<const pg::Statement> CommentStatements();
std::span<const pg::Statement> ObligationStatements();
std::span<const pg::Statement> RecordStatements();

// What a person may do on a day: 'role:member:committee:grant:changed:group,...', a grant for each
// committee in which it holds. And the
// fingerprint of the request that used a request_id; NULL where none has. In the statement's own
// text, because a function of SQL costs more than all else that a load does.
#define GRANTS_OF(person, day)                                                               \
  "(SELECT coalesce(string_agg(concat_ws(':', g.role, g.member, c.committee, g.grant_name, " \
  "g.changed, g.\"group\"), ','), '') FROM directory_grant g "                               \
  "CROSS JOIN LATERAL unnest(g.committees) c (committee) WHERE g.person = " person           \
  " AND g.from_date <= " day "::date AND (g.until_date IS NULL OR g.until_date > " day "::date))"
#define REPLAY_OF(request_id) \
  "(SELECT q.fingerprint FROM event q WHERE q.request_id = " request_id "::uuid)"

// Parts of a write in the form of a set; g is what is given. Of several jobs for one thing, or of
// one request sent twice, the first of a batch is carried out; the others find out by looking
// again.
#define NTH_OF(key) "row_number() OVER (PARTITION BY g." key " ORDER BY g.ordinal) AS nth_of_" key
// Ballots of one project; one without a project is by itself.
#define NTH_OF_PROJECT                                                                   \
  "row_number() OVER (PARTITION BY g.project, CASE g.project WHEN '' THEN g.ballot END " \
  "ORDER BY g.ordinal) AS nth_of_project"
#define NEW_REQUEST                                    \
  "(g.request_id IS NULL OR g.nth_of_request_id = 1) " \
  "AND (SELECT q.sequence FROM event q WHERE q.request_id = g.request_id::uuid) IS NULL"
// The numbers of the events that a set appends, in this order.
#define NEXT_SEQUENCE(order) \
  "(SELECT coalesce(max(sequence), 0) FROM event) + row_number() OVER (ORDER BY " order ")"

// Columns of a project and of a ballot in the order that Read* takes them.
#define PROJECT_COLUMNS                                                                     \
  "p.project, p.reference, p.title, p.deliverable, p.committee, p.stage, p.edition, "       \
  "p.source, p.track_months, p.start_date::text, p.target_date::text, p.extension_months, " \
  "p.version"
#define BALLOT_COLUMNS                                                                         \
  "b.ballot, b.project, b.committee, b.kind, b.draft, b.reference, b.title, b.rules_edition, " \
  "b.note, b.given::text, b.end_date::text, b.state, b.open_time, b.close_time, "              \
  "b.creator, b.opener, b.reason, b.stage_before, b.change_until::text, b.opens_on::text, "    \
  "b.scheduler, b.opening_refused, b.secretariat, b.version"
#define VISIBILITY_COLUMN "coalesce(b.given ->> 'visibility', '')"
// Columns of a body in the order that ReadBody takes them, of roll as of whole_roll; of a vote.
#define BODY_COLUMNS "r.member, r.country, r.acronym, r.full_member, r.status_at_opening, r.status"
#define ROLL_COLUMNS "ballot, member, country, acronym, full_member, status_at_opening, status"
#define VOTE_COLUMNS                                                                              \
  "v.answer, v.text, CASE WHEN v.details ? 'experts' THEN coalesce((SELECT v.details || "         \
  "x.people FROM expert x WHERE x.ballot = v.ballot AND x.member = v.member AND x.event = "       \
  "v.events[cardinality(v.events)]), v.details) ELSE v.details END::text, v.revision, v.caster, " \
  "v.cast_time"
inline constexpr int kProjectColumns = 13;
inline constexpr int kBallotColumns = 24;

struct ReadProjectResult {
  pb::Project project;
  int64_t version;
};
std::optional<ReadProjectResult> ReadProject(pg::Row& row);  // nothing where the id is NULL

struct ReadBallotResult {
  pb::Ballot ballot;
  std::string secretariat;
  int64_t version;
};
std::optional<ReadBallotResult> ReadBallot(pg::Row& row);  // nothing where the id is NULL

// VISIBILITY_COLUMN
pb::Visibility ReadVisibility(pg::Row& row);

// GRANTS_OF(...), REPLAY_OF(...)
std::vector<Grant> ReadGrants(pg::Row& row);
Asker ReadAsker(pg::Row& row);

// answer, text, details, revision, caster, cast_time; nothing where answer is NULL. `rule`: of the
// ballot, for what its voter should know.
std::optional<pb::Vote> ReadVote(pg::Row& row, const std::string& name, const rules::Rule* rule);

// member, country, acronym, full_member, status_at_opening, status; nothing where NULL.
std::optional<Body> ReadBody(pg::Row& row);

void SetTime(google::protobuf::Timestamp& stamp, absl::Time time);
absl::Time GetTime(const google::protobuf::Timestamp& stamp);

// JSON in the form of the contract, for jsonb columns, and back.
std::string ToJson(const google::protobuf::Message& message);
void FromJson(const std::string& json, google::protobuf::Message& message);

// Who the experts of a vote are, for expert.people; "" where it names none. The vote as events and
// `details` have it, without; and filled in again, where there is such a row.
std::string Experts(const pb::Vote& vote);
pb::Vote WithoutNames(pb::Vote vote);
void AddNames(const std::string& people, pb::Vote& vote);

// vote.details and ballot.given: what has no column of its own. The audit expects the same.
std::string Details(const pb::Vote& vote);
std::string Given(const pb::Ballot& ballot);

// Event.change as stored: an Event with only `change` set.
template <class Set>
std::string Change(Set set) {
  pb::Event event;
  set(event);
  return event.SerializeAsString();
}

// "ballots/{ballot}/votes/{member}"
std::string VoteName(const std::string& ballot, const std::string& member);

// "de" of "members/de"; "" of "".
std::string LastId(const std::string& name);

// First row of a write; none means that its guard did not hold.
absl::Status Guarded(const absl::StatusOr<pg::Rows>& rows);

}  // namespace placet::ballots
