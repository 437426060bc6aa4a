#include "tests/ballots/harness.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/unknown_field_set.h"
#include "google/protobuf/util/time_util.h"
#include "services/ballots/keeper.h"
#include "services/ballots/record_access.h"
#include "services/ballots/service.h"
#include "services/ballots/service_analysis.h"
#include "services/ballots/service_board.h"
#include "services/ballots/service_decisions.h"
#include "services/ballots/service_obligations.h"
#include "services/ballots/service_rules.h"
#include "services/ballots/store.h"
#include "services/members/service.h"
#include "services/members/store.h"
#include "services/pg/tail.h"
#include "services/record/service.h"

namespace placet::ballots {
namespace {

pg::Lane::Options LaneOptions(const std::string& conninfo, pg::Statement::Use use, int64_t lock,
                              std::span<const pg::Statement> statements) {
  pg::Lane::Options options;
  options.conninfo = conninfo;
  options.use = use;
  options.lock = lock;
  options.statements = statements;
  return options;
}

pg::Lane::Options Limited(pg::Lane::Options options, size_t most_waiting, pg::Tail& tail) {
  options.most_waiting = most_waiting;
  options.on_commit = [&tail] { tail.Look(); };
  return options;
}

pg::Lane::Options Reported(pg::Lane::Options options, rpc::Health& health) {
  options.on_connection = [&health](bool well) { health.Report("board", well); };
  return options;
}

std::map<std::string, record::PublicKey> Witnesses(const std::string& file) {
  std::map<std::string, record::PublicKey> witnesses;
  if (!file.empty()) witnesses.emplace("w", *record::PublicKey::Load(file));
  return witnesses;
}

// Keeps a lane from being used before it is there.
struct Started {
  explicit Started(pg::Lane& lane) {
    const absl::Status status = lane.Start();
    EXPECT_TRUE(status.ok()) << status;
  }
};

}  // namespace

// Members are destroyed in reverse: the server first, the lanes last.
class World::Directory {
 public:
  Directory(const std::string& conninfo, const rpc::Clock& clock)
      : reads_(LaneOptions(conninfo, pg::Statement::kReads, 0, members::Store::Statements())),
        tail_(reads_, members::Store::Head()[0]),
        writes_(Limited(
            LaneOptions(conninfo, pg::Statement::kWrites, 7301, members::Store::Statements()), 4096,
            tail_)),
        reads_started_(reads_),
        writes_started_(writes_),
        store_(reads_, writes_),
        service_(store_, tail_, clock) {
    server_ = std::make_unique<placet::testing::InProcess>(service_);
  }

  void Stop() { server_.reset(); }
  const std::shared_ptr<grpc::Channel>& channel() const { return server_->channel(); }

