#include "tests/bench/seed.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace placet::bench {
namespace {

// Kinds are those of placet.ballots.v1.BallotKind.
int NumberOf(Kind kind) { return kind == Kind::kDis ? 2 : 3; }

std::string Cells(const std::vector<std::string>& cells) { return absl::StrJoin(cells, "\t"); }

constexpr char kPlan[] = R"sql(
DROP TABLE IF EXISTS bench.plan;
CREATE TABLE bench.plan (ballot text, committee text, kind smallint))sql";

constexpr char kProjects[] = R"sql(
INSERT INTO project (project, reference, title, deliverable, committee, stage, edition, source,
                     version)
SELECT p.ballot, 'ISO ' || substr(p.ballot, 5), 'Load', 1, p.committee,
       CASE p.kind WHEN 2 THEN '40.20' ELSE '50.20' END, 1, 'benchmark', 2
FROM bench.plan p)sql";

constexpr char kBallots[] = R"sql(
INSERT INTO ballot (ballot, project, committee, kind, draft, reference, title, rules_edition, note,
                    given, end_date, state, open_time, close_time, creator, opener, reason,
                    stage_before, secretariat, version, body_list, electorate)
SELECT p.ballot, p.ballot, p.committee, p.kind, 1, 'ISO ' || substr(p.ballot, 5), 'Load',
       'ISO-2022', '', '{}', '$day$', 2, now() - interval '1 day',
       ('$day$'::date + 1)::timestamp AT TIME ZONE 'Europe/Zurich',
       'people/central-secretariat', 'people/central-secretariat', '',
       CASE p.kind WHEN 2 THEN '40.00' ELSE '50.00' END, c.secretariat, 2, $list$, 1
FROM bench.plan p JOIN directory_committee c USING (committee))sql";

constexpr char kRolls[] = R"sql(
INSERT INTO roll (ballot, member, country, acronym, full_member, status_at_opening, status)
SELECT p.ballot, m.member, m.country, m.acronym, m.full_member, s.status, s.status
FROM bench.plan p JOIN directory_seat s USING (committee) JOIN directory_member m USING (member)
ORDER BY p.ballot)sql";  // as OpenBallot writes it: a roll in one piece

// Of the state of the directory that SeedDirectory leaves.
constexpr char kOthers[] = R"sql(
INSERT INTO body_list (list, member, country, acronym)
SELECT changed, member, country, acronym FROM directory_member WHERE full_member
ON CONFLICT DO NOTHING)sql";

// Twenty votes a ballot, which is a committee of average size.
constexpr char kPast[] = R"sql(
INSERT INTO project (project, reference, title, deliverable, committee, stage, edition, source,
                     version)
SELECT 'past-' || n, 'ISO ' || n, 'Load', 1, 'iso-tc-307', '60.60', 1, 'benchmark', 3
FROM generate_series($first$, $last$) n;
INSERT INTO ballot (ballot, project, committee, kind, draft, reference, title, rules_edition, note,
                    given, end_date, state, open_time, close_time, creator, opener, reason,
                    stage_before, secretariat, version, electorate)
SELECT 'past-' || n, 'past-' || n, 'iso-tc-307', 3, 1, 'ISO/FDIS ' || n, 'Load', 'ISO-2022', '',
       '{}', '2024-12-31', 3, '2024-11-05 09:00+00', '2024-12-31 23:00+00',
       'people/central-secretariat', 'people/central-secretariat', '', '50.00', 'au', 4, 1
FROM generate_series($first$, $last$) n;
CREATE TEMPORARY TABLE past ON COMMIT DROP AS
SELECT 'past-' || n AS ballot, m.member, row_number() OVER () AS number
FROM generate_series($first$, $last$) n,
     (SELECT member FROM directory_member ORDER BY member LIMIT 20) m
LIMIT $votes$;
INSERT INTO vote (ballot, member, answer, text, details, revision, caster, cast_time)
SELECT ballot, member, 1, CASE number % 5 WHEN 0 THEN repeat('Clause 4 ', 10) ELSE '' END, '{}', 1,
       'people/voter-' || member, '2024-12-01 09:00+00'
FROM past;
INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) FROM event) + number, 'people/voter-' || member,
       'ballots/' || ballot || '/votes/' || member, ballot, gen_random_uuid(),
       sha256(number::text::bytea), decode(repeat('3a', 100), 'hex')
