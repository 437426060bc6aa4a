// Is it decided, and whose vote matters? Asked of a ballot that is open or was counted: how few
// bodies could turn a criterion or the whole verdict, and what each of them would have to send.
//
// As pure as rules.h, but it allocates. Nothing here is estimated: the numbers are the smallest
// there are.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "rules.h"

namespace placet::ballots::rules {

// Which bodies may still send a vote.
enum class Scope {
  kRemaining,  // those that have a vote and sent none
  kChanged,    // all that have a vote: it may be changed, but not be taken back
};

// The vote that one body would have to send.
struct Change {
  std::size_t body = 0;  // its index among the casts
  Cast cast;             // whole: it takes the place of what the body sent
  friend bool operator==(const Change&, const Change&) = default;
};

// A smallest set of bodies that turn something together, by ascending index and never empty; its
// size is the answer to "how many". Nothing: it cannot be turned, whatever these bodies send.
// Bodies that could do the same stand in for each other, and those that come first in the input are
// named. Each is asked for the first answer in the row's order that does, and for a text, an expert
// or the like only where it takes them; what no criterion of the row counts stays as it was.
using Flip = std::optional<std::vector<Change>>;

struct Analysis {
  Outcome outcome;  // as the votes are now; it points into the rule
  // One for each judgement of the outcome, in their order: what makes that criterion hold that does
  // not, or not hold that does, whatever becomes of the others.
  std::vector<Flip> criteria;
  // What makes approved anything else, or anything else approved; "no valid votes" counts as not
  // approved. Of reviews and of rows that only advise: what changes the proposal.
  Flip verdict;
  // Every body that belongs to at least one smallest set for the verdict, ascending.
  std::vector<std::size_t> pivotal;
  bool Decided() const { return !verdict.has_value(); }
};

// `casts` has one entry for each body on the roll, with its vote or without.
//
// A row whose criteria are applied by question: give it what each body answered to one question as
// yes, no or abstain, and a copy of the row that offers these and has that question's criterion.
//
// Bodies that are alike are treated as one group with a size, so that the time depends on the
// number of groups (5 to 30 whatever the committee) far more than on that of bodies: linear in the
// latter for one criterion, where the strongest votes come first; for several at once a search by
// ascending size, cut short by what each criterion could reach on its own.
Analysis Analyze(const Rule& rule, std::span<const Cast> casts, Scope scope);

// The outcome if these votes were sent; of no changes: the tally. Of two changes of one body the
// later one stands. The changes are not held against what the row offers.
Outcome WhatIf(const Rule& rule, std::span<const Cast> casts, std::span<const Change> changes);

}  // namespace placet::ballots::rules
