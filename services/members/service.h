// placet.members.v1.MemberService: one short method per rpc. Each reads its request's names, loads
// facts, lets decide judge, stores what was decided. What all of them share (caller, limits,
// deadline, repetition, log) is in rpc::Served.
#pragma once

#include "placet/members/v1/member_service.grpc.pb.h"
#include "services/async/task.h"
#include "services/members/store.h"
#include "services/pg/tail.h"
#include "services/rpc/serve.h"

namespace placet::members {

class Members final : public rpc::Served<pb::MemberService::Service> {
 public:
  // `store` and `tail` outlive this.
  Members(Store& store, pg::Tail& tail, rpc::Clock clock);

 private:
  template <class T>
  using Task = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Task<pb::Member> GetMember(const Call& call, const pb::GetMemberRequest& request);
  Task<pb::ListMembersResponse> ListMembers(const Call& call,
                                            const pb::ListMembersRequest& request);
  Task<pb::Member> PutMember(const Call& call, const pb::PutMemberRequest& request);

  Task<pb::Committee> GetCommittee(const Call& call, const pb::GetCommitteeRequest& request);
  Task<pb::ListCommitteesResponse> ListCommittees(const Call& call,
                                                  const pb::ListCommitteesRequest& request);
  Task<pb::Committee> PutCommittee(const Call& call, const pb::PutCommitteeRequest& request);
  Task<pb::ListGroupsResponse> ListGroups(const Call& call, const pb::ListGroupsRequest& request);
  Task<pb::Group> PutGroup(const Call& call, const pb::PutGroupRequest& request);

  Task<pb::Seat> GetSeat(const Call& call, const pb::GetSeatRequest& request);
  Task<pb::ListSeatsResponse> ListSeats(const Call& call, const pb::ListSeatsRequest& request);
  Task<pb::Seat> JoinCommittee(const Call& call, const pb::JoinCommitteeRequest& request);
  Task<pb::Seat> LeaveCommittee(const Call& call, const pb::LeaveCommitteeRequest& request);
  Task<pb::Seat> ChangeSeat(const Call& call, const pb::ChangeSeatRequest& request);
  Task<pb::Participation> GetParticipation(const Call& call,
                                           const pb::GetParticipationRequest& request);

  Task<pb::ListLiaisonsResponse> ListLiaisons(const Call& call,
                                              const pb::ListLiaisonsRequest& request);
  Task<pb::Liaison> PutLiaison(const Call& call, const pb::PutLiaisonRequest& request);

  Task<pb::Person> GetPerson(const Call& call, const pb::GetPersonRequest& request);
  Task<pb::ListPeopleResponse> ListPeople(const Call& call, const pb::ListPeopleRequest& request);
  Task<pb::Person> PutPerson(const Call& call, const pb::PutPersonRequest& request);
  Task<pb::Grant> GrantRole(const Call& call, const pb::GrantRoleRequest& request);
  Task<pb::Grant> RevokeRole(const Call& call, const pb::RevokeRoleRequest& request);

  Task<rpc::Page> WatchEvents(const Call& call, const pb::WatchEventsRequest& request,
                              int64_t after);
  Task<pb::Head> GetHead(const Call& call, const pb::GetHeadRequest& request);

  Store& store_;
};

}  // namespace placet::members
