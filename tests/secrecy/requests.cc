#include "tests/secrecy/requests.h"

#include "absl/strings/str_cat.h"

namespace placet::secrecy {
namespace {

using Table = std::map<std::string, std::vector<std::string>>;

// Whatever moves a ballot is asked with an etag that it never has.
Table OfBallots() {
  return {
      {"GetProject", {"name: '%P'"}},
      {"ListProjects", {"", "committee: 'committees/iso-tc-307' page_size: 1"}},
      {"PutProject",
       {"project { name: '%P' reference: 'ISO 1' title: 'Another' committee: "
        "'committees/none' deliverable: DELIVERABLE_IS stage: '40.00' }"}},
      {"ListStageHistory", {"parent: '%P'"}},
      {"GetBallot", {"name: '%B'", "name: 'ballots/none'"}},
      {"ListBallots",
       {"", "committee: 'committees/iso-tc-307' page_size: 2", "state: BALLOT_STATE_OPEN",
        "voter: 'members/de'", "voter: 'members/de' due: true", "voter: 'members/fr' due: true"}},
      {"CreateBallot",
       {"ballot_id: 'b' ballot { project: 'projects/none' kind: BALLOT_KIND_DIS }",
        "ballot_id: 'b' ballot { project: 'projects/none' } like: '%B'"}},
      {"OpenBallot", {"name: '%B' etag: 'x'"}},
      {"ScheduleBallot", {"name: '%B' opens_on: '2026-03-10' etag: 'x'"}},
      {"ExtendBallot", {"name: '%B' end_date: '2027-01-01' reason: 'more time' etag: 'x'"}},
      {"CloseBallot", {"name: '%B' reason: 'all are in' etag: 'x'"}},
      {"CancelBallot", {"name: '%B' reason: 'withdrawn' etag: 'x'"}},
      {"AllowChanges", {"name: '%B' meeting_date: '2026-03-03' etag: 'x'"}},
      {"ListRoll", {"parent: '%B'", "parent: '%B' status: MEMBER_STATUS_P page_size: 1"}},
      {"CastVote",
       {"vote { name: '%B/votes/de' answer: ANSWER_ABSTAIN } validate_only: true",
        "vote { name: '%B/votes/fr' answer: ANSWER_ABSTAIN } validate_only: true",
        "vote { name: '%B/votes/de' answer: ANSWER_ABSTAIN etag: 'x' }",
        "vote { name: '%B/votes/de' answer: ANSWER_ABSTAIN behalf_reason: 'asked to' etag: 'x' }",
        "vote { name: '%B/votes/de' answer: ANSWER_APPROVE behalf_reason: 'asked to' } "
        "validate_only: true",
        "vote { name: '%B/votes/de' answer: ANSWER_APPROVE } request_id: "
        "'00000000-0000-4000-8000-000000000777' validate_only: true"}},
      {"RecordLateVote",
       {"vote { name: '%B/votes/de' answer: ANSWER_APPROVE } reason: 'post' "
        "approver: 'people/manager' count: true"}},
      {"EraseExpert",
       {"name: '%B/votes/de' display_name: 'Nobody'",
        "name: '%B/votes/fr' display_name: 'Nobody'"}},
      {"ListResultVersions", {"parent: '%B'"}},
      {"GetVote",
       {"name: '%B/votes/expert'", "name: '%B/votes/de'", "name: '%B/votes/fr'",
        "name: '%B/votes/us'"}},
      {"ListVotes", {"parent: '%B'", "parent: '%B' page_size: 1"}},
      {"ListVoteRevisions",
       {"name: '%B/votes/expert'", "name: '%B/votes/de'", "name: '%B/votes/de' page_size: 1"}},
      {"GetTally", {"name: '%B'"}},
      {"GetResult", {"name: '%B'"}},
      {"RenderResult",
       {"name: '%B' format: SHEET_FORMAT_TEXT", "name: '%B' format: SHEET_FORMAT_CSV",
        "name: '%B' format: SHEET_FORMAT_JSON"}},
      {"WatchEvents",
       {"until_head: true", "until_head: true subject_prefix: '%B'",
        "until_head: true subject_prefix: '%B/votes/'",
        "until_head: true subject_prefix: '%B/votes/de'", "until_head: true after_sequence: 20"}},
  };
}

Table OfBoards() {
  const std::vector<std::string> boards = {
      "", "committee: 'committees/iso-tc-307'", "member: 'members/de'",
      "member: 'members/fr' committee: 'committees/iso-tc-307'", "committee: 'committees/none'"};
  return {{"GetBoard", boards}, {"WatchBoard", boards}};
}

Table OfAnalyses() {
  return {
      {"GetDecided", {"name: '%B'"}},
      {"WhatIf",
       {"name: '%B' abstentions: ANSWER_APPROVE", "name: '%B' rules_edition: 'ISO-2020'",
        "name: '%B' changes { member: 'members/de' answer: ANSWER_ABSTAIN }"}},
      {"GetRollAt", {"name: '%B'", "name: '%B' as_of { seconds: 1772442000 }"}},
      {"GetForecast", {"name: '%B'"}},
      {"WatchTally", {"name: '%B' until_head: true"}},
  };
}

Table OfObligations() {
  return {
      {"ListMyBallots",
       {"member: 'members/de'", "member: 'members/de' tab: TAB_VOTE_REQUIRED",
        "member: 'members/de' sort: SORT_COLUMN_VOTED descending: true page_size: 1",
        "member: 'members/fr' tab: TAB_ALL_MANDATORY", "member: 'members/de' tab: TAB_CLOSED"}},
      {"GetVotingAccount",
       {"member: 'members/de' year: 2026",
        "member: 'members/de' year: 2026 committee: "
        "'committees/iso-tc-307'"}},
      {"ListAccounts", {"committee: 'committees/iso-tc-307' year: 2026"}},
      {"RecordReminder",
       {"member: 'members/none' committee: 'committees/iso-tc-307' year: 2026 "
        "reason: 'missed'"}},
  };
}

Table OfDecisions() {
  return {
      {"GetDecisionForm", {"ballot: '%B'"}},
      {"DecideBallot", {"ballot: '%B' option: 'proceed' reason: 'agreed' etag: 'x'"}},
      {"ObjectToDecision", {"decision: '%B/decisions/1' member: 'members/de' reason: 'no'"}},
      {"GetDecision", {"name: '%B/decisions/1'"}},
      {"ListDecisions", {"", "committee: 'committees/iso-tc-307'"}},
      {"RenderDecision", {"name: '%B/decisions/1' format: DECISION_FORMAT_TEXT"}},
  };
}

Table OfComments() {
  const std::string header = "header { ballot: '%B' validate_only: true ";
  const std::string piece =
      "----piece { file: 'c.csv' content: 'MB/NC,Line number,Clause/Subclause,Paragraph/Figure/"
      "Table,Type of comment,Comments,Proposed change,Observations of the secretariat\\r\\n"
      "DE-009,,4.1,,te,Quite another one.,,\\r\\n' }";
  return {
      {"ImportComments",
       {header + "}" + piece, header + "member: 'members/de' }" + piece,
        header + "member: 'members/fr' }" + piece}},
      {"GetComment", {"name: '%B/comments/1'", "name: '%B/comments/2'", "name: '%B/comments/9'"}},
      {"ListComments",
       {"parent: '%B'", "parent: '%B' page_size: 1", "parent: '%B' filter { query: 'SECRET' }",
        "parent: '%B' filter { member: 'members/de' }", "parent: '%B' filter { unresolved: true }",
        "parent: '%B' filter { clause: '4' } order: COMMENT_ORDER_ARRIVAL"}},
      {"ListCommentHistory", {"parent: '%B/comments/1'"}},
      {"ChangeComments",
       {"parent: '%B' comments { name: '%B/comments/1' etag: 'x' } edit { due_day: '2026-09-01' } "
        "validate_only: true",
        "parent: '%B' filter { query: 'SECRET' } edit { add_tags: 't' } validate_only: true"}},
      {"UndoChange", {"name: '%B/changes/1' validate_only: true"}},
      {"ListChanges", {"parent: '%B'"}},
      {"AnswerComment", {"name: '%B/comments/1' accepted: false reason: 'no' etag: 'x'"}},
      {"ReplyToComment", {"name: '%B/comments/1' member: 'members/none' text: 'So?'"}},
      {"SupportComment", {"name: '%B/comments/1' member: 'members/none' support: SUPPORT_OPPOSES"}},
      {"WithdrawComment", {"name: '%B/comments/1' reason: 'done' etag: 'x'"}},
      {"ConditionVote",
       {"parent: '%B' member: 'members/de' comments: '%B/comments/9'",
        "parent: '%B' member: 'members/fr' comments: '%B/comments/1'"}},
      {"GetCommentCounts", {"ballot: '%B'"}},
      {"ExportComments",
       {"ballot: '%B' format: TABLE_FORMAT_CSV", "ballot: '%B' format: TABLE_FORMAT_JSON",
        "ballot: '%B' format: TABLE_FORMAT_YAML", "ballot: '%B' format: TABLE_FORMAT_XLSX",
        "ballot: '%B' format: TABLE_FORMAT_DOCX"}},
      {"WatchEvents",
       {"until_head: true", "until_head: true subject_prefix: '%B'",
        "until_head: true subject_prefix: '%B/changes/'",
        "until_head: true subject_prefix: '%B/imports/'"}},
      {"GetHead", {""}},
  };
}

Table OfConsensus() {
  return {
      {"ProposeGroups", {"ballot: '%B'"}},
      {"PutGroup", {"parent: '%B' group { title: 'Alike' comments: '%B/comments/1' }"}},
      {"ListGroups", {"parent: '%B'"}},
      {"GetProgress", {"ballot: '%B'"}},
      {"GetConsensus", {"name: '%B'", "name: '%P'"}},
      {"RecordFinding",
       {"parent: '%B' finding { basis: FINDING_BASIS_CHAIR consensus: true "
        "reasons: 'agreed' }"}},
      {"ListFindings", {"parent: '%B'"}},
  };
}

// One question about a call that is not made.
std::string May(const std::string& package, const std::string& service, const std::string& method,
                const std::string& request) {
  return absl::StrCat("questions { method: 'placet.", package, ".v1.", service, ".", method,
                      "' request { [type.googleapis.com/placet.", package, ".v1.", method,
                      "Request] { ", request, " } } } ");
}

Table OfAccess() {
  const std::string vote = "vote { name: '%B/votes/de' answer: ANSWER_ABSTAIN ";
  return {
      {"MayI",
       {May("ballots", "BallotService", "CastVote", vote + "}"),
        May("ballots", "BallotService", "CastVote", vote + "etag: 'x' }"),
        May("ballots", "BallotService", "CastVote", vote + "behalf_reason: 'asked to' }"),
        May("ballots", "BallotService", "CastVote", vote + "behalf_reason: 'asked to' etag: 'x' }"),
        May("ballots", "BallotService", "GetVote", "name: '%B/votes/de'") +
            May("ballots", "BallotService", "GetTally", "name: '%B'"),
        May("ballots", "BallotService", "CloseBallot", "name: '%B' reason: 'all are in'"),
        May("comments", "CommentService", "WithdrawComment",
            "name: '%B/comments/1' reason: 'done'"),
        May("comments", "CommentService", "GetComment", "name: '%B/comments/1'")}}};
}

// The record of each service: proofs and heads of whatever was committed.
Table OfRecord() {
  return {
      {"GetLatestHead", {""}},
      {"ListTreeHeads", {""}},
      {"GetInclusionProof", {"sequence: 8"}},
      {"GetConsistencyProof", {"first_size: 4"}},
      {"GetEntry", {"sequence: 8", "sequence: 9999"}},
      {"GetReceipt", {"sequence: 8"}},
      {"ExportBundle", {"ballot: '%B'"}},
      {"CheckLog", {""}},
      {"AddCosignature", {"size: 9999 cosignature { witness: 'w' }"}},
  };
}

// Signing in has nothing to do with votes.
Table OfSignIns() {
  return {
      {"Login", {"person: 'people/none' password: 'wrong'"}},
      {"ExchangeIdToken", {"id_token: 'none' nonce: 'none'"}},
      {"Refresh", {"refresh_token: 'none'"}},
      {"RevokeSignIn", {"name: 'people/none/signIns/1'"}},
      {"ListSignIns", {"parent: 'people/none'"}},
      {"ErasePerson", {"name: 'people/none'"}},
      {"SetPassword", {"person: 'people/none' new_password: 'none'"}},
      {"LinkIdentity", {""}},
  };
}

// The directory knows nothing of votes: asked so that this stays so.
Table OfMembers() {
  return {
      {"GetMember", {"name: 'members/de'", "name: 'members/none'"}},
      {"ListMembers", {""}},
      {"PutMember",
       {"member { name: 'members/de' country: 'C-de' category: CATEGORY_MEMBER_BODY "
        "etag: 'x' }"}},
      {"GetCommittee", {"name: 'committees/iso-tc-307'"}},
      {"ListCommittees", {""}},
      {"PutCommittee",
       {"committee { name: 'committees/iso-tc-307' reference: 'ISO/TC 307' title: "
        "'A title' etag: 'x' }"}},
      {"ListGroups", {"parent: 'committees/iso-tc-307'"}},
      {"PutGroup", {"group { name: 'committees/none/groups/wg-1' title: 'A group' }"}},
      {"GetSeat", {"name: 'committees/iso-tc-307/seats/de'"}},
      {"ListSeats", {"parent: 'committees/iso-tc-307'"}},
      {"JoinCommittee", {"seat { name: 'committees/none/seats/de' status: SEAT_STATUS_P }"}},
      {"LeaveCommittee", {"name: 'committees/iso-tc-307/seats/de' etag: 'x'"}},
      {"ChangeSeat", {"name: 'committees/iso-tc-307/seats/de' status: SEAT_STATUS_O etag: 'x'"}},
      {"GetParticipation", {"committee: 'committees/iso-tc-307'"}},
      {"ListLiaisons", {"parent: 'committees/iso-tc-307'"}},
      {"PutLiaison", {"liaison { name: 'committees/none/liaisons/x' }"}},
      {"GetPerson", {"name: 'people/voter-de'"}},
      {"ListPeople", {""}},
      {"PutPerson", {"person { name: 'people/voter-de' display_name: 'Else' etag: 'x' }"}},
      {"GrantRole", {"parent: 'people/none' grant { role: ROLE_VOTER member: 'members/de' }"}},
      {"RevokeRole", {"name: 'people/none/grants/x'"}},
      {"WatchEvents", {"until_head: true", "until_head: true subject_prefix: 'members/de'"}},
      {"GetHead", {""}},
  };
}

void Add(Table& all, const std::string& service, const Table& table) {
  for (const auto& [method, requests] : table) all["placet." + service + "." + method] = requests;
}

}  // namespace

const Table& Requests() {
  static const Table table = [] {
    Table all;
    Add(all, "access.v1.AccessService", OfAccess());
    Add(all, "ballots.v1.BallotService", OfBallots());
    Add(all, "ballots.v1.BoardService", OfBoards());
    Add(all, "ballots.v1.AnalysisService", OfAnalyses());
    Add(all, "ballots.v1.ObligationService", OfObligations());
    Add(all, "ballots.v1.DecisionService", OfDecisions());
    Add(all, "ballots.v1.RulesService", {{"ListRules", {"", "kind: BALLOT_KIND_DIS"}}});
    Add(all, "comments.v1.CommentService", OfComments());
    Add(all, "comments.v1.ConsensusService", OfConsensus());
    Add(all, "members.v1.MemberService", OfMembers());
    Add(all, "members.v1.SignInService", OfSignIns());
    Add(all, "record.v1.RecordService", OfRecord());
    return all;
  }();
  return table;
}

}  // namespace placet::secrecy
