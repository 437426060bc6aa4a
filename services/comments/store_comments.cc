// Comments are looked up and searched.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/comments/fields.h"
#include "services/comments/store.h"
#include "services/comments/store_rows.h"
#include "services/comments/tables/document_order.h"

namespace placet::comments {
namespace {

using pg::Statement;

constexpr int kIndexedAtOnce = 50;  // long texts take a millisecond each, and others want to write

// With the replay; one row at least. In the order asked for.
const Statement kLoadComments{"load_comments", Statement::kReads, R"sql(
SELECT )sql" REPLAY_OF("$3") ", " COMMENT_COLUMNS("$4::boolean") R"sql(
FROM (SELECT) one
LEFT JOIN (unnest($2::bigint[]) WITH ORDINALITY AS asked (number, ordinal)
           JOIN comment c ON c.ballot = $1::text AND c.number = asked.number) ON true
ORDER BY asked.ordinal)sql"};

// With the replay; one row at least. $17: all may be seen; else those of the bodies in $18, of
// which
// '*' is every one, and of the liaisons in $23. $19: by arrival. The key of a page is (place,
// number), by arrival number alone.
const Statement kFindComments{"find_comments", Statement::kReads, R"sql(
SELECT )sql" REPLAY_OF("$2") ", " COMMENT_COLUMNS("$3::boolean") R"sql(
FROM (SELECT) one
LEFT JOIN LATERAL (
  SELECT c.*
  FROM comment c
  WHERE c.ballot = $1::text
    AND ($4::boolean OR (c.place >= $5::bytea AND c.place < $6::bytea) OR EXISTS (
      SELECT FROM generate_series(1, cardinality(c.further), 2) AS i
      WHERE c.further[i] < $6::bytea AND c.further[i + 1] > $5::bytea))
    AND ($7 = '' OR c.member = $7) AND ($8 = '' OR lower(c.liaison) = lower($8))
    AND ($9 = '' OR strpos(c.types, $9) > 0)
    AND ($10 = '' OR strpos($10, ',' || c.disposition || ',') > 0)
    AND ($11 = '' OR strpos($11, ',' || c.state || ',') > 0)
    AND ($12 = '' OR c.assignee = $12) AND ($13 = '' OR $13 = ANY (c.tags))
    AND ($14::bigint = 0 OR c.comment_group = $14::bigint)
    AND ($15 = '' OR c.due_day < nullif($15, '')::date)
    AND ($16 = '' OR EXISTS (
      SELECT FROM comment_search s
      WHERE s.ballot = c.ballot AND s.number = c.number
        AND (s.words @@ websearch_to_tsquery('english', $16) OR lower($16) <% s.sample)))
    AND ($17::boolean OR CASE
      WHEN c.member = '' THEN c.liaison = ANY ($23::text[])
      ELSE c.member = ANY (string_to_array($18, ',')) OR '*' = ANY (string_to_array($18, ',')) END)
    AND (CASE WHEN $19::boolean THEN c.number > $21::bigint
              ELSE (c.place, c.number) > ($20::bytea, $21::bigint) END)
  ORDER BY CASE WHEN NOT $19::boolean THEN c.place END, c.number
  LIMIT $22::bigint) c ON true
ORDER BY CASE WHEN NOT $19::boolean THEN c.place END, c.number)sql"};

// What searching needs of comments that have none yet, so many at once; one row for each.
const Statement kIndexComments{"index_comments", Statement::kWrites, R"sql(
INSERT INTO comment_search (ballot, number, words, sample)
SELECT c.ballot, c.number,
       setweight(to_tsvector('english', concat_ws(' ', c.label, c.clause, c.element)), 'A')
         || to_tsvector('english', left(c.comment, 100000))
         || to_tsvector('english', left(c.proposed_change, 100000))
         || to_tsvector('english', left(c.observation, 100000)),
       lower(left(c.comment, 500))
FROM comment c
WHERE c.ballot = $1
  AND NOT EXISTS (SELECT FROM comment_search s WHERE s.ballot = c.ballot AND s.number = c.number)
LIMIT $2::bigint
RETURNING number)sql"};

// Is there any? Reading does not wait for the writer's lock.
const Statement kLacksIndex{"lacks_index", Statement::kReads, R"sql(
SELECT EXISTS (
  SELECT FROM comment c
  WHERE c.ballot = $1 AND NOT EXISTS (
    SELECT FROM comment_search s WHERE s.ballot = c.ballot AND s.number = c.number)))sql"};

const Statement kStatements[] = {kLoadComments, kFindComments, kIndexComments, kLacksIndex};

template <class Values>
std::string ListOf(const Values& values) {
  return values.empty() ? "" : absl::StrCat(",", absl::StrJoin(values, ","), ",");
}

ChangeFacts ReadFacts(const pg::Rows& rows, const std::string& ballot) {
  ChangeFacts facts;
  for (int i = 0; i < rows.size(); ++i) {
    pg::Row row = rows[i];
    facts.replay = ReadReplay(row);
    if (row.IsNull()) break;
    facts.comments.push_back(ReadStored(row, ballot));
  }
  return facts;
}

// $4 to $16.
void AddFilter(pg::Params& params, const pb::CommentFilter& filter) {
  const tables::KeyRange range = tables::SubtreeOf(filter.clause());
  params.Bool(filter.clause().empty()).Bytes(range.from).Bytes(range.until);
  params.Text(LastId(filter.member())).Text(filter.liaison());
  params.Text(filter.type() == pb::COMMENT_TYPE_UNSPECIFIED ? "" : absl::StrCat(filter.type()));
  params.Text(ListOf(filter.dispositions()));
  std::vector<int> states(filter.states().begin(), filter.states().end());
  if (filter.unresolved() && states.empty()) {
    states = {pb::COMMENT_STATE_OPEN, pb::COMMENT_STATE_PROPOSED, pb::COMMENT_STATE_OBJECTED};
  } else if (filter.unresolved()) {
    std::erase_if(states, [](int state) {
      return state == pb::COMMENT_STATE_DECIDED || state == pb::COMMENT_STATE_CLOSED;
    });
    if (states.empty()) states = {-1};  // none is both
  }
  params.Text(ListOf(states));
  params.Text(LastId(filter.assignee())).Text(filter.tag());
  pb::Comment grouped;
  grouped.set_group(filter.group());
  params.Int(GroupOf(grouped)).Text(filter.due_before()).Text(filter.query());
}

}  // namespace

std::span<const pg::Statement> CommentStatements() { return kStatements; }

Store::Answer<ChangeFacts> Store::LoadComments(const rpc::Call& call, std::string ballot,
                                               const std::vector<int64_t>& numbers, Texts texts) {
  pg::Params params;
  params.Text(ballot).Ints(numbers).TextOrNull(call.request_id).Bool(texts == Texts::kAll);
  const auto rows = co_await reads_.Run(kLoadComments, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return ReadFacts(*rows, ballot);
}

Store::Answer<ChangeFacts> Store::FindComments(const rpc::Call& call, std::string ballot,
                                               const pb::CommentFilter& filter, const Sight& sight,
                                               bool by_arrival, ListKey after, int most,
                                               Texts texts) {
  pg::Params params;
  params.Text(ballot).TextOrNull(call.request_id).Bool(texts == Texts::kAll);
  AddFilter(params, filter);
  params.Bool(sight.all).Text(absl::StrJoin(sight.members, ",")).Bool(by_arrival);
  params.Bytes(after.place).Int(after.number).Int(most + 1).Texts(Views(sight.liaisons));
  const auto rows = co_await reads_.Run(kFindComments, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  ChangeFacts facts = ReadFacts(*rows, ballot);
  facts.more = facts.comments.size() > static_cast<size_t>(most);
  if (facts.more) facts.comments.resize(static_cast<size_t>(most));
  co_return facts;
}

async::Task<absl::Status> Store::IndexComments(const rpc::Call& call, std::string ballot,
                                               const std::atomic<bool>* enough) {
  if (call.ask_only) co_return absl::OkStatus();  // nobody looks at what a search would find
  pg::Params asked;
  asked.Text(ballot);
  const auto lacks = co_await reads_.Run(kLacksIndex, std::move(asked), call.deadline);
  if (!lacks.ok()) co_return lacks.status();
  pg::Row row = (*lacks)[0];
  for (bool more = row.Bool(); more && (enough == nullptr || !*enough);) {
    pg::Params params;
    params.Text(ballot).Int(kIndexedAtOnce);
    const auto rows = co_await writes_.Run(call, kIndexComments, std::move(params));
    if (!rows.ok()) co_return rows.status();
    more = rows->size() == kIndexedAtOnce;
  }
  co_return absl::OkStatus();
}

}  // namespace placet::comments
