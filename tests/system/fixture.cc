#include "tests/system/fixture.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "services/rpc/refuse.h"

namespace placet::testing {
namespace {

constexpr char kCommittee[] = "committees/iso-tc-999";

template <class Answer>
void MustBeOk(const Answer& answer) {
  ASSERT_THAT(answer, IsOk());
}

}  // namespace

Ended RunMembersd(std::vector<std::string> flags) {
  flags.push_back("--believe-names");
  return RunProgram(With(MEMBERSD, flags));
}

Ended RunBallotsd(std::vector<std::string> flags) {
  flags.push_back("--believe-names");
  return RunProgram(With(BALLOTSD, flags));
}

Session::Session(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {}

Session::~Session() { PQfinish(connection_); }

void Session::Do(const std::string& sql) {
  PGresult* result = PQexec(connection_, sql.c_str());
  EXPECT_STREQ(PQresultErrorMessage(result), "");
  PQclear(result);
}

Cluster& World::TheCluster() {
  static Cluster cluster(Cluster::Durable::kYes);
  return cluster;
}

World::World(int writers)
    : database_(TheCluster().CreateDatabase()),
      directory_(std::make_unique<Daemon>(
          MEMBERSD, std::vector<std::string>{"--database", Conninfo("members")})) {
  for (int i = 0; i < writers; ++i) {
    ballots_.push_back(std::make_unique<Daemon>(
        BALLOTSD, std::vector<std::string>{"--database", Conninfo("ballots"), "--members",
                                           directory_->address(), "--record-key", keys_.secret()}));
  }
  EXPECT_TRUE(directory_->AwaitServing());
  Seed();
  for (const auto& daemon : ballots_) EXPECT_TRUE(daemon->AwaitServing());
}

std::string World::Conninfo(const std::string& user) const {
  return TheCluster().Conninfo(user, database_);
}

int World::Waiting(const std::string& lock) const {
  return std::stoi(
      Sql(absl::StrCat("SELECT count(*) FROM pg_stat_activity"
                       " WHERE datname = current_database() AND wait_event = '",
                       lock, "'")));
}

void World::Seed() {
  using S = members::MemberService::Stub;
  const As<members::MemberService> call(directory_->channel(), kSecretariat);
  members::PutCommitteeRequest committee;
  committee.mutable_committee()->set_name(kCommittee);
  committee.mutable_committee()->set_reference("ISO/TC 999");
  MustBeOk(call(&S::PutCommittee, committee));
  for (int body = 1; body <= kBodies; ++body) {
    const std::string id = BodyId(body), member = absl::StrCat("members/", id);
    members::PutMemberRequest put;
    put.mutable_member()->set_name(member);
    put.mutable_member()->set_country(absl::StrCat("Country ", id));
    put.mutable_member()->set_category(members::CATEGORY_MEMBER_BODY);
    MustBeOk(call(&S::PutMember, put));
    members::JoinCommitteeRequest join;
    join.mutable_seat()->set_name(absl::StrCat(kCommittee, "/seats/", id));
    join.mutable_seat()->set_status(body <= 15 ? members::SEAT_STATUS_P : members::SEAT_STATUS_O);
    join.mutable_seat()->mutable_period()->set_from("2020-01-01");
    MustBeOk(call(&S::JoinCommittee, join));
    members::PutPersonRequest person;
    person.mutable_person()->set_name(absl::StrCat("people/voter-", id));
    person.mutable_person()->set_display_name(absl::StrCat("Voter of ", id));
    MustBeOk(call(&S::PutPerson, person));
    members::GrantRoleRequest grant;
    grant.set_parent(person.person().name());
    grant.mutable_grant()->set_role(members::ROLE_VOTER);
    grant.mutable_grant()->set_member(member);
    MustBeOk(call(&S::GrantRole, grant));
  }
}

std::string World::Prepare(const std::string& number) {
  const Caller secretariat = Secretariat(ballots());
  pb::PutProjectRequest put;
  put.mutable_project()->set_name(absl::StrCat("projects/iso-", number));
  put.mutable_project()->set_reference(absl::StrCat("ISO ", number));
  put.mutable_project()->set_title("Ballots under adverse conditions");
  put.mutable_project()->set_deliverable(pb::DELIVERABLE_IS);
  put.mutable_project()->set_committee(kCommittee);
  put.mutable_project()->set_stage("40.00");
  // Until ballotsd has heard who the secretariat is, it is nobody.
  EXPECT_TRUE(Eventually([&] { return secretariat(&Stub::PutProject, put).ok(); }));
  pb::CreateBallotRequest create;
  create.set_ballot_id(absl::StrCat("iso-dis-", number));
  create.mutable_ballot()->set_project(put.project().name());
  create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
  MustBeOk(secretariat(&Stub::CreateBallot, create));
  return absl::StrCat("ballots/", create.ballot_id());
}

std::string World::Open(const std::string& number) {
  const std::string ballot = Prepare(number);
  // For a second after its return ballotsd may not have found the directory again.
  MustBeOk(Persistently([&] { return OpenOnce(ballots(), ballot); }));
  return ballot;
}

void World::Revive() {
  std::vector<Daemon*> all = {directory_.get()};
  for (const auto& daemon : ballots_) all.push_back(daemon.get());
  for (Daemon* daemon : all) {
    if (daemon->Wait(absl::ZeroDuration())) daemon->Start();
  }
  for (const Daemon* daemon : all) EXPECT_TRUE(daemon->AwaitServing());
}

std::string BodyId(int body) { return absl::StrCat(body < 10 ? "m0" : "m", body); }

std::string RequestId(int major, int minor) {
  char text[64];
  std::snprintf(text, sizeof text, "%08x-0000-4000-8000-%012x", static_cast<unsigned>(major),
                static_cast<unsigned>(minor));
  return text;
}

bool AsksToRepeat(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status) || rpc::ReasonOf(status) == "CONTENTION";
}

pb::CastVoteRequest RequestOf(const Cast& cast) {
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name(absl::StrCat(cast.ballot, "/votes/", BodyId(cast.body)));
  request.mutable_vote()->set_answer(pb::ANSWER_APPROVE_WITH_COMMENTS);
  request.mutable_vote()->set_text(cast.text);
  request.set_request_id(cast.request_id);
  return request;
}

absl::StatusOr<pb::Vote> CastOnce(const Daemon& daemon, const Cast& cast) {
  const Caller voter(daemon.channel(), absl::StrCat("people/voter-", BodyId(cast.body)));
  return voter(&Stub::CastVote, RequestOf(cast));
}

absl::StatusOr<pb::Ballot> OpenOnce(const Daemon& daemon, const std::string& ballot) {
  pb::OpenBallotRequest request;
  request.set_name(ballot);
  return Secretariat(daemon)(&Stub::OpenBallot, request);
}

absl::StatusOr<pb::Ballot> CloseOnce(const Daemon& daemon, const std::string& ballot) {
  pb::CloseBallotRequest request;
  request.set_name(ballot);
  request.set_reason("enough");
  return Secretariat(daemon)(&Stub::CloseBallot, request);
}

absl::StatusOr<pb::Ballot> BallotOf(const Daemon& daemon, const std::string& ballot) {
  pb::GetBallotRequest request;
  request.set_name(ballot);
  return Secretariat(daemon)(&Stub::GetBallot, request);
}

absl::StatusOr<pb::Result> ResultOf(const Daemon& daemon, const std::string& ballot) {
  pb::GetResultRequest request;
  request.set_name(ballot);
  return Secretariat(daemon)(&Stub::GetResult, request);
}

std::vector<std::string> TextsOf(const Daemon& daemon, const std::string& ballot, int body) {
  pb::ListVoteRevisionsRequest request;
  request.set_name(absl::StrCat(ballot, "/votes/", BodyId(body)));
  request.set_page_size(500);
  // Votes are taken again before lists are, where PostgreSQL was killed: each lane comes back by
  // itself.
  const auto listed =
      Persistently([&] { return Secretariat(daemon)(&Stub::ListVoteRevisions, request); });
  EXPECT_THAT(listed, IsOk());
  std::vector<std::string> texts;
  if (!listed.ok()) return texts;
  for (const pb::Vote& vote : listed->revisions()) texts.push_back(vote.text());
  return texts;
}

std::vector<pb::Event> EventsOf(const Daemon& daemon, const std::string& prefix) {
  const auto stub = pb::BallotService::NewStub(daemon.channel());
  const auto context = ContextOf(kSecretariat);
  pb::WatchEventsRequest request;
  request.set_subject_prefix(prefix);
  request.set_until_head(true);
  const auto stream = stub->WatchEvents(context.get(), request);
  std::vector<pb::Event> events;
  for (pb::Event event; stream->Read(&event);) events.push_back(event);
  EXPECT_THAT(stream->Finish(), IsOk());
  return events;
}

::testing::AssertionResult AreGapless(const std::vector<pb::Event>& events) {
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].sequence() == static_cast<int64_t>(i) + 1) continue;
    return ::testing::AssertionFailure()
           << "event " << events[i].sequence() << " at place " << i + 1;
  }
  return ::testing::AssertionSuccess();
}

Watcher::Watcher(const Daemon& daemon) : stub_(pb::BallotService::NewStub(daemon.channel())) {
  context_.AddMetadata("placet-caller", kSecretariat);
  context_.set_deadline(absl::ToChronoTime(absl::Now() + 4 * kPatience));
  stream_ = stub_->WatchEvents(&context_, pb::WatchEventsRequest());
  thread_ = std::thread([this] { Read(); });
}

Watcher::~Watcher() {
  if (!thread_.joinable()) return;
  context_.TryCancel();
  thread_.join();
  stream_->Finish();
}

void Watcher::Read() {
  for (pb::Event event; stream_->Read(&event);) {
    events_.push_back(event);
    last_ = event.sequence();
  }
}

std::vector<pb::Event> Watcher::Until(int64_t sequence) {
  EXPECT_TRUE(Eventually([&] { return last_ >= sequence; }));
  context_.TryCancel();
  thread_.join();
  stream_->Finish();
  return std::move(events_);
}

grpc::Status Watcher::Ended() {
  thread_.join();
  return stream_->Finish();
}

}  // namespace placet::testing
