// The directory as the tests of this folder use it: the real service on a database of its own, with
// a clock that stands at noon of 2018-03-13.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "placet/members/v1/member_service.grpc.pb.h"
#include "services/members/service.h"
#include "services/members/store.h"
#include "services/pg/lane.h"
#include "services/pg/tail.h"
#include "tests/support/matchers.h"
#include "tests/support/postgres.h"
#include "tests/support/server.h"

namespace placet::members {

using namespace placet::testing;  // NOLINT: matchers read like sentences

using Stub = pb::MemberService::Stub;
using Client = As<pb::MemberService>;

inline pg::Lane::Options LaneOptions(const std::string& database, pg::Statement::Use use) {
  pg::Lane::Options options;
  options.conninfo = Cluster::Shared().Conninfo("members", database);
  options.use = use;
  options.lock = 7301;
  options.statements = Store::Statements();
  return options;
}

// Lanes, store, service and server of one process.
struct Served {
  Served(const std::string& database, const FixedClock& clock)
      : reads(LaneOptions(database, pg::Statement::kReads)),
        tail_reads(LaneOptions(database, pg::Statement::kReads)),
        tail(tail_reads, Store::Head()[0]),
        writes([&] {
          pg::Lane::Options options = LaneOptions(database, pg::Statement::kWrites);
          options.on_commit = [this] { tail.Look(); };
          return options;
        }()),
        store(reads, writes),
        service(store, tail, clock.AsClock()) {
    for (pg::Lane* lane : {&reads, &tail_reads, &writes}) {
      const absl::Status fits = lane->Start();
      if (!fits.ok()) ADD_FAILURE() << fits;
    }
    server.emplace(service);
  }

  pg::Lane reads, tail_reads;
  pg::Tail tail;
  pg::Lane writes;
  Store store;
  Members service;
  std::optional<InProcess> server;
};

class Directory : public ::testing::Test {
 protected:
  const std::string database_ = Cluster::Shared().CreateDatabase();
  FixedClock clock_{"2018-03-13T12:00:00Z"};
  Served served_{database_, clock_};
  Client secretariat_{served_.server->channel(), "people/central-secretariat"};

  Client In(const std::string& person) const {
    return Client(served_.server->channel(), "people/" + person);
  }

  // What most tests need first: a body, a committee, a person.
  void PutMember(const std::string& id, pb::Category category = pb::CATEGORY_MEMBER_BODY,
                 pb::Region region = pb::REGION_EUROPE) {
    pb::PutMemberRequest request;
    request.mutable_member()->set_name("members/" + id);
    request.mutable_member()->set_country("Country of " + id);
    request.mutable_member()->set_acronym("ACR-" + id);
    request.mutable_member()->set_category(category);
    request.mutable_member()->set_region(region);
    ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  }
  void PutCommittee(const std::string& id) {
    pb::PutCommitteeRequest request;
    request.mutable_committee()->set_name("committees/" + id);
    request.mutable_committee()->set_reference("Reference of " + id);
    ASSERT_THAT(secretariat_(&Stub::PutCommittee, request), IsOk());
  }
  void PutPerson(const std::string& id) { PutPerson(id, "Person " + id); }
  void PutPerson(const std::string& id, const std::string& display_name) {
    pb::PutPersonRequest request;
    request.mutable_person()->set_name("people/" + id);
    request.mutable_person()->set_display_name(display_name);
    ASSERT_THAT(secretariat_(&Stub::PutPerson, request), IsOk());
  }
  // Creates the person, too.
  void Grant(const std::string& person, pb::Role role, const std::string& member,
             const std::string& committee) {
    PutPerson(person);
    pb::GrantRoleRequest request;
    request.set_parent("people/" + person);
    request.mutable_grant()->set_role(role);
    if (!member.empty()) request.mutable_grant()->set_member("members/" + member);
    if (!committee.empty()) request.mutable_grant()->set_committee("committees/" + committee);
    ASSERT_THAT(secretariat_(&Stub::GrantRole, request), IsOk());
  }

  int64_t Head() const {
    const auto head = secretariat_(&Stub::GetHead, pb::GetHeadRequest());
    EXPECT_THAT(head, IsOk());
    return head.ok() ? head->sequence() : -1;
  }
};

inline constexpr char kRequestId[] = "6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b";

}  // namespace placet::members
