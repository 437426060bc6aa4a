// Questions of a ballot's own: written on a command line or in a file, and shown.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/table.h"
#include "google/protobuf/repeated_field.h"
#include "placet/ballots/v1/ballots.pb.h"

namespace placet::cli {

using Questions = google::protobuf::RepeatedPtrField<placet::ballots::v1::Question>;

// "id|text|+yes,-no*,abstain|required,two-thirds-p,if:other=yes". In the choices "+" counts as yes,
// "-" as no, and what ends in "*" needs a text; without choices the answer is free text. Where a
// choice counts and no criterion is named, it is a majority. Throws Usage for anything else.
placet::ballots::v1::Question ToQuestion(const std::string& text);

// The same of a JSON array of questions in the form of the contract, or of a ballot that has them.
Questions QuestionsOf(const std::string& json);

// Each with its choices, when it is put, and what it decides.
Table QuestionsTable(const Questions& questions);

}  // namespace placet::cli
