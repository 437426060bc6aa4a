// Services that serve TLS and believe tokens alone, as they do for ISO, with keys, certificates and
// tokens of the bench's own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/rpc/tls.h"
#include "tests/bench/load.h"
#include "tests/bench/world.h"

namespace placet::bench {

// How many tokens a caller uses for its requests.
enum class Tokens { kOneForAll, kOneForEach };

// membersd and ballotsd on one database; they end with this.
class ProtectedServices {
 public:
  ProtectedServices(World& world, const std::string& database);
  ~ProtectedServices();

  const std::string& ballots() const;
  // What a client of people trusts.
  const rpc::Tls& people() const;
  // The same requests, by callers who have just signed in.
  std::vector<Request> SignIn(std::vector<Request> requests, Tokens tokens);

 private:
  struct Keys;

  const std::unique_ptr<Keys> keys_;
  std::unique_ptr<testing::Daemon> membersd_, ballotsd_;
};

}  // namespace placet::bench
