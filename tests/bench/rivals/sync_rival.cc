// CastVote as most teams would write it: gRPC's plain synchronous server, a pool of blocking
// connections, one transaction for each vote. Well written, and it keeps every promise of the
// contract but two, which make it faster: its events are numbered by a sequence, so with gaps and
// not in the order of commit, and nobody is told of them.
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <libpq-fe.h>
#include <openssl/sha.h>

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"

namespace placet::bench {
namespace {

namespace pb = placet::ballots::v1;
using google::protobuf::util::TimeUtil;

// The locks keep the ballot open and the vote unchanged until the commit.
constexpr char kLoad[] = R"sql(
SELECT b.state = 2 AND b.close_time > $5::timestamptz, r.status, r.full_member, v.revision,
       (SELECT coalesce(string_agg(concat_ws(':', g.role, g.member, g.committee), ','), '')
        FROM directory_grant g
        WHERE g.person = $3
          AND g.from_date <= ($5::timestamptz AT TIME ZONE 'Europe/Zurich')::date
          AND (g.until_date IS NULL
               OR g.until_date > ($5::timestamptz AT TIME ZONE 'Europe/Zurich')::date)),
       b.committee, (SELECT e.fingerprint FROM event e WHERE e.request_id = $4::uuid)
FROM ballot b JOIN roll r USING (ballot)
LEFT JOIN LATERAL (
  SELECT revision FROM vote WHERE ballot = $1 AND member = $2 FOR UPDATE) v ON true
WHERE b.ballot = $1 AND r.member = $2
FOR SHARE OF b, r)sql";

constexpr char kPutVote[] = R"sql(
INSERT INTO vote (ballot, member, answer, text, details, revision, caster, cast_time)
VALUES ($1, $2, $3::smallint, $4, $5::jsonb, $6::integer, $7, $8::timestamptz)
ON CONFLICT (ballot, member) DO UPDATE
SET answer = excluded.answer, text = excluded.text, details = excluded.details,
    revision = excluded.revision, caster = excluded.caster, cast_time = excluded.cast_time
WHERE vote.revision = excluded.revision - 1)sql";

constexpr char kPutEvent[] = R"sql(
INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
VALUES (nextval('bench.next_event'), $1, $2, $3, $4::uuid, $5::bytea, $6::bytea))sql";

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

struct Value {
  Value(std::string value, bool bytes = false) : text(std::move(value)), binary(bytes) {}
  std::string text;
  bool binary;
};

class Connection {
 public:
  explicit Connection(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
    Prepare("load", kLoad);
    Prepare("put_vote", kPutVote);
    Prepare("put_event", kPutEvent);
  }
  ~Connection() { PQfinish(connection_); }

  bool Do(const char* sql) {
    return PQresultStatus(Result(PQexec(connection_, sql), PQclear).get()) == PGRES_COMMAND_OK;
  }

  Result Run(const char* statement, const std::vector<Value>& values) {
    std::vector<const char*> texts;
    std::vector<int> lengths, formats;
    for (const Value& value : values) {
      texts.push_back(value.text.data());
      lengths.push_back(static_cast<int>(value.text.size()));
      formats.push_back(value.binary ? 1 : 0);
    }
    return Result(PQexecPrepared(connection_, statement, static_cast<int>(values.size()),
                                 texts.data(), lengths.data(), formats.data(), 0),
                  PQclear);
  }

 private:
  void Prepare(const char* name, const char* sql) {
    const Result result(PQprepare(connection_, name, sql, 0, nullptr), PQclear);
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return;
    std::fprintf(stderr, "%s: %s\n", name, PQerrorMessage(connection_));
    std::exit(1);
  }

  PGconn* const connection_;
};

class Pool {
 public:
  Pool(const std::string& conninfo, int connections) {
    for (int i = 0; i < connections; ++i) {
      free_.push_back(std::make_unique<Connection>(conninfo));
    }
  }
  std::unique_ptr<Connection> Take() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !free_.empty(); });
    std::unique_ptr<Connection> connection = std::move(free_.back());
    free_.pop_back();
    return connection;
  }
  void Return(std::unique_ptr<Connection> connection) {
    {
      std::lock_guard lock(mutex_);
      free_.push_back(std::move(connection));
    }
    wake_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::unique_ptr<Connection>> free_;
};