 private:
  pg::Lane reads_;
  pg::Tail tail_;
  pg::Lane writes_;
  Started reads_started_;
  Started writes_started_;
  members::Store store_;
  members::Members service_;
  std::unique_ptr<placet::testing::InProcess> server_;
};

// As in main: the server goes first, then the board, the keeper, the tail, the lanes.
class World::BallotSide {
 public:
  BallotSide(const std::string& conninfo, const rpc::Clock& clock, size_t most_waiting,
             const std::shared_ptr<grpc::Channel>& directory, const std::string& record_key,
             const std::string& witness_key)
      : reads_(LaneOptions(conninfo, pg::Statement::kReads, 0, Store::Statements())),
        tail_(reads_, Store::Head()),
        writes_(
            Limited(LaneOptions(conninfo, pg::Statement::kWrites, kWriterLock, Store::Statements()),
                    most_waiting, tail_)),
        board_reads_(Reported(
            LaneOptions(conninfo, pg::Statement::kReads, 0, BoardStore::Statements()), health_)),
        record_reads_(LaneOptions(conninfo, pg::Statement::kReads, 0,
                                  record::Log::Statements(record::Columns::kBallot))),
        record_writes_(LaneOptions(conninfo, pg::Statement::kWrites,
                                   record::Log::SealersLock(kWriterLock),
                                   record::Log::Statements(record::Columns::kBallot))),
        reads_started_(reads_),
        writes_started_(writes_),
        record_reads_started_(record_reads_),
        record_writes_started_(record_writes_),
        log_(record_reads_, record_writes_, record::Columns::kBallot),
        sealer_(record_key.empty() ? nullptr
                                   : std::make_unique<record::Sealer>(
                                         log_, tail_, *record::SigningKey::Load(record_key), clock,
                                         record::Sealer::Options())),
        store_(reads_, writes_, sealer_.get()),
        keeper_(store_, directory, clock),
        access_(store_, keeper_),
        records_(log_, sealer_.get(), access_, Witnesses(witness_key), clock),
        board_([this] { herald_.Tell(); }),
        follower_(board_, board_reads_, tail_, clock,
                  [this] { return HealthOf(health_, keeper_, nullptr); }),
        service_(store_, keeper_, tail_, clock),
        boards_(board_, follower_, keeper_, herald_, clock),
        analyses_(store_, keeper_, tail_, clock),
        rules_(clock),
        obligations_(store_, keeper_, clock),
        decision_store_(reads_, writes_),
        comments_(store_, nullptr, clock),
        decisions_(store_, decision_store_, keeper_, comments_, clock),
        server_({&service_, &boards_, &analyses_, &rules_, &obligations_, &decisions_, &records_}) {
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return server_.channel(); }
  void LimitCallers(rpc::Limits& limits) { server_.permissions().LimitAll(limits); }

