// Projects: as they are, as they shall be, and how they came to be.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/parse.h"
#include "services/ballots/service.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/tracks.h"

namespace placet::ballots {
namespace {

pb::Project ShownNow(const rpc::Call& call, const ProjectFacts& facts, pb::Project project) {
  return tracks::Shown(std::move(project), facts.proposed_until, geneva::DayOf(call.now));
}

}  // namespace

Ballots::Answer<pb::Project> Ballots::GetProject(const Call& call,
                                                 const pb::GetProjectRequest& request) {
  absl::StatusOr<std::string> id = Id("projects", "name", request.name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<ProjectFacts> facts = co_await store_.LoadProject(call, *id, "");
  if (!facts.ok()) co_return facts.status();
  if (!facts->project) co_return decide::NotFound(request.name());
  co_return ShownNow(call, *facts, *std::move(facts->project));
}

Ballots::Answer<pb::ListProjectsResponse> Ballots::ListProjects(
    const Call& call, const pb::ListProjectsRequest& request) {
  absl::Status status = OptionalId("committees", "committee", request.committee());
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (status.ok()) status = paging.status();
  if (!status.ok()) co_return status;
  co_return co_await store_.ListProjects(call, LastId(request.committee()), paging->size,
                                         paging->after);
}

Ballots::Answer<pb::Project> Ballots::PutProject(const Call& call,
                                                 const pb::PutProjectRequest& request) {
  absl::StatusOr<std::string> id = Id("projects", "project.name", request.project().name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<ProjectFacts> facts =
      co_await store_.LoadProject(call, *id, LastId(request.project().committee()));
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return ShownNow(call, *facts, *std::move(facts->project));
  absl::StatusOr<pb::Project> project = decide::PutProject(*facts, request);
  if (!project.ok()) co_return project.status();
  project = co_await store_.PutProject(call, *facts, *project);
  if (!project.ok()) co_return project.status();
  project->clear_override_reason();
  co_return ShownNow(call, *facts, *std::move(project));
}

Ballots::Answer<pb::ListStageHistoryResponse> Ballots::ListStageHistory(
    const Call& call, const pb::ListStageHistoryRequest& request) {
  absl::StatusOr<std::string> id = Id("projects", "parent", request.parent());
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (!id.ok() || !paging.ok()) co_return id.ok() ? paging.status() : id.status();
  int64_t after = 0;
  if (!paging->after.empty() && !absl::SimpleAtoi(paging->after, &after)) {
    co_return Invalid("page_token", "is not a token of this list");
  }
  absl::StatusOr<std::optional<std::vector<pb::Event>>> events =
      co_await store_.LoadStageEvents(call, *id);
  if (!events.ok()) co_return events.status();
  if (!*events) co_return decide::NotFound(request.parent());
  pb::ListStageHistoryResponse response;
  for (pb::StageMove& move : tracks::History(**events)) {
    if (move.sequence() <= after) continue;
    if (response.moves_size() == paging->size) {
      const int64_t last = response.moves(paging->size - 1).sequence();
      response.set_next_page_token(rpc::PageToken(absl::StrCat(last)));
      break;
    }
    *response.add_moves() = std::move(move);
  }
  co_return response;
}

}  // namespace placet::ballots
