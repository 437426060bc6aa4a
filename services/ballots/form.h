// The form of a decision: what was balloted, how it was voted, what was decided on it and what
// follows, to be filed. Pure; whole numbers; the same report gives the same bytes.
#pragma once

#include <string>

#include "placet/ballots/v1/decision_service.pb.h"

namespace placet::ballots::form {

namespace pb = placet::ballots::v1;

std::string Text(const pb::DecisionReport& report);
std::string Json(const pb::DecisionReport& report);
std::string Docx(const pb::DecisionReport& report);

// The file, with `form` and `comments` of the report filled in.
pb::RenderDecisionResponse Render(pb::DecisionReport report, pb::DecisionFormat format);

}  // namespace placet::ballots::form
