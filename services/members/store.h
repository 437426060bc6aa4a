// The directory in PostgreSQL: one raw SQL string per statement, directly above the function that
// sends it and the lines that read its row. Facts live here, rules in decide. Knows no gRPC.
//
// A ...Facts function sends the one statement that a write loads; the write itself is one
// statement, too: its guard (the version that was loaded), the rows, the event. Where the guard
// finds another version the answer is pg::Stale() and the handler runs again.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/members/v1/member_service.pb.h"
#include "services/async/task.h"
#include "services/members/decide.h"
#include "services/members/decide_sign_in.h"
#include "services/members/fields.h"
#include "services/pg/lane.h"
#include "services/rpc/call.h"
#include "services/rpc/writes.h"

namespace placet::members {

// A piece of the event log.
struct EventPage {
  std::vector<std::string> events;  // serialized Events
  int64_t after = 0;                // sequence up to which they are all that was asked for
  bool at_head = false;             // there was no further row
};

// How a person may sign in; person "": there is none such.
struct Credential {
  std::string person;  // people/{person}
  std::string hash;
};

// Key of the advisory lock that keeps one writer at a time.
inline constexpr int64_t kWriterLock = 7301;

class Store {
 public:
  template <class T>
  using Task = async::Task<absl::StatusOr<T>>;

  Store(pg::Lane& reads, pg::Lane& writes) : reads_(reads), writes_(writes) {}

  static std::span<const pg::Statement> Statements();
  static std::span<const pg::Statement> Head();  // one: what the lane of the tail prepares

  // store_members.cc
  Task<pb::Member> GetMember(const rpc::Call& call, const std::string& member);
  Task<pb::ListMembersResponse> ListMembers(const rpc::Call& call,
                                            const pb::ListMembersRequest& request,
                                            const rpc::Paging& page);
  Task<decide::Facts<pb::Member>> MemberFacts(const rpc::Call& call, const std::string& member);
  Task<pb::Member> PutMember(const rpc::Call& call, const decide::Decided<pb::Member>& decided);

  // store_committees.cc
  Task<pb::Committee> GetCommittee(const rpc::Call& call, const std::string& committee);
  Task<pb::ListCommitteesResponse> ListCommittees(const rpc::Call& call, const std::string& parent,
                                                  const rpc::Paging& page);
  Task<decide::CommitteeFacts> CommitteeFacts(const rpc::Call& call,
                                              const pb::Committee& committee);
  Task<pb::Committee> PutCommittee(const rpc::Call& call,
                                   const decide::Decided<pb::Committee>& decided);
  Task<pb::ListGroupsResponse> ListGroups(const rpc::Call& call, const std::string& committee,
                                          const rpc::Paging& page);
  Task<decide::GroupFacts> GroupFacts(const rpc::Call& call, const std::string& committee,
                                      const std::string& group);
  Task<pb::Group> PutGroup(const rpc::Call& call, const decide::Decided<pb::Group>& decided);

  // store_liaisons.cc
  Task<pb::ListLiaisonsResponse> ListLiaisons(const rpc::Call& call, const std::string& committee,
                                              const std::string& date, const rpc::Paging& page);
  Task<decide::LiaisonFacts> LiaisonFacts(const rpc::Call& call, const std::string& committee,
                                          const std::string& liaison);
  Task<pb::Liaison> PutLiaison(const rpc::Call& call, const decide::Decided<pb::Liaison>& decided);

  // store_seats.cc
  Task<pb::Seat> GetSeat(const rpc::Call& call, const std::string& name, const std::string& date);
  Task<pb::ListSeatsResponse> ListSeats(const rpc::Call& call, const pb::ListSeatsRequest& request,
                                        const std::string& date, const rpc::Paging& page);
  // Empty: there is no such committee. A committee without seats has one count of none.
  Task<std::vector<decide::SeatCount>> GetParticipation(const rpc::Call& call,
                                                        const std::string& committee,
                                                        const std::string& date);
  Task<decide::SeatFacts> SeatFacts(const rpc::Call& call, const std::string& name,
                                    const std::string& twin);
  Task<pb::Seat> JoinCommittee(const rpc::Call& call, const decide::DecidedSeat& decided);
  Task<pb::Seat> LeaveCommittee(const rpc::Call& call, const decide::DecidedSeat& decided);
  Task<pb::Seat> ChangeSeat(const rpc::Call& call, const decide::DecidedSeat& decided);

