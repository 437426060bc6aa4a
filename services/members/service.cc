#include "services/members/service.h"

#include <utility>

#include "services/members/decide.h"
#include "services/members/fields.h"

namespace placet::members {

Members::Members(Store& store, pg::Tail& tail, rpc::Clock clock)
    : Served("placet.members.v1.MemberService", std::move(clock)), store_(store) {
  Unary("GetMember", &Members::GetMember);
  Unary("ListMembers", &Members::ListMembers);
  Unary("PutMember", &Members::PutMember);
  Unary("GetCommittee", &Members::GetCommittee);
  Unary("ListCommittees", &Members::ListCommittees);
  Unary("PutCommittee", &Members::PutCommittee);
  Unary("ListGroups", &Members::ListGroups);
  Unary("PutGroup", &Members::PutGroup);
  Unary("GetSeat", &Members::GetSeat);
  Unary("ListSeats", &Members::ListSeats);
  Unary("JoinCommittee", &Members::JoinCommittee);
  Unary("LeaveCommittee", &Members::LeaveCommittee);
  Unary("ChangeSeat", &Members::ChangeSeat);
  Unary("GetParticipation", &Members::GetParticipation);
  Unary("ListLiaisons", &Members::ListLiaisons);
  Unary("PutLiaison", &Members::PutLiaison);
  Unary("GetPerson", &Members::GetPerson);
  Unary("ListPeople", &Members::ListPeople);
  Unary("PutPerson", &Members::PutPerson);
  Unary("GrantRole", &Members::GrantRole);
  Unary("RevokeRole", &Members::RevokeRole);
  Stream("WatchEvents", &Members::WatchEvents, tail);
  Unary("GetHead", &Members::GetHead);
}

Members::Task<pb::Member> Members::GetMember(const Call& call,
                                             const pb::GetMemberRequest& request) {
  const auto ids = Ids("name", "members/*", request.name());
  if (!ids.ok()) co_return ids.status();
  co_return co_await store_.GetMember(call, ids->at(0));
}

Members::Task<pb::ListMembersResponse> Members::ListMembers(const Call& call,
                                                            const pb::ListMembersRequest& request) {
  const auto page = ParsePaging(request);
  if (!page.ok()) co_return page.status();
  co_return co_await store_.ListMembers(call, request, *page);
}

Members::Task<pb::Member> Members::PutMember(const Call& call,
                                             const pb::PutMemberRequest& request) {
  const auto ids = Ids("member.name", "members/*", request.member().name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.MemberFacts(call, ids->at(0));
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::PutMember(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.PutMember(call, *decided);
}

Members::Task<pb::Committee> Members::GetCommittee(const Call& call,
                                                   const pb::GetCommitteeRequest& request) {
  const auto ids = Ids("name", "committees/*", request.name());
  if (!ids.ok()) co_return ids.status();
  co_return co_await store_.GetCommittee(call, ids->at(0));
}

Members::Task<pb::ListCommitteesResponse> Members::ListCommittees(
    const Call& call, const pb::ListCommitteesRequest& request) {
  const auto page = ParsePaging(request);
  if (!page.ok()) co_return page.status();
  absl::Status parent = CheckRef("parent", "committees", request.parent());
  if (!parent.ok()) co_return parent;
  co_return co_await store_.ListCommittees(call, RefId("committees", request.parent()), *page);
}

Members::Task<pb::Committee> Members::PutCommittee(const Call& call,
                                                   const pb::PutCommitteeRequest& request) {
  const auto ids = Ids("committee.name", "committees/*", request.committee().name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.CommitteeFacts(call, request.committee());
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::PutCommittee(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.PutCommittee(call, *decided);
}

Members::Task<pb::ListGroupsResponse> Members::ListGroups(const Call& call,
                                                          const pb::ListGroupsRequest& request) {
  const auto ids = Ids("parent", "committees/*", request.parent());
  if (!ids.ok()) co_return ids.status();
  const auto page = ParsePaging(request);
  if (!page.ok()) co_return page.status();
  co_return co_await store_.ListGroups(call, ids->at(0), *page);
}

Members::Task<pb::Group> Members::PutGroup(const Call& call, const pb::PutGroupRequest& request) {
  const auto ids = Ids("group.name", "committees/*/groups/*", request.group().name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.GroupFacts(call, ids->at(0), ids->at(1));
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::PutGroup(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.PutGroup(call, *decided);
}

Members::Task<pb::Seat> Members::GetSeat(const Call& call, const pb::GetSeatRequest& request) {
  const auto ids = Ids("name", "committees/*/seats/*", request.name());
  if (!ids.ok()) co_return ids.status();
  const auto date = DayOrToday("date", request.date(), call);
  if (!date.ok()) co_return date.status();
  co_return co_await store_.GetSeat(call, request.name(), *date);
}

Members::Task<pb::ListSeatsResponse> Members::ListSeats(const Call& call,
                                                        const pb::ListSeatsRequest& request) {
  const auto ids = Ids("parent", "committees/*", request.parent());
  if (!ids.ok()) co_return ids.status();
  const auto date = DayOrToday("date", request.date(), call);
  if (!date.ok()) co_return date.status();
  const auto page = ParsePaging(request);
  if (!page.ok()) co_return page.status();
  co_return co_await store_.ListSeats(call, request, *date, *page);
}

Members::Task<pb::Seat> Members::JoinCommittee(const Call& call,
                                               const pb::JoinCommitteeRequest& request) {
  const auto ids = Ids("seat.name", "committees/*/seats/*", request.seat().name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.SeatFacts(call, request.seat().name(), request.seat().twin());
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::JoinCommittee(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.JoinCommittee(call, *decided);
}

Members::Task<pb::Seat> Members::LeaveCommittee(const Call& call,
                                                const pb::LeaveCommitteeRequest& request) {
  const auto ids = Ids("name", "committees/*/seats/*", request.name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.SeatFacts(call, request.name(), "");
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::LeaveCommittee(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.LeaveCommittee(call, *decided);
}

Members::Task<pb::Seat> Members::ChangeSeat(const Call& call,
                                            const pb::ChangeSeatRequest& request) {
  const auto ids = Ids("name", "committees/*/seats/*", request.name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.SeatFacts(call, request.name(), request.twin());
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::ChangeSeat(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.ChangeSeat(call, *decided);
}

Members::Task<pb::Participation> Members::GetParticipation(
    const Call& call, const pb::GetParticipationRequest& request) {
  const auto ids = Ids("committee", "committees/*", request.committee());
  if (!ids.ok()) co_return ids.status();
  const auto date = DayOrToday("date", request.date(), call);
  if (!date.ok()) co_return date.status();
  const auto counts = co_await store_.GetParticipation(call, ids->at(0), *date);
  if (!counts.ok()) co_return counts.status();
  co_return decide::Count(request.committee(), *date, *counts);
}

Members::Task<pb::ListLiaisonsResponse> Members::ListLiaisons(
    const Call& call, const pb::ListLiaisonsRequest& request) {
  const auto ids = Ids("parent", "committees/*", request.parent());
  if (!ids.ok()) co_return ids.status();
  const auto date = DayOrToday("date", request.date(), call);
  if (!date.ok()) co_return date.status();
  const auto page = ParsePaging(request);
  if (!page.ok()) co_return page.status();
  co_return co_await store_.ListLiaisons(call, ids->at(0), *date, *page);
}

Members::Task<pb::Liaison> Members::PutLiaison(const Call& call,
                                               const pb::PutLiaisonRequest& request) {
  const auto ids = Ids("liaison.name", "committees/*/liaisons/*", request.liaison().name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.LiaisonFacts(call, ids->at(0), ids->at(1));
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::PutLiaison(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.PutLiaison(call, *decided);
}

Members::Task<pb::Person> Members::GetPerson(const Call& call,
                                             const pb::GetPersonRequest& request) {
  const auto ids = Ids("name", "people/*", request.name());
  if (!ids.ok()) co_return ids.status();
  co_return co_await store_.GetPerson(call, ids->at(0));
}

Members::Task<pb::ListPeopleResponse> Members::ListPeople(const Call& call,
                                                          const pb::ListPeopleRequest& request) {
  const auto page = ParsePaging(request);
  if (!page.ok()) co_return page.status();
  co_return co_await store_.ListPeople(call, request.role(), *page);
}

Members::Task<pb::Person> Members::PutPerson(const Call& call,
                                             const pb::PutPersonRequest& request) {
  const auto ids = Ids("person.name", "people/*", request.person().name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.PersonFacts(call, ids->at(0));
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::PutPerson(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.PutPerson(call, *decided);
}

Members::Task<pb::Grant> Members::GrantRole(const Call& call, const pb::GrantRoleRequest& request) {
  const auto person = Ids("parent", "people/*", request.parent());
  if (!person.ok()) co_return person.status();
  const std::string name = decide::GrantName(request);
  const auto ids = Ids("grant.name", request.parent() + "/grants/*", name);
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.GrantFacts(call, name, request.grant());
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::GrantRole(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.GrantRole(call, *decided);
}

Members::Task<pb::Grant> Members::RevokeRole(const Call& call,
                                             const pb::RevokeRoleRequest& request) {
  const auto ids = Ids("name", "people/*/grants/*", request.name());
  if (!ids.ok()) co_return ids.status();
  const pb::Grant nothing_wanted;
  const auto facts = co_await store_.GrantFacts(call, request.name(), nothing_wanted);
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::RevokeRole(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  co_return co_await store_.RevokeRole(call, *decided);
}

Members::Task<rpc::Page> Members::WatchEvents(const Call& call,
                                              const pb::WatchEventsRequest& request,
                                              int64_t after) {
  if (request.after_sequence() < 0) co_return Invalid("after_sequence", "is negative");
  auto found = co_await store_.WatchEvents(call, request.subject_prefix(), after);
  if (!found.ok()) co_return found.status();
  rpc::Page page;
  page.after = found->after;
  page.at_head = found->at_head;
  for (const std::string& event : found->events) {
    const grpc::Slice slice(event);
    page.events.emplace_back(&slice, 1);
  }
  co_return page;
}

Members::Task<pb::Head> Members::GetHead(const Call& call, const pb::GetHeadRequest&) {
  co_return co_await store_.GetHead(call);
}

}  // namespace placet::members
