// The pages in a real browser, in front of all of Placet: each test plays one scenario, a script
// for Node that drives Chromium (README.md). What a scenario needs it makes itself through the
// gateway; what only this side can do it asks for with a line, "@kill ballots", "@start ballots".
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/gateway/client.h"
#include "tests/system/protected.h"

namespace placet::testing {
namespace {

constexpr absl::Duration kLongest = absl::Minutes(4);
constexpr char kChromium[] = "/usr/bin/chromium";

const record::Keys& RecordKeys() {
  static const record::Keys keys;
  return keys;
}

class Browser : public Protected {
 protected:
  Browser() : Protected({"--record-key", RecordKeys().secret(), "--calls-per-second", "0"}) {}

  void SetUp() override {
    if (RunProgram({"node", "--version"}).code != 0) GTEST_SKIP() << "Node is not installed";
    if (!std::filesystem::exists(kChromium)) GTEST_SKIP() << kChromium << " is not installed";
    if (!std::filesystem::exists(WEB "/dist/index.html") ||
        !std::filesystem::exists(WEB "/node_modules/playwright-core")) {
      GTEST_SKIP() << "the pages are not built: run clients/web/build";
    }
    gateway_ = std::make_unique<Daemon>(
        GATEWAYD,
        std::vector<std::string>{
            "--members", directory_->address(), "--ballots", ballots_->address(), "--comments",
            comments_->address(), "--tls-authority", gateway_tls_.authority, "--tls-certificate",
            gateway_tls_.certificate, "--tls-key", gateway_tls_.key, "--pages", WEB "/dist"},
        gateway_tls_);
    ASSERT_TRUE(Eventually([this] {
      return Http(gateway_->address(), gateway_tls_.authority).Get("/readyz").status == 200;
    })) << gateway_->Log();
  }

  // Plays SOURCES/{scenario}.mjs to its end.
  void Play(const std::string& scenario) {
    const std::string log = folder_ / (scenario + ".log");
    Process node({"env", "NODE_EXTRA_CA_CERTS=" + people_.authority, "PLACET_SCENE=" + Scene(),
                  "node", absl::StrCat(SOURCES "/", scenario, ".mjs")},
                 log);
    const absl::Time end = absl::Now() + kLongest;
    size_t read = 0;
    std::optional<int> code;
    while (!code && absl::Now() < end) {
      code = node.Wait(absl::Milliseconds(20));
      const std::vector<std::string> lines = absl::StrSplit(node.Log(), '\n');
      for (; read + 1 < lines.size(); ++read) Do(lines[read]);  // the last one may go on
    }
    std::printf("%s", node.Log().c_str());
    EXPECT_EQ(code, 0) << "what the scenario " << scenario << " said is above";
  }

 private:
  std::string Scene() const {
    google::protobuf::Struct scene;
    const auto set = [&](const char* name, const std::string& value) {
      (*scene.mutable_fields())[name].set_string_value(value);
    };
    set("url", absl::StrCat("https://", gateway_->address()));
    set("secretariat", kSecretariat);
    set("password", kPassword);
    set("chromium", kChromium);
    set("web", WEB);
    set("pictures", PICTURES);
    set("recordKey", RecordKeys().open());
    set("folder", folder_.path());
    std::string json;
    (void)google::protobuf::util::MessageToJsonString(scene, &json);
    return json;
  }
  void Do(absl::string_view line) {
    if (!absl::ConsumePrefix(&line, "@")) return;
    const std::pair<std::string, std::string> order = absl::StrSplit(line, ' ');
    Daemon* const daemon = order.second == "members"    ? directory_.get()
                           : order.second == "ballots"  ? ballots_.get()
                           : order.second == "comments" ? comments_.get()
                           : order.second == "gateway"  ? gateway_.get()
                                                        : nullptr;
    ASSERT_NE(daemon, nullptr) << line;
    if (order.first == "kill") daemon->Kill9();
    if (order.first == "start") daemon->Start();
  }

  const rpc::Tls gateway_tls_ = authority_.Certify("gatewayd", "placet://services/gatewayd");
  std::unique_ptr<Daemon> gateway_;
};

TEST_F(Browser, SignsInAndOut) { Play("sign_in"); }
TEST_F(Browser, VerifiesTheRecord) { Play("record"); }
TEST_F(Browser, ShowsEveryPageToEveryRole) { Play("every_page"); }
TEST_F(Browser, KeepsTheBoardThroughOutages) { Play("board"); }
TEST_F(Browser, TakesCommentsInAndDecides) { Play("comments"); }
TEST_F(Browser, VotesAndReadsTheResult) { Play("vote"); }

}  // namespace
}  // namespace placet::testing
