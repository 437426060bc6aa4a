#include "services/ballots/stages.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace placet::ballots {
namespace {

constexpr StageCode kStageCodes[] = {
    {"00.00", "Proposal for new project received", false},
    {"00.20", "Proposal for new project under review", false},
    {"00.60", "Close of review", false},
    {"00.98", "Proposal for new project abandoned", true},
    {"00.99", "Approval to ballot proposal for new project", false},
    {"10.00", "Proposal for new project registered", false},
    {"10.20", "New project ballot initiated", false},
    {"10.60", "Close of voting", false},
    {"10.92", "Proposal returned to submitter for further definition", false},
    {"10.98", "New project rejected", true},
    {"10.99", "New project approved", false},
    {"20.00", "New project registered in TC/SC work programme", false},
    {"20.20", "Working draft (WD) study initiated", false},
    {"20.60", "Close of comment period", false},
    {"20.98", "Project deleted", true},
    {"20.99", "WD approved for registration as CD", false},
    {"30.00", "Committee draft (CD) registered", false},
    {"30.20", "CD study/ballot initiated", false},
    {"30.60", "Close of voting/comment period", false},
    {"30.92", "CD referred back to Working Group", false},
    {"30.98", "Project deleted", true},
    {"30.99", "CD approved for registration as DIS", false},
    {"40.00", "DIS registered", false},
    {"40.20", "DIS ballot initiated: 12 weeks", false},
    {"40.60", "Close of voting", false},
    {"40.92", "Full report circulated: DIS referred back to TC or SC", false},
    {"40.93", "Full report circulated: decision for new DIS ballot", false},
    {"40.98", "Project deleted", true},
    {"40.99", "Full report circulated: DIS approved for registration as FDIS", false},
    {"50.00", "Final text received or FDIS registered for formal approval", false},
    {"50.20", "Proof sent to secretariat or FDIS ballot initiated: 8 weeks", false},
    {"50.60", "Close of voting. Proof returned by secretariat", false},
    {"50.92", "FDIS or proof referred back to TC or SC", false},
    {"50.98", "Project deleted", true},
    {"50.99", "FDIS or proof approved for publication", false},
    {"60.00", "International Standard under publication", false},
    {"60.60", "International Standard published", false},
    {"90.20", "International Standard under systematic review", false},
    {"90.60", "Close of review", false},
    {"90.92", "International Standard to be revised", false},
    {"90.93", "International Standard confirmed", false},
    {"90.99", "Withdrawal of International Standard proposed by TC or SC", false},
    {"95.20", "Withdrawal ballot initiated", false},
    {"95.60", "Close of voting", false},
    {"95.92", "Decision not to withdraw International Standard", false},
    {"95.99", "Withdrawal of International Standard", true},
};

constexpr bool Ascending(std::span<const StageCode> stages) {
  for (std::size_t i = 1; i < stages.size(); ++i) {
    if (stages[i - 1].code >= stages[i].code) return false;
  }
  return true;
}

static_assert(std::span(kStageCodes).size() == 46);
static_assert(Ascending(kStageCodes));

}  // namespace

std::span<const StageCode> StageCodes() { return kStageCodes; }

const StageCode* FindStage(std::string_view code) {
  for (const StageCode& stage : kStageCodes) {
    if (stage.code == code) return &stage;
  }
  return nullptr;
}

}  // namespace placet::ballots
