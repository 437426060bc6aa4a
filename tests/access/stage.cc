#include "tests/access/stage.h"

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "placet/record/v1/record_service.grpc.pb.h"

namespace placet::access {
namespace {

namespace ballots_pb = placet::ballots::v1;
namespace members_pb = placet::members::v1;

using ballots::BallotStub;
using ballots::DecisionStub;
using ballots::kCentralSecretariat;
using ballots::kCommittee;
using placet::testing::IsOk;

constexpr char kElsewhere[] = "committees/iso-tc-68";
constexpr char kWithCd[] = "ISO-2020";  // the last edition with votes on committee drafts

}  // namespace

const std::vector<RoleRow>& Roles() {
  static const std::vector<RoleRow> roles = {
      {"anonymous", v1::ROLE_UNSPECIFIED, "", ""},
      {"nobody", v1::ROLE_UNSPECIFIED, "people/nobody", "people/nobody"},
      {"voter", v1::ROLE_VOTER, "people/own-voter", "people/other-voter"},
      {"voter-of-another", v1::ROLE_VOTER, "people/own-fr", "people/other-fr"},
      {"body-monitor", v1::ROLE_BALLOT_MONITOR, "people/own-watch", "people/other-watch"},
      {"ballot-monitor", v1::ROLE_BALLOT_MONITOR, "people/own-monitor", "people/other-monitor"},
      {"member-administrator", v1::ROLE_MEMBER_ADMINISTRATOR, "people/own-admin",
       "people/other-admin"},
      {"committee-manager", v1::ROLE_COMMITTEE_MANAGER, "people/own-manager",
       "people/other-manager"},
      {"chair", v1::ROLE_CHAIR, "people/own-chair", "people/other-chair"},
      {"convenor", v1::ROLE_CONVENOR, "people/own-convenor", "people/other-convenor"},
      {"project-leader", v1::ROLE_PROJECT_LEADER, "people/own-leader", "people/other-leader"},
      {"expert", v1::ROLE_EXPERT, "people/expert", "people/other-expert"},
      {"liaison-representative", v1::ROLE_LIAISON_REPRESENTATIVE, "people/own-liaison",
       "people/other-liaison"},
      {"central-secretariat", v1::ROLE_CENTRAL_SECRETARIAT, kCentralSecretariat,
       kCentralSecretariat},
      {"service", v1::ROLE_UNSPECIFIED, "services/ballotsd", "services/commentsd"},
  };
  return roles;
}

Stage::Stage()
    : world_({.record_key = keys_.secret()}),
      sign_ins_(world_.ballots().Conninfo("members"), world_.clock().AsClock()) {
  GrantRoles();
  for (const char* state : {"open", "closed"}) {
    Prepare(absl::StrCat("cd-", state), ballots_pb::BALLOT_KIND_CD, "30.00", kWithCd);
    Prepare(absl::StrCat("dis-", state), ballots_pb::BALLOT_KIND_DIS, "40.00");
    Prepare(absl::StrCat("ft-", state), ballots_pb::BALLOT_KIND_FAST_TRACK_DIS, "40.00",
            "JTC1-5ED");
    for (const char* kind : {"cd-", "dis-", "ft-"}) Open(absl::StrCat(kind, state));
    OpenConsultation(absl::StrCat("wg-", state));
  }
  Prepare("cd-draft", ballots_pb::BALLOT_KIND_CD, "30.00", kWithCd);
  Prepare("dis-draft", ballots_pb::BALLOT_KIND_DIS, "40.00");
  world_.ballots().PutProject("dis-fresh", "40.00");
  for (const char* id : {"cd-open", "cd-closed"}) Comment(id);
  for (const char* id : {"dis-open", "dis-closed"}) Condition(id);
  for (const char* id : {"cd-closed", "dis-closed", "ft-closed", "wg-closed"}) {
    EXPECT_THAT(world_.ballots().Close(absl::StrCat("ballots/", id)), IsOk());
  }
  ballots_pb::DecideBallotRequest decide;
  decide.set_ballot("ballots/dis-closed");
  decide.set_option("revised-dis");
  EXPECT_THAT(world_.ballots().Ask(kCentralSecretariat, &DecisionStub::DecideBallot, decide),
              IsOk());
  EXPECT_THAT(world_.Resolve("ballots/cd-closed/comments/4", comments::pb::DISPOSITION_ACCEPTED,
                             true, "", kCentralSecretariat),
              IsOk());
  const auto change =
      world_.Resolve("ballots/cd-closed/comments/1", comments::pb::DISPOSITION_ACCEPTED, true, "",
                     kCentralSecretariat);
  EXPECT_THAT(change, IsOk());
  if (change.ok()) {
    const std::vector<std::string> parts = absl::StrSplit(change->change().name(), '/');
    change_ = parts.back();
  }
  // The words of its comments are taken down when they are first searched: by the service.
  comments::pb::ListCommentsRequest search;
  search.set_parent("ballots/cd-closed");
  search.mutable_filter()->set_query("unclear");
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &comments::Stub::ListComments, search), IsOk());
  // An expert, for who may erase one: no committee draft asks for any.
  world_.ballots().Sql(
      "INSERT INTO expert SELECT ballot, member, events[1], "
      "'{\"experts\": [{\"display_name\": \"Somebody\"}]}' FROM vote WHERE member = 'de'");
  for (const bool closed : {false, true}) {
    events_[closed] = world_.ballots().Sql(
        absl::StrCat("SELECT max(sequence) FROM event WHERE subject = 'ballots/cd-",
                     closed ? "closed" : "open", "/votes/de'"));
  }
  AwaitSeal();
}

