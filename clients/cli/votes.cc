// Verbs about the votes of a ballot.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/audit.h"
#include "clients/cli/cast.h"
#include "clients/cli/names.h"
#include "clients/cli/project.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

struct VoteArguments {
  std::string ballot, member, answer, text, text_file, file;
  std::vector<std::string> experts, answers;
  std::string behalf, reason, approver, receipt, expert;
  bool dry_run = false;
  bool count = false;
};

std::string VoteName(const VoteArguments& given) {
  return absl::StrCat(Name("ballots", given.ballot), "/votes/", Id(Name("members", given.member)));
}

Style Look(Answer answer) {
  switch (answer) {
    case ANSWER_DISAPPROVE:
    case ANSWER_WITHDRAW:
      return Style::kBad;
    case ANSWER_ABSTAIN:
    case ANSWER_COMMENTS:
    case ANSWER_NO_COMMENTS:
      return Style::kFaint;
    default:
      return Style::kGood;
  }
}

void ShowVote(Shell& shell, const Vote& vote, bool dry_run) {
  if (shell.PrintedJson(vote)) return;
  Table facts = Table::Facts();
  facts.AddFact("vote", vote.name());
  facts.AddFact("answer", {Word(vote.answer()), Look(vote.answer())});
  facts.AddFact("text", vote.text());
  for (const QuestionAnswer& answer : vote.answers()) {
    facts.AddFact(answer.question(), absl::StrCat(answer.choice(), " ", answer.text()));
  }
  for (const Expert& expert : vote.experts()) {
    facts.AddFact("expert", absl::StrCat(expert.display_name(), " ", expert.organization(), " ",
                                         expert.email()));
  }
  if (vote.revision() > 0) facts.AddFact("revision", vote.revision());
  facts.AddFact("came", {Word(vote.moment()), Style::kWarn});
  if (vote.on_behalf()) facts.AddFact("in its place", vote.behalf_reason() + vote.late_reason());
  facts.AddFact("approved by", Id(vote.late_approver()));
  if (vote.has_cast_time()) facts.AddFact("cast", Geneva(ToTime(vote.cast_time())));
  facts.AddFact("by", Id(vote.caster()));
  facts.AddFact("etag", {vote.etag(), Style::kFaint});
  if (vote.has_receipt()) facts.AddFact("receipt", {ReceiptLine(vote.receipt()), Style::kFaint});
  shell.Print(facts, dry_run ? "Nothing was cast. This would be:" : "");
  for (const Warning& warning : vote.warnings()) {
    shell.Say(absl::StrCat("note: ", warning.text(), " (", warning.clause(), ")"), Style::kWarn);
  }
}

std::string TextOf(const VoteArguments& given) {
  if (given.text_file.empty()) return given.text;
  auto text = ReadFile(given.text_file);
  if (!text.ok()) throw Usage(std::string(text.status().message()));
  return *std::move(text);
}

Vote ToVote(const VoteArguments& given) {
  const bool replies = given.answer.empty() && !given.answers.empty();
  if (given.member.empty() || (given.answer.empty() && !replies)) {
    throw Usage("who votes, and what?", "write BALLOT MEMBER ANSWER");
  }
  Vote vote;
  vote.set_name(VoteName(given));
  vote.set_answer(replies ? ANSWER_REPLY : ToAnswer(given.answer));
  vote.set_text(TextOf(given));
  for (const std::string& text : given.experts) *vote.add_experts() = ToExpert(text);
  for (const std::string& text : given.answers) *vote.add_answers() = ToQuestionAnswer(text);
  vote.set_behalf_reason(given.behalf);
  return vote;
}

void RecordLate(Shell& shell, const VoteArguments& given) {
  RecordLateVoteRequest request;
  *request.mutable_vote() = ToVote(given);
  request.set_reason(given.reason);
  request.set_approver(Name("people", given.approver));
  request.set_count(given.count);
  ShowVote(shell, shell.connection().Call(&Stub::RecordLateVote, request), false);
}

void Erase(Shell& shell, const VoteArguments& given) {
  EraseExpertRequest request;
  request.set_name(VoteName(given));
  request.set_display_name(given.expert);
  ShowVote(shell, shell.connection().Call(&Stub::EraseExpert, request), false);
}

void Cast(Shell& shell, const VoteArguments& given) {
  if (!given.file.empty()) {
    if (!given.member.empty()) throw Usage("give either MEMBER and ANSWER or --from FILE");
    return CastFile(shell, Name("ballots", given.ballot), given.file, given.dry_run);
  }
  CastVoteRequest request;
  *request.mutable_vote() = ToVote(given);
  request.set_validate_only(given.dry_run);
  const Vote vote = shell.connection().Call(&Stub::CastVote, request);
  ShowVote(shell, vote, given.dry_run);
  if (given.receipt.empty() || given.dry_run) return;
  if (!vote.has_receipt()) throw Usage("the vote was cast; the service keeps no signed record");
  WriteReceipt(shell, vote.receipt().sequence(), given.receipt);
}

Table VoteTable(const google::protobuf::RepeatedPtrField<Vote>& votes) {
  Table table({"member", "answer", {"revision", true}, "cast", "by", "text"});
  for (const Vote& vote : votes) {
    table.Add({Id(vote.name()),
               {Word(vote.answer()), Look(vote.answer())},
               vote.revision(),
               Geneva(ToTime(vote.cast_time())),
               Id(vote.caster()),
               vote.text()});
  }
  return table;
}

