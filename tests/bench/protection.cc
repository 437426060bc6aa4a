#include "tests/bench/protection.h"

#include <cstdlib>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/callers/signer.h"
#include "tests/callers/authority.h"
#include "tests/callers/keys.h"
#include "tests/support/daemon.h"

namespace placet::bench {

using testing::Daemon;

struct ProtectedServices::Keys {
  testing::Authority authority;
  const testing::Folder signing, folder;
  const testing::Pkey key = testing::NewEcKey();
  const std::string set = folder / "tokens.json";
  const rpc::Tls people = authority.OfPeople();
  const rpc::Tls membersd = authority.Certify("membersd", "placet://services/membersd");
  const rpc::Tls ballotsd = authority.Certify("ballotsd", "placet://services/ballotsd");
  callers::Signer signer{signing.path(), "placet", "placet"};
  int sign_ins = 0;

  Keys() {
    testing::WriteKey(signing / "1.pem", key);
    testing::WriteFile(set, testing::SetOf({testing::Jwk(key)}));
    if (!signer.Load().ok()) std::abort();
  }

  std::unique_ptr<Daemon> Start(const std::string& program, const rpc::Tls& tls,
                                const std::vector<std::string>& more) const {
    std::vector<std::string> flags = {
        "--pdeathsig",   "KILL",      program, "--token-keys",    set,          "--tls-certificate",
        tls.certificate, "--tls-key", tls.key, "--tls-authority", tls.authority};
    flags.insert(flags.end(), more.begin(), more.end());
    auto daemon = std::make_unique<Daemon>("setpriv", flags, tls);
    if (!daemon->AwaitServing()) std::exit(1);
    return daemon;
  }

  std::string NewToken(const std::string& person) {
    const std::string sign_in = absl::StrCat("bench-", ++sign_ins);
    return absl::StrCat("Bearer ", signer.Sign(person, sign_in, absl::Now()).token);
  }
};

ProtectedServices::ProtectedServices(World& world, const std::string& database)
    : keys_(std::make_unique<Keys>()),
      membersd_(
          keys_->Start(MEMBERSD, keys_->membersd,
                       {"--database", world.cluster().Conninfo("members", database),
                        "--calls-per-second", "0", "--signing-keys", keys_->signing.path()})) {
  std::vector<std::string> flags = world.BallotsdFlags(database);
  flags.insert(flags.end(), {"--members", membersd_->address()});
  ballotsd_ = keys_->Start(BALLOTSD, keys_->ballotsd, flags);
}

ProtectedServices::~ProtectedServices() {
  ballotsd_->Terminate();
  membersd_->Terminate();
}

const std::string& ProtectedServices::ballots() const { return ballotsd_->address(); }
const rpc::Tls& ProtectedServices::people() const { return keys_->people; }

std::vector<Request> ProtectedServices::SignIn(std::vector<Request> requests, Tokens tokens) {
  std::map<std::string, std::string> of_person;
  for (Request& request : requests) {
    std::string& token = of_person[request.caller];
    if (token.empty() || tokens == Tokens::kOneForEach) token = keys_->NewToken(request.caller);
    request.caller = token;
  }
  return requests;
}

}  // namespace placet::bench
