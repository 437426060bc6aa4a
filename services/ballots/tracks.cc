#include "services/ballots/tracks.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/stages.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::tracks {
namespace {

using decide::Invalid;
using geneva::AddMonths;

constexpr int kTracks[] = {18, 24, 36, 48};
constexpr int kOldTrack = 48;
constexpr int kLongestExtension = 9;  // one, by the technical management board (2.1.6.2)
constexpr int kBetweenDisAndEnd = 12;
constexpr int kMonthsToChoose = 6;
constexpr int kPreliminaryMonths = 36;
constexpr int kUndecidedMonths = 6;
constexpr int kMostMonths = 60;
// Placet's choice: the first and the second warning before a limit.
constexpr int kFirstWarning = 6;
constexpr int kSecondWarning = 3;

constexpr char kLimitClause[] = "ISO/IEC Directives Part 1, 2020, 2.1.6.1";
constexpr char kChoiceClause[] = "ISO/IEC Directives Part 1, 2020, 2.1.6.2";

bool HasEnquiry(const pb::Project& project) {
  return project.deliverable() == pb::DELIVERABLE_IS ||
         project.deliverable() == pb::DELIVERABLE_AMENDMENT;
}

bool IsPreliminary(const pb::Project& project) { return project.stage() < "10.00"; }

// Published, or given up: nothing is to be reached any more.
bool IsOver(const pb::Project& project) {
  const StageCode* stage = FindStage(project.stage());
  return stage == nullptr || stage->terminal || project.stage() >= "60.60";
}

std::string NoteOf(const pb::Project& project) {
  std::vector<std::string> notes;
  if (project.track_months() == kOldTrack) {
    notes.emplace_back("tracks of 48 months were given up in 2019/20");
  }
  if (project.extension_months() > 0) {
    notes.push_back(absl::StrCat("put off by ", project.extension_months(),
                                 " months; that this moves both limits is Placet's reading"));
  }
  if (!HasEnquiry(project)) {
    notes.emplace_back("no enquiry, so only the end of the track: Placet's reading");
  }
  return absl::StrJoin(notes, "; ");
}

pb::LimitDate Limit(const pb::Project& project, const char* stage, std::string date) {
  pb::LimitDate limit;
  limit.set_stage(stage);
  limit.set_title(std::string(FindStage(stage)->name));
  limit.set_date(std::move(date));
  limit.set_reached(project.stage() >= stage);
  limit.set_clause(kLimitClause);
  limit.set_note(NoteOf(project));
  const bool plain = HasEnquiry(project) && project.extension_months() == 0;
  limit.set_sureness(plain ? pb::SURENESS_CONFIRMED : pb::SURENESS_ASSUMED);
  return limit;
}

pb::ProjectWarning Warn(pb::ProjectWarningKind kind, const std::string& date, std::string text,
                        const char* clause, pb::Sureness sureness = pb::SURENESS_CONFIRMED) {
  pb::ProjectWarning warning;
  warning.set_kind(kind);
  warning.set_date(date);
  warning.set_text(std::move(text));
  warning.set_clause(clause);
  warning.set_sureness(sureness);
  return warning;
}

// What a committee may choose once a limit is over (2.1.6.2). What is left of the list for a
// document without an enquiry is Placet's reading.
std::vector<std::string> Options(const pb::Project& project, const pb::LimitDate& limit) {
  std::vector<std::string> options;
  if (HasEnquiry(project)) {
    if (limit.stage() == "40.00") options.emplace_back("submit the DIS");
    options.emplace_back("a second DIS, or an FDIS");
    options.emplace_back("publish as a Technical Specification");
  }
  if (project.deliverable() != pb::DELIVERABLE_PAS) {
    options.emplace_back("publish as a Publicly Available Specification");
  }
  if (project.extension_months() == 0) {
    options.emplace_back(
        "ask the technical management board for one extension of at most nine months");
  }
  options.emplace_back("cancel the project");
  return options;
}

// Nothing where the limit is reached, or far.
void WarnOfLimit(const pb::Project& project, const pb::LimitDate& limit, const std::string& today,
                 std::vector<pb::ProjectWarning>& warnings) {
  if (limit.reached() || today < AddMonths(limit.date(), -kFirstWarning)) return;
  const std::string what = absl::StrCat(limit.stage(), " (", limit.title(), ")");
  if (today <= limit.date()) {
    const bool near = today >= AddMonths(limit.date(), -kSecondWarning);
    warnings.push_back(Warn(pb::PROJECT_WARNING_KIND_LIMIT_AHEAD, limit.date(),
                            absl::StrCat(what, " has to be reached by ", limit.date(), ": within ",
                                         near ? "three" : "six", " months"),
                            kLimitClause, limit.sureness()));
    return;
  }
  const std::string until = AddMonths(limit.date(), kMonthsToChoose);
  pb::ProjectWarning warning =
      today <= until
          ? Warn(pb::PROJECT_WARNING_KIND_LIMIT_PASSED, limit.date(),
                 absl::StrCat(what, " was to be reached by ", limit.date(),
                              ": the committee has until ", until, " to choose"),
                 kChoiceClause, limit.sureness())
          : Warn(pb::PROJECT_WARNING_KIND_CHOICE_PASSED, until,
                 absl::StrCat(what, " was to be reached by ", limit.date(), ", and the choice by ",
                              until,
                              ": without one the project is cancelled, which people do, and "
                              "only the technical management board reinstates it"),
                 kChoiceClause, limit.sureness());
  for (std::string& option : Options(project, limit)) warning.add_options(std::move(option));
  warnings.push_back(std::move(warning));
}

// A deadline that counts from a day; said from so many months before it on.
void WarnOfEnd(pb::ProjectWarningKind kind, const std::string& from, int months, int before,
               const std::string& what, const char* clause, const std::string& today,
               std::vector<pb::ProjectWarning>& warnings) {
  const std::string end = AddMonths(from, months);
  if (today < AddMonths(end, -before)) return;
  warnings.push_back(Warn(kind, end,
                          absl::StrCat(what, today > end ? ": the time was over on " : ": on ", end,
                                       "; nothing moves by itself"),
                          clause));
}

}  // namespace