void ListTheVotes(Shell& shell, const VoteArguments& given) {
  ListVotesRequest request;
  request.set_parent(Name("ballots", given.ballot));
  const auto response = shell.connection().All(&Stub::ListVotes, request);
  if (!shell.PrintedJson(response)) shell.Print(VoteTable(response.votes()));
}

void ShowHistory(Shell& shell, const VoteArguments& given) {
  ListVoteRevisionsRequest request;
  request.set_name(VoteName(given));
  const auto response = shell.connection().All(&Stub::ListVoteRevisions, request);
  if (!shell.PrintedJson(response)) shell.Print(VoteTable(response.revisions()));
}

// What a vote says, on the command line.
void AddContents(CLI::App& verb, VoteArguments& given) {
  verb.add_option("BALLOT", given.ballot, "The ballot")->required();
  verb.add_option("MEMBER", given.member, "The national body that votes");
  verb.add_option("ANSWER", given.answer, "The vote")->type_name(Choices<Answer>());
  auto* text = verb.add_option("--text", given.text, "Comments, or reasons for disapproval");
  verb.add_option("--text-file", given.text_file, "The same from a file; - is standard input")
      ->type_name("FILE")
      ->excludes(text);
  verb.add_option("--expert", given.experts, "NP: Name|Organization|email")
      ->type_name("EXPERT ...")
      ->take_all()
      ->expected(1);
  verb.add_option("--question,--answer", given.answers, "Answers one: question=choice:text")
      ->type_name("ANSWER ...")
      ->take_all()
      ->expected(1);
}

void AddVoteVerb(CLI::App& app, Shell& shell, const std::shared_ptr<VoteArguments>& given) {
  auto* vote =
      Verb(app, kVoteGroup, "vote", "Casts or replaces a vote, or those of a file.",
           "placet vote iso-dis-20435 de approve --as voter-de\n"
           "  placet vote iso-tc-307-cib-1 de --question 'berlin=no:too far'\n"
           "  placet vote iso-dis-20435 --from votes.csv --as demo-voters\n\n"
           "The file is CSV with the header member,answer,text, and, where they are needed,\n"
           "questions and experts as above, several separated by ';'. Its answers may also\n"
           "be Y, N, A, or - for a body from which nothing came.\n"
           "After closing a vote is taken only where the rules let reasons or experts be\n"
           "supplied, or votes be changed.");
  AddContents(*vote, *given);
  vote->add_option("--behalf", given->behalf, "An officer casts it in the body's place: why")
      ->type_name("REASON");
  vote->add_option("--from", given->file, "Cast the votes of this CSV file")->type_name("FILE");
  vote->add_option("--receipt", given->receipt,
                   "Writes a receipt that proves itself, a second later at most")
      ->type_name("FILE");
  vote->add_flag("--dry-run", given->dry_run, "Ask what would come of it; cast nothing");
  vote->callback([=, &shell] { Cast(shell, *given); });
}

void AddLateVerb(CLI::App& app, Shell& shell, const std::shared_ptr<VoteArguments>& given) {
  auto* late =
      Verb(app, kVoteGroup, "late", "Records a vote that came after closing.",
           "placet late iso-dis-20435 de approve --reason 'Letter of 3 March'\n"
           "  placet late iso-tc-307-cib-1 de --answer berlin=yes --reason 'E-mail' --count");
  AddContents(*late, *given);
  late->add_option("--reason", given->reason, "Why it is recorded, and how it came")->required();
  late->add_option("--approver", given->approver, "Who approved that; the caller if not given")
      ->type_name("NAME");
  late->add_flag("--count", given->count, "Count it, in a new version of the result");
  late->callback([=, &shell] { RecordLate(shell, *given); });
}

void AddEraseVerb(CLI::App& app, Shell& shell, const std::shared_ptr<VoteArguments>& given) {
  auto* erase = Verb(app, kVoteGroup, "erase-expert",
                     "Erases an expert from all versions of a vote, for good.",
                     "placet erase-expert iso-np-22739 de 'Erika Mustermann'\n\n"
                     "The body's commitment to take part still counts.");
  erase->add_option("BALLOT", given->ballot, "The ballot")->required();
  erase->add_option("MEMBER", given->member, "The national body")->required();
  erase->add_option("NAME", given->expert, "The expert, as the vote names it")->required();
  erase->callback([=, &shell] { Erase(shell, *given); });
}

}  // namespace

void AddVoteVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<VoteArguments>();
  AddVoteVerb(app, shell, given);
  AddLateVerb(app, shell, given);
  AddEraseVerb(app, shell, given);

  auto* votes = Verb(app, kVoteGroup, "votes", "Votes that the caller may see.",
                     "placet votes iso-dis-20435 --csv");
  votes->add_option("BALLOT", given->ballot, "The ballot")->required();
  votes->callback([=, &shell] { ListTheVotes(shell, *given); });

  auto* history = Verb(app, kVoteGroup, "history",
                       "Every version of one vote, or every stage of a project, oldest first.",
                       "placet history iso-dis-20435 de\n  placet history iso-20435");
  history->add_option("NAME", given->ballot, "The ballot; the project where MEMBER is not given")
      ->required();
  history->add_option("MEMBER", given->member, "The national body");
  history->callback([=, &shell] {
    if (given->member.empty()) return ShowStageHistory(shell, given->ballot);
    ShowHistory(shell, *given);
  });
}

}  // namespace placet::cli