FROM past)sql";

std::string With(std::string sql, const std::string& name, const std::string& value) {
  for (size_t at = sql.find(name); at != std::string::npos; at = sql.find(name)) {
    sql.replace(at, name.size(), value);
  }
  return sql;
}

}  // namespace

void SeedDirectory(Database& database, const Directory& directory) {
  database.Run(
      "CREATE SCHEMA bench; GRANT USAGE ON SCHEMA bench TO ballots;"
      "ALTER DEFAULT PRIVILEGES IN SCHEMA bench GRANT ALL ON TABLES TO ballots;"
      "ALTER DEFAULT PRIVILEGES IN SCHEMA bench GRANT ALL ON SEQUENCES TO ballots");
  std::vector<std::string> members, grants, committees, seats;
  for (const Body& body : directory.bodies) {
    members.push_back(Cells({body.id, body.country, body.acronym, body.full_member ? "t" : "f"}));
    const std::string voter = absl::StrCat("voter-", body.id);
    grants.push_back(Cells({absl::StrCat("people/", voter, "/grants/", voter), voter, "1", body.id,
                            "", "2020-01-01", "\\N"}));
  }
  for (const Committee& committee : directory.committees) {
    committees.push_back(Cells({committee.id, committee.reference, "", committee.secretariat}));
    const auto sit = [&](const std::vector<std::string>& bodies, const char* status) {
      for (const std::string& body : bodies) {
        seats.push_back(Cells({committee.id, body, status, "2020-01-01", "\\N"}));
      }
    };
    sit(committee.p_members, "1");
    sit(committee.o_members, "2");
  }
  database.Copy("directory_member (member, country, acronym, full_member)", members);
  database.Copy(
      "directory_grant (grant_name, person, role, member, committee, from_date, until_date)",
      grants);
  database.Copy("directory_committee (committee, reference, title, secretariat)", committees);
  database.Copy("directory_seat (committee, member, status, from_date, until_date)", seats);
}

void SeedBallots(Database& database, const std::vector<Ballot>& ballots, const Opening& opening) {
  std::vector<std::string> lines;
  for (const Ballot& ballot : ballots) {
    lines.push_back(Cells({ballot.id, ballot.committee->id, absl::StrCat(NumberOf(ballot.kind))}));
  }
  database.Run(kPlan);
  database.Copy("bench.plan", lines);
  database.Run("ANALYZE bench.plan");
  database.Run(kProjects);
  const std::string sql = With(kBallots, "$day$", opening.end_date);
  database.Run(With(sql, "$list$", opening.all_bodies ? "0" : "NULL"));
  database.Run(kRolls);
  if (opening.all_bodies) database.Run(kOthers);
}

void SeedPairs(Database& database, const std::vector<Pair>& pairs) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < pairs.size(); ++i) {
    lines.push_back(Cells({absl::StrCat(i + 1), pairs[i].ballot->id, pairs[i].member}));
  }
  database.Run(
      "CREATE TABLE bench.pair (number bigint PRIMARY KEY, ballot text, member text);"
      "CREATE SEQUENCE bench.next_pair CACHE 16;"
      "CREATE SEQUENCE bench.next_event CACHE 16");
  database.Copy("bench.pair", lines);
}

void GrowTo(Database& database, int64_t votes) {
  const int64_t missing = votes - database.Number("SELECT count(*) FROM vote");
  if (missing <= 0) return;
  const int64_t first =
      1 + database.Number("SELECT count(*) FROM ballot WHERE ballot LIKE 'past-%'");
  std::string sql = With(kPast, "$first$", absl::StrCat(first));
  sql = With(sql, "$last$", absl::StrCat(first + (missing + 19) / 20 - 1));
  database.Run(absl::StrCat("BEGIN;", With(sql, "$votes$", absl::StrCat(missing)), ";COMMIT"));
}

void Settle(Database& database) {
  const std::string tables = database.Run(
      "SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c"
      " WHERE c.relnamespace IN ('ballots'::regnamespace, 'bench'::regnamespace)"
      "   AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0");
  database.Run("VACUUM ANALYZE " + tables);
  database.Run("CHECKPOINT");
}

}  // namespace placet::bench
