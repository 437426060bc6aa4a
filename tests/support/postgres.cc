#include "tests/support/postgres.h"

#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/support/process.h"

extern char** environ;

namespace placet::testing {
namespace {

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin/";
constexpr char kTemplate[] = "migrated";
constexpr const char* kServices[] = {"members", "ballots", "comments"};

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "cannot run PostgreSQL for the tests: %s\n", what.c_str());
  std::exit(1);
}

// PostgreSQL refuses to run as root.
std::vector<std::string> AsOrdinary(std::vector<std::string> argv) {
  if (geteuid() != 0) return argv;
  std::vector<std::string> all = {"setpriv", "--reuid=postgres", "--regid=postgres",
                                  "--clear-groups"};
  all.insert(all.end(), argv.begin(), argv.end());
  return all;
}

std::string RunOrDie(const std::vector<std::string>& argv) {
  const Ended ended = RunProgram(argv, absl::Minutes(2));
  if (ended.code != 0) Die(absl::StrCat(argv[0], " ", argv.back(), ": ", ended.output));
  return ended.output;
}

// A shell that waits for the end of its input, which comes even when this program is killed.
int StartJanitor(const std::string& folder, int& pid) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) Die("no pipe");
  // By the file and not by the process: where nobody reaps orphans a dead server stays a zombie.
  const std::string script =
      absl::StrCat("read -r _; file=", folder, "/data/postmaster.pid; pid=$(head -n 1 $file) && ",
                   "kill -QUIT $pid && for ((i = 0; i < 500; i++)); do [ -e $file ] || break; "
                   "sleep 0.02; done; ",
                   "rm -rf ", folder);
  const char* argv[] = {"bash", "-c", script.c_str(), nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[0], 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  // In a group of its own, so that Ctrl-C reaches the test and not the one who cleans up after it.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  if (posix_spawnp(&pid, "bash", &files, &attributes, const_cast<char**>(argv), environ) != 0) {
    Die("no bash");
  }
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  close(ends[0]);
  return ends[1];
}

}  // namespace

Cluster::Cluster(Durable durable) : durable_(durable) {
  char folder[] = "/tmp/placet-test.XXXXXX";  // short: it is part of a socket's name
  if (mkdtemp(folder) == nullptr) Die("no folder in /tmp");
  folder_ = folder;
  if (const passwd* account = geteuid() == 0 ? getpwnam("postgres") : nullptr) {
    if (chown(folder, account->pw_uid, account->pw_gid) != 0) Die("chown");
  }
  // The server is an orphan of pg_ctl's; where nobody else reaps orphans, its process id would seem
  // to be in use after its end, and it could not be started again.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  janitor_ = StartJanitor(folder_, janitor_pid_);
  RunOrDie(AsOrdinary({absl::StrCat(kPrograms, "initdb"), "--no-sync", "-A", "trust", "-U",
                       "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C", "-D",
                       folder_ + "/data"}));
  std::ofstream settings(folder_ + "/data/postgresql.conf", std::ios::app);
  settings << "listen_addresses = ''\nunix_socket_directories = '" << folder_ << "'\n"
           << "max_connections = 60\n";
  if (durable == Durable::kNo) settings << "fsync = off\nfull_page_writes = off\n";
  settings.close();
  Restart();
}

Cluster::~Cluster() {
  close(janitor_);
  waitpid(janitor_pid_, nullptr, 0);
}

Cluster& Cluster::Shared() {
  static Cluster cluster;
  return cluster;
}

std::string Cluster::Conninfo(const std::string& user, const std::string& database) const {
  return absl::StrCat("host=", folder_, " user=", user, " dbname=", database);
}

std::string Cluster::Sql(const std::string& database, const std::string& sql) const {
  return RunOrDie({absl::StrCat(kPrograms, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d",
                   Conninfo("postgres", database), "-c", sql});
}

void Cluster::MakeTemplate() {
  Sql("postgres", absl::StrCat("CREATE DATABASE ", kTemplate));
  for (const char* service : kServices) {
    const std::string folder = absl::StrCat(PLACET_SOURCE_DIR, "/services/", service);
    // Until a service has its first migration there is nothing to do for it.
    std::error_code none;
    const bool ready = std::filesystem::exists(folder + "/migrations", none) &&
                       !std::filesystem::is_empty(folder + "/migrations", none);
    if (!ready) continue;
    RunOrDie({absl::StrCat(PLACET_SOURCE_DIR, "/deploy/migrate"), "-q", service,
              Conninfo("postgres", kTemplate)});
  }
  has_template_ = true;
}

std::string Cluster::CreateDatabase() {
  if (!has_template_) MakeTemplate();
  return Create(kTemplate, "wal_log");
}

std::string Cluster::CopyDatabase(const std::string& from) { return Create(from, "file_copy"); }

std::string Cluster::Create(const std::string& from, const std::string& strategy) {
  const std::string name = absl::StrCat("test", ++databases_);
  Sql("postgres",
      absl::StrCat("CREATE DATABASE ", name, " TEMPLATE ", from, " STRATEGY ", strategy));
  // What a role has set for one database is not copied with it.
  for (const char* service : kServices) {
    Sql("postgres", absl::StrCat("DO $$ BEGIN ALTER ROLE ", service, " IN DATABASE ", name,
                                 " SET search_path = ", service,
                                 "; EXCEPTION WHEN undefined_object THEN NULL; END $$"));
  }
  return name;
}

void Cluster::Stop() {
  RunOrDie(AsOrdinary(
      {absl::StrCat(kPrograms, "pg_ctl"), "-D", folder_ + "/data", "-m", "fast", "-w", "stop"}));
}

void Cluster::Kill9() {
  std::ifstream file(folder_ + "/data/postmaster.pid");
  int pid = 0;
  if (!(file >> pid)) Die("it does not run");
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}

void Cluster::Quit() {
  RunOrDie(AsOrdinary({absl::StrCat(kPrograms, "pg_ctl"), "-D", folder_ + "/data", "-m",
                       "immediate", "-w", "stop"}));
}

void Cluster::Restart() {
  // Right after a kill the old server's children may still hold its memory for a moment.
  Ended ended;
  const bool started = Eventually([&] {
    ended = RunProgram(AsOrdinary({absl::StrCat(kPrograms, "pg_ctl"), "-D", folder_ + "/data", "-l",
                                   folder_ + "/log", "-w", "start"}));
    return ended.code == 0;
  });
  if (!started) Die(ended.output);
}

}  // namespace placet::testing
