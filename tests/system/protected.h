// All of Placet with TLS and tokens, as processes, and a voter of one body who signs in.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "placet/members/v1/sign_in_service.grpc.pb.h"
#include "services/rpc/server.h"
#include "tests/callers/authority.h"
#include "tests/system/fixture.h"

namespace placet::testing {

using MembersStub = members::MemberService::Stub;
using SignInStub = members::SignInService::Stub;

inline constexpr char kPassword[] = "correct horse battery";

class Protected : public ::testing::Test {
 protected:
  // With these flags, too, for each program.
  explicit Protected(std::vector<std::string> also = {}) : also_(std::move(also)) {
    WriteKey(signing_ / "1.pem", key_);
    WriteFile(set_, SetOf({Jwk(key_)}));
    WriteFile(password_, kPassword);
    const Ended first =
        RunProgram(With(MEMBERSD, {"--database", Conninfo("members"), "--token-keys", set_,
                                   "--set-password", kSecretariat, "--password-file", password_}));
    EXPECT_EQ(first.code, 0) << first.output;
    directory_ = std::make_unique<Daemon>(
        MEMBERSD, Flags("members", members_tls_, {"--signing-keys", signing_.path()}),
        members_tls_);
    ballots_ = std::make_unique<Daemon>(
        BALLOTSD, Flags("ballots", ballots_tls_, {"--members", directory_->address()}),
        ballots_tls_);
    comments_ = std::make_unique<Daemon>(
        COMMENTSD,
        Flags("comments", comments_tls_,
              {"--members", directory_->address(), "--ballots", ballots_->address()}),
        comments_tls_);
    for (const Daemon* daemon : {&*directory_, &*ballots_, &*comments_}) {
      EXPECT_TRUE(daemon->AwaitServing());
    }
    to_directory_ = rpc::Connect(directory_->address(), people_);
    to_ballots_ = rpc::Connect(ballots_->address(), people_);
    to_comments_ = rpc::Connect(comments_->address(), people_);
    secretariat_ = Login(kSecretariat);
  }

  std::string Conninfo(const std::string& user) const {
    return World::TheCluster().Conninfo(user, database_);
  }
  std::vector<std::string> Flags(const std::string& user, const rpc::Tls& tls,
                                 const std::vector<std::string>& more) const {
    std::vector<std::string> flags = {"--database",        Conninfo(user),  "--token-keys", set_,
                                      "--tls-certificate", tls.certificate, "--tls-key",    tls.key,
                                      "--tls-authority",   tls.authority};
    flags.insert(flags.end(), more.begin(), more.end());
    flags.insert(flags.end(), also_.begin(), also_.end());
    return flags;
  }

  std::string Login(const std::string& person) {
    members::LoginRequest request;
    request.set_person(person);
    request.set_password(kPassword);
    const auto tokens = As<members::SignInService>(to_directory_, "")(&SignInStub::Login, request);
    EXPECT_THAT(tokens, IsOk());
    if (!tokens.ok()) return "";
    sign_in_ = tokens->sign_in().name();
    return "Bearer " + tokens->access_token();
  }