  // store_people.cc
  Task<pb::Person> GetPerson(const rpc::Call& call, const std::string& person);
  Task<pb::ListPeopleResponse> ListPeople(const rpc::Call& call, pb::Role role,
                                          const rpc::Paging& page);
  Task<decide::Facts<pb::Person>> PersonFacts(const rpc::Call& call, const std::string& person);
  Task<pb::Person> PutPerson(const rpc::Call& call, const decide::Decided<pb::Person>& decided);
  Task<decide::GrantFacts> GrantFacts(const rpc::Call& call, const std::string& name,
                                      const pb::Grant& wanted);
  Task<pb::Grant> GrantRole(const rpc::Call& call, const decide::Decided<pb::Grant>& decided);
  Task<pb::Grant> RevokeRole(const rpc::Call& call, const decide::Decided<pb::Grant>& decided);

  // store_erase.cc
  Task<decide::EraseFacts> EraseFacts(const rpc::Call& call, const std::string& person);
  Task<pb::Person> ErasePerson(const rpc::Call& call, const decide::DecidedErasure& decided);

  // store_sign_in.cc
  Task<Credential> FindCredential(const rpc::Call& call, const std::string& person,
                                  const std::string& email);
  // False: the ID token was exchanged before.
  Task<bool> BeginSignIn(const rpc::Call& call, const pb::SignIn& sign_in,
                         const std::string& refresh_hash, const std::string& id_token_hash);
  // The sign-in, if the token serves; otherwise a message without name.
  Task<pb::SignIn> UseRefresh(const rpc::Call& call, const std::string& hash,
                              const std::string& next_hash);
  Task<decide::RefreshFacts> LookAtRefresh(const rpc::Call& call, const std::string& hash);
  Task<decide::SignInFacts> SignInFacts(const rpc::Call& call, const std::string& person,
                                        const std::string& sign_in);
  // False: it was revoked before.
  Task<bool> RevokeSignIn(const rpc::Call& call, const std::string& person,
                          const std::string& sign_in);
  Task<pb::ListSignInsResponse> ListSignIns(const rpc::Call& call, const std::string& person);
  Task<decide::PasswordFacts> PasswordFacts(const rpc::Call& call, const std::string& person,
                                            const std::string& email);
  Task<bool> SetPassword(const rpc::Call& call, const std::string& person, const std::string& hash,
                         const std::string& email, const std::vector<std::string>& signed_in);
  Task<decide::IdentityFacts> IdentityFacts(const rpc::Call& call, const std::string& person);
  Task<bool> LinkIdentity(const rpc::Call& call, const pb::Identity& identity);
  // people/{person}; "" where the identity is linked to nobody.
  Task<std::string> FindIdentity(const rpc::Call& call, const std::string& issuer,
                                 const std::string& subject);

  // store.cc
  Task<EventPage> WatchEvents(const rpc::Call& call, const std::string& subject_prefix,
                              int64_t after);
  Task<pb::Head> GetHead(const rpc::Call& call);

 private:
  // Each file's share of Statements().
  static std::span<const pg::Statement> OfMembers();
  static std::span<const pg::Statement> OfCommittees();
  static std::span<const pg::Statement> OfLiaisons();
  static std::span<const pg::Statement> OfSeats();
  static std::span<const pg::Statement> OfPeople();
  static std::span<const pg::Statement> OfErasing();
  static std::span<const pg::Statement> OfSignIns();
  static std::span<const pg::Statement> OfEvents();

  pg::Lane& reads_;
  rpc::Writes writes_;
};

}  // namespace placet::members
