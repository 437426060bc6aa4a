#include "tests/secrecy/worlds.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/process.h"

namespace placet::secrecy {
namespace {

namespace bpb = placet::ballots::v1;
namespace cpb = placet::comments::v1;
namespace mpb = placet::members::v1;
using placet::testing::IsOk;

constexpr const char* kBallots[] = {"dis", "np", "cib", "chair", "gone", "nameless"};

bpb::Vote Usual(const std::string& ballot) {
  if (ballot == "cib" || ballot == "nameless") return ballots::Reply("proceed", "yes");
  bpb::Vote vote;
  vote.set_answer(bpb::ANSWER_APPROVE);
  return vote;
}

}  // namespace

World::World(const Secret& secret) {
  Grant();
  Open("dis", bpb::BALLOT_KIND_DIS);
  Open("np", bpb::BALLOT_KIND_NP);
  Open("cib", bpb::BALLOT_KIND_CIB);
  Open("chair", bpb::BALLOT_KIND_CHAIR);
  Open("gone", bpb::BALLOT_KIND_DIS);
  Open("nameless", bpb::BALLOT_KIND_CIB);
  Consult(secret);
  Vote(secret);
  Comment(secret);
  bpb::CancelBallotRequest cancel;
  cancel.set_name("ballots/gone");
  cancel.set_reason("withdrawn");
  EXPECT_THAT(
      ballots_.Ask(ballots::kCentralSecretariat, &ballots::BallotStub::CancelBallot, cancel),
      IsOk());
  Settle();
}

std::vector<std::shared_ptr<grpc::Channel>> World::ChannelsOf(const std::string& package) {
  if (absl::StartsWith(package, "placet.members.")) return {ballots_.directory_channel()};
  if (absl::StartsWith(package, "placet.ballots.")) return {ballots_.channel()};
  if (absl::StartsWith(package, "placet.comments.")) return {comments_.channel()};
  return {ballots_.directory_channel(), ballots_.channel(), comments_.channel()};
}

void World::Close() {
  ballots_.PassClosing("ballots/dis");
  for (const std::string ballot : kBallots) {
    if (ballot == "gone") continue;
    EXPECT_THAT(ballots_.GetResult("ballots/" + ballot), IsOk()) << ballot;
  }
}

void World::Consult(const Secret& secret) {
  mpb::PutGroupRequest put;
  put.mutable_group()->set_name(absl::StrCat(ballots::kCommittee, "/groups/wg-1"));
  put.mutable_group()->set_kind(mpb::GROUP_KIND_WORKING_GROUP);
  put.mutable_group()->set_reference("ISO/TC 307/WG 1");
  put.mutable_group()->set_title("A group");
  EXPECT_THAT(ballots_.Tell(&ballots::DirectoryStub::PutGroup, put), IsOk());
  for (const char* person : {"expert", "other-expert"}) {
    ballots_.PutPerson(person);
    mpb::GrantRoleRequest grant;
    grant.set_parent(absl::StrCat("people/", person));
    grant.mutable_grant()->set_role(mpb::ROLE_EXPERT);
    grant.mutable_grant()->set_committee(ballots::kCommittee);
    grant.mutable_grant()->set_group(put.group().name());
    grant.mutable_grant()->set_member("members/de");
    EXPECT_THAT(ballots_.Tell(&ballots::DirectoryStub::GrantRole, grant), IsOk());
  }
  ballots_.CatchUp();
  bpb::Ballot wanted;
  wanted.set_kind(bpb::BALLOT_KIND_WG_CONSULTATION);
  wanted.set_committee(ballots::kCommittee);
  wanted.set_group(put.group().name());
  wanted.set_title("A matter");
  EXPECT_EQ(ballots::Begun(ballots_, wanted, "wg"), "ballots/wg");
  const bool silent = secret.of_expert.empty();
  EXPECT_THAT(
      ballots_.Cast("ballots/wg", "expert", silent ? bpb::ANSWER_NO_COMMENTS : bpb::ANSWER_COMMENTS,
                    secret.of_expert, "people/expert"),
      IsOk());
  EXPECT_THAT(ballots_.Cast("ballots/wg", "other-expert", bpb::ANSWER_NO_COMMENTS, "",
                            "people/other-expert"),
              IsOk());
}

void World::Grant() {
  ballots_.Grant("administrator-fr", mpb::ROLE_MEMBER_ADMINISTRATOR, "fr");
  ballots_.Grant("monitor-fr", mpb::ROLE_BALLOT_MONITOR, "fr");
  ballots_.Grant("leader", mpb::ROLE_PROJECT_LEADER, "", ballots::kCommittee);
  ballots_.Grant("other-monitor", mpb::ROLE_BALLOT_MONITOR, "", "committees/iso-tc-68");
  ballots_.Grant("last", mpb::ROLE_BALLOT_MONITOR, "us");  // see Settle
  ballots_.Represent("liaison", ballots::kCommittee, "fig", "FIG");
  ballots_.Represent("other-liaison", ballots::kCommittee, "ituk", "ITUK");
  ballots_.CatchUp();
}

void World::Open(const std::string& id, bpb::BallotKind kind) {
  const bpb::Rule rule = ballots::RowOf(ballots_, kind);
  bpb::Ballot wanted;
  wanted.set_kind(kind);
  wanted.set_rules_edition(rule.edition());
  if (rule.subject() == bpb::SUBJECT_PROJECT) {
    wanted.set_project(ballots_.PutProject(absl::StrCat("iso-", id), rule.stages_before(0)).name());
  } else {
    wanted.set_committee(ballots::kCommittee);
    wanted.set_title("A matter");
  }
  if (id == "nameless") wanted.set_visibility(bpb::VISIBILITY_ANONYMOUS);
  if (rule.own_questions()) *wanted.add_questions() = ballots::Decides("proceed");
  EXPECT_EQ(ballots::Begun(ballots_, wanted, id), absl::StrCat("ballots/", id));
}

void World::Vote(const Secret& secret) {
  const auto send = [&](const std::string& ballot, const char* member, const bpb::Vote& vote) {
    EXPECT_THAT(ballots::Send(ballots_, absl::StrCat("ballots/", ballot), member, vote), IsOk())
        << ballot << " " << member;
  };
  for (const std::string ballot : kBallots) {
    const bool differs = ballot == secret.ballot && secret.vote.answer() != bpb::ANSWER_UNSPECIFIED;
    send(ballot, "fr", differs && secret.of_fr ? secret.vote : Usual(ballot));
    send(ballot, "de", differs && !secret.of_fr ? secret.vote : Usual(ballot));
    send(ballot, "jp", Usual(ballot));
    ballots_.clock().Advance(absl::Minutes(1));
    const bool again = ballot == secret.ballot && secret.changes_vote;
    send(ballot, again ? "de" : "jp", Usual(ballot));
  }
}

void World::Comment(const Secret& secret) {
  const std::string dis = "ballots/dis";
  EXPECT_THAT(comments_.Import(comments::kVoterDe, dis, "members/de",
                               {{"DE-001", secret.clause, "te", secret.comment}}),
              IsOk());
  EXPECT_THAT(
      comments_.Import(comments::kVoterFr, dis, "members/fr", {{"FR-001", "4.2", "ed", "A typo."}}),
      IsOk());
  cpb::ImportHeader header;
  header.set_ballot(dis);
  header.set_liaison(absl::StrCat(ballots::kCommittee, "/liaisons/fig"));
  EXPECT_THAT(comments_.Import("people/liaison", header,
                               {comments::Csv({{"FIG", "5", "te", secret.of_liaison}})}),
              IsOk());
  if (secret.withdraws) {
    cpb::WithdrawCommentRequest withdraw;
    withdraw.set_name("ballots/dis/comments/1");
    withdraw.set_reason("SECRET reason");
    EXPECT_THAT(comments_.Ask(comments::kVoterDe, &comments::Stub::WithdrawComment, withdraw),
                IsOk());
    return;
  }
  cpb::ReplyToCommentRequest reply;
  reply.set_name("ballots/dis/comments/1");
  reply.set_member("members/de");
  reply.set_text("SECRET reply");
  EXPECT_THAT(comments_.Ask(comments::kVoterDe, &comments::Stub::ReplyToComment, reply), IsOk());
}

// The last ballot to be opened is on the board, and who may ask for members/us is known to it.
void World::Settle() {
  Open("last", bpb::BALLOT_KIND_DIS);
  const auto there = [&] {
    bpb::GetBoardRequest request;
    request.set_member("members/us");
    const auto board = ballots_.Ask("people/last", &ballots::BoardStub::GetBoard, request);
    if (!board.ok()) return false;
    for (const bpb::BoardEntry& entry : board->entries()) {
      if (entry.name() == "ballots/last") return true;
    }
    return false;
  };
  EXPECT_TRUE(placet::testing::Eventually(there));
}

const std::vector<std::string>& Callers() {
  static const std::vector<std::string> callers = {
      "",  // nobody at all
      "people/unknown",
      ballots::kNobody,
      ballots::kVoterDe,
      "people/monitor-de",
      "people/administrator-de",
      ballots::kVoters,
      comments::kVoterFr,
      "people/monitor-fr",
      "people/administrator-fr",
      "people/voter-jp",
      ballots::kManager,
      ballots::kMonitor,
      comments::kChair,
      comments::kConvenor,
      "people/leader",
      ballots::kCentralSecretariat,
      comments::kOtherManager,
      "people/other-monitor",
      "people/voter-de-elsewhere",
      "people/liaison",
      "people/other-liaison",
      "people/expert",
      "people/other-expert",
      "services/ballotsd",
  };
  return callers;
}

}  // namespace placet::secrecy
