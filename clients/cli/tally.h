// How a tally is shown: counts, criteria, questions, and what follows from them.
#pragma once

#include <string>

#include "clients/cli/shell.h"
#include "placet/ballots/v1/tallies.pb.h"

namespace placet::cli {

std::string InWords(placet::ballots::v1::Verdict verdict);
std::string InWords(placet::ballots::v1::LeftOutReason reason);
Style Look(placet::ballots::v1::Verdict verdict);

// Votes received, by answer. Columns that few kinds of ballots have stand there where they matter.
Table CountTable(const placet::ballots::v1::Tally& tally);

// Each criterion with its numbers: for people, and as rows.
Table CriterionFacts(const placet::ballots::v1::Tally& tally);
Table CriterionTable(const placet::ballots::v1::Tally& tally);

// What was chosen of each question, and what follows where one is decided.
Table QuestionTable(const placet::ballots::v1::Tally& tally);

// All of it, in the form that was asked for.
void ShowTally(Shell& shell, const placet::ballots::v1::Tally& tally);

// What follows: the verdict, and what the criteria propose.
void ShowVerdict(Shell& shell, const placet::ballots::v1::Tally& tally);

}  // namespace placet::cli