 private:
  pg::Lane reads_;
  pg::Tail tail_;
  pg::Lane writes_;
  rpc::Health health_;
  pg::Lane board_reads_;
  pg::Lane record_reads_;
  pg::Lane record_writes_;
  Started reads_started_;
  Started writes_started_;
  Started record_reads_started_;
  Started record_writes_started_;
  record::Log log_;
  std::unique_ptr<record::Sealer> sealer_;
  Store store_;
  Keeper keeper_;
  RecordAccess access_;
  record::Records records_;
  rpc::Herald herald_;
  Board board_;
  BoardFollower follower_;
  Ballots service_;
  Boards boards_;
  Analyses analyses_;
  RulesRows rules_;
  Obligations obligations_;
  DecisionStore decision_store_;
  CommentFollower comments_;  // there is no commentsd
  Decisions decisions_;
  placet::testing::InProcess server_;
};

World::World(Options options)
    : cluster_(options.cluster == nullptr ? placet::testing::Cluster::Shared() : *options.cluster),
      database_(cluster_.CreateDatabase()),
      record_key_(options.record_key),
      witness_key_(options.witness_key),
      directory_(
          std::make_unique<Directory>(cluster_.Conninfo("members", database_), clock_.AsClock())),
      ballots_(std::make_unique<BallotSide>(cluster_.Conninfo("ballots", database_),
                                            clock_.AsClock(), options.most_waiting,
                                            directory_->channel(), record_key_, witness_key_)) {
  if (options.seeded) Seed();
}

World::~World() {
  other_.reset();  // they call the directory
  ballots_.reset();
}

void World::Restart() {
  ballots_.reset();
  ballots_ = std::make_unique<BallotSide>(Conninfo(), clock_.AsClock(), 4096, directory_->channel(),
                                          record_key_, witness_key_);
}

const std::shared_ptr<grpc::Channel>& World::OtherChannel() {
  if (other_ == nullptr) {
    other_ = std::make_unique<BallotSide>(Conninfo(), clock_.AsClock(), 4096, directory_->channel(),
                                          record_key_, witness_key_);
  }
  return other_->channel();
}

const std::shared_ptr<grpc::Channel>& World::channel() const { return ballots_->channel(); }

const std::shared_ptr<grpc::Channel>& World::directory_channel() const {
  return directory_->channel();
}

std::string World::Sql(const std::string& sql) const {
  return cluster_.Sql(database_, absl::StrCat("SET search_path = ballots; ", sql));
}

std::string World::Conninfo() const { return Conninfo("ballots"); }

std::string World::Conninfo(const std::string& user) const {
  return cluster_.Conninfo(user, database_);
}

void World::LimitCallers(rpc::Limits& limits) { ballots_->LimitCallers(limits); }

void World::StopDirectory() { directory_->Stop(); }

void World::PutMember(const std::string& id, const std::string& country, mpb::Category category) {
  mpb::PutMemberRequest request;
  mpb::Member& member = *request.mutable_member();
  member.set_name("members/" + id);
  member.set_country(country);
  member.set_acronym(absl::AsciiStrToUpper(id) + "S");
  member.set_category(category);
  EXPECT_THAT(Tell(&DirectoryStub::PutMember, request), IsOk());
}

void World::PutCommittee(const std::string& id, const std::string& reference,
                         const std::string& secretariat) {
  mpb::PutCommitteeRequest request;
  request.mutable_committee()->set_name("committees/" + id);
  request.mutable_committee()->set_reference(reference);
  request.mutable_committee()->set_title("A title");
  request.mutable_committee()->set_secretariat(secretariat);
  EXPECT_THAT(Tell(&DirectoryStub::PutCommittee, request), IsOk());
}

void World::PutPerson(const std::string& id) {
  mpb::PutPersonRequest request;
  request.mutable_person()->set_name("people/" + id);
  request.mutable_person()->set_display_name("Somebody");
  EXPECT_THAT(Tell(&DirectoryStub::PutPerson, request), IsOk());
}

void World::Grant(const std::string& person, mpb::Role role, const std::string& member,
                  const std::string& committee) {
  PutPerson(person);
  mpb::GrantRoleRequest request;
  request.set_parent("people/" + person);
  request.mutable_grant()->set_role(role);
  if (!member.empty()) request.mutable_grant()->set_member("members/" + member);
  request.mutable_grant()->set_committee(committee);
  EXPECT_THAT(Tell(&DirectoryStub::GrantRole, request), IsOk());
}

void World::Represent(const std::string& person, const std::string& committee,
                      const std::string& id, const std::string& organization) {
  mpb::PutLiaisonRequest put;
  put.mutable_liaison()->set_name(absl::StrCat(committee, "/liaisons/", id));
  put.mutable_liaison()->set_category(mpb::LIAISON_CATEGORY_A);
  put.mutable_liaison()->set_organization(organization);
  EXPECT_THAT(Tell(&DirectoryStub::PutLiaison, put), IsOk());
  PutPerson(person);
  mpb::GrantRoleRequest request;
  request.set_parent("people/" + person);
  request.mutable_grant()->set_role(mpb::ROLE_LIAISON_REPRESENTATIVE);
  request.mutable_grant()->set_committee(committee);
  request.mutable_grant()->set_liaison(put.liaison().name());
  EXPECT_THAT(Tell(&DirectoryStub::GrantRole, request), IsOk());
}

void World::Revoke(const std::string& grant) {
  mpb::RevokeRoleRequest request;
  request.set_name(grant);
  EXPECT_THAT(Tell(&DirectoryStub::RevokeRole, request), IsOk());
}

void World::Join(const std::string& member, mpb::SeatStatus status, const std::string& committee) {
  mpb::JoinCommitteeRequest request;
  request.mutable_seat()->set_name(absl::StrCat(committee, "/seats/", member));
  request.mutable_seat()->set_status(status);
  EXPECT_THAT(Tell(&DirectoryStub::JoinCommittee, request), IsOk());
}

void World::Leave(const std::string& member, const std::string& committee) {
  mpb::LeaveCommitteeRequest request;
  request.set_name(absl::StrCat(committee, "/seats/", member));
  EXPECT_THAT(Tell(&DirectoryStub::LeaveCommittee, request), IsOk());
}

void World::Change(const std::string& member, mpb::SeatStatus status,
                   const std::string& committee) {
  mpb::ChangeSeatRequest request;
  request.set_name(absl::StrCat(committee, "/seats/", member));
  request.set_status(status);
  EXPECT_THAT(Tell(&DirectoryStub::ChangeSeat, request), IsOk());
}

// Opening a ballot waits for the directory before it looks for the ballot.
void World::CatchUp() const {
  pb::OpenBallotRequest request;
  request.set_name("ballots/none");
  EXPECT_THAT(Ask(kCentralSecretariat, &BallotStub::OpenBallot, request), HasReason("NOT_FOUND"));
}

// Four P-members, two O-members of which one is a correspondent, one member body outside.
void World::Seed() {
  for (const char* id : {"de", "fr", "jp", "us", "se", "br"}) PutMember(id, absl::StrCat("C-", id));
  PutMember("al", "C-al", mpb::CATEGORY_CORRESPONDENT);
  PutCommittee("iso-tc-307", "ISO/TC 307", "members/de");
  PutCommittee("iso-tc-68", "ISO/TC 68");
  for (const char* id : {"de", "fr", "jp", "us"}) Join(id, mpb::SEAT_STATUS_P);
  for (const char* id : {"se", "al"}) Join(id, mpb::SEAT_STATUS_O);
  SeedPeople();
  CatchUp();
}

void World::SeedPeople() {
  Grant("manager", mpb::ROLE_COMMITTEE_MANAGER, "", kCommittee);
  Grant("other-manager", mpb::ROLE_COMMITTEE_MANAGER, "", "committees/iso-tc-68");
  Grant("monitor", mpb::ROLE_BALLOT_MONITOR, "", kCommittee);
  Grant("monitor-de", mpb::ROLE_BALLOT_MONITOR, "de");
  Grant("administrator-de", mpb::ROLE_MEMBER_ADMINISTRATOR, "de");
  Grant("voter-de", mpb::ROLE_VOTER, "de");
  Grant("voter-fr", mpb::ROLE_VOTER, "fr", kCommittee);
  Grant("voter-de-elsewhere", mpb::ROLE_VOTER, "de", "committees/iso-tc-68");
  Grant("voters", mpb::ROLE_VOTER);
  PutPerson("nobody");
}

pb::Project World::PutProject(const std::string& id, const std::string& stage,
                              const std::string& committee) {
  pb::PutProjectRequest request;
  pb::Project& project = *request.mutable_project();
  project.set_name("projects/" + id);
  project.set_reference("ISO 1");
  project.set_title("A standard");
  project.set_deliverable(pb::DELIVERABLE_IS);
  project.set_committee(committee);
  project.set_stage(stage);
  request.set_override_reason("a test puts it where it needs it");
  const auto put = Ask(kCentralSecretariat, &BallotStub::PutProject, request);
  EXPECT_THAT(put, IsOk());
  return put.value_or(pb::Project());
}

pb::Ballot World::Created(pb::BallotKind kind, const std::string& project) {
  PutProject(project.substr(project.find('/') + 1), StageBefore(kind));
  pb::CreateBallotRequest request;
  request.mutable_ballot()->set_project(project);
  request.mutable_ballot()->set_kind(kind);
  const auto created = Ask(kCentralSecretariat, &BallotStub::CreateBallot, request);
  EXPECT_THAT(created, IsOk());
  return created.value_or(pb::Ballot());
}

pb::Ballot World::Opened(pb::BallotKind kind, const std::string& project) {
  pb::OpenBallotRequest request;
  request.set_name(Created(kind, project).name());
  const auto opened = Ask(kCentralSecretariat, &BallotStub::OpenBallot, request);
  EXPECT_THAT(opened, IsOk());
  return opened.value_or(pb::Ballot());
}

void World::PassClosing(const std::string& ballot) {
  const google::protobuf::Timestamp close_time = GetBallot(ballot)->close_time();
  clock_.Set(google::protobuf::util::TimeUtil::ToString(close_time));
}

absl::StatusOr<pb::Vote> World::Cast(const std::string& ballot, const std::string& member,
                                     pb::Answer answer, const std::string& text,
                                     const std::string& caller) const {
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name(absl::StrCat(ballot, "/votes/", member));
  request.mutable_vote()->set_answer(answer);
  request.mutable_vote()->set_text(text);
  return Ask(caller, &BallotStub::CastVote, request);
}

absl::StatusOr<pb::Ballot> World::Close(const std::string& ballot) const {
  pb::CloseBallotRequest request;
  request.set_name(ballot);
  request.set_reason("everybody has voted");
  return Ask(kCentralSecretariat, &BallotStub::CloseBallot, request);
}

absl::StatusOr<pb::Ballot> World::GetBallot(const std::string& ballot) const {
  pb::GetBallotRequest request;
  request.set_name(ballot);
  return Ask(kNobody, &BallotStub::GetBallot, request);
}

absl::StatusOr<pb::Tally> World::GetTally(const std::string& ballot,
                                          const std::string& caller) const {
  pb::GetTallyRequest request;
  request.set_name(ballot);
  return Ask(caller, &BallotStub::GetTally, request);
}

absl::StatusOr<pb::Result> World::GetResult(const std::string& ballot,
                                            const std::string& caller) const {
  pb::GetResultRequest request;
  request.set_name(ballot);
  return Ask(caller, &BallotStub::GetResult, request);
}

std::string World::StageOf(const std::string& project) const {
  pb::GetProjectRequest request;
  request.set_name(project);
  return Ask(kNobody, &BallotStub::GetProject, request)->stage();
}

std::vector<pb::RollEntry> World::Roll(const std::string& ballot, const std::string& caller) const {
  pb::ListRollRequest request;
  request.set_parent(ballot);
  const auto listed = Ask(caller, &BallotStub::ListRoll, request);
  EXPECT_THAT(listed, IsOk());
  if (!listed.ok()) return {};
  return {listed->entries().begin(), listed->entries().end()};
}

pb::RollEntry World::Entry(const std::string& ballot, const std::string& member) const {
  for (pb::RollEntry& entry : Roll(ballot)) {
    if (entry.name() == absl::StrCat(ballot, "/roll/", member)) return entry;
  }
  return {};
}

std::vector<pb::Event> World::Events(const std::string& caller, const std::string& prefix,
                                     int64_t after) const {
  pb::WatchEventsRequest request;
  request.set_after_sequence(after);
  request.set_subject_prefix(prefix);
  request.set_until_head(true);
  const placet::testing::As<pb::BallotService> as(channel(), caller);
  const auto context = placet::testing::ContextOf(caller);
  const auto stream = as.stub().WatchEvents(context.get(), request);
  std::vector<pb::Event> events;
  for (pb::Event event; stream->Read(&event);) events.push_back(event);
  EXPECT_THAT(stream->Finish(), IsOk());
  return events;
}

int64_t World::Head() const {
  const std::vector<pb::Event> events = Events();
  return events.empty() ? 0 : events.back().sequence();
}

std::string StageBefore(pb::BallotKind kind) {
  return kind == pb::BALLOT_KIND_NP ? "10.00" : kind == pb::BALLOT_KIND_DIS ? "40.00" : "50.00";
}

void AddUnknown(google::protobuf::Message& message, size_t bytes) {
  message.GetReflection()->MutableUnknownFields(&message)->AddLengthDelimited(
      9999, std::string(bytes, 'x'));
}

std::string RequestId(int number) {
  return absl::StrFormat("00000000-0000-4000-8000-%012d", number);
}

}  // namespace placet::ballots