std::string Fingerprint(const pb::CastVoteRequest& request, const std::string& caller) {
  pb::CastVoteRequest same = request;
  same.clear_request_id();
  const std::string bytes = absl::StrCat(caller, "\n", same.SerializeAsString());
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// "role:member:committee,...": a voter (1) of the body for the committee?
bool MayVote(const std::string& grants, const std::string& member, const std::string& committee) {
  for (const absl::string_view grant : absl::StrSplit(grants, ',', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(grant, ':');
    if (parts.size() == 3 && parts[0] == "1" && (parts[1].empty() || parts[1] == member) &&
        (parts[2].empty() || parts[2] == committee)) {
      return true;
    }
  }
  return false;
}

class Ballots final : public pb::BallotService::Service {
 public:
  explicit Ballots(Pool& pool) : pool_(pool) {}

  grpc::Status CastVote(grpc::ServerContext* context, const pb::CastVoteRequest* request,
                        pb::Vote* vote) override {
    const auto caller = context->client_metadata().find("placet-caller");
    const std::vector<std::string> name = absl::StrSplit(request->vote().name(), '/');
    if (caller == context->client_metadata().end() || name.size() != 4 ||
        request->vote().answer() == pb::ANSWER_UNSPECIFIED) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "who votes on what?"};
    }
    *vote = request->vote();
    vote->set_caster(std::string(caller->second.data(), caller->second.size()));
    std::unique_ptr<Connection> connection = pool_.Take();
    grpc::Status status(grpc::StatusCode::UNAVAILABLE, "the store");
    if (connection->Do("BEGIN")) {
      status = InTransaction(*connection, *request, name[1], name[3], *vote);
      const bool ended = connection->Do(status.ok() ? "COMMIT" : "ROLLBACK");
      if (status.ok() && !ended) status = {grpc::StatusCode::UNAVAILABLE, "the store"};
    }
    pool_.Return(std::move(connection));
    return status;
  }

 private:
  grpc::Status InTransaction(Connection& connection, const pb::CastVoteRequest& request,
                             const std::string& ballot, const std::string& member, pb::Vote& vote) {
    const std::string now =
        absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", absl::Now(), absl::UTCTimeZone());
    const std::string person = vote.caster().substr(vote.caster().find('/') + 1);
    const std::string fingerprint = Fingerprint(request, vote.caster());
    const Result facts =
        connection.Run("load", {{ballot}, {member}, {person}, {request.request_id()}, {now}});
    const auto cell = [&](int column) { return std::string(PQgetvalue(facts.get(), 0, column)); };
    if (PQntuples(facts.get()) != 1) return {grpc::StatusCode::NOT_FOUND, "no ballot or no roll"};
    if (!PQgetisnull(facts.get(), 0, 6)) {
      return {grpc::StatusCode::ALREADY_EXISTS, "cast before"};  // no round repeats a request
    }
    if (!MayVote(cell(4), member, cell(5))) {
      return {grpc::StatusCode::PERMISSION_DENIED, "not a voter of this body"};
    }
    if (cell(0) != "t") return {grpc::StatusCode::FAILED_PRECONDITION, "closed"};
    if (cell(2) != "t") return {grpc::StatusCode::FAILED_PRECONDITION, "has no vote"};
    vote.set_revision(std::atoi(cell(3).c_str()) + 1);
    *vote.mutable_cast_time() = TimeUtil::GetCurrentTime();
    vote.set_etag(absl::StrCat("\"", vote.revision(), "\""));
    return Store(connection, request, ballot, member, vote, now, fingerprint);
  }

  static grpc::Status Store(Connection& connection, const pb::CastVoteRequest& request,
                            const std::string& ballot, const std::string& member,
                            const pb::Vote& vote, const std::string& now,
                            const std::string& fingerprint) {
    pb::Vote details;
    *details.mutable_answers() = vote.answers();
    *details.mutable_experts() = vote.experts();
    std::string json;
    (void)google::protobuf::util::MessageToJsonString(details, &json);
    const Result put = connection.Run("put_vote", {{ballot},
                                                   {member},
                                                   {absl::StrCat(vote.answer())},
                                                   {vote.text()},
                                                   {json},
                                                   {absl::StrCat(vote.revision())},
                                                   {vote.caster()},
                                                   {now}});
    if (std::string(PQcmdTuples(put.get())) != "1") {
      return {grpc::StatusCode::ABORTED, "somebody else was first"};
    }
    pb::Event event;
    *event.mutable_vote() = vote;
    const Result logged = connection.Run("put_event", {{vote.caster()},
                                                       {vote.name()},
                                                       {ballot},
                                                       {request.request_id()},
                                                       {fingerprint, true},
                                                       {event.SerializeAsString(), true}});
    if (PQresultStatus(logged.get()) != PGRES_COMMAND_OK) {
      return {grpc::StatusCode::UNAVAILABLE, PQresultErrorMessage(logged.get())};
    }
    return grpc::Status::OK;
  }

  Pool& pool_;
};

}  // namespace
}  // namespace placet::bench

int main(int argc, char** argv) {
  CLI::App app("One transaction for each vote", "sync_rival");
  std::string listen, database;
  int connections = 16;
  app.add_option("--listen", listen, "Address")->required();
  // Every service of a test is told so that serves no TLS; this one knows nothing else.
  app.add_flag("--believe-names")->description("Callers are believed by name, always");
  app.add_option("--database", database, "Connection string")->required();
  app.add_option("--connections", connections, "Size of the pool");
  CLI11_PARSE(app, argc, argv);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as in Placet
  placet::bench::Pool pool(database, connections);
  placet::bench::Ballots service(pool);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  server->Wait();  // until it is killed
}
