// Rows as messages and back.
#include "services/comments/store.h"

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/comments/fields.h"
#include "services/comments/store_consensus.h"
#include "services/comments/store_rows.h"
#include "services/comments/tables/document_order.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::comments {

void SetTime(google::protobuf::Timestamp& stamp, absl::Time time) {
  stamp = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

Stored ReadStored(pg::Row& row, const std::string& ballot) {
  Stored stored;
  pb::Comment& comment = stored.comment;
  stored.number = static_cast<int>(row.Int());
  stored.version = row.Int();
  comment.set_name(NumberedName(ballot, "comments", stored.number));
  comment.set_etag(rpc::Etag(stored.version));
  comment.set_label(row.Text());
  comment.set_member(NameOf("members", row.Text()));
  comment.set_liaison(row.Text());
  comment.set_line(row.Text());
  comment.set_clause(row.Text());
  comment.set_element(row.Text());
  for (const char digit : row.Text()) {
    comment.add_types(static_cast<pb::CommentType>(digit - '0'));
  }
  comment.set_comment(row.Text());
  comment.set_proposed_change(row.Text());
  comment.set_observation(row.Text());
  comment.set_disposition(static_cast<pb::Disposition>(row.Int()));
  comment.set_state(static_cast<pb::CommentState>(row.Int()));
  comment.set_assignee(NameOf("people", row.Text()));
  comment.set_due_day(row.Text());
  for (const absl::string_view tag : absl::StrSplit(row.Text(), '\n', absl::SkipEmpty())) {
    comment.add_tags(std::string(tag));
  }
  const int64_t group = row.Int();
  if (group > 0) comment.set_group(NumberedName(ballot, "groups", group));
  comment.set_conditions_vote(row.Bool());
  comment.MergeFromString(row.Bytes());
  comment.MergeFromString(row.Bytes());
  SetTime(*comment.mutable_create_time(), row.Time());
  SetTime(*comment.mutable_update_time(), row.Time());
  return stored;
}

std::optional<Replay> ReadReplay(pg::Row& row) {
  const bool none = row.IsNull();
  Replay replay;
  replay.fingerprint = row.Bytes();
  replay.subject = row.Text();
  if (none && replay.subject.empty()) return std::nullopt;
  return replay;
}

pb::BallotCounts ReadCounts(pg::Row& row) {
  pb::BallotCounts counts;
  counts.set_total(static_cast<int>(row.Int()));
  counts.set_without_disposition(static_cast<int>(row.Int()));
  counts.set_proposed(static_cast<int>(row.Int()));
  counts.set_decided(static_cast<int>(row.Int()));
  counts.set_objected(static_cast<int>(row.Int()));
  counts.set_closed(static_cast<int>(row.Int()));
  return counts;
}

std::string TypesOf(const pb::Comment& comment) { return absl::StrJoin(comment.types(), ""); }

std::string PlaceOf(const pb::Comment& comment) {
  return tables::DocumentOrderKey({comment.clause(), comment.element(), comment.line()});
}

std::string FurtherOf(const pb::Comment& comment) {
  std::vector<std::string> keys;
  for (const tables::KeyRange& place : tables::FurtherPlaces(comment.clause())) {
    for (const std::string& key : {place.from, place.until}) {
      keys.push_back(absl::StrCat("\"\\\\x", absl::BytesToHexString(key), "\""));
    }
  }
  return absl::StrCat("{", absl::StrJoin(keys, ","), "}");
}

std::string RestOf(const pb::Comment& comment) {
  pb::Comment rest;
  if (comment.has_answer()) *rest.mutable_answer() = comment.answer();
  *rest.mutable_replies() = comment.replies();
  *rest.mutable_supporters() = comment.supporters();
  *rest.mutable_opponents() = comment.opponents();
  return rest.SerializeAsString();
}

std::string OriginOf(const pb::Comment& comment) {
  pb::Comment origin;
  *origin.mutable_attachments() = comment.attachments();
  *origin.mutable_origin() = comment.origin();
  return origin.SerializeAsString();
}

std::string TagsOf(const pb::Comment& comment) { return absl::StrJoin(comment.tags(), "\n"); }

int64_t GroupOf(const pb::Comment& comment) {
  int64_t group = 0;
  return absl::SimpleAtoi(LastId(comment.group()), &group) ? group : 0;
}

absl::Status Guarded(const absl::StatusOr<pg::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  return rows->empty() ? pg::Stale() : absl::OkStatus();
}

std::vector<absl::string_view> Views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

std::span<const pg::Statement> Store::Statements() {
  static const std::vector<pg::Statement> all = [] {
    std::vector<pg::Statement> statements;
    for (const auto share : {ImportStatements(), CommentStatements(), ChangeStatements(),
                             EventStatements(), ConsensusStatements()}) {
      statements.insert(statements.end(), share.begin(), share.end());
    }
    return statements;
  }();
  return all;
}

}  // namespace placet::comments
