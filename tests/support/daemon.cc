#include "tests/support/daemon.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "services/rpc/server.h"
#include "tests/support/server.h"

namespace placet::testing {
namespace {

// Where the programs write, until this program ends.
class Folder {
 public:
  Folder() {
    char path[] = "/tmp/placet-daemons.XXXXXX";
    if (mkdtemp(path) != nullptr) path_ = path;
  }
  ~Folder() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  std::string NewFile(const std::string& name) {
    return absl::StrCat(path_, "/", name, "-", ++files_, ".log");
  }

 private:
  std::string path_;
  int files_ = 0;
};

std::string NewLog(const std::string& program) {
  static Folder folder;
  return folder.NewFile(std::filesystem::path(program).filename());
}

}  // namespace

Daemon::Daemon(std::string program, std::vector<std::string> flags, const rpc::Tls& tls)
    : program_(std::move(program)),
      port_(FreePort()),
      address_(absl::StrCat("127.0.0.1:", port_)),
      flags_(std::move(flags)),
      by_name_(!tls.IsOn()),
      log_(NewLog(program_)),
      channel_(rpc::Connect(address_, tls)) {
  Start();
}

void Daemon::Start() {
  std::vector<std::string> argv = With(program_, flags_);
  argv.insert(argv.end(), {"--listen", address_});
  if (by_name_) argv.push_back("--believe-names");
  process_ = std::make_unique<Process>(argv, log_);
}

std::optional<int> Daemon::Kill9() {
  process_->Signal(SIGKILL);
  return process_->Wait();
}

std::optional<int> Daemon::Terminate() {
  process_->Signal(SIGTERM);
  return process_->Wait();
}

bool Daemon::AwaitServing() const {
  const bool serving = Eventually([this] { return IsServing(channel_); });
  if (!serving) std::fprintf(stderr, "%s does not serve:\n%s", program_.c_str(), Log().c_str());
  return serving;
}

std::vector<std::string> With(const std::string& program, const std::vector<std::string>& flags) {
  std::vector<std::string> argv = {program};
  argv.insert(argv.end(), flags.begin(), flags.end());
  return argv;
}

}  // namespace placet::testing
