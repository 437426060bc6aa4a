// membersd: flags -> lanes -> store -> services -> serve. With --set-password it sets one and ends.

#include <cstdio>

#include "absl/strings/ascii.h"
#include "services/members/record_access.h"
#include "services/members/service.h"
#include "services/members/service_sign_in.h"
#include "services/members/sign_in_follower.h"
#include "services/members/store.h"
#include "services/record/keeping.h"
#include "services/rpc/daemon.h"

namespace {

namespace members = placet::members;
using placet::rpc::Daemon;

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "membersd: %s\n", std::string(status.message()).c_str());
  return 1;
}

int SetFirstPassword(Daemon& daemon, const std::string& person, const std::string& file) {
  const auto password = placet::callers::ReadFile(file);
  if (!password.ok()) return Fail(password.status());
  members::Store store(daemon.reads(), daemon.writes());
  const absl::Status set = members::SetFirstPassword(
      store, person, std::string(absl::StripTrailingAsciiWhitespace(*password)));
  return set.ok() ? 0 : Fail(set);
}

// Where names are believed nobody need sign in: then there may be no keys, and no SignInService.
int Serve(Daemon& daemon, placet::record::Keeping& record, const std::string& signing_keys,
          const std::string& issuers_file) {
  if (!record.Start()) return 1;
  members::Store store(daemon.reads(), daemon.writes());
  members::Members service(store, daemon.tail(), absl::Now);
  members::RecordAccess access(store);
  auto& records = record.ServiceFor(access);
  if (daemon.tokens() == nullptr) return daemon.Serve({&service, &records});
  auto issuers = members::Issuers::Read(issuers_file);
  if (!issuers.ok()) return Fail(issuers.status());
  placet::callers::Signer signer(signing_keys, daemon.expected().issuer,
                                 daemon.expected().audience);
  if (const absl::Status unfit = signer.Load(); !unfit.ok()) return Fail(unfit);
  auto& revoked = daemon.tokens()->revoked();
  members::SignInFollower follower(store, daemon.tail(), revoked, absl::Now);
  members::SignIns sign_ins(store, signer, **issuers, revoked, absl::Now);
  return daemon.Serve({&service, &sign_ins, &records});
}

}  // namespace

int main(int argc, char** argv) {
  Daemon daemon({.name = "membersd",
                 .about = "membersd: the directory, and who may sign in",
                 .listen = "127.0.0.1:7301",
                 .database = "dbname=placet user=members",
                 .lock = members::kWriterLock,
                 .statements = members::Store::Statements(),
                 .head = members::Store::Head()[0]});
  placet::record::Keeping record(daemon, placet::record::Columns::kPlain, members::kWriterLock);
  std::string signing_keys, issuers, person, password_file;
  daemon.flags().add_option("--signing-keys", signing_keys,
                            "Folder of keys that sign tokens, *.pem, 0600; the last name signs");
  daemon.flags().add_option("--issuers", issuers, "OpenID Connect issuers, JSON");
  daemon.flags().add_option("--set-password", person,
                            "Set the password of people/{person} in the store, and end");
  daemon.flags().add_option("--password-file", password_file, "The password; with --set-password");
  if (const std::optional<int> code = daemon.Start(argc, argv)) return *code;
  if (!person.empty()) return SetFirstPassword(daemon, person, password_file);
  return Serve(daemon, record, signing_keys, issuers);
}
