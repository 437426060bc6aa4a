#include "tests/access/sign_in_side.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"

namespace placet::access {
namespace {

using placet::testing::IsOk;

pg::Lane::Options LaneOptions(const std::string& conninfo, pg::Statement::Use use) {
  pg::Lane::Options options;
  options.conninfo = conninfo;
  options.use = use;
  options.lock = use == pg::Statement::kWrites ? members::kWriterLock : 0;
  options.statements = members::Store::Statements();
  return options;
}

}  // namespace

SignInSide::SignInSide(const std::string& conninfo, const rpc::Clock& clock)
    : keys_(folder_ / "keys.json", callers::Naming::kByThumbprint),
      tokens_(keys_, {"placet", "placet"}),
      signer_(folder_.path(), "placet", "placet"),
      reads_(LaneOptions(conninfo, pg::Statement::kReads)),
      writes_(LaneOptions(conninfo, pg::Statement::kWrites)),
      store_(reads_, writes_) {
  const placet::testing::Pkey key = placet::testing::NewEcKey();
  placet::testing::WriteKey(folder_ / "1.pem", key);
  placet::testing::WriteFile(folder_ / "keys.json",
                             placet::testing::SetOf({placet::testing::Jwk(key)}));
  placet::testing::WriteFile(
      folder_ / "id.json",
      placet::testing::SetOf({placet::testing::RsaJwk(placet::testing::NewRsaKey(), "r1")}));
  placet::testing::WriteFile(
      folder_ / "issuers.json",
      absl::StrCat(R"({"issuers":[{"issuer":"https://id.example.org","audience":"placet",)",
                   R"("algorithm":"RS256","keys":")", folder_ / "id.json", R"("}]})"));
  EXPECT_THAT(keys_.Load(), IsOk());
  EXPECT_THAT(signer_.Load(), IsOk());
  issuers_ = *members::Issuers::Read(folder_ / "issuers.json");
  for (pg::Lane* lane : {&reads_, &writes_}) EXPECT_THAT(lane->Start(), IsOk());
  sign_ins_ =
      std::make_unique<members::SignIns>(store_, signer_, *issuers_, tokens_.revoked(), clock);
  server_ = std::make_unique<placet::testing::InProcess>(*sign_ins_);
}

}  // namespace placet::access
