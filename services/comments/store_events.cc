// The event log, and how many comments there are.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/comments/fields.h"
#include "services/comments/store.h"
#include "services/comments/store_rows.h"

namespace placet::comments {
namespace {

using pg::Statement;

const Statement kLoadEvents{"load_events", Statement::kReads, R"sql(
SELECT head.sequence, found.*
FROM (SELECT coalesce(max(sequence), 0) AS sequence FROM event) AS head
LEFT JOIN LATERAL (
  SELECT sequence, commit_time, actor, subject, ballot, first, counts[1], counts[2], counts[3],
         counts[4], counts[5], counts[6], change
  FROM event
  WHERE sequence > $1::bigint AND starts_with(subject, $2)
  ORDER BY sequence
  LIMIT $3::bigint
) AS found ON true
ORDER BY found.sequence)sql"};

const Statement kGetHead{"get_head", Statement::kReads, R"sql(
SELECT coalesce(max(sequence), 0) FROM event)sql"};

// One row for each body, state and set of types, and clause of the first level; what may be seen,
// as find_comments has it. $4 is today.
const Statement kCountComments{"count_comments", Statement::kReads, R"sql(
SELECT CASE WHEN c.member <> '' THEN 'members/' || c.member ELSE c.liaison END AS body, c.state,
       c.types, coalesce(substring(c.clause FROM '^\s*(?:Annex\s+)?([0-9A-Z][0-9]*|[A-Za-z ]+)'), ''),
       count(*), count(*) FILTER (WHERE c.assignee <> ''),
       count(*) FILTER (WHERE c.assignee <> '' AND c.due_day < $4::date AND c.state IN (1, 2, 4)),
       count(*) FILTER (WHERE c.conditions_vote)
FROM comment c
WHERE c.ballot = $1
  AND ($2::boolean OR CASE
    WHEN c.member = '' THEN c.liaison = ANY ($5::text[])
    ELSE c.member = ANY (string_to_array($3, ',')) OR '*' = ANY (string_to_array($3, ',')) END)
GROUP BY 1, 2, 3, 4)sql"};

const Statement kStatements[] = {kLoadEvents, kGetHead, kCountComments};

// Names that were given while the event was stored.
void FillNames(pb::Event& event, const std::string& ballot, int64_t first) {
  if (event.has_record()) {
    event.mutable_record()->mutable_change()->set_name(event.subject());
    return;
  }
  for (pb::ImportedComment& comment : *event.mutable_import()->mutable_comments()) {
    if (!comment.known()) comment.set_comment(NumberedName(ballot, "comments", first++));
  }
}

EventPage::Stored ReadEvent(pg::Row& row, int64_t sequence) {
  EventPage::Stored stored;
  pb::Event& event = stored.event;
  event.set_sequence(sequence);
  SetTime(*event.mutable_commit_time(), row.Time());
  event.set_actor(row.Text());
  event.set_subject(row.Text());
  stored.ballot = row.Text();
  const int64_t first = row.Int();
  *event.mutable_counts() = ReadCounts(row);
  event.MergeFromString(row.Bytes());
  if (event.has_record() || event.has_import()) FillNames(event, stored.ballot, first);
  return stored;
}

void Count(pb::BallotCounts& counts, int state, int comments) {
  counts.set_total(counts.total() + comments);
  switch (state) {
    case pb::COMMENT_STATE_OPEN:
      counts.set_without_disposition(counts.without_disposition() + comments);
      break;
    case pb::COMMENT_STATE_PROPOSED:
      counts.set_proposed(counts.proposed() + comments);
      break;
    case pb::COMMENT_STATE_DECIDED:
      counts.set_decided(counts.decided() + comments);
      break;
    case pb::COMMENT_STATE_OBJECTED:
      counts.set_objected(counts.objected() + comments);
      break;
    default:
      counts.set_closed(counts.closed() + comments);
  }
}

absl::string_view WordOf(char type) {
  return type == '1' ? "ge" : type == '2' ? "te" : type == '3' ? "ed" : "";
}

void Largest(std::map<std::string, pb::ClauseCount> clauses, pb::CommentCounts& counts) {
  std::vector<pb::ClauseCount> all;
  for (auto& [clause, count] : clauses) all.push_back(std::move(count));
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.comments() > b.comments(); });
  for (size_t i = 0; i < all.size() && i < 5; ++i) *counts.add_clauses() = std::move(all[i]);
}

}  // namespace

std::span<const pg::Statement> EventStatements() { return kStatements; }

std::span<const pg::Statement> Store::Head() {
  static const Statement kAll[] = {kGetHead};
  return kAll;
}

Store::Answer<EventPage> Store::LoadEvents(const rpc::Call& call, int64_t after, std::string prefix,
                                           int most) {
  pg::Params params;
  params.Int(after).Text(prefix).Int(most);
  const auto rows = co_await reads_.Run(kLoadEvents, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  EventPage page;
  page.at_head = rows->size() < most;
  int64_t head = 0;
  int64_t last = after;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    head = row.Int();
    if (row.IsNull()) {  // no event, only the head
      page.at_head = true;
      break;
    }
    last = row.Int();
    page.events.push_back(ReadEvent(row, last));
  }
  // At the head, what lies before it and was not found was not asked for.
  page.after = page.at_head ? std::max(last, head) : last;
  co_return page;
}

Store::Answer<pb::Head> Store::GetHead(const rpc::Call& call) {
  const auto rows = co_await reads_.Run(kGetHead, pg::Params(), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::Head head;
  pg::Row row = (*rows)[0];
  head.set_sequence(row.Int());
  co_return head;
}

Store::Answer<pb::CommentCounts> Store::CountComments(const rpc::Call& call, std::string ballot,
                                                      const Sight& sight) {
  pg::Params params;
  params.Text(ballot).Bool(sight.all || sight.counts).Text(absl::StrJoin(sight.members, ","));
  params.Text(DayOf(call.now)).Texts(Views(sight.liaisons));
  const auto rows = co_await reads_.Run(kCountComments, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::CommentCounts counts;
  std::map<std::string, pb::ClauseCount> clauses;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    const std::string body = row.Text();
    const int state = static_cast<int>(row.Int());
    const std::string types = row.Text();
    const std::string clause = row.Text();
    const int comments = static_cast<int>(row.Int());
    Count(*counts.mutable_counts(), state, comments);
    (*counts.mutable_by_body())[body] += comments;
    if (types.empty()) (*counts.mutable_by_type())[""] += comments;
    for (const char type : types) {
      (*counts.mutable_by_type())[std::string(WordOf(type))] += comments;
    }
    pb::ClauseCount& of_clause = clauses[clause];
    of_clause.set_clause(clause);
    of_clause.set_comments(of_clause.comments() + comments);
    const bool resolved = state == pb::COMMENT_STATE_DECIDED || state == pb::COMMENT_STATE_CLOSED;
    if (!resolved) of_clause.set_unresolved(of_clause.unresolved() + comments);
    counts.set_assigned(counts.assigned() + static_cast<int>(row.Int()));
    counts.set_overdue(counts.overdue() + static_cast<int>(row.Int()));
    counts.set_conditioning(counts.conditioning() + static_cast<int>(row.Int()));
  }
  // Whose they are, of which type and where is part of what they say.
  if (sight.counts && !sight.states) {
    pb::CommentCounts total;
    *total.mutable_counts() = TotalOf(counts.counts());
    co_return total;
  }
  if (sight.all || !sight.counts) Largest(std::move(clauses), counts);
  co_return counts;
}

}  // namespace placet::comments
