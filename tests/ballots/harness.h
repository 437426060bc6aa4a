// The directory and the ballots in one program: two services on in-process channels over one fresh
// database, one clock that stands still, and the keeper that follows the one for the other.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "placet/ballots/v1/analysis.grpc.pb.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "placet/ballots/v1/board.grpc.pb.h"
#include "placet/ballots/v1/decision_service.grpc.pb.h"
#include "placet/ballots/v1/obligations.grpc.pb.h"
#include "placet/ballots/v1/rules.grpc.pb.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "placet/record/v1/record_service.grpc.pb.h"
#include "tests/support/matchers.h"
#include "tests/support/postgres.h"
#include "tests/support/server.h"

namespace placet::ballots {

namespace mpb = placet::members::v1;
namespace pb = placet::ballots::v1;

using placet::testing::EqualsProto;
using placet::testing::HasField;
using placet::testing::HasReason;
using placet::testing::IsOk;
using placet::testing::StatusIs;
using DirectoryStub = mpb::MemberService::Stub;
using BallotStub = pb::BallotService::Stub;
using BoardStub = pb::BoardService::Stub;
using AnalysisStub = pb::AnalysisService::Stub;
using RulesStub = pb::RulesService::Stub;
using ObligationStub = pb::ObligationService::Stub;
using DecisionStub = pb::DecisionService::Stub;
using RecordStub = placet::record::v1::RecordService::Stub;

inline constexpr char kCentralSecretariat[] = "people/central-secretariat";
inline constexpr char kManager[] = "people/manager";   // committee manager of ISO/TC 307
inline constexpr char kMonitor[] = "people/monitor";   // ballot monitor of ISO/TC 307
inline constexpr char kVoters[] = "people/voters";     // voter of every body
inline constexpr char kVoterDe[] = "people/voter-de";  // voter of members/de
inline constexpr char kNobody[] = "people/nobody";     // no role
inline constexpr char kCommittee[] = "committees/iso-tc-307";

class World {
 public:
  struct Options {
    placet::testing::Cluster* cluster = nullptr;  // the shared one
    size_t most_waiting = 4096;                   // of the ballots' write lane
    bool seeded = true;                           // see Seed
    std::string record_key = {};                  // file; "": no record is kept
    std::string witness_key = {};                 // file of the public key of witness "w"
  };

  World() : World(Options()) {}
  explicit World(Options options);
  ~World();

  placet::testing::FixedClock& clock() { return clock_; }
  const std::shared_ptr<grpc::Channel>& channel() const;
  // SQL as the superuser in the schema of the ballots.
  std::string Sql(const std::string& sql) const;
  std::string Conninfo() const;  // for the ballots' account
  std::string Conninfo(const std::string& user) const;
  const std::shared_ptr<grpc::Channel>& directory_channel() const;
  // The directory stops answering for good.
  void StopDirectory();
  // From now on callers of the ballots are limited.
  void LimitCallers(rpc::Limits& limits);
  // The ballots' service ends and begins again.
  void Restart();
  // A channel to another process that serves the same store, begun with the first call.
  const std::shared_ptr<grpc::Channel>& OtherChannel();

  // One call in somebody's name.
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (BallotStub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::BallotService>(channel(), caller)(method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (BoardStub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::BoardService>(channel(), caller)(method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (AnalysisStub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::AnalysisService>(channel(), caller)(method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (RulesStub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::RulesService>(channel(), caller)(method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (ObligationStub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::ObligationService>(channel(), caller)(method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (DecisionStub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::DecisionService>(channel(), caller)(method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (RecordStub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<placet::record::v1::RecordService>(channel(), caller)(method,
                                                                                     request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Tell(grpc::Status (DirectoryStub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                const Request& request) const {
    return placet::testing::As<mpb::MemberService>(directory_channel(), kCentralSecretariat)(
        method, request);
  }

  // Changes of the directory, by the central secretariat; a failure fails the test.
  void PutMember(const std::string& id, const std::string& country,
                 mpb::Category category = mpb::CATEGORY_MEMBER_BODY);
  void PutCommittee(const std::string& id, const std::string& reference,
                    const std::string& secretariat = "");
  void PutPerson(const std::string& id);
  void Grant(const std::string& person, mpb::Role role, const std::string& member = "",
             const std::string& committee = "");
  // The person speaks for a liaison of the committee, which is made.
  void Represent(const std::string& person, const std::string& committee, const std::string& id,
                 const std::string& organization);
  void Revoke(const std::string& grant);
  void Join(const std::string& member, mpb::SeatStatus status,
            const std::string& committee = kCommittee);
  void Leave(const std::string& member, const std::string& committee = kCommittee);
  void Change(const std::string& member, mpb::SeatStatus status,
              const std::string& committee = kCommittee);
  // Everything that the directory holds has arrived at the ballots.
  void CatchUp() const;

  // Ballots; a failure fails the test.
  pb::Project PutProject(const std::string& id, const std::string& stage,
                         const std::string& committee = kCommittee);
  pb::Ballot Created(pb::BallotKind kind, const std::string& project = "projects/iso-1");
  pb::Ballot Opened(pb::BallotKind kind, const std::string& project = "projects/iso-1");
  // Advances the clock to the instant at which a ballot closes.
  void PassClosing(const std::string& ballot);

  absl::StatusOr<pb::Vote> Cast(const std::string& ballot, const std::string& member,
                                pb::Answer answer, const std::string& text = "",
                                const std::string& caller = kVoters) const;
  absl::StatusOr<pb::Ballot> Close(const std::string& ballot) const;
  absl::StatusOr<pb::Ballot> GetBallot(const std::string& ballot) const;
  absl::StatusOr<pb::Tally> GetTally(const std::string& ballot,
                                     const std::string& caller = kCentralSecretariat) const;
  absl::StatusOr<pb::Result> GetResult(const std::string& ballot,
                                       const std::string& caller = kNobody) const;
  std::string StageOf(const std::string& project = "projects/iso-1") const;
  std::vector<pb::RollEntry> Roll(const std::string& ballot,
                                  const std::string& caller = kCentralSecretariat) const;
  // The entry of one body; its status is unspecified where it has none.
  pb::RollEntry Entry(const std::string& ballot, const std::string& member) const;

  // All events that a caller can read, and how many there are.
  std::vector<pb::Event> Events(const std::string& caller = kCentralSecretariat,
                                const std::string& prefix = "", int64_t after = 0) const;
  int64_t Head() const;

 private:
  class Directory;
  class BallotSide;

  void Seed();
  void SeedPeople();

  placet::testing::Cluster& cluster_;
  placet::testing::FixedClock clock_{"2026-03-02T09:00:00Z"};
  const std::string database_;
  const std::string record_key_;
  const std::string witness_key_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<BallotSide> ballots_;
  std::unique_ptr<BallotSide> other_;
};

// A project at the stage from which a kind of ballot opens.
std::string StageBefore(pb::BallotKind kind);

// Adds so many bytes in a field that the contract does not know.
void AddUnknown(google::protobuf::Message& message, size_t bytes);

// A different UUID for each number.
std::string RequestId(int number);

}  // namespace placet::ballots
