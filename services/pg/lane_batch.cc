// One batch of a lane on the wire: what is sent as one transaction, and what comes back.
#include <poll.h>

#include <algorithm>
#include <memory>

#include "services/pg/lane.h"
#include "services/pg/sqlstate.h"

namespace placet::pg {
namespace {

// A plan is made anew now and then, because the tables that it was made for may have been empty.
constexpr char kReplan[] = "DISCARD PLANS";
constexpr absl::Duration kPlanLasts = absl::Seconds(10);

}  // namespace

absl::Status Lane::Failure(const PGresult* result) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return FromSqlState(sqlstate ? sqlstate : "08006", message ? message : "connection lost");
}

bool Lane::Send(Batch& batch) {
  const absl::Time now = absl::Now();
  if (now > replan_) {
    replan_ = now + kPlanLasts;
    ++batch.preambles;
    if (PQsendQueryParams(connection_, kReplan, 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) {
      return false;
    }
  }
  if (options_.use == Statement::kWrites) {
    ++batch.preambles;
    if (PQsendQueryPrepared(connection_, "lock", 0, nullptr, nullptr, nullptr, 1) != 1) {
      return false;
    }
  }
  for (size_t i = 0; i < batch.jobs.size(); ++i) {
    const Statement* statement = batch.jobs[i].statement;
    const auto same =
        std::find_if(batch.executions.begin(), batch.executions.end(),
                     [&](const Execution& execution) { return execution.statement == statement; });
    if (statement->form == Statement::kSet && same != batch.executions.end()) {
      same->jobs.push_back(i);
    } else {
      batch.executions.push_back({statement, {i}});
    }
  }
  for (const Execution& execution : batch.executions) {
    std::vector<const Params*> params;
    for (size_t job : execution.jobs) params.push_back(&batch.jobs[job].params);
    const bool set = execution.statement->form == Statement::kSet;
    const Wire wire = set ? Wire(params) : Wire(*params[0]);
    if (PQsendQueryPrepared(connection_, execution.statement->name, wire.size(), wire.values(),
                            wire.lengths(), wire.formats(), 1) != 1) {
      return false;
    }
  }
  return PQpipelineSync(connection_) == 1 && Flush();
}

// Sends what libpq holds, reading meanwhile: a batch larger than both sockets' buffers would
// otherwise wait for a server that waits for us.
bool Lane::Flush() {
  for (;;) {
    const int rest = PQflush(connection_);
    if (rest <= 0) return rest == 0;
    pollfd socket{PQsocket(connection_), POLLIN | POLLOUT, 0};
    if (poll(&socket, 1, -1) < 0) return false;
    if ((socket.revents & POLLIN) != 0 && PQconsumeInput(connection_) != 1) return false;
  }
}

Lane::Attempt Lane::Receive(Batch& batch) {
  if (!batch.sent) return Attempt::kLost;
  batch.results.assign(batch.jobs.size(), Rows());
  int preambles = batch.preambles;
  absl::Status failure;
  auto execution = batch.executions.begin();
  bool at_end = false;
  for (;;) {
    PGresult* result = PQgetResult(connection_);
    // NULL ends one statement's results. Twice in a row, nothing more comes and the batch has not
    // ended: the server has said farewell (libpq then believes the connection to be well).
    const bool over = result == nullptr && at_end;
    at_end = result == nullptr;
    if (over || PQstatus(connection_) != CONNECTION_OK) {
      PQclear(result);
      return Attempt::kLost;
    }
    if (result == nullptr) continue;
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) {
      PQclear(result);
      break;
    }
    if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED) {
      if (failure.ok()) failure = Failure(result);
      PQclear(result);
    } else if (preambles > 0) {
      PQclear(result);
    } else {
      Distribute(batch, *execution++, result);
    }
    --preambles;
  }
  if (failure.ok()) return Attempt::kCommitted;
  batch.results.assign(batch.jobs.size(), failure);
  return Attempt::kRolledBack;
}

// Rows of a set are told apart by their first column. They need not come in the order of the jobs,
// but those of one job stand together.
void Lane::Distribute(Batch& batch, const Execution& execution, PGresult* result) {
  if (execution.statement->form == Statement::kSingle) {
    batch.results[execution.jobs[0]] = Rows(result);
    return;
  }
  const std::shared_ptr<PGresult> shared(result, &PQclear);
  const int size = PQntuples(result);
  for (int first = 0; first < size;) {
    const int64_t ordinal = Row(result, first).Int();
    int next = first + 1;
    while (next < size && Row(result, next).Int() == ordinal) ++next;
    const size_t job = execution.jobs[static_cast<size_t>(ordinal - 1)];
    batch.results[job] = Rows(shared, first, next - first, 1);
    first = next;
  }
}

}  // namespace placet::pg
