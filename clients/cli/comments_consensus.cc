// Verbs from comments to a consensus: group, progress, consensus, finding.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/comment_tables.h"
#include "clients/cli/comments.h"
#include "clients/cli/names.h"

namespace placet::cli {
namespace {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Consensuses;

struct ConsensusArguments {
  std::string ballot, title, group, basis, reasons;
  std::vector<std::string> comments;
  int percent = 0;
  bool propose = false;
  bool none = false;
  bool despite = false;
};

std::string Numbers(const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::vector<std::string> numbers;
  for (const std::string& name : names) numbers.push_back(Id(name));
  return absl::StrJoin(numbers, ", ");
}

void Propose(Shell& shell, const ConsensusArguments& given) {
  ProposeGroupsRequest request;
  request.set_ballot(BallotName(given.ballot));
  request.set_least_percent(given.percent);
  const auto proposed = shell.connection().Call(&Stub::ProposeGroups, request);
  if (shell.PrintedJson(proposed)) return;
  Table table({{"alike", true}, "comments", "bodies", "first of them", "why"});
  for (const ProposedGroup& group : proposed.groups()) {
    std::vector<std::string> numbers;
    for (const Comment& comment : group.comments()) numbers.push_back(Id(comment.name()));
    table.Add({absl::StrCat(group.percent(), " %"), absl::StrJoin(numbers, ","),
               Numbers(group.bodies()), group.comments().empty() ? "" : group.comments(0).comment(),
               group.basis()});
  }
  shell.Print(table);
  shell.Say("Confirm one: placet comments group BALLOT TITLE --comment N --comment M");
}

void PutGroup(Shell& shell, const ConsensusArguments& given) {
  PutGroupRequest request;
  request.set_parent(BallotName(given.ballot));
  Group& group = *request.mutable_group();
  if (!given.group.empty()) {
    group.set_name(absl::StrCat(request.parent(), "/groups/", given.group));
  }
  group.set_title(given.title);
  for (const std::string& comment : given.comments) {
    group.add_comments(CommentName(given.ballot, comment));
  }
  const auto put = shell.connection().Call(&Stub::PutGroup, request);
  if (shell.PrintedJson(put)) return;
  shell.Say(absl::StrCat(put.name(), ": ", Numbers(put.comments())));
  shell.Say(absl::StrCat("One disposition for all: placet comments decide ", Id(request.parent()),
                         " --group ", Id(put.name()), " --to ..."));
}

void Groups(Shell& shell, const ConsensusArguments& given) {
  ListGroupsRequest request;
  request.set_parent(BallotName(given.ballot));
  const auto listed = shell.connection().Call(&Stub::ListGroups, request);
  if (shell.PrintedJson(listed)) return;
  Table table({{"no", true}, "title", "comments"});
  for (const Group& group : listed.groups()) {
    table.Add({Id(group.name()), group.title(), Numbers(group.comments())});
  }
  shell.Print(table);
}

void AddCounts(Table& table, const std::string& first, const BallotCounts& counts) {
  table.Add({first, counts.total(), counts.without_disposition(), counts.proposed(),
             counts.decided(), counts.objected(), counts.closed()});
}

void ShowProgress(Shell& shell, const ConsensusArguments& given) {
  GetProgressRequest request;
  request.set_ballot(BallotName(given.ballot));
  const auto progress = shell.connection().Call(&Stub::GetProgress, request);
  if (shell.PrintedJson(progress)) return;
  const auto columns = [](const char* first) {
    return std::vector<Column>{first,
                               {"total", true},
                               {"open", true},
                               {"proposed", true},
                               {"decided", true},
                               {"objected", true},
                               {"closed", true}};
  };
  Table days(columns("day"));
  for (const DayProgress& day : progress.days()) AddCounts(days, day.day(), day.counts());
  shell.Print(days, "By day, at its end");
  Table bodies(columns("body"));
  for (const BodyProgress& body : progress.bodies()) {
    AddCounts(bodies, body.body().empty() ? "-" : Id(body.body()), body.counts());
  }
  shell.Print(bodies, "By body");
}

void ShowBallot(Shell& shell, const BallotConsensus& consensus) {
  shell.Say(absl::StrCat(Id(consensus.ballot()), ": ", consensus.verdict(), "; ",
                         CountsInWords(consensus.counts())));
  Table opposed({"body", {"comments", true}, {"unsettled", true}, "named by it", "which", "text"});
  for (const Opposition& opposition : consensus.oppositions()) {
    std::vector<std::string> labels;
    for (const OpposingComment& comment : opposition.comments()) {
      labels.push_back(absl::StrCat(comment.label(), " ", Word(comment.state())));
    }
    opposed.Add({Id(opposition.member()), opposition.comments_size(), opposition.unresolved(),
                 opposition.named() ? "yes" : "no", absl::StrJoin(labels, ", "),
                 opposition.text()});
  }
  shell.Print(opposed, "Who votes against it");
  if (consensus.path_size() > 0) {
    Table path({"turned", "by resolving", "verdict then"});
    for (const PathStep& step : consensus.path()) {
      path.Add({Id(step.member()),
                step.comments().empty() ? "nothing is named" : Numbers(step.comments()),
                Cell(step.verdict(), step.approved() ? Style::kGood : Style::kPlain)});
    }
    shell.Print(path, "Path to approval, each step with all before");
  }
  if (consensus.has_finding()) {
    shell.Say(absl::StrCat(consensus.finding().consensus() ? "Consensus" : "No consensus",
                           " was found by ", Id(consensus.finding().person()), ": ",
                           consensus.finding().reasons()));
  }
  shell.Say(consensus.note(), Style::kFaint);
}

void ShowConsensus(Shell& shell, const ConsensusArguments& given) {
  GetConsensusRequest request;
  const bool full = given.ballot.find('/') != std::string::npos;
  request.set_name(full ? given.ballot : BallotName(given.ballot));
  const auto consensus = shell.connection().Call(&Stub::GetConsensus, request);
  if (shell.PrintedJson(consensus)) return;
  for (const BallotConsensus& ballot : consensus.ballots()) ShowBallot(shell, ballot);
}

void Find(Shell& shell, const ConsensusArguments& given) {
  RecordFindingRequest request;
  request.set_parent(BallotName(given.ballot));
  Finding& finding = *request.mutable_finding();
  finding.set_basis(Value<FindingBasis>(given.basis));
  finding.set_consensus(!given.none);
  finding.set_reasons(given.reasons);
  request.set_despite_open_comments(given.despite);
  const auto recorded = shell.connection().Call(&Stub::RecordFinding, request);
  if (shell.PrintedJson(recorded)) return;
  Table table = Table::Facts();
  table.AddFact("name", recorded.name());
  table.AddFact("found", recorded.consensus() ? "consensus" : "no consensus");
  table.AddFact("basis", Word(recorded.basis()));
  table.AddFact("clause", recorded.clause());
  table.AddFact("P-members",
                absl::StrCat(recorded.in_favour(), " in favour of ", recorded.voting(), " voting"));
  table.AddFact("reasons", Clean(recorded.reasons()));
  shell.Print(table);
}

void AddGroup(CLI::App& comments, Shell& shell) {
  auto given = std::make_shared<ConsensusArguments>();
  auto* group = CommentVerb(comments, "group", "Comments that say the same: listed, proposed, put.",
                            "placet comments group iso-dis-20435 --propose\n"
                            "  placet comments group iso-dis-20435 'Keeper of the key' "
                            "--comment 3 --comment 4\n"
                            "  placet comments group iso-dis-20435");
  group->add_option("BALLOT", given->ballot, "The ballot")->required();
  group->add_option("TITLE", given->title, "Title of a group to be put");
  group->add_flag("--propose", given->propose, "Show comments that seem to say the same");
  group->add_option("--least", given->percent, "With --propose: least similarity in percent");
  group->add_option("--comment", given->comments, "Its comments, by number; none dissolve it");
  group->add_option("--group", given->group, "Number of a group to be changed");
  group->callback([=, &shell] {
    if (given->propose) return Propose(shell, *given);
    given->title.empty() ? Groups(shell, *given) : PutGroup(shell, *given);
  });
}

}  // namespace

void AddCommentConsensusVerbs(CLI::App& comments, Shell& shell) {
  AddGroup(comments, shell);
  auto given = std::make_shared<ConsensusArguments>();
  auto* progress = CommentVerb(comments, "progress", "How the work went on, by day and by body.",
                               "placet comments progress iso-dis-20435");
  progress->add_option("BALLOT", given->ballot, "The ballot")->required();
  progress->callback([=, &shell] { ShowProgress(shell, *given); });
  auto* consensus = CommentVerb(comments, "consensus",
                                "Who opposes, for which comments, and the path to approval.",
                                "placet comments consensus iso-dis-20435\n"
                                "  placet comments consensus projects/iso-20435");
  consensus->add_option("BALLOT", given->ballot, "The ballot, or projects/PROJECT")->required();
  consensus->callback([=, &shell] { ShowConsensus(shell, *given); });
  auto* finding = CommentVerb(comments, "finding", "Records the chair's finding of consensus.",
                              "placet comments finding iso-dis-20435 --basis chair --reasons "
                              "'Every comment was resolved; nobody sustains opposition'");
  finding->add_option("BALLOT", given->ballot, "The ballot")->required();
  finding->add_option("--basis", given->basis, "How it was found")
      ->required()
      ->type_name(Choices<FindingBasis>());
  finding->add_option("--reasons", given->reasons, "Why")->required();
  finding->add_flag("--none", given->none, "There is no consensus");
  finding->add_flag("--despite-open-comments", given->despite,
                    "Although comments have no disposition");
  finding->callback([=, &shell] { Find(shell, *given); });
}

}  // namespace placet::cli
