#include "services/ballots/store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ballots/decide.h"
#include "services/ballots/stages.h"
#include "services/ballots/store_decisions.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {

std::span<const pg::Statement> Store::Statements() {
  static const std::vector<pg::Statement> all = [] {
    std::vector<pg::Statement> joined;
    for (auto part : {ProjectStatements(), BallotStatements(), VoteStatements(), ResultStatements(),
                      AnalysisStatements(), DirectoryStatements(), ObligationStatements(),
                      CommentStatements(), DecisionStatements(), RecordStatements()}) {
      joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
  }();
  return all;
}

absl::Status Guarded(const absl::StatusOr<pg::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  return rows->empty() ? pg::Stale() : absl::OkStatus();
}

std::optional<ReadProjectResult> ReadProject(pg::Row& row) {
  if (row.IsNull()) {
    for (int i = 0; i < kProjectColumns; ++i) row.Skip();
    return std::nullopt;
  }
  ReadProjectResult read;
  pb::Project& project = read.project;
  project.set_name(absl::StrCat("projects/", row.Text()));
  project.set_reference(row.Text());
  project.set_title(row.Text());
  project.set_deliverable(static_cast<pb::Deliverable>(row.Int()));
  project.set_committee(absl::StrCat("committees/", row.Text()));
  const std::string stage = row.Text();
  project.set_edition(static_cast<int32_t>(row.Int()));
  project.set_source(row.Text());
  project.set_track_months(static_cast<int32_t>(row.Int()));
  project.set_start_date(row.Text());
  project.set_target_date(row.Text());
  project.set_extension_months(static_cast<int32_t>(row.Int()));
  read.version = row.Int();
  project = decide::Moved(std::move(project), stage, read.version);
  return read;
}

std::optional<ReadBallotResult> ReadBallot(pg::Row& row) {
  if (row.IsNull()) {
    for (int i = 0; i < kBallotColumns; ++i) row.Skip();
    return std::nullopt;
  }
  ReadBallotResult read;
  pb::Ballot& ballot = read.ballot;
  const std::string id = row.Text();
  const std::string project = row.Text();
  const std::string committee = row.Text();
  ballot.set_kind(static_cast<pb::BallotKind>(row.Int()));
  ballot.set_draft(static_cast<int32_t>(row.Int()));
  ballot.set_reference(row.Text());
  ballot.set_title(row.Text());
  ballot.set_rules_edition(row.Text());
  ballot.set_note(row.Text());
  pb::Ballot given;
  FromJson(row.Text(), given);
  ballot.MergeFrom(given);
  ballot.set_name(absl::StrCat("ballots/", id));
  if (!project.empty()) ballot.set_project(absl::StrCat("projects/", project));
  ballot.set_committee(absl::StrCat("committees/", committee));
  ballot.set_end_date(row.Text());
  ballot.set_state(static_cast<pb::BallotState>(row.Int()));
  const absl::Time open_time = row.Time();
  const absl::Time close_time = row.Time();
  if (open_time != absl::InfinitePast()) SetTime(*ballot.mutable_open_time(), open_time);
  if (close_time != absl::InfinitePast()) SetTime(*ballot.mutable_close_time(), close_time);
  ballot.set_creator(row.Text());
  ballot.set_opener(row.Text());
  ballot.set_reason(row.Text());
  ballot.set_stage_before(row.Text());
  ballot.set_change_until(row.Text());
  ballot.set_opens_on(row.Text());
  ballot.set_scheduler(row.Text());
  ballot.set_opening_refused(row.Text());
  read.secretariat = row.Text();
  read.version = row.Int();
  ballot.set_etag(rpc::Etag(read.version));
  return read;
}

pb::Visibility ReadVisibility(pg::Row& row) {
  pb::Visibility visibility = pb::VISIBILITY_UNSPECIFIED;
  (void)pb::Visibility_Parse(row.Text(), &visibility);
  return visibility;
}

std::vector<Grant> ReadGrants(pg::Row& row) {
  std::vector<Grant> grants;
  const std::string text = row.Text();
  for (absl::string_view entry : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(entry, ':');
    grants.push_back(
        {std::stoi(parts[0]), parts[1], parts[2], parts[3], std::stoll(parts[4]), parts[5]});
  }
  return grants;
}

Asker ReadAsker(pg::Row& row) {
  Asker asker;
  asker.grants = ReadGrants(row);
  if (row.IsNull()) {
    row.Skip();
  } else {
    asker.replay = row.Bytes();
  }
  return asker;
}

std::optional<pb::Vote> ReadVote(pg::Row& row, const std::string& name, const rules::Rule* rule) {
  if (row.IsNull()) {
    for (int i = 0; i < 6; ++i) row.Skip();
    return std::nullopt;
  }
  pb::Vote vote;
  const auto answer = static_cast<pb::Answer>(row.Int());
  const std::string text = row.Text();
  FromJson(row.Text(), vote);  // answers, experts; replaces what is there
  vote.set_name(name);
  vote.set_answer(answer);
  vote.set_text(text);
  vote.set_revision(static_cast<int32_t>(row.Int()));
  vote.set_caster(row.Text());
  SetTime(*vote.mutable_cast_time(), row.Time());
  vote.set_etag(rpc::Etag(vote.revision()));
  decide::AddWarnings(rule, vote);
  return vote;
}

std::optional<Body> ReadBody(pg::Row& row) {
  if (row.IsNull()) {
    for (int i = 0; i < 6; ++i) row.Skip();
    return std::nullopt;
  }
  Body body;
  body.member = row.Text();
  body.country = row.Text();
  body.acronym = row.Text();
  body.full_member = row.Bool();
  body.status_at_opening = static_cast<pb::MemberStatus>(row.Int());
  body.status = static_cast<pb::MemberStatus>(row.Int());
  return body;
}

}  // namespace placet::ballots
