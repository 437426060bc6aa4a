#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/time/clock.h"

extern char** environ;

namespace placet::testing {
namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Process::Process(const std::vector<std::string>& argv, std::string log) : log_(std::move(log)) {
  std::vector<char*> arguments;
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  if (posix_spawnp(&pid_, arguments[0], &files, nullptr, arguments.data(), environ) != 0) {
    pid_ = -1;
    ended_ = 127;
  }
  posix_spawn_file_actions_destroy(&files);
}

Process::~Process() {
  if (ended_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Process::Signal(int signal) const {
  if (!ended_) kill(pid_, signal);
}

std::optional<int> Process::Wait(absl::Duration longest) {
  if (ended_) return ended_;
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  pollfd end{descriptor, POLLIN, 0};
  const bool over = poll(&end, 1, static_cast<int>(absl::ToInt64Milliseconds(longest))) > 0;
  close(descriptor);
  int status = 0;
  if (!over || waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended_;
}

std::string Process::Log() const { return ReadAll(log_); }

Ended RunProgram(const std::vector<std::string>& argv, absl::Duration longest) {
  char path[] = "/tmp/placet-run.XXXXXX";
  close(mkstemp(path));
  Ended ended;
  {
    Process process(argv, path);
    ended.code = process.Wait(longest).value_or(124);
  }
  ended.output = ReadAll(path);
  unlink(path);
  return ended;
}

int FreePort() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  bind(descriptor, reinterpret_cast<sockaddr*>(&address), length);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length);
  close(descriptor);
  return ntohs(address.sin_port);
}

bool Eventually(const std::function<bool()>& condition, absl::Duration longest) {
  const absl::Time end = absl::Now() + longest;
  while (!condition()) {
    if (absl::Now() > end) return false;
    poll(nullptr, 0, 10);  // lets others work; nothing depends on its length
  }
  return true;
}

}  // namespace placet::testing
