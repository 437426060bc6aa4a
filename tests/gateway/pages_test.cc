// Static files: what is found, what is not, and that no path leads out of the folder.
#include "tests/callers/keys.h"
#include "tests/gateway/stage.h"

namespace placet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PagesTest : public Stage {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "pages/assets");
    WriteFile(folder_ / "secret.txt", "secret");
    WriteFile(folder_ / "pages/index.html", "<p>index");
    WriteFile(folder_ / "pages/assets/app.js", "plain");
    WriteFile(folder_ / "pages/assets/app.js.gz", "packed");
    WriteFile(folder_ / "pages/.hidden", "secret");
    std::filesystem::create_symlink(folder_ / "secret.txt", folder_ / "pages/link.txt");
    std::filesystem::create_directory_symlink(folder_.path(), folder_ / "pages/out");
    Serve([](const Scripted::Seen&) { return Scripted::Plan{}; }, {}, folder_ / "pages");
  }

  const Folder folder_;
};

TEST_F(PagesTest, AreServedWithTheirTypes) {
  const Reply index = Fresh().Get("/");
  EXPECT_EQ(index.body, "<p>index");
  EXPECT_EQ(index.Field("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(index.Field("cache-control"), "no-cache");
  const Reply script = Fresh().Get("/assets/app.js");
  EXPECT_EQ(script.body, "plain");
  EXPECT_THAT(script.Field("content-type"), HasSubstr("javascript"));
  EXPECT_THAT(script.Field("cache-control"), HasSubstr("immutable"));
  EXPECT_EQ(Fresh().Do("HEAD", "/").Field("content-length"), "8");
  EXPECT_EQ(Fresh().Do("POST", "/").status, 405u);
}

TEST_F(PagesTest, AreNotSentAgainAndSentPacked) {
  const Reply script = Fresh().Get("/assets/app.js");
  const Reply known =
      Fresh().Get("/assets/app.js", {{"if-none-match", "\"x\", " + script.Field("etag")}});
  EXPECT_EQ(known.status, 304u);
  EXPECT_THAT(known.body, IsEmpty());
  const Reply packed = Fresh().Get("/assets/app.js", {{"accept-encoding", "br, gzip;q=0.5"}});
  EXPECT_EQ(packed.body, "packed");
  EXPECT_EQ(packed.Field("content-encoding"), "gzip");
  EXPECT_EQ(packed.Field("vary"), "accept-encoding");
  EXPECT_NE(packed.Field("etag"), script.Field("etag"));
  EXPECT_EQ(Fresh().Get("/assets/app.js", {{"accept-encoding", "gzip;q=0"}}).body, "plain");
}

TEST_F(PagesTest, APathOfAPageIsItsDocument) {
  const HttpFields browser = {{"accept", "text/html,*/*"}};
  EXPECT_EQ(Fresh().Get("/ballots/iso-dis-1", browser).body, "<p>index");
  EXPECT_EQ(Fresh().Get("/ballots/iso-dis-1").status, 404u);
  EXPECT_EQ(Fresh().Get("/assets/gone.js", browser).status, 404u);
}

TEST_F(PagesTest, NoPathLeadsOutOfTheFolder) {
  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
        "/%2e%2e%2fsecret.txt", "/..%5csecret.txt", "//secret.txt", "/./../secret.txt", "/.hidden",
        "/link.txt", "/out/secret.txt", "/assets/app.js.gz", "/%00/secret.txt", "/index.html%00.js",
        "/assets"}) {
    const Reply reply = Fresh().Get(path);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404) << path << " " << reply.status;
    EXPECT_THAT(reply.body, Not(HasSubstr("secret\n"))) << path;
    EXPECT_NE(reply.body, "secret") << path;
  }
}

TEST_F(PagesTest, AFileThatChangesIsReadAgain) {
  EXPECT_EQ(Fresh().Get("/").body, "<p>index");
  WriteFile(folder_ / "pages/new.html", "<p>new");
  std::filesystem::remove(folder_ / "pages/index.html");
  EXPECT_TRUE(Eventually([this] { return Fresh().Get("/new.html").body == "<p>new"; }));
  EXPECT_TRUE(Eventually([this] { return Fresh().Get("/").status == 404; }));
}

}  // namespace
}  // namespace placet::testing
