#include "services/ballots/form_words.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots::form {
namespace {

const char* Letter(pb::MemberStatus status) {
  return status == pb::MEMBER_STATUS_P ? "P" : status == pb::MEMBER_STATUS_O ? "O" : "-";
}

}  // namespace

std::string InWords(pb::Verdict verdict) {
  switch (verdict) {
    case pb::VERDICT_APPROVED:
      return "approved";
    case pb::VERDICT_NOT_APPROVED:
      return "not approved";
    case pb::VERDICT_NO_VALID_VOTES:
      return "no valid votes; the Directives do not say what follows";
    case pb::VERDICT_FOR_A_PERSON:
      return "left to people";
    default:
      return "none";
  }
}

std::string InWords(pb::Answer answer) {
  switch (answer) {
    case pb::ANSWER_UNSPECIFIED:
      return "did not vote";
    case pb::ANSWER_APPROVE:
      return "approval";
    case pb::ANSWER_APPROVE_WITH_COMMENTS:
      return "approval with comments";
    case pb::ANSWER_DISAPPROVE:
      return "disapproval";
    case pb::ANSWER_ABSTAIN:
      return "abstention";
    case pb::ANSWER_CONFIRM:
      return "confirm";
    case pb::ANSWER_REVISE:
      return "revise or amend";
    case pb::ANSWER_WITHDRAW:
      return "withdraw";
    case pb::ANSWER_COMMENTS:
      return "comments";
    case pb::ANSWER_NO_COMMENTS:
      return "no comments";
    case pb::ANSWER_REPLY:
      return "reply";
    default:
      return "";
  }
}

std::string InWords(pb::Counting counting) {
  return counting == pb::COUNTING_COUNTED ? "yes" : counting == pb::COUNTING_LEFT_OUT ? "no" : "";
}

std::string InWords(pb::Sureness sureness) {
  switch (sureness) {
    case pb::SURENESS_CONFIRMED:
      return "confirmed";
    case pb::SURENESS_MEASURED:
      return "measured";
    case pb::SURENESS_ASSUMED:
      return "assumed";
    default:
      return "";
  }
}

std::string InWords(pb::DecisionState state) {
  switch (state) {
    case pb::DECISION_STATE_OBJECTED:
      return "to be discussed at a meeting: enough P-members have objected";
    case pb::DECISION_STATE_SUPERSEDED:
      return "no: a later decision took its place";
    default:
      return "yes";
  }
}

std::string StatusOf(const pb::ResultRow& row) {
  const bool same = row.status() == row.status_at_opening();
  return absl::StrCat(Letter(row.status()), same ? "" : " (was ",
                      same ? "" : Letter(row.status_at_opening()), same ? "" : ")");
}

std::string Numbers(const pb::Criterion& criterion) {
  const char* sign = criterion.comparison() == pb::COMPARISON_AT_LEAST    ? " >= "
                     : criterion.comparison() == pb::COMPARISON_MORE_THAN ? " > "
                                                                          : " <= ";
  const char* other = criterion.comparison() == pb::COMPARISON_AT_LEAST    ? " < "
                      : criterion.comparison() == pb::COMPARISON_MORE_THAN ? " <= "
                                                                           : " > ";
  const int64_t part = criterion.numerator();
  const int64_t bound = criterion.bound_numerator();
  const char* is = criterion.met() ? sign : other;
  if (criterion.denominator() == 0 && criterion.bound_denominator() == 1) {
    return absl::StrCat(part, is, bound);
  }
  if (criterion.denominator() == 0) return "nobody voted yes or no";
  const int64_t whole = criterion.denominator();
  const int64_t of = criterion.bound_denominator();
  return absl::StrCat(part, " * ", of, " = ", part * of, is, whole, " * ", bound, " = ",
                      whole * bound);
}

std::string Utc(const google::protobuf::Timestamp& stamp) {
  if (stamp.seconds() == 0) return "";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", GetTime(stamp), absl::UTCTimeZone());
}

std::string Instant(const google::protobuf::Timestamp& stamp) {
  if (stamp.seconds() == 0) return "";
  return absl::StrCat(geneva::Print(GetTime(stamp)), " Geneva time (", Utc(stamp), ")");
}

std::string NameOf(const pb::Decision& decision) {
  for (const pb::DecisionDue& due : decision.dues()) {
    if (!due.form().empty()) return due.form();
  }
  return "";
}

std::string StagesInWords(const pb::Decision& decision) {
  if (decision.stage_before().empty()) return "";
  std::string words = decision.stage_before();
  absl::StrAppend(&words, decision.stage().empty() ? ", the project stays" : " -> ",
                  decision.stage());
  if (!decision.next_stage().empty()) absl::StrAppend(&words, ", later ", decision.next_stage());
  if (!decision.new_project_stage().empty()) {
    absl::StrAppend(&words, "; another project begins at ", decision.new_project_stage());
  }
  return words;
}

std::string DayInWords(const pb::DecisionDue& due) {
  return due.day().empty() ? "the meeting's day is not known here" : due.day();
}

std::string SpanInWords(const pb::DecisionDue& due) {
  const int count = due.weeks() > 0 ? due.weeks() : due.months();
  const char* start = due.start() == pb::DUE_START_CLOSING    ? "closing"
                      : due.start() == pb::DUE_START_DECISION ? "the decision"
                                                              : "the meeting";
  return absl::StrCat(count, due.weeks() > 0 ? " week" : " month", count == 1 ? "" : "s", " after ",
                      start);
}

std::string RuleInWords(const pb::Decision& decision) {
  if (!decision.has_objection_rule()) return "The rules foresee none to this decision.";
  const pb::ObjectionRule& rule = decision.objection_rule();
  std::string words =
      absl::StrCat("If ", rule.members(), " or more P-members object within ", rule.weeks(),
                   " weeks, until ", rule.until(), ", it is discussed at a meeting (",
                   rule.clause(), "). The weeks are counted from the decision. ");
  absl::StrAppend(
      &words, decision.objections_size(), " received",
      decision.state() == pb::DECISION_STATE_OBJECTED ? ": to be discussed at a meeting." : ".");
  return words;
}

}  // namespace placet::ballots::form
