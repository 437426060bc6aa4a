// Decisions as tables: what may be decided, what was, what is due.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "placet/ballots/v1/decision_service.pb.h"

namespace placet::cli {

// "approved: P-members 16 yes, 2 no; met 2 of 2 criteria"
std::string ResultInWords(const placet::ballots::v1::Tally& tally);

// What may be decided, those proposed first: in one line each, and in words.
Table OptionTable(const placet::ballots::v1::DecisionForm& form);
Table MeaningTable(const placet::ballots::v1::DecisionForm& form);

// "40.99, then 50.00"; "stays" where the project does not move.
std::string StagesInWords(const std::string& stage, const std::string& next);

// What would be due after any of the options, each once.
Table FormDueTable(const placet::ballots::v1::DecisionForm& form);

// A decision that was taken, what is due after it, and who objects.
Table DecisionFacts(const placet::ballots::v1::Decision& decision);
Table DueTable(const placet::ballots::v1::Decision& decision);
Table ObjectionTable(const placet::ballots::v1::Decision& decision);

// One line for each decision, with what is due of it next.
Table DecisionsTable(const placet::ballots::v1::ListDecisionsResponse& listed);

}  // namespace placet::cli
