// The international harmonized stage codes: where a project stands, from 00.00 (proposal received)
// to 95.99 (withdrawn).
//
// Source: ISO/IEC Directives, Part 1, 2020, with the Consolidated ISO Supplement, Annex SD. The 46
// codes are the cells of its matrix that ISO uses.
//
// Names depend on history: a project carries the name that was printed when it reached the stage.
// Since 2022-06-30 a CD is circulated for comments rather than balloted, and a DTS, DTR or DPAS is
// balloted at stage 50 instead of stage 40; "CD study/ballot initiated" and the weeks named at
// 40.20 and 50.20 are from before that day. The names here identify a stage. They decide nothing:
// which ballot is due, and for how long, is a rule with an effective date.
//
// Codes recur: a project may come back to one that it had. Which follows which the annex only says
// by what its columns mean: 00 begins a phase, 20 and 60 are the start and the end of its main
// action, 92 repeats an earlier phase, 93 the same one, 98 gives up, 99 goes on. The rest is read
// from clauses 2 and 3, measured on the histories that ISO publishes (1970 to 2025), or assumed;
// stages.cc says which.

#ifndef PLACET_SERVICES_BALLOTS_STAGES_H_
#define PLACET_SERVICES_BALLOTS_STAGES_H_

#include <span>
#include <string_view>

namespace placet::ballots {

struct StageCode {
  std::string_view code;  // "40.20"
  std::string_view name;  // "DIS ballot initiated: 12 weeks"
  bool terminal;          // The project ends here. Placet's reading, not part of the annex.
};

// All stage codes, in ascending order.
std::span<const StageCode> StageCodes();

// The stage with this code, or nullptr if there is none. Codes are written with the point.
const StageCode* FindStage(std::string_view code);

// The codes that may follow this one, in ascending order; none where there is no such stage, or
// nothing follows. That a ballot was called off, which puts the project back where it was, is no
// move of this table.
std::span<const std::string_view> PermittedNext(std::string_view stage);

// May a project go from one stage to the other? Not to the one where it is.
bool MayMove(std::string_view from, std::string_view to);

}  // namespace placet::ballots

#endif  // PLACET_SERVICES_BALLOTS_STAGES_H_
