// Rows of rules in words.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "placet/ballots/v1/rules.pb.h"

namespace placet::cli {

// "12 weeks"; "any, 4 weeks proposed"; "free".
std::string PeriodInWords(const placet::ballots::v1::Rule& rule);

// The formulas of the criteria, "; " between them; what decides where there are none.
std::string CriteriaInWords(const placet::ballots::v1::Rule& rule);

// The least certain of its criteria and of the proposed period.
placet::ballots::v1::Sureness LeastSure(const placet::ballots::v1::Rule& rule);

// One line for each row.
Table RulesTable(const placet::ballots::v1::ListRulesResponse& response);

// Everything that a row says.
Table RuleFacts(const placet::ballots::v1::Rule& rule);

}  // namespace placet::cli