void Stage::AwaitSeal() {
  record::v1::GetReceiptRequest request;
  request.set_sequence(world_.ballots().Head());
  const placet::testing::As<record::v1::RecordService> as(world_.ballots().channel(),
                                                          kCentralSecretariat);
  EXPECT_THAT(as(&record::v1::RecordService::Stub::GetReceipt, request), IsOk());
  const auto head =
      as(&record::v1::RecordService::Stub::GetLatestHead, record::v1::GetLatestHeadRequest());
  ASSERT_THAT(head, IsOk());
  size_ = absl::StrCat(head->size());
}

void Stage::GrantRoles() {
  ballots::World& world = world_.ballots();
  const auto both = [&](const std::string& what, members_pb::Role role, const std::string& member,
                        const std::string& elsewhere) {
    world.Grant("own-" + what, role, member, elsewhere.empty() ? kCommittee : "");
    world.Grant("other-" + what, role, elsewhere, elsewhere.empty() ? kElsewhere : "");
  };
  world.Grant("own-voter", members_pb::ROLE_VOTER, "de", kCommittee);
  world.Grant("other-voter", members_pb::ROLE_VOTER, "de", kElsewhere);
  world.Grant("own-fr", members_pb::ROLE_VOTER, "fr", kCommittee);
  world.Grant("other-fr", members_pb::ROLE_VOTER, "fr", kElsewhere);
  both("watch", members_pb::ROLE_BALLOT_MONITOR, "de", "jp");
  both("monitor", members_pb::ROLE_BALLOT_MONITOR, "", "");
  both("admin", members_pb::ROLE_MEMBER_ADMINISTRATOR, "de", "jp");
  both("manager", members_pb::ROLE_COMMITTEE_MANAGER, "", "");
  both("chair", members_pb::ROLE_CHAIR, "", "");
  both("convenor", members_pb::ROLE_CONVENOR, "", "");
  both("leader", members_pb::ROLE_PROJECT_LEADER, "", "");
  for (const char* person : {"expert", "other-expert", "newly"}) world.PutPerson(person);
  GrantExpert("expert", "wg-1");
  GrantExpert("other-expert", "wg-2");
  world.Represent("own-liaison", kCommittee, "fig", "FIG");
  world.Represent("other-liaison", kElsewhere, "swift", "SWIFT");
  world.CatchUp();
}

void Stage::GrantExpert(const std::string& person, const std::string& group) {
  members_pb::PutGroupRequest put;
  put.mutable_group()->set_name(absl::StrCat(kCommittee, "/groups/", group));
  put.mutable_group()->set_kind(members_pb::GROUP_KIND_WORKING_GROUP);
  put.mutable_group()->set_reference("ISO/TC 307/" + group);
  put.mutable_group()->set_title("A group");
  EXPECT_THAT(world_.ballots().Tell(&ballots::DirectoryStub::PutGroup, put), IsOk());
  members_pb::GrantRoleRequest grant;
  grant.set_parent("people/" + person);
  grant.mutable_grant()->set_role(members_pb::ROLE_EXPERT);
  grant.mutable_grant()->set_committee(kCommittee);
  grant.mutable_grant()->set_group(put.group().name());
  grant.mutable_grant()->set_member("members/de");
  EXPECT_THAT(world_.ballots().Tell(&ballots::DirectoryStub::GrantRole, grant), IsOk());
}

void Stage::Prepare(const std::string& id, ballots_pb::BallotKind kind, const std::string& stage,
                    const std::string& edition) {
  world_.ballots().PutProject(id, stage);
  ballots_pb::CreateBallotRequest create;
  create.set_ballot_id(id);
  create.mutable_ballot()->set_project("projects/" + id);
  create.mutable_ballot()->set_kind(kind);
  create.mutable_ballot()->set_rules_edition(edition);
  EXPECT_THAT(world_.ballots().Ask(kCentralSecretariat, &BallotStub::CreateBallot, create), IsOk());
}

