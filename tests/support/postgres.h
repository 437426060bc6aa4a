// A throw-away PostgreSQL 15 in a folder of its own, on a socket only. No test mocks the database.
//
// One cluster serves a whole test program (Shared); each test takes a database of its own, which
// is a copy of a migrated template and so takes a few dozen milliseconds. The folder and the server
// go when the program ends, however it ends.
#pragma once

#include <string>
#include <vector>

namespace placet::testing {

class Cluster {
 public:
  // Without durability PostgreSQL does not wait for the disk. Killed, it still loses nothing: only
  // the machine's own fall would show the difference. With it, starts and ends take seconds.
  enum class Durable { kNo, kYes };

  explicit Cluster(Durable durable = Durable::kNo);
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // The cluster of this program, started when it is first asked for.
  static Cluster& Shared();

  // A connection string for a service's account ("members", "ballots"), or for "postgres".
  std::string Conninfo(const std::string& user, const std::string& database) const;
  // A new database with the schemas of all services; its name.
  std::string CreateDatabase();
  // A new database with everything that is in another one, which nobody may be using; its name.
  // Copies files, so it is quick for a large one.
  std::string CopyDatabase(const std::string& from);
  // Runs SQL as the superuser; exits the program where it fails. Rows as text, unaligned.
  std::string Sql(const std::string& database, const std::string& sql) const;

  void Stop();     // in good order
  void Quit();     // at once, with a word of farewell to each connection
  void Kill9();    // at once
  void Restart();  // after any of them

 private:
  void MakeTemplate();
  std::string Create(const std::string& from, const std::string& strategy);

  const Durable durable_;
  std::string folder_;
  int janitor_ = -1;  // the end of a pipe: whoever reads the other one cleans up when this closes
  int janitor_pid_ = -1;
  int databases_ = 0;
  bool has_template_ = false;
};

}  // namespace placet::testing
