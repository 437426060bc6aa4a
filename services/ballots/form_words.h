// What a form calls things.
#pragma once

#include <string>

#include "placet/ballots/v1/ballots.pb.h"
#include "placet/ballots/v1/decisions.pb.h"

namespace placet::ballots::form {

namespace pb = placet::ballots::v1;

std::string InWords(pb::Verdict verdict);
std::string InWords(pb::Answer answer);
std::string InWords(pb::Counting counting);
std::string InWords(pb::Sureness sureness);
std::string InWords(pb::DecisionState state);

// "P", or "P (was O)" where it changed while the ballot was open.
std::string StatusOf(const pb::ResultRow& row);

// "16 * 3 = 48 >= 18 * 2 = 36", or "5 >= 4" for a number.
std::string Numbers(const pb::Criterion& criterion);

// "2026-11-23 14:05 Geneva time (2026-11-23T13:05:00Z)", and the latter alone; "" where not set.
std::string Instant(const google::protobuf::Timestamp& stamp);
std::string Utc(const google::protobuf::Timestamp& stamp);

// "Form 13": the form of ISO that the first due of the decision names; "" where none does.
std::string NameOf(const pb::Decision& decision);

// "40.60 -> 40.99, later 50.00"; "" without a project.
std::string StagesInWords(const pb::Decision& decision);

// "2026-06-22", or that the day is not known; "4 weeks after closing".
std::string DayInWords(const pb::DecisionDue& due);
std::string SpanInWords(const pb::DecisionDue& due);

// Who could object, until when, and what has come of it.
std::string RuleInWords(const pb::Decision& decision);

}  // namespace placet::ballots::form
