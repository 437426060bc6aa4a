#include "services/comments/peers.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/fields.h"
#include "services/rpc/ask.h"
#include "services/rpc/refuse.h"

namespace placet::comments {
namespace {

namespace members_pb = placet::members::v1;

// A peer that cannot be reached, as our own refusal; what it says comes through as it is.
absl::Status Through(const absl::Status& status, const std::string& peer) {
  if (!absl::IsUnavailable(status) || !rpc::ReasonOf(status).empty()) return status;
  return rpc::Refuse(absl::StatusCode::kUnavailable, pb::ERROR_REASON_PEER_UNAVAILABLE,
                     absl::StrCat(peer, " cannot be reached at the moment"),
                     "repeat the request with the same request_id", {{"peer", peer}});
}

bool HoldsOn(const members_pb::Period& period, const std::string& day) {
  // ISO 8601: days compare as text.
  return period.from() <= day && (period.until().empty() || day < period.until());
}

std::vector<Grant> GrantsOf(const members_pb::Person& person, const std::string& day) {
  std::vector<Grant> grants;
  for (const members_pb::Grant& grant : person.grants()) {
    if (!HoldsOn(grant.period(), day)) continue;
    Grant held{.role = grant.role(),
               .member = LastId(grant.member()),
               .committee = LastId(grant.committee()),
               .liaison = LastId(grant.liaison()),
               .organization = {}};
    grants.push_back(held);
    for (const std::string& covered : grant.covers()) {
      held.committee = LastId(covered);
      grants.push_back(held);
    }
  }
  return grants;
}

absl::Status ReferenceUnknown(const std::string& field, const std::string& name) {
  return rpc::WithField(
      rpc::Refuse(absl::StatusCode::kFailedPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                  absl::StrCat(field, ": there is no ", name), "look it up in the directory",
                  {{"field", field}, {"resource", name}}),
      field, absl::StrCat("there is no ", name));
}

}  // namespace

Peers::Peers(const std::shared_ptr<grpc::Channel>& members,
             const std::shared_ptr<grpc::Channel>& ballots)
    : members_(members_pb::MemberService::NewStub(members)),
      ballots_(ballots_pb::BallotService::NewStub(ballots)),
      analyses_(ballots_pb::AnalysisService::NewStub(ballots)) {}

Peers::Answer<Scene> Peers::Look(const rpc::Call& call, std::string ballot) {
  Scene scene;
  scene.is_ballots = call.caller == "services/ballotsd";
  ballots_pb::GetBallotRequest wanted;
  wanted.set_name(ballot);
  absl::Status status =
      co_await rpc::Ask(*ballots_->async(), &ballots_pb::BallotService::Stub::async::GetBallot,
                        call, wanted, scene.ballot);
  if (absl::IsNotFound(status)) co_return NotFound(ballot);
  if (!status.ok()) co_return Through(status, "ballotsd");
  absl::StatusOr<std::vector<Grant>> grants = co_await GrantsHeld(call);
  if (!grants.ok()) co_return grants.status();
  scene.grants = *std::move(grants);
  co_return scene;
}

Peers::Answer<std::vector<Grant>> Peers::GrantsHeld(const rpc::Call& call) {
  if (call.person().empty()) co_return std::vector<Grant>();  // a service holds no role
  members_pb::GetPersonRequest who;
  who.set_name(call.caller);
  members_pb::Person person;
  absl::Status status = co_await rpc::Ask(
      *members_->async(), &members_pb::MemberService::Stub::async::GetPerson, call, who, person);
  // Whoever the directory does not know holds no role.
  if (!status.ok() && !absl::IsNotFound(status)) co_return Through(status, "membersd");
  std::vector<Grant> grants = GrantsOf(person, DayOf(call.now));
  for (Grant& grant : grants) {
    if (grant.liaison.empty()) continue;
    absl::StatusOr<std::string> organization = co_await OrganizationOf(call, grant);
    if (!organization.ok()) co_return organization.status();
    grant.organization = *std::move(organization);
  }
  // A liaison that has ended has nobody who speaks for it.
  std::erase_if(grants, [](const Grant& grant) {
    return !grant.liaison.empty() && grant.organization.empty();
  });
  co_return grants;
}

Peers::Answer<std::string> Peers::OrganizationOf(const rpc::Call& call, const Grant& grant) {
  members_pb::ListLiaisonsRequest request;
  request.set_parent(NameOf("committees", grant.committee));
  request.set_page_size(500);
  do {
    members_pb::ListLiaisonsResponse page;
    const absl::Status status =
        co_await rpc::Ask(*members_->async(), &members_pb::MemberService::Stub::async::ListLiaisons,
                          call, request, page);
    if (!status.ok()) co_return Through(status, "membersd");
    for (const members_pb::Liaison& liaison : page.liaisons()) {
      if (LastId(liaison.name()) == grant.liaison) co_return liaison.organization();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  co_return std::string();
}

Peers::Answer<Codes> Peers::LoadCodes(const rpc::Call& call) {
  Codes codes;
  members_pb::ListMembersRequest request;
  request.set_page_size(500);
  do {
    members_pb::ListMembersResponse page;
    const absl::Status status =
        co_await rpc::Ask(*members_->async(), &members_pb::MemberService::Stub::async::ListMembers,
                          call, request, page);
    if (!status.ok()) co_return Through(status, "membersd");
    for (const members_pb::Member& member : page.members()) {
      const std::string id = LastId(member.name());
      // An acronym that two bodies share means neither of them.
      const auto [found, added] = codes.emplace(absl::AsciiStrToUpper(member.acronym()), id);
      if (!added && found->second != id) found->second = "";
      codes[absl::AsciiStrToUpper(member.country_code())] = id;
      codes[absl::AsciiStrToUpper(id)] = id;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  codes.erase("");
  co_return codes;
}

async::Task<absl::Status> Peers::CheckPerson(const rpc::Call& call, std::string field,
                                             std::string name) {
  if (name.empty()) co_return absl::OkStatus();
  members_pb::GetPersonRequest request;
  request.set_name(name);
  members_pb::Person person;
  const absl::Status status =
      co_await rpc::Ask(*members_->async(), &members_pb::MemberService::Stub::async::GetPerson,
                        call, request, person);
  if (absl::IsNotFound(status)) co_return ReferenceUnknown(field, name);
  co_return Through(status, "membersd");
}

async::Task<absl::Status> Peers::CheckMember(const rpc::Call& call, std::string field,
                                             std::string name) {
  if (name.empty()) co_return absl::OkStatus();
  members_pb::GetMemberRequest request;
  request.set_name(name);
  members_pb::Member member;
  const absl::Status status =
      co_await rpc::Ask(*members_->async(), &members_pb::MemberService::Stub::async::GetMember,
                        call, request, member);
  if (absl::IsNotFound(status)) co_return ReferenceUnknown(field, name);
  co_return Through(status, "membersd");
}

Peers::Answer<ballots_pb::Vote> Peers::CastVote(const rpc::Call& call,
                                                const ballots_pb::CastVoteRequest& request) {
  ballots_pb::Vote vote;
  const absl::Status status = co_await rpc::Ask(
      *ballots_->async(), &ballots_pb::BallotService::Stub::async::CastVote, call, request, vote);
  if (!status.ok()) co_return Through(status, "ballotsd");
  co_return vote;
}

Peers::Answer<ballots_pb::Vote> Peers::GetVote(const rpc::Call& call, std::string name) {
  ballots_pb::GetVoteRequest request;
  request.set_name(name);
  ballots_pb::Vote vote;
  const absl::Status status = co_await rpc::Ask(
      *ballots_->async(), &ballots_pb::BallotService::Stub::async::GetVote, call, request, vote);
  if (!status.ok()) co_return Through(status, "ballotsd");
  co_return vote;
}

Peers::Answer<ballots_pb::Result> Peers::GetResult(const rpc::Call& call, std::string ballot) {
  ballots_pb::GetResultRequest request;
  request.set_name(ballot);
  ballots_pb::Result result;
  const absl::Status status =
      co_await rpc::Ask(*ballots_->async(), &ballots_pb::BallotService::Stub::async::GetResult,
                        call, request, result);
  if (!status.ok()) co_return Through(status, "ballotsd");
  co_return result;
}

Peers::Answer<ballots_pb::WhatIfResponse> Peers::WhatIf(const rpc::Call& call,
                                                        const ballots_pb::WhatIfRequest& request) {
  ballots_pb::WhatIfResponse response;
  const absl::Status status =
      co_await rpc::Ask(*analyses_->async(), &ballots_pb::AnalysisService::Stub::async::WhatIf,
                        call, request, response);
  if (!status.ok()) co_return Through(status, "ballotsd");
  co_return response;
}

Peers::Answer<ballots_pb::ListBallotsResponse> Peers::ListBallots(const rpc::Call& call,
                                                                  std::string project) {
  ballots_pb::ListBallotsRequest request;
  request.set_project(project);
  request.set_page_size(500);
  ballots_pb::ListBallotsResponse response;
  const absl::Status status =
      co_await rpc::Ask(*ballots_->async(), &ballots_pb::BallotService::Stub::async::ListBallots,
                        call, request, response);
  if (!status.ok()) co_return Through(status, "ballotsd");
  co_return response;
}

}  // namespace placet::comments
