#include "tests/bench/pgbench.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/support/process.h"

namespace placet::bench {
namespace {

// The bytes are as many as Placet's fingerprint and change are. The sequence leaves gaps, which
// Placet's numbers do not; max + 1 would not bear 64 clients. The lookup of the pair stands for a
// client that knows on what it votes.
constexpr char kScript[] = R"sql(
WITH pair AS MATERIALIZED (
  SELECT ballot, member FROM bench.pair WHERE number = (SELECT nextval('bench.next_pair'))),
guard AS (
  SELECT b.ballot, r.member FROM pair p JOIN ballot b USING (ballot)
  JOIN roll r ON r.ballot = b.ballot AND r.member = p.member
  WHERE b.state = 2 AND b.close_time > now() AND r.status = 1
    AND coalesce((SELECT v.revision FROM vote v
                  WHERE v.ballot = b.ballot AND v.member = r.member), 0) = 0),
cast_vote AS (
  INSERT INTO vote (ballot, member, answer, text, details, revision, caster, cast_time)
  SELECT ballot, member, 1, '', '{}', 1, 'people/voter-' || member, now() FROM guard
  ON CONFLICT (ballot, member) DO UPDATE
  SET answer = excluded.answer, text = excluded.text, details = excluded.details,
      revision = excluded.revision, caster = excluded.caster, cast_time = excluded.cast_time
  RETURNING ballot, member)
INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
SELECT nextval('bench.next_event'), 'people/voter-' || member,
       'ballots/' || ballot || '/votes/' || member, ballot, gen_random_uuid(), '\x$32$', '\x$105$'
FROM cast_vote;
)sql";

std::string Bytes(int count) {
  std::string hex;
  for (int i = 0; i < count; ++i) hex += "5a";
  return hex;
}

std::string Script() {
  std::string script = kScript;
  for (const int count : {32, 105}) {
    const std::string name = absl::StrCat("$", count, "$");
    script.replace(script.find(name), name.size(), Bytes(count));
  }
  return script;
}

double After(const std::string& output, const std::string& words) {
  const size_t at = output.find(words);
  if (at == std::string::npos) {
    std::fprintf(stderr, "pgbench:\n%s\n", output.c_str());
    std::exit(1);
  }
  return std::atof(output.c_str() + at + words.size());
}

}  // namespace

PgbenchOutcome RunPgbench(const std::string& conninfo, int clients, int seconds) {
  char path[] = "/tmp/placet-pgbench.XXXXXX";
  close(mkstemp(path));
  std::ofstream(path) << Script();
  const testing::Ended ended = testing::RunProgram(
      {"/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-f", path, "-c",
       absl::StrCat(clients), "-j", clients > 1 ? "2" : "1", "-T", absl::StrCat(seconds), conninfo},
      absl::Seconds(60));
  unlink(path);
  PgbenchOutcome outcome;
  outcome.transactions =
      static_cast<int64_t>(After(ended.output, "number of transactions actually processed: "));
  outcome.per_second = After(ended.output, "tps = ");
  outcome.mean_ms = After(ended.output, "latency average = ");
  const bool failed = After(ended.output, "number of failed transactions: ") > 0;
  if (ended.code == 0 && !failed) return outcome;
  std::fprintf(stderr, "pgbench:\n%s\n", ended.output.c_str());
  std::exit(1);
}

}  // namespace placet::bench
