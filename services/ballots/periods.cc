#include "services/ballots/periods.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::periods {
namespace {

constexpr int kDaysOfGrace = 6;

bool IsRevised(const rules::Rule& rule, const pb::Ballot& ballot) {
  return ballot.draft() > 1 && rule.revised.Exists();  // 2.6.4
}

std::string EndOf(const rules::Period& period, const std::string& today) {
  return period.months > 0 ? geneva::AddMonths(today, period.months)
                           : geneva::AddWeeks(today, period.weeks);
}

// The one that is proposed first.
std::vector<rules::Period> Permitted(const rules::Rule& rule, const pb::Ballot& ballot) {
  const bool revised = IsRevised(rule, ballot);
  std::vector<rules::Period> permitted = {revised ? rule.revised : rule.period};
  const auto& others = revised ? rule.revised_periods : rule.periods;
  permitted.insert(permitted.end(), others.begin(), others.end());
  return permitted;
}

std::string InWords(const rules::Period& period) {
  std::string text = period.months > 0 ? absl::StrCat(period.months, " months")
                                       : absl::StrCat(period.weeks, " weeks");
  if (!period.condition.empty()) absl::StrAppend(&text, " (", std::string(period.condition), ")");
  return text;
}

}  // namespace

std::string Proposed(const rules::Rule& rule, const pb::Ballot& ballot, const std::string& today) {
  return EndOf(IsRevised(rule, ballot) ? rule.revised : rule.period, today);
}

absl::Status Check(const rules::Rule& rule, const pb::Ballot& ballot, const std::string& today) {
  if (rule.any_period || !decide::IsBlank(ballot.period_reason())) return absl::OkStatus();
  std::string permitted;
  std::string clause;
  for (const rules::Period& period : Permitted(rule, ballot)) {
    const std::string first = EndOf(period, today);
    if (ballot.end_date() >= first && ballot.end_date() <= geneva::AddDays(first, kDaysOfGrace)) {
      return absl::OkStatus();
    }
    absl::StrAppend(&permitted, permitted.empty() ? "" : ", ", InWords(period));
    if (clause.empty()) clause = std::string(period.source);
  }
  return rpc::WithField(
      rpc::Refuse(decide::kPrecondition, pb::ERROR_REASON_PERIOD_FORBIDDEN,
                  absl::StrCat(ballot.name(), " would last until ", ballot.end_date(),
                               "; the rules permit ", permitted),
                  "leave end_date empty, choose a permitted length, or say why in period_reason",
                  {{"permitted", permitted}, {"clause", clause}, {"end_date", ballot.end_date()}}),
      "ballot.end_date", absl::StrCat("is no length that the rules permit: ", permitted));
}

}  // namespace placet::ballots::periods
