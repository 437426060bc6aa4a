// What a project has to reach by when: its track, limit dates, what is near or over, and the
// history of its stage. Pure; nothing here moves anything.
//
// Source: ISO/IEC Directives Part 1, 2020, 2.1.6. How long before a limit Placet warns (six and
// three months) is Placet's choice.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "placet/ballots/v1/ballots.pb.h"

namespace placet::ballots::tracks {

namespace pb = placet::ballots::v1;

// Are track, dates and extension what they can be? Names the field of the request that is not.
absl::Status Check(const pb::Project& wanted);

// May the project go from its stage to another? STAGE_FORBIDS names the stages that it may go to.
absl::Status CheckMove(const pb::Project& present, const std::string& stage);

// Days without a start or a track do not exist: then there are none.
std::vector<pb::LimitDate> LimitDates(const pb::Project& project);

// `proposed_until`: last day of the latest NP ballot that has closed, "" where there was none.
std::vector<pb::ProjectWarning> Warnings(const pb::Project& project,
                                         const std::string& proposed_until,
                                         const std::string& today);

// The project as answered on a day: with limit dates and warnings.
pb::Project Shown(pb::Project project, const std::string& proposed_until, const std::string& today);

// The moves in the events of a project, oldest first. Events that left the stage alone are none.
std::vector<pb::StageMove> History(const std::vector<pb::Event>& events);

}  // namespace placet::ballots::tracks
