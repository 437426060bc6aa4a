#include "clients/cli/sign_in.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "clients/cli/csv.h"
#include "clients/cli/error.h"
#include "clients/cli/names.h"
#include "google/protobuf/util/json_util.h"

namespace placet::cli {
namespace {

namespace fs = std::filesystem;
using members::v1::Tokens;

constexpr char kSuffix[] = ".json";
constexpr absl::Duration kEarly = absl::Seconds(60);  // a token is not used to its last second

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool Lives(const Tokens& tokens) {
  return absl::FromUnixSeconds(tokens.expire_time().seconds()) > absl::Now() + kEarly;
}

// The terminal without echo while it lives.
class Quiet {
 public:
  explicit Quiet(int terminal) : terminal_(terminal) {
    tcgetattr(terminal_, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(terminal_, TCSAFLUSH, &quiet);
  }
  ~Quiet() { tcsetattr(terminal_, TCSAFLUSH, &before_); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  const int terminal_;
  termios before_ = {};
};

}  // namespace

std::string StateFolder(const std::string& address) {
  std::string folder = Environment("PLACET_STATE");
  if (folder.empty()) {
    const std::string state = Environment("XDG_STATE_HOME");
    folder = state.empty() ? absl::StrCat(Environment("HOME"), "/.local/state/placet")
                           : absl::StrCat(state, "/placet");
  }
  return absl::StrCat(folder, "/", absl::StrReplaceAll(address, {{"/", "_"}}));
}

SignInFile::SignInFile(std::string folder, std::string person)
    : folder_(std::move(folder)), path_(absl::StrCat(folder_, "/", Id(person), kSuffix)) {}

std::optional<Tokens> SignInFile::Read() const {
  std::ifstream file(path_);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  Tokens tokens;
  if (!file.is_open() || !google::protobuf::util::JsonStringToMessage(json, &tokens).ok()) {
    return std::nullopt;
  }
  return tokens;
}

void SignInFile::Write(const Tokens& tokens) const {
  std::string json;
  const auto made = google::protobuf::util::MessageToJsonString(tokens, &json);
  const std::string beside = path_ + ".new";
  const int file = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = made.ok() && file >= 0 && fchmod(file, 0600) == 0 &&
                       write(file, json.data(), json.size()) == static_cast<ssize_t>(json.size());
  if (file >= 0) close(file);
  if (!written || std::rename(beside.c_str(), path_.c_str()) != 0) {
    throw Usage(absl::StrCat("the sign-in cannot be kept in ", path_),
                "make room, or set PLACET_STATE");
  }
}

void SignInFile::Remove() const { unlink(path_.c_str()); }

std::vector<std::string> SignInFile::People(const std::string& folder) {
  std::vector<std::string> people;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() != kSuffix) continue;
    people.push_back(absl::StrCat("people/", entry.path().stem().string()));
  }
  std::sort(people.begin(), people.end());
  return people;
}

SignInFile::Lock::Lock(const SignInFile& sign_in) {
  std::error_code failed;
  fs::create_directories(sign_in.folder_, failed);
  if (!failed) fs::permissions(sign_in.folder_, fs::perms::owner_all, failed);
  const std::string path = sign_in.path_ + ".lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0 || flock(file_, LOCK_EX) != 0) {
    throw Usage(absl::StrCat("sign-ins cannot be kept in ", sign_in.folder_), "set PLACET_STATE");
  }
}

SignInFile::Lock::~Lock() {
  if (file_ >= 0) close(file_);
}

std::string Bearer::Token() {
  std::lock_guard lock(mutex_);
  if (Lives(tokens_)) return tokens_.access_token();
  const SignInFile::Lock file_lock(file_);
  const std::optional<Tokens> kept = file_.Read();
  if (!kept) {
    throw Usage(absl::StrCat(Id(person_), " is not signed in here"),
                absl::StrCat("placet login ", Id(person_)));
  }
  tokens_ = *kept;
  if (!Lives(tokens_)) {
    tokens_ = refresh_(kept->refresh_token());
    file_.Write(tokens_);
  }
  return tokens_.access_token();
}

std::string AskPassword(const std::string& question, const std::string& file) {
  std::string password;
  if (!file.empty()) {
    auto text = ReadFile(file);
    if (!text.ok()) throw Usage(absl::StrCat(file, " cannot be read"));
    password = *std::move(text);
  } else {
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0) throw Usage("there is no terminal to ask on", "add --password-file FILE");
    const Quiet quiet(terminal);
    const std::string prompt = question + ": ";
    if (write(terminal, prompt.data(), prompt.size()) < 0) password.clear();
    for (char c = 0; read(terminal, &c, 1) == 1 && c != '\n';) password.push_back(c);
    if (write(terminal, "\n", 1) < 0) password.clear();
    close(terminal);
  }
  password = std::string(absl::StripTrailingAsciiWhitespace(password));
  if (password.empty()) throw Usage("the password is empty");
  return password;
}

}  // namespace placet::cli
