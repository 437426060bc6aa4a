#include "tests/bench/database.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace placet::bench {
namespace {

[[noreturn]] void Fail(PGconn* connection, const std::string& what) {
  std::fprintf(stderr, "%.200s: %s\n", what.c_str(), PQerrorMessage(connection));
  std::exit(1);
}

}  // namespace

Database::Database(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
  if (PQstatus(connection_) != CONNECTION_OK) Fail(connection_, conninfo);
  Run("SET client_min_messages = warning; SET search_path = ballots");
}

Database::~Database() { PQfinish(connection_); }

std::string Database::Run(const std::string& sql) {
  PGresult* result = PQexec(connection_, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) Fail(connection_, sql);
  std::string value;
  if (status == PGRES_TUPLES_OK && PQntuples(result) > 0) value = PQgetvalue(result, 0, 0);
  PQclear(result);
  return value;
}

int64_t Database::Number(const std::string& sql) { return std::atoll(Run(sql).c_str()); }

void Database::Copy(const std::string& table, const std::vector<std::string>& lines) {
  const std::string sql = absl::StrCat("COPY ", table, " FROM STDIN");
  PQclear(PQexec(connection_, sql.c_str()));
  std::string block;
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&block, lines[i], "\n");
    if (block.size() < 64 * 1024 && i + 1 < lines.size()) continue;
    if (PQputCopyData(connection_, block.data(), static_cast<int>(block.size())) != 1) {
      Fail(connection_, sql);
    }
    block.clear();
  }
  PQputCopyEnd(connection_, nullptr);
  PGresult* result = PQgetResult(connection_);
  if (PQresultStatus(result) != PGRES_COMMAND_OK) Fail(connection_, sql);
  PQclear(result);
  while ((result = PQgetResult(connection_)) != nullptr) PQclear(result);
}

}  // namespace placet::bench
