#include "absl/strings/str_cat.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

using pg::Statement;

const Statement kCommentPosition{"comment_position", Statement::kReads, R"sql(
SELECT sequence FROM comment_position)sql"};

// An event of a ballot that is not here moves the position and nothing else.
const Statement kApplyComments{"apply_comments", Statement::kWrites, R"sql(
WITH guard AS (
  UPDATE comment_position SET sequence = $1::bigint WHERE sequence = $2::bigint RETURNING sequence),
put AS (
  INSERT INTO comment_standing (ballot, standing)
  SELECT b.ballot, $4::jsonb FROM guard, ballot b WHERE b.ballot = $3
  ON CONFLICT (ballot) DO UPDATE SET standing = excluded.standing
  RETURNING ballot),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, change)
  SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $5, 'ballots/' || ballot, ballot, $6
  FROM put)
SELECT sequence FROM guard)sql"};

const Statement kStatements[] = {kCommentPosition, kApplyComments};

}  // namespace

std::span<const pg::Statement> CommentStatements() { return kStatements; }

Store::Answer<int64_t> Store::CommentPosition(const rpc::Call& call) {
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kCommentPosition, pg::Params(), call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return (*rows)[0].Int();
}

Store::Answer<bool> Store::ApplyComments(const rpc::Call& call, int64_t before, int64_t sequence,
                                         std::string ballot, pb::CommentStanding standing) {
  pg::Params params;
  params.Int(sequence).Int(before).Text(ballot).Text(ToJson(standing)).Text(call.caller);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_comments() = standing; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kApplyComments, params);
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

}  // namespace placet::ballots
