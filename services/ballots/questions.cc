#include "services/ballots/questions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/ballots/checks.h"
#include "services/rpc/names.h"

namespace placet::ballots::questions {
namespace {

using decide::Invalid;
using decide::IsBlank;

template <class List>
bool Has(const List& list, absl::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

constexpr absl::string_view kTheVote = "answer";

// "answer=abstain" looks at the vote itself, by the last word of its name in lower case.
std::string VoteAsChoice(const pb::Vote& vote) {
  std::string name = pb::Answer_Name(vote.answer());
  return absl::AsciiStrToLower(name.substr(name.find('_') + 1));
}

struct Condition {
  std::string question;
  std::vector<std::string> choices;
};

Condition Parse(const std::string& only_if) {
  const std::vector<std::string> parts = absl::StrSplit(only_if, absl::MaxSplits('=', 1));
  if (parts.size() != 2) return {parts[0], {}};
  return {parts[0], absl::StrSplit(parts[1], '|')};
}

bool IsPut(const pb::Question& question, const pb::Vote& vote) {
  if (question.only_if().empty()) return true;
  const Condition condition = Parse(question.only_if());
  if (condition.question == kTheVote) return Has(condition.choices, VoteAsChoice(vote));
  for (const pb::QuestionAnswer& answer : vote.answers()) {
    if (answer.question() == condition.question) return Has(condition.choices, answer.choice());
  }
  return false;
}

// --- Questions of a ballot's own.

absl::Status CheckChoices(const pb::Question& question, const std::string& path) {
  std::set<std::string> seen;
  for (const std::string& choice : question.choices()) {
    if (choice.empty() || absl::StrContains(choice, '|')) {
      return Invalid(path + ".choices", "a choice has at least one character and no '|'");
    }
    if (!seen.insert(choice).second) {
      return Invalid(path + ".choices", absl::StrCat("\"", choice, "\" stands twice"));
    }
  }
  for (const std::string& choice : question.text_needed()) {
    if (Has(question.text_refused(), choice)) {
      return Invalid(path + ".text_refused", absl::StrCat("\"", choice, "\" also needs a text"));
    }
  }
  return absl::OkStatus();
}

template <class Lists>
absl::Status CheckLists(const pb::Question& question, const Lists& lists, const std::string& path) {
  for (const auto& [name, list] : lists) {
    for (const std::string& item : *list) {
      if (!Has(question.choices(), item)) {
        return Invalid(absl::StrCat(path, ".", name),
                       absl::StrCat("\"", item, "\" is none of the choices"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCriterion(const pb::Question& question, const std::string& path) {
  const bool decides = question.yes_choices_size() + question.no_choices_size() > 0;
  if (question.criterion().empty()) {
    return decides ? Invalid(path + ".criterion", "is required where choices count as yes or no")
                   : absl::OkStatus();
  }
  if (rules::FreeCriterion(question.criterion()) == nullptr) {
    return Invalid(path + ".criterion", "must be majority-p or two-thirds-p");
  }
  if (question.yes_choices().empty() || question.no_choices().empty()) {
    return Invalid(path + ".yes_choices", "a criterion needs choices for yes and for no");
  }
  for (const std::string& choice : question.yes_choices()) {
    if (Has(question.no_choices(), choice)) {
      return Invalid(path + ".no_choices", absl::StrCat("\"", choice, "\" is also a yes"));
    }
  }
  return absl::OkStatus();
}

// The questions that stand before another, by id.
using Before = std::map<std::string, const pb::Question*>;

absl::Status CheckCondition(const pb::Question& question, const Before& before,
                            const std::string& path) {
  if (question.only_if().empty()) return absl::OkStatus();
  const Condition condition = Parse(question.only_if());
  const auto on = before.find(condition.question);
  if (condition.choices.empty() || on == before.end()) {
    return Invalid(path + ".only_if",
                   "must be \"question=choice|choice\" with a question that stands before");
  }
  for (const std::string& choice : condition.choices) {
    if (Has(on->second->choices(), choice)) continue;
    return Invalid(path + ".only_if",
                   absl::StrCat("\"", choice, "\" is no choice of \"", condition.question, "\""));
  }
  return absl::OkStatus();
}

absl::Status CheckQuestion(const pb::Question& question, const Before& before,
                           const std::string& path) {
  if (!rpc::IsId(question.id())) return Invalid(path + ".id", "must be 1 to 63 of [a-z0-9.-]");
  if (question.id() == kTheVote) return Invalid(path + ".id", "means the vote: choose another");
  if (before.contains(question.id())) return Invalid(path + ".id", "stands twice");
  const std::pair<const char*, const google::protobuf::RepeatedPtrField<std::string>*> lists[] = {
      {"text_needed", &question.text_needed()},
      {"text_refused", &question.text_refused()},
      {"yes_choices", &question.yes_choices()},
      {"no_choices", &question.no_choices()}};
  absl::Status status = CheckChoices(question, path);
  if (status.ok()) status = CheckLists(question, lists, path);
  if (status.ok()) status = CheckCriterion(question, path);
  if (status.ok()) status = CheckCondition(question, before, path);
  return status;
}

// --- Answers.

absl::Status CheckText(const pb::Question& question, const pb::QuestionAnswer& answer,
                       const std::string& path) {
  if (Has(question.text_needed(), answer.choice()) && IsBlank(answer.text())) {
    return Invalid(path + ".text",
                   absl::StrCat("the choice \"", answer.choice(), "\" needs a text"));
  }
  if (Has(question.text_refused(), answer.choice()) && !IsBlank(answer.text())) {
    return Invalid(path + ".text",
                   absl::StrCat("the choice \"", answer.choice(), "\" takes no text"));
  }
  return absl::OkStatus();
}

absl::Status CheckAnswer(const pb::Ballot& shown, const pb::Vote& vote,
                         const pb::QuestionAnswer& answer, const std::string& path) {
  const auto question =
      std::find_if(shown.questions().begin(), shown.questions().end(),
                   [&](const pb::Question& q) { return q.id() == answer.question(); });
  if (question == shown.questions().end()) {
    return Invalid(path + ".question",
                   absl::StrCat("this ballot has no question \"", answer.question(), "\""));
  }
  if (!IsPut(*question, vote)) {
    return Invalid(path + ".question",
                   absl::StrCat("is put only with ", question->only_if()));
  }
  if (question->choices().empty()) {
    if (!answer.choice().empty()) return Invalid(path + ".choice", "this question wants a text");
    return absl::OkStatus();
  }
  if (!Has(question->choices(), answer.choice())) {
    return Invalid(path + ".choice",
                   absl::StrCat("must be one of ", absl::StrJoin(question->choices(), "|")));
  }
  return CheckText(*question, answer, path);
}

// A choice has been checked; a question without choices is answered by what is written.
bool IsAnswered(const pb::Vote& vote, const pb::Question& question) {
  return std::any_of(vote.answers().begin(), vote.answers().end(),
                     [&](const pb::QuestionAnswer& answer) {
                       return answer.question() == question.id() &&
                              !(question.choices().empty() && IsBlank(answer.text()));
                     });
}

}  // namespace

absl::Status Check(const pb::Ballot& wanted, const rules::Rule& rule) {
  if (!rule.own_questions) {
    return wanted.questions().empty()
               ? absl::OkStatus()
               : Invalid("ballot.questions", "this kind has questions of its own");
  }
  if (rule.by_question && wanted.questions().empty()) {
    return Invalid("ballot.questions", "this kind consists of questions: give at least one");
  }
  Before before;
  for (int i = 0; i < wanted.questions_size(); ++i) {
    const std::string path = absl::StrCat("ballot.questions[", i, "]");
    absl::Status status = CheckQuestion(wanted.questions(i), before, path);
    if (!status.ok()) return status;
    before[wanted.questions(i).id()] = &wanted.questions(i);
  }
  return absl::OkStatus();
}

absl::Status CheckAnswers(const pb::Ballot& shown, const pb::Vote& vote) {
  std::set<std::string> seen;
  for (int i = 0; i < vote.answers_size(); ++i) {
    const std::string path = absl::StrCat("vote.answers[", i, "]");
    absl::Status status = CheckAnswer(shown, vote, vote.answers(i), path);
    if (!status.ok()) return status;
    if (!seen.insert(vote.answers(i).question()).second) {
      return Invalid(path + ".question", "is answered twice");
    }
  }
  for (const pb::Question& question : shown.questions()) {
    if (question.required() && IsPut(question, vote) && !IsAnswered(vote, question)) {
      return Invalid("vote.answers", absl::StrCat("\"", question.id(), "\" must be answered"));
    }
  }
  return absl::OkStatus();
}

}  // namespace placet::ballots::questions
