// Sign-ins of people on this machine: one file each, readable by its account alone, refreshed by
// itself. A refresh token serves once, so whoever refreshes holds the file's lock: many commands at
// once do it one after the other.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "placet/members/v1/sign_in_service.pb.h"

namespace placet::cli {

// $PLACET_STATE, else $XDG_STATE_HOME/placet, else ~/.local/state/placet; in it a folder for each
// address of the members service.
std::string StateFolder(const std::string& address);

class SignInFile {
 public:
  SignInFile(std::string folder, std::string person);  // people/{person}

  std::optional<members::v1::Tokens> Read() const;
  void Write(const members::v1::Tokens& tokens) const;
  void Remove() const;

  // The people who are signed in: people/{person}, by name.
  static std::vector<std::string> People(const std::string& folder);

  // Held while it lives.
  class Lock {
   public:
    explicit Lock(const SignInFile& file);
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    int file_ = -1;
  };

 private:
  std::string folder_;
  std::string path_;
};

// Access tokens of one person, for many threads.
class Bearer {
 public:
  using Refresh = std::function<members::v1::Tokens(const std::string& refresh_token)>;

  Bearer(SignInFile file, std::string person, Refresh refresh)
      : file_(std::move(file)), person_(std::move(person)), refresh_(std::move(refresh)) {}

  // Throws Usage where the person is not signed in here, Refusal where the refresh is refused.
  std::string Token();

 private:
  const SignInFile file_;
  const std::string person_;
  const Refresh refresh_;
  std::mutex mutex_;
  members::v1::Tokens tokens_;  // guarded by mutex_
};

// Reads a password from the terminal without showing it; from a file where one is named.
std::string AskPassword(const std::string& question, const std::string& file);

}  // namespace placet::cli
