// One session of the bench's own in a database, as the superuser: seeding, counting, checking. Ends
// the program where a statement fails.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <vector>

namespace placet::bench {

class Database {
 public:
  explicit Database(const std::string& conninfo);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // One or more statements; the first column of the last one's first row, "" where there is none.
  std::string Run(const std::string& sql);
  int64_t Number(const std::string& sql);
  // Lines as COPY reads them: cells with tabs between them.
  void Copy(const std::string& table, const std::vector<std::string>& lines);

 private:
  PGconn* const connection_;
};

}  // namespace placet::bench
