#include "tests/bench/enter.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "placet/members/v1/member_service.pb.h"
#include "tests/bench/load.h"
#include "tests/support/process.h"

namespace placet::bench {
namespace {

namespace members = placet::members::v1;

constexpr char kSince[] = "2020-01-01";

class Entry {
 public:
  explicit Entry(const Services& services) : services_(services) {}

  void Add(const google::protobuf::Message& request) {
    requests_.push_back({kSecretariat, request.SerializeAsString()});
  }
  void Send(const std::string& method) {
    Load load{.address = services_.members(),
              .method = absl::StrCat("/placet.members.v1.MemberService/", method)};
    RunLoad(load, requests_).MustAllBeOk(method);
    requests_.clear();
  }

 private:
  const Services& services_;
  std::vector<Request> requests_;
};

void EnterBodies(Entry& entry, const Directory& directory) {
  for (const Body& body : directory.bodies) {
    members::PutMemberRequest put;
    put.mutable_member()->set_name(absl::StrCat("members/", body.id));
    put.mutable_member()->set_country(body.country);
    put.mutable_member()->set_acronym(body.acronym);
    put.mutable_member()->set_category(body.full_member ? members::CATEGORY_MEMBER_BODY
                                                        : members::CATEGORY_CORRESPONDENT);
    entry.Add(put);
  }
  entry.Send("PutMember");
}

void EnterCommittees(Entry& entry, const Directory& directory) {
  for (const Committee& committee : directory.committees) {
    members::PutCommitteeRequest put;
    put.mutable_committee()->set_name(absl::StrCat("committees/", committee.id));
    put.mutable_committee()->set_reference(committee.reference);
    if (!committee.secretariat.empty()) {
      put.mutable_committee()->set_secretariat(absl::StrCat("members/", committee.secretariat));
    }
    entry.Add(put);
  }
  entry.Send("PutCommittee");
}

void EnterSeats(Entry& entry, const Directory& directory) {
  for (const Committee& committee : directory.committees) {
    const auto sit = [&](const std::string& body, members::SeatStatus status) {
      members::JoinCommitteeRequest join;
      join.mutable_seat()->set_name(absl::StrCat("committees/", committee.id, "/seats/", body));
      join.mutable_seat()->set_status(status);
      join.mutable_seat()->mutable_period()->set_from(kSince);
      entry.Add(join);
    };
    for (const std::string& body : committee.p_members) sit(body, members::SEAT_STATUS_P);
    for (const std::string& body : committee.o_members) sit(body, members::SEAT_STATUS_O);
  }
  entry.Send("JoinCommittee");
}

void EnterVoters(Entry& entry, const Directory& directory) {
  for (const Body& body : directory.bodies) {
    members::PutPersonRequest put;
    put.mutable_person()->set_name(absl::StrCat("people/voter-", body.id));
    put.mutable_person()->set_display_name(absl::StrCat("Voter of ", body.acronym));
    entry.Add(put);
  }
  entry.Send("PutPerson");
  for (const Body& body : directory.bodies) {
    members::GrantRoleRequest grant;
    grant.set_parent(absl::StrCat("people/voter-", body.id));
    grant.mutable_grant()->set_role(members::ROLE_VOTER);
    grant.mutable_grant()->set_member(absl::StrCat("members/", body.id));
    entry.Add(grant);
  }
  entry.Send("GrantRole");
}

}  // namespace

void EnterDirectory(World& world, const Services& services, const std::string& database) {
  Entry entry(services);
  EnterBodies(entry, world.directory());
  EnterCommittees(entry, world.directory());
  EnterSeats(entry, world.directory());
  EnterVoters(entry, world.directory());
  Database store = world.Open(database);
  const bool heard = testing::Eventually([&] {
    return store.Run(
               "SELECT (SELECT sequence FROM ballots.directory_position)"
               "     = (SELECT max(sequence) FROM members.event)") == "t";
  });
  if (heard) return;
  std::fprintf(stderr, "ballotsd does not follow the directory\n");
  std::exit(1);
}

}  // namespace placet::bench
