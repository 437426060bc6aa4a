// Projects.
#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/stages.h"
#include "services/ballots/tracks.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

absl::Status CheckProject(const pb::Project& wanted) {
  if (!rpc::IdIn("projects", wanted.name())) {
    return Invalid("project.name", "must be projects/{project}");
  }
  if (!rpc::IdIn("committees", wanted.committee())) {
    return Invalid("project.committee", "must be committees/{committee}");
  }
  if (FindStage(wanted.stage()) == nullptr) {
    return Invalid("project.stage", "must be a harmonized stage code such as 40.20");
  }
  if (wanted.edition() < 0) return Invalid("project.edition", "must not be negative");
  return tracks::Check(wanted);
}

// An extension is the technical management board's, and the central secretariat writes it down.
absl::Status CheckExtension(const ProjectFacts& facts, const pb::Project& wanted) {
  const int present = facts.project ? facts.project->extension_months() : 0;
  if (wanted.extension_months() == present) return absl::OkStatus();
  return NeedsCentralSecretariat(facts.asker, "extensions by the technical management board");
}

}  // namespace

absl::StatusOr<pb::Project> PutProject(const ProjectFacts& facts,
                                       const pb::PutProjectRequest& request) {
  const pb::Project& wanted = request.project();
  absl::Status status = CheckProject(wanted);
  if (!status.ok()) return status;
  status = NeedsCommitteeManager(facts.asker, CommitteeId(wanted.committee()));
  if (status.ok() && facts.project) {
    status = NeedsCommitteeManager(facts.asker, CommitteeId(facts.project->committee()));
  }
  if (!status.ok()) return status;
  if (!facts.committee_exists) {
    return rpc::WithField(
        rpc::Refuse(kPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                    absl::StrCat("the directory has no ", wanted.committee()),
                    "create the committee first", {{"committee", wanted.committee()}}),
        "project.committee", "does not exist");
  }
  if (!facts.project && !wanted.etag().empty()) return EtagMismatch(wanted.name(), "");
  if (facts.project) status = CheckEtag(wanted.name(), wanted.etag(), facts.version);
  if (status.ok()) status = CheckExtension(facts, wanted);
  if (!status.ok()) return status;
  pb::Project project = wanted;
  project.DiscardUnknownFields();  // nobody has limited them
  project.clear_limit_dates();
  project.clear_warnings();
  project.clear_override_reason();
  project.clear_cause();
  if (facts.project) {
    status = tracks::CheckMove(*facts.project, wanted.stage());
    if (!status.ok() && IsBlank(request.override_reason())) return status;
    if (!status.ok()) project.set_override_reason(request.override_reason());
  }
  if (project.edition() == 0) project.set_edition(1);
  return Moved(std::move(project), wanted.stage(), facts.version + 1);
}

pb::Project Moved(pb::Project project, const std::string& stage, int64_t version,
                  const std::string& cause) {
  project.set_stage(stage);
  project.set_cause(cause);
  const StageCode* code = FindStage(stage);
  project.set_stage_name(code == nullptr ? "" : std::string(code->name));
  project.set_etag(rpc::Etag(version));
  return project;
}

}  // namespace placet::ballots::decide
