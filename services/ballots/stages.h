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

}  // namespace placet::ballots

#endif  // PLACET_SERVICES_BALLOTS_STAGES_H_