absl::Status Check(const pb::Project& wanted) {
  const int track = wanted.track_months();
  if (track != 0 && std::find(std::begin(kTracks), std::end(kTracks), track) == std::end(kTracks)) {
    return Invalid("project.track_months", "must be 18, 24 or 36; 48 until 2019/20; or 0");
  }
  for (const auto& [field, date] : {std::pair("project.start_date", wanted.start_date()),
                                    std::pair("project.target_date", wanted.target_date())}) {
    if (!date.empty() && !rpc::IsDate(date)) {
      return Invalid(field, "must be a day such as 2026-11-23");
    }
  }
  const int extension = wanted.extension_months();
  if (extension < 0 || extension > kLongestExtension) {
    return Invalid("project.extension_months", "must be 0 to 9");
  }
  if (extension > 0 && track == 0) {
    return Invalid("project.extension_months", "needs a track that it puts off");
  }
  return absl::OkStatus();
}

absl::Status CheckMove(const pb::Project& present, const std::string& stage) {
  if (present.stage() == stage || MayMove(present.stage(), stage)) return absl::OkStatus();
  const auto next = PermittedNext(present.stage());
  const std::string permitted = absl::StrJoin(
      next, ", ", [](std::string* out, auto code) { out->append(code.data(), code.size()); });
  return rpc::WithField(
      rpc::Refuse(
          decide::kPrecondition, pb::ERROR_REASON_STAGE_FORBIDS,
          absl::StrCat(present.name(), " is at stage ", present.stage(), ", which ",
                       permitted.empty() ? "nothing follows" : "is followed by ", permitted),
          "choose one of the permitted stages, or say in override_reason why not",
          {{"project", present.name()}, {"stage", present.stage()}, {"permitted", permitted}}),
      "project.stage", absl::StrCat("does not follow ", present.stage()));
}