  // One body with a voter who can sign in, and a DIS ballot that is open.
  void OpenBallot() {
    const As<members::MemberService> directory(to_directory_, secretariat_);
    members::PutCommitteeRequest committee;
    committee.mutable_committee()->set_name("committees/c");
    committee.mutable_committee()->set_reference("ISO/TC 999");
    ASSERT_THAT(directory(&MembersStub::PutCommittee, committee), IsOk());
    members::PutMemberRequest member;
    member.mutable_member()->set_name("members/m01");
    member.mutable_member()->set_category(members::CATEGORY_MEMBER_BODY);
    ASSERT_THAT(directory(&MembersStub::PutMember, member), IsOk());
    members::JoinCommitteeRequest join;
    join.mutable_seat()->set_name("committees/c/seats/m01");
    join.mutable_seat()->set_status(members::SEAT_STATUS_P);
    join.mutable_seat()->mutable_period()->set_from("2020-01-01");
    ASSERT_THAT(directory(&MembersStub::JoinCommittee, join), IsOk());
    members::PutPersonRequest person;
    person.mutable_person()->set_name("people/voter");
    person.mutable_person()->set_display_name("Voter");
    ASSERT_THAT(directory(&MembersStub::PutPerson, person), IsOk());
    members::GrantRoleRequest grant;
    grant.set_parent("people/voter");
    grant.mutable_grant()->set_role(members::ROLE_VOTER);
    grant.mutable_grant()->set_member("members/m01");
    ASSERT_THAT(directory(&MembersStub::GrantRole, grant), IsOk());
    members::SetPasswordRequest password;
    password.set_person("people/voter");
    password.set_new_password(kPassword);
    ASSERT_THAT(
        As<members::SignInService>(to_directory_, secretariat_)(&SignInStub::SetPassword, password),
        IsOk());
    voter_ = Login("people/voter");
    Open();
  }
  void Open() {
    const Caller secretariat(to_ballots_, secretariat_);
    pb::PutProjectRequest project;
    project.mutable_project()->set_name("projects/iso-1");
    project.mutable_project()->set_reference("ISO 1");
    project.mutable_project()->set_title("Ballots over TLS");
    project.mutable_project()->set_deliverable(pb::DELIVERABLE_IS);
    project.mutable_project()->set_committee("committees/c");
    project.mutable_project()->set_stage("40.00");
    EXPECT_TRUE(Eventually([&] { return secretariat(&Stub::PutProject, project).ok(); }));
    pb::CreateBallotRequest create;
    create.set_ballot_id("dis");
    create.mutable_ballot()->set_project("projects/iso-1");
    create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
    ASSERT_THAT(secretariat(&Stub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name("ballots/dis");
    ASSERT_THAT(secretariat(&Stub::OpenBallot, open), IsOk());
  }
  absl::StatusOr<pb::Vote> Vote(const std::shared_ptr<grpc::Channel>& channel,
                                const std::string& caller, const std::string& text = "") {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name("ballots/dis/votes/m01");
    request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    request.mutable_vote()->set_text(text);
    return Caller(channel, caller)(&Stub::CastVote, request);
  }
  // What a call of the directory that anybody may make who has come in is answered.
  absl::Status Ask(const rpc::Tls& tls, const std::string& caller = "") const {
    const auto channel = rpc::Connect(directory_->address(), tls);
    return As<members::MemberService>(channel, caller)(&MembersStub::GetHead,
                                                       members::GetHeadRequest())
        .status();
  }
  std::string SerialOf(const Daemon& daemon) const {
    return RunProgram({"sh", "-c",
                       absl::StrCat("openssl s_client -connect ", daemon.address(),
                                    " </dev/null 2>/dev/null | openssl x509 -noout -serial")})
        .output;
  }

  const std::vector<std::string> also_;
  const std::string database_ = World::TheCluster().CreateDatabase();
  const Folder folder_, signing_;
  const Pkey key_ = NewEcKey();
  const std::string set_ = folder_ / "tokens.json";
  const std::string password_ = folder_ / "password";
  Authority authority_;
  const rpc::Tls members_tls_ = authority_.Certify("membersd", "placet://services/membersd");
  const rpc::Tls ballots_tls_ = authority_.Certify("ballotsd", "placet://services/ballotsd");
  const rpc::Tls comments_tls_ = authority_.Certify("commentsd", "placet://services/commentsd");
  const rpc::Tls people_ = authority_.OfPeople();
  std::unique_ptr<Daemon> directory_, ballots_, comments_;
  std::shared_ptr<grpc::Channel> to_directory_, to_ballots_, to_comments_;
  std::string secretariat_, voter_, sign_in_;
};

}  // namespace placet::testing
