// Verbs that list and show ballots.
#include "clients/cli/ballots.h"

#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/questions.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

struct ListArguments {
  std::string committee, project, state, voter, due;
};

Style Look(BallotState state) {
  if (state == BALLOT_STATE_OPEN) return Style::kGood;
  return state == BALLOT_STATE_CANCELLED ? Style::kFaint : Style::kPlain;
}

// Drafts have no closing time, and a cancelled ballot has none left.
std::string LeftFor(const Ballot& ballot) {
  if (!ballot.has_close_time() || ballot.state() == BALLOT_STATE_CANCELLED) return "";
  return Left(ToTime(ballot.close_time()), absl::Now());
}

ListBallotsRequest ToRequest(const ListArguments& given) {
  ListBallotsRequest request;
  request.set_committee(Name("committees", given.committee));
  request.set_project(Name("projects", given.project));
  request.set_state(Value<BallotState>(given.state));
  request.set_voter(Name("members", given.due.empty() ? given.voter : given.due));
  request.set_due(!given.due.empty());
  return request;
}

// The ballots on which the body of the request has yet to vote; asks the server unless it has.
std::set<std::string> DueNames(Shell& shell, ListBallotsRequest request,
                               const ListBallotsResponse& listed) {
  std::set<std::string> names;
  const bool asked = request.due() || request.voter().empty();
  request.set_due(true);
  const ListBallotsResponse due =
      asked ? listed : shell.connection().All(&Stub::ListBallots, request);
  for (const Ballot& ballot : due.ballots()) names.insert(ballot.name());
  return names;
}

void ListTheBallots(Shell& shell, const ListArguments& given) {
  const ListBallotsRequest request = ToRequest(given);
  const auto response = shell.connection().All(&Stub::ListBallots, request);
  if (shell.PrintedJson(response)) return;
  const bool for_voter = !request.voter().empty();
  const auto due = DueNames(shell, request, response);
  std::vector<Column> columns = {"ballot", "kind", "title", "state", "closes", "left"};
  if (for_voter) columns.emplace_back(absl::StrCat("vote of ", Id(request.voter())));
  Table table(std::move(columns));
  for (const Ballot& ballot : response.ballots()) {
    std::vector<Cell> row = {Id(ballot.name()),
                             Word(ballot.kind()),
                             ballot.title(),
                             {Word(ballot.state()), Look(ballot.state())},
                             ballot.has_close_time() ? Geneva(ToTime(ballot.close_time())) : "",
                             LeftFor(ballot)};
    if (for_voter) {
      const bool is_due = due.contains(ballot.name());
      row.push_back({is_due ? "is due" : "received", is_due ? Style::kWarn : Style::kPlain});
    }
    table.Add(std::move(row));
  }
  shell.Print(table);
}

void AddTimes(const Ballot& ballot, Table& facts) {
  if (ballot.has_open_time()) facts.AddFact("opened", BothClocks(ballot.open_time()));
  facts.AddFact("last day", ballot.end_date());
  if (!ballot.has_close_time()) return;
  const std::string left = LeftFor(ballot);
  facts.AddFact(ballot.state() == BALLOT_STATE_OPEN ? "closes" : "closed",
                absl::StrCat(BothClocks(ballot.close_time()), left.empty() ? "" : ", ", left));
}

Table BallotFacts(const Ballot& ballot) {
  Table facts = Table::Facts();
  facts.AddFact("name", ballot.name());
  facts.AddFact("reference", ballot.reference());
  facts.AddFact("title", ballot.title());
  facts.AddFact("kind", Word(ballot.kind()));
  facts.AddFact("draft", ballot.draft() == 0 ? "" : absl::StrCat(ballot.draft()));
  facts.AddFact("state", {Word(ballot.state()), Look(ballot.state())});
  AddTimes(ballot, facts);
  facts.AddFact("rules", ballot.rules_edition().empty() ? "those in force when it opens"
                                                        : ballot.rules_edition());
  facts.AddFact("counted beside", ballot.parallel_edition());
  facts.AddFact("its length", ballot.period_reason());
  const bool anonymous = ballot.visibility() == VISIBILITY_ANONYMOUS;
  facts.AddFact("anonymous", anonymous ? "a body sees its own vote alone, also after closing" : "");
  facts.AddFact("project", Id(ballot.project()));
  facts.AddFact("committee", Id(ballot.committee()));
  facts.AddFact("group", Id(ballot.group()));
  facts.AddFact("opens on", ballot.opens_on());
  facts.AddFact("in the name of", Id(ballot.scheduler()));
  facts.AddFact("did not open", ballot.opening_refused());
  facts.AddFact("stage before", ballot.stage_before());
  facts.AddFact("votes may be changed until", ballot.change_until());
  facts.AddFact("created by", Id(ballot.creator()));
  facts.AddFact("opened by", Id(ballot.opener()));
  facts.AddFact("reason", ballot.reason());
  facts.AddFact("result", ballot.result_recorded() ? "recorded" : "");
  facts.AddFact("note", ballot.note());
  facts.AddFact("etag", {ballot.etag(), Style::kFaint});
  return facts;
}

void GetTheBallot(Shell& shell, const std::string& id) {
  GetBallotRequest request;
  request.set_name(Name("ballots", id));
  ShowBallot(shell, shell.connection().Call(&Stub::GetBallot, request));
}

}  // namespace

std::string BothClocks(const google::protobuf::Timestamp& timestamp) {
  const absl::Time instant = ToTime(timestamp);
  return absl::StrCat(Geneva(instant), " = ", Utc(instant));
}

void ShowBallot(Shell& shell, const Ballot& ballot) {
  if (shell.PrintedJson(ballot)) return;
  shell.Print(BallotFacts(ballot));
  if (shell.options.csv) return;
  if (ballot.documents_size() > 0) {
    Table documents({"number", "title", "address", "SHA-256"});
    for (const Document& document : ballot.documents()) {
      documents.Add({document.number(), document.title(), document.address(), document.sha256()});
    }
    shell.Print(documents, "Documents");
  }
  if (ballot.questions_size() > 0) {
    shell.Print(QuestionsTable(ballot.questions()), "Questions (+ yes, - no, * needs a text)");
  }
}

void AddBallotVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<ListArguments>();
  auto* ballots = Verb(app, kBallotGroup, "ballots", "Ballots, by closing time.",
                       "placet ballots --due de --as voter-de");
  ballots->add_option("--committee", given->committee, "Only of this committee");
  ballots->add_option("--project", given->project, "Only of this project");
  ballots->add_option("--state", given->state, "Only in this state")
      ->type_name(Choices<BallotState>());
  auto* voter =
      ballots->add_option("--voter", given->voter, "Open ones on which this body may vote");
  voter->type_name("MEMBER");
  ballots->add_option("--due", given->due, "Open ones on which this body has yet to vote")
      ->type_name("MEMBER")
      ->excludes(voter);
  ballots->callback([=, &shell] { ListTheBallots(shell, *given); });

  auto id = std::make_shared<std::string>();
  auto* show =
      Verb(app, kBallotGroup, "show", "All facts of a ballot.", "placet show iso-dis-20435");
  show->add_option("BALLOT", *id, "The ballot")->required();
  show->callback([=, &shell] { GetTheBallot(shell, *id); });
}

}  // namespace placet::cli
