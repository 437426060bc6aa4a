// Keys for tests, made by OpenSSL's own program as deploy/up makes them.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>

#include "services/record/note.h"
#include "tests/support/process.h"

namespace placet::record {

// A folder with key.pem (0600) and key.pub; gone with this.
class Keys {
 public:
  Keys() {
    char pattern[] = "/tmp/placet-keys.XXXXXX";
    folder_ = mkdtemp(pattern);
    Openssl({"genpkey", "-algorithm", "ed25519", "-out", secret()});
    Openssl({"pkey", "-in", secret(), "-pubout", "-out", open()});
    chmod(secret().c_str(), 0600);
  }
  ~Keys() { placet::testing::RunProgram({"rm", "-rf", folder_}); }

  std::string secret() const { return folder_ + "/key.pem"; }
  std::string open() const { return folder_ + "/key.pub"; }
  const std::string& folder() const { return folder_; }
  SigningKey signing() const { return *SigningKey::Load(secret()); }
  PublicKey verifying() const { return *PublicKey::Load(open()); }

 private:
  static void Openssl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "openssl");
    const auto ended = placet::testing::RunProgram(arguments);
    EXPECT_EQ(ended.code, 0) << ended.output;
  }

  std::string folder_;
};

}  // namespace placet::record
