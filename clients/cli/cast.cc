#include "clients/cli/cast.h"

#include <iostream>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/bulk.h"
#include "clients/cli/names.h"
#include "clients/cli/request_id.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

// What became of a row.
struct Outcome {
  std::string refusal;
  std::vector<std::string> notes;
};

// An old request_id is answered with the vote as it stands, which may be a newer one.
std::string Replaced(const Vote& asked, const Vote& stands) {
  if (asked.answer() == stands.answer() && asked.text() == stands.text()) return "";
  return absl::StrCat("was cast before and has been replaced by revision ", stands.revision(),
                      " since; cast it with placet vote if it shall stand again (REPLACED)");
}

FileVote ToVote(const Csv& csv, const Csv::Row& row, const std::string& ballot,
                const std::string& word) {
  FileVote vote{row.line, {}};
  const std::string member = Id(Name("members", csv.Get(row, "member")));
  if (member.empty()) throw Usage("no member");
  Vote& cast = *vote.request.mutable_vote();
  cast.set_name(absl::StrCat(ballot, "/votes/", member));
  cast.set_answer(ToAnswer(word));
  cast.set_text(csv.Get(row, "text"));
  const std::string questions = csv.Get(row, "questions");
  const std::string experts = csv.Get(row, "experts");
  for (absl::string_view one : absl::StrSplit(questions, ';', absl::SkipWhitespace())) {
    *cast.add_answers() = ToQuestionAnswer(std::string(absl::StripAsciiWhitespace(one)));
  }
  for (absl::string_view one : absl::StrSplit(experts, ';', absl::SkipWhitespace())) {
    *cast.add_experts() = ToExpert(std::string(absl::StripAsciiWhitespace(one)));
  }
  // As it was before a file could hold more, where it holds no more.
  std::vector<std::string> parts = {"vote", ballot, member, Answer_Name(cast.answer()),
                                    cast.text()};
  if (!questions.empty() || !experts.empty()) parts.insert(parts.end(), {questions, experts});
  vote.request.set_request_id(RequestIdOf(parts));
  return vote;
}

Outcome CastOne(Connection& connection, FileVote vote, bool dry_run) {
  if (dry_run) {  // asks only, so it is no repeat of what was cast before
    vote.request.set_validate_only(true);
    vote.request.set_request_id(NewRequestId());
  }
  Vote stands;
  const grpc::Status status =
      Patiently([&] { return connection.Try(&Stub::CastVote, vote.request, &stands); });
  Outcome outcome;
  if (!status.ok()) {
    outcome.refusal = Sentence(status);
    return outcome;
  }
  if (!dry_run) outcome.refusal = Replaced(vote.request.vote(), stands);
  for (const Warning& warning : stands.warnings()) {
    outcome.notes.push_back(absl::StrCat(warning.text(), " (", warning.clause(), ")"));
  }
  return outcome;
}

// A line for each note and each refusal on stderr, then the counts.
void Report(Shell& shell, const std::string& path, const VoteFile& file,
            const std::vector<Outcome>& outcomes, bool dry_run) {
  int refused = 0;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const std::string where = absl::StrCat(path, ":", file.votes[i].line, ": ",
                                           Id(file.votes[i].request.vote().name()), ": ");
    for (const std::string& note : outcomes[i].notes) std::cerr << Clean(where + note) << "\n";
    if (outcomes[i].refusal.empty()) continue;
    ++refused;
    std::cerr << Clean(where + outcomes[i].refusal) << "\n";
  }
  if (refused > 0) shell.exit_code = kPrecondition;
  const int cast = static_cast<int>(outcomes.size()) - refused;
  if (shell.options.json) {
    return shell.Write(absl::StrCat("{\"cast\": ", cast, ", \"skipped\": ", file.skipped,
                                    ", \"refused\": ", refused, "}\n"));
  }
  shell.Write(absl::StrCat(dry_run ? "would cast " : "cast ", cast, ", skipped ", file.skipped,
                           ", refused ", refused, "\n"));
}

}  // namespace

// "Name|Organization|email"; what is missing at the end stays empty.
Expert ToExpert(const std::string& text) {
  std::vector<std::string> parts = absl::StrSplit(text, '|');
  if (parts[0].empty() || parts.size() > 3) {
    throw Usage(absl::StrCat("\"", text, "\" is not an expert"),
                "write 'Name|Organization|email'; all but the name may be left out");
  }
  parts.resize(3);
  Expert expert;
  expert.set_display_name(parts[0]);
  expert.set_organization(parts[1]);
  expert.set_email(parts[2]);
  return expert;
}

// "question=choice:text"; a question without choices is answered by "question=:text".
QuestionAnswer ToQuestionAnswer(const std::string& text) {
  const std::pair<std::string, std::string> sides = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (sides.first.empty() || sides.second.empty()) {
    throw Usage(absl::StrCat("\"", text, "\" is not an answer to a question"),
                "write question=choice, question=choice:text, or question=:text");
  }
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(sides.second, absl::MaxSplits(':', 1));
  QuestionAnswer answer;
  answer.set_question(sides.first);
  answer.set_choice(parts.first);
  answer.set_text(parts.second);
  return answer;
}

Answer ToAnswer(const std::string& word) {
  if (word == "Y" || word == "y") return ANSWER_APPROVE;
  if (word == "N" || word == "n") return ANSWER_DISAPPROVE;
  if (word == "A" || word == "a") return ANSWER_ABSTAIN;
  if (word.empty()) throw Usage("no answer", absl::StrCat("answers are ", AnswerChoices()));
  return Value<Answer>(word);
}

std::string AnswerChoices() { return absl::StrJoin(Words(*Answer_descriptor()), ", "); }

VoteFile ToVotes(const Csv& csv, const std::string& ballot) {
  const std::string column = csv.Has("answer") ? "answer" : "vote";
  if (!csv.Has("member") || !csv.Has(column)) {
    throw Usage("line 1: the header lacks member or answer", "begin with member,answer,text");
  }
  VoteFile file;
  std::set<std::string> seen;
  std::vector<std::string> problems;
  for (const Csv::Row& row : csv.rows()) {
    const std::string word = csv.Get(row, column);
    if (word == "-") {
      ++file.skipped;
      continue;
    }
    try {
      file.votes.push_back(ToVote(csv, row, ballot, word));
      const std::string& name = file.votes.back().request.vote().name();
      if (!seen.insert(name).second) throw Usage(absl::StrCat(Id(name), " stands twice"));
    } catch (const Usage& usage) {
      problems.push_back(absl::StrCat("line ", row.line, ": ", usage.what()));
    }
  }
  if (!problems.empty()) throw Usage(absl::StrJoin(problems, "; "), "nothing was cast");
  return file;
}

void CastFile(Shell& shell, const std::string& ballot, const std::string& path, bool dry_run) {
  const auto text = ReadFile(path);
  if (!text.ok()) throw Usage(std::string(text.status().message()));
  const auto csv = Csv::Parse(*text);
  if (!csv.ok()) throw Usage(absl::StrCat(path, ": ", csv.status().message()));
  const VoteFile file = ToVotes(*csv, ballot);

  Connection& connection = shell.connection();
  connection.RequireCaller();
  std::vector<Outcome> outcomes(file.votes.size());
  {
    Progress progress("votes", outcomes.size());
    InParallel(outcomes.size(), [&](size_t i) {
      outcomes[i] = CastOne(connection, file.votes[i], dry_run);
      progress.Tick();
    });
  }
  Report(shell, path, file, outcomes, dry_run);
}

}  // namespace placet::cli