std::vector<pb::LimitDate> LimitDates(const pb::Project& project) {
  if (project.start_date().empty() || project.track_months() == 0 || IsPreliminary(project)) {
    return {};
  }
  const std::string end =
      AddMonths(project.start_date(), project.track_months() + project.extension_months());
  std::vector<pb::LimitDate> limits;
  if (HasEnquiry(project)) {
    // Counted from the start, so that a start on the 31st loses no day twice.
    limits.push_back(
        Limit(project, "40.00",
              AddMonths(project.start_date(),
                        project.track_months() + project.extension_months() - kBetweenDisAndEnd)));
  }
  limits.push_back(Limit(project, "60.60", end));
  return limits;
}

std::vector<pb::ProjectWarning> Warnings(const pb::Project& project,
                                         const std::string& proposed_until,
                                         const std::string& today) {
  std::vector<pb::ProjectWarning> warnings;
  if (IsOver(project)) return warnings;
  for (const pb::LimitDate& limit : LimitDates(project)) {
    WarnOfLimit(project, limit, today, warnings);
  }
  const std::string& start = project.start_date();
  if (IsPreliminary(project) && !start.empty()) {
    WarnOfEnd(pb::PROJECT_WARNING_KIND_PRELIMINARY_LAPSES, start, kPreliminaryMonths, kFirstWarning,
              "a preliminary item lapses three years after its registration",
              "ISO/IEC Directives Part 1, 2020, 2.2.3", today, warnings);
  }
  if (project.stage() == "10.60" && !proposed_until.empty()) {
    WarnOfEnd(pb::PROJECT_WARNING_KIND_PROPOSAL_UNDECIDED, proposed_until, kUndecidedMonths,
              kSecondWarning, "a proposal without a decision lapses six months after its ballot",
              "helpdesk-docs.iso.org, article 534", today, warnings);
  }
  if (!IsPreliminary(project) && project.stage() < "50.00" && !start.empty()) {
    WarnOfEnd(pb::PROJECT_WARNING_KIND_FIVE_YEARS, start, kMostMonths, kFirstWarning,
              "what has not come to the approval stage is cancelled after five years",
              "ISO/IEC Directives Part 1, 2020, 2.1.6", today, warnings);
  }
  if (!project.target_date().empty() && project.target_date() < today) {
    warnings.push_back(
        Warn(pb::PROJECT_WARNING_KIND_TARGET_PASSED, project.target_date(),
             absl::StrCat("the committee meant to have it published by ", project.target_date()),
             "the committee's own plan"));
  }
  if (project.track_months() == kOldTrack) {
    warnings.push_back(Warn(pb::PROJECT_WARNING_KIND_OLD_TRACK, "",
                            "a track of 48 months is of the time before 2019/20; since then there "
                            "are 18, 24 and 36",
                            kLimitClause));
  }
  return warnings;
}

pb::Project Shown(pb::Project project, const std::string& proposed_until,
                  const std::string& today) {
  project.clear_limit_dates();
  project.clear_warnings();
  for (pb::LimitDate& limit : LimitDates(project)) *project.add_limit_dates() = std::move(limit);
  for (pb::ProjectWarning& warning : Warnings(project, proposed_until, today)) {
    *project.add_warnings() = std::move(warning);
  }
  return project;
}

std::vector<pb::StageMove> History(const std::vector<pb::Event>& events) {
  std::vector<pb::StageMove> moves;
  std::string before;
  for (const pb::Event& event : events) {
    const pb::Project& project = event.project();
    if (project.stage() == before) continue;
    pb::StageMove& move = moves.emplace_back();
    move.set_sequence(event.sequence());
    *move.mutable_commit_time() = event.commit_time();
    move.set_date(geneva::DayOf(decide::TimeOf(event.commit_time())));
    move.set_stage_before(before);
    move.set_stage(project.stage());
    move.set_stage_name(project.stage_name());
    move.set_actor(event.actor());
    move.set_cause(project.cause());
    move.set_override_reason(project.override_reason());
    before = project.stage();
  }
  return moves;
}

}  // namespace placet::ballots::tracks
