#include "services/members/passwords.h"

#include <sodium.h>

#include <array>

#include "services/async/apart.h"
#include "spdlog/spdlog.h"

namespace placet::members {
namespace {

absl::Status TooMany() { return absl::ResourceExhaustedError("too many passwords are hashed"); }

std::string HashOf(const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return "";  // no memory
  }
  return hash.data();
}

}  // namespace

Passwords::Passwords() {
  if (sodium_init() < 0) {
    spdlog::critical("libsodium cannot be used");
    std::abort();
  }
  std::array<char, 32> secret{};
  randombytes_buf(secret.data(), secret.size());
  nobodys_ = HashOf(std::string(secret.data(), secret.size()));
}

bool Passwords::Enter() {
  if (++waiting_ <= kMostWaiting) return true;
  Leave();
  return false;
}

async::Task<absl::StatusOr<std::string>> Passwords::Hash(std::string password) {
  if (!Enter()) co_return TooMany();
  co_await async::Apart();
  turns_.acquire();
  std::string hash = HashOf(password);
  turns_.release();
  Leave();
  sodium_memzero(password.data(), password.size());
  if (hash.empty()) co_return TooMany();
  co_return hash;
}

async::Task<absl::StatusOr<bool>> Passwords::IsRight(std::string hash, std::string password) {
  if (!Enter()) co_return TooMany();
  co_await async::Apart();
  turns_.acquire();
  const std::string& against = hash.empty() ? nobodys_ : hash;
  const bool right =
      crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  turns_.release();
  Leave();
  sodium_memzero(password.data(), password.size());
  co_return right && !hash.empty();
}

}  // namespace placet::members
