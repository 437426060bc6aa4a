// Parts of a result sheet in text. Only sheet*.cc include it.
#pragma once

#include <string>

#include "services/ballots/facts.h"

namespace placet::ballots::sheet {

// What a terminal shows of UTF-8 text: one column for each code point.
size_t Width(const std::string& text);
std::string Pad(const std::string& text, size_t width);

std::string Letter(pb::MemberStatus status);  // "P", "O", "-"
std::string Label(pb::Verdict verdict);       // "NOT APPROVED"

// One line for a criterion, as ISO prints the two of a DIS.
std::string Printed(const pb::Criterion& criterion);

// A line for each body that is listed, with totals; its columns are those of the kind.
std::string VoteTable(const pb::Result& result);

// What was chosen of each question, and what follows; with an empty line behind. "": none was put.
std::string Questions(const pb::Result& result);

}  // namespace placet::ballots::sheet
