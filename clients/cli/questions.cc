#include "clients/cli/questions.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/error.h"
#include "google/protobuf/util/json_util.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about

constexpr char kForm[] = "write 'id|text|+yes,-no*,abstain|required,two-thirds-p,if:other=yes'";

void AddChoice(absl::string_view text, Question& question) {
  const bool yes = absl::ConsumePrefix(&text, "+");
  const bool no = !yes && absl::ConsumePrefix(&text, "-");
  const bool needs_text = absl::ConsumeSuffix(&text, "*");
  const std::string choice(text);
  question.add_choices(choice);
  if (yes) question.add_yes_choices(choice);
  if (no) question.add_no_choices(choice);
  if (needs_text) question.add_text_needed(choice);
}

void AddOption(absl::string_view text, Question& question) {
  if (text == "required") {
    question.set_required(true);
  } else if (text == "majority-p" || text == "two-thirds-p") {
    question.set_criterion(std::string(text));
  } else if (absl::ConsumePrefix(&text, "if:")) {
    question.set_only_if(absl::StrReplaceAll(text, {{"/", "|"}}));
  } else {
    throw Usage(absl::StrCat("\"", text, "\" says nothing of a question"),
                "say required, majority-p, two-thirds-p, or if:other=yes/maybe");
  }
}

// "+yes, -no*, abstain"
std::string ChoicesInWords(const Question& question) {
  if (question.choices().empty()) return "free text";
  const auto has = [](const auto& list, const std::string& choice) {
    return std::find(list.begin(), list.end(), choice) != list.end();
  };
  return absl::StrJoin(question.choices(), ", ", [&](std::string* out, const std::string& choice) {
    const bool yes = has(question.yes_choices(), choice);
    const bool no = has(question.no_choices(), choice);
    absl::StrAppend(out, yes ? "+" : no ? "-" : "", choice,
                    has(question.text_needed(), choice) ? "*" : "");
  });
}

std::string ConditionInWords(const Question& question) {
  const std::string only_if = absl::StrReplaceAll(question.only_if(), {{"|", " or "}});
  if (only_if.empty()) return question.required() ? "always, required" : "always";
  return absl::StrCat("if ", only_if, question.required() ? ", required" : "");
}

}  // namespace

Question ToQuestion(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  if (parts.size() < 2 || parts.size() > 4 || parts[0].empty() || parts[1].empty()) {
    throw Usage(absl::StrCat("\"", text, "\" is not a question"), kForm);
  }
  Question question;
  question.set_id(parts[0]);
  question.set_text(parts[1]);
  if (parts.size() > 2) {
    for (absl::string_view choice : absl::StrSplit(parts[2], ',', absl::SkipWhitespace())) {
      AddChoice(absl::StripAsciiWhitespace(choice), question);
    }
  }
  if (parts.size() > 3) {
    for (absl::string_view option : absl::StrSplit(parts[3], ',', absl::SkipWhitespace())) {
      AddOption(absl::StripAsciiWhitespace(option), question);
    }
  }
  const bool decides = question.yes_choices_size() + question.no_choices_size() > 0;
  if (decides && question.criterion().empty()) question.set_criterion("majority-p");
  return question;
}

Questions QuestionsOf(const std::string& json) {
  const bool list = absl::StartsWith(absl::StripLeadingAsciiWhitespace(json), "[");
  Ballot ballot;
  const auto status = google::protobuf::util::JsonStringToMessage(
      list ? absl::StrCat("{\"questions\": ", json, "}") : json, &ballot);
  if (!status.ok()) {
    throw Usage(absl::StrCat("these are no questions: ", status.ToString()),
                "write [{\"id\": \"proceed\", \"text\": \"Shall we?\", \"choices\": [\"yes\", \"no\"]}]");
  }
  return ballot.questions();
}

Table QuestionsTable(const Questions& questions) {
  Table table({"question", "choices", "asked", "decides by", "text"});
  for (const Question& question : questions) {
    table.Add({question.id(), ChoicesInWords(question), ConditionInWords(question),
               question.criterion(), question.text()});
  }
  return table;
}

}  // namespace placet::cli