void Stage::Open(const std::string& id) {
  ballots_pb::OpenBallotRequest open;
  open.set_name("ballots/" + id);
  EXPECT_THAT(world_.ballots().Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
  const std::string text = "clause 5 is wrong";
  const auto cast = [&](const char* body, ballots_pb::Answer answer, const std::string& why) {
    EXPECT_THAT(world_.ballots().Cast(open.name(), body, answer, why), IsOk()) << id;
  };
  cast("de", ballots_pb::ANSWER_APPROVE, "");
  if (!absl::StartsWith(id, "dis-")) return;
  cast("fr", ballots_pb::ANSWER_DISAPPROVE, text);
  cast("jp", ballots_pb::ANSWER_DISAPPROVE, text);
}

void Stage::OpenConsultation(const std::string& id) {
  ballots_pb::CreateBallotRequest create;
  create.set_ballot_id(id);
  create.mutable_ballot()->set_kind(ballots_pb::BALLOT_KIND_WG_CONSULTATION);
  create.mutable_ballot()->set_committee(kCommittee);
  create.mutable_ballot()->set_group(absl::StrCat(kCommittee, "/groups/wg-1"));
  create.mutable_ballot()->set_title("A matter");
  EXPECT_THAT(world_.ballots().Ask(kCentralSecretariat, &BallotStub::CreateBallot, create), IsOk());
  ballots_pb::OpenBallotRequest open;
  open.set_name("ballots/" + id);
  EXPECT_THAT(world_.ballots().Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
  EXPECT_THAT(world_.ballots().Cast(open.name(), "expert", ballots_pb::ANSWER_NO_COMMENTS, "",
                                    "people/expert"),
              IsOk());
}

void Stage::Comment(const std::string& id) {
  const std::vector<comments::Row> rows = {{"DE", "4", "ge", "This is unclear"},
                                           {"DE", "5", "ed", "A comma is missing"},
                                           {"DE", "4", "ge", "This is unclear, too"}};
  EXPECT_THAT(world_.Import(ballots::kVoterDe, absl::StrCat("ballots/", id), "members/de", rows),
              IsOk());
  comments::pb::ImportHeader header;
  header.set_ballot(absl::StrCat("ballots/", id));
  header.set_liaison(absl::StrCat(kCommittee, "/liaisons/fig"));
  EXPECT_THAT(world_.Import("people/own-liaison", header,
                            {comments::Csv({{"FIG", "6", "ge", "This is not what we measure"},
                                            {"FIG", "7", "ed", "A word is missing"}})}),
              IsOk());
}

void Stage::Condition(const std::string& id) {
  EXPECT_THAT(world_.Import("people/own-fr", absl::StrCat("ballots/", id), "members/fr",
                            {{"FR", "5", "te", "This is wrong"}}),
              IsOk());
}

Asked Stage::RequestOf(const Case& one, bool closed) const {
  const std::string state = closed ? "closed" : "open";
  const std::string text = absl::StrReplaceAll(one.text, {{"$B", "ballots/cd-" + state},
                                                          {"$D", "ballots/dis-" + state},
                                                          {"$F", "ballots/ft-" + state},
                                                          {"$W", "ballots/wg-" + state},
                                                          {"$CHANGE", change_},
                                                          {"$EVENT", events_[closed]},
                                                          {"$SIZE", size_}});
  Asked asked{one.method, nullptr};
  const auto* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(one.method->input_type());
  asked.request.reset(prototype->New());
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, asked.request.get()))
      << one.name << ": " << text;
  return asked;
}

const std::shared_ptr<grpc::Channel>& Stage::ChannelOf(
    const google::protobuf::MethodDescriptor& method) {
  const std::string& package = method.file()->package();
  if (package == "placet.comments.v1") return world_.channel();
  if (package == "placet.ballots.v1") return world_.ballots().channel();
  if (package == "placet.record.v1") return world_.ballots().channel();
  if (method.service()->name() == "SignInService") return sign_ins_.channel();
  return world_.ballots().directory_channel();
}

std::string Stage::Everything() const {
  const std::string tables = world_.Sql(
      "SELECT schemaname || '.' || tablename FROM pg_tables "
      "WHERE schemaname IN ('members', 'ballots', 'comments') ORDER BY 1");
  std::string everything;
  for (absl::string_view table : absl::StrSplit(tables, '\n', absl::SkipWhitespace())) {
    const std::string rows = world_.Sql(
        absl::StrCat("SELECT t::text FROM ", table, " t ORDER BY t::text COLLATE \"C\""));
    absl::StrAppend(&everything, table, "\n", rows, "\n");
  }
  return everything;
}

}  // namespace placet::access
