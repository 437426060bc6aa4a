#include "clients/cli/sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using members::v1::Tokens;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAnna[] = "people/anna";

mode_t ModeOf(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
}

Tokens Given(const std::string& access, const std::string& refresh, absl::Duration lives) {
  Tokens tokens;
  tokens.set_access_token(access);
  tokens.set_refresh_token(refresh);
  tokens.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(absl::Now() + lives));
  tokens.mutable_sign_in()->set_name(absl::StrCat(kAnna, "/sign-ins/1"));
  return tokens;
}

class SignIn : public ::testing::Test {
 protected:
  SignIn() {
    char path[] = "/tmp/placet-sign-in.XXXXXX";
    if (mkdtemp(path) == nullptr) std::abort();
    top_ = path;
    folder_ = top_ + "/state/127.0.0.1:7301";
  }
  ~SignIn() override { std::filesystem::remove_all(top_); }

  SignInFile File(const std::string& person = kAnna) const { return SignInFile(folder_, person); }
  void Keep(const Tokens& tokens) const {
    const SignInFile::Lock lock(File());
    File().Write(tokens);
  }
  std::string FileWith(const std::string& content) const {
    std::ofstream(top_ + "/file") << content;
    return top_ + "/file";
  }
  Bearer TheBearer(Bearer::Refresh refresh) const { return Bearer(File(), kAnna, refresh); }

  std::string top_, folder_;
};

Tokens NeverAsked(const std::string&) {
  ADD_FAILURE() << "nothing was to be refreshed";
  return {};
}

TEST_F(SignIn, IsKeptForTheAccountAlone) {
  EXPECT_FALSE(File().Read());
  Keep(Given("access", "refresh", absl::Minutes(15)));
  EXPECT_EQ(File().Read()->access_token(), "access");
  EXPECT_EQ(File().Read()->refresh_token(), "refresh");
  EXPECT_EQ(ModeOf(folder_ + "/anna.json"), 0600u);
  EXPECT_EQ(ModeOf(folder_), 0700u);
  // Also where a file of this name was open to others before.
  std::ofstream(folder_ + "/anna.json.new") << "{}";
  chmod((folder_ + "/anna.json.new").c_str(), 0644);
  Keep(Given("second", "refresh", absl::Minutes(15)));
  EXPECT_EQ(ModeOf(folder_ + "/anna.json"), 0600u);
  EXPECT_EQ(File().Read()->access_token(), "second");
}

TEST_F(SignIn, PeopleAreThoseWhoAreSignedIn) {
  EXPECT_THAT(SignInFile::People(folder_), IsEmpty());
  Keep(Given("access", "refresh", absl::Minutes(15)));
  File("people/abel").Write(Given("other", "refresh", absl::Minutes(15)));
  EXPECT_THAT(SignInFile::People(folder_), ElementsAre("people/abel", kAnna));
  File().Remove();
  EXPECT_THAT(SignInFile::People(folder_), ElementsAre("people/abel"));
  EXPECT_FALSE(File().Read());
}

TEST_F(SignIn, AFileThatIsNoSignInIsNone) {
  Keep({});
  for (const char* content : {"", "{", "[]", R"({"accessToken":7})"}) {
    std::ofstream(folder_ + "/anna.json") << content;
    EXPECT_FALSE(File().Read()) << content;
  }
}

TEST_F(SignIn, WhereNothingCanBeKeptItIsSaid) {
  const SignInFile file(FileWith("no folder") + "/x", kAnna);
  EXPECT_THROW(SignInFile::Lock lock(file), Usage);
  EXPECT_THROW(file.Write(Given("access", "refresh", absl::Minutes(15))), Usage);
}

TEST_F(SignIn, ATokenThatLivesIsUsedAsItIs) {
  Keep(Given("access", "refresh", absl::Minutes(15)));
  Bearer bearer = TheBearer(NeverAsked);
  EXPECT_EQ(bearer.Token(), "access");
  // Without looking at the file again.
  File().Remove();
  EXPECT_EQ(bearer.Token(), "access");
}

TEST_F(SignIn, ATokenIsRefreshedBeforeItsLastMinute) {
  Keep(Given("old", "first", absl::Seconds(50)));
  std::vector<std::string> used;
  Bearer bearer = TheBearer([&](const std::string& token) {
    used.push_back(token);
    return Given("new", "second", absl::Minutes(15));
  });
  EXPECT_EQ(bearer.Token(), "new");
  EXPECT_EQ(bearer.Token(), "new");
  EXPECT_THAT(used, ElementsAre("first"));
  // The next command finds it.
  EXPECT_EQ(File().Read()->refresh_token(), "second");
  EXPECT_EQ(TheBearer(NeverAsked).Token(), "new");
}

TEST_F(SignIn, ManyCommandsAtOnceRefreshOnce) {
  Keep(Given("old", "first", absl::ZeroDuration()));
  std::atomic<int> refreshed = 0;
  std::vector<std::thread> commands;
  for (int i = 0; i < 16; ++i) {
    commands.emplace_back([&] {
      Bearer bearer = TheBearer([&](const std::string&) {
        ++refreshed;
        return Given("new", "second", absl::Minutes(15));
      });
      EXPECT_EQ(bearer.Token(), "new");
    });
  }
  for (std::thread& command : commands) command.join();
  EXPECT_EQ(refreshed, 1);
}

TEST_F(SignIn, WhoIsNotSignedInIsToldHow) {
  try {
    TheBearer(NeverAsked).Token();
    FAIL() << "there was no token";
  } catch (const Usage& usage) {
    EXPECT_STREQ(usage.what(), "anna is not signed in here");
    EXPECT_EQ(usage.remedy(), "placet login anna");
  }
}

TEST_F(SignIn, ARefreshThatIsRefusedLeavesTheSignIn) {
  Keep(Given("old", "first", absl::ZeroDuration()));
  bool away = true;
  Bearer bearer = TheBearer([&](const std::string&) -> Tokens {
    if (away) throw Refusal({grpc::StatusCode::UNAVAILABLE, "away"}, "members", "address", "");
    return Given("new", "second", absl::Minutes(15));
  });
  EXPECT_THROW(bearer.Token(), Refusal);
  EXPECT_EQ(File().Read()->refresh_token(), "first");
  away = false;
  EXPECT_EQ(bearer.Token(), "new");
}

TEST_F(SignIn, APasswordIsReadFromAFile) {
  EXPECT_EQ(AskPassword("?", FileWith("correct horse \n")), "correct horse");
  EXPECT_THROW(AskPassword("?", FileWith("\n")), Usage);
  EXPECT_THROW(AskPassword("?", top_ + "/nothing"), Usage);
}

TEST(StateFolder, IsOneForEachAddress) {
  setenv("HOME", "/home/anna", 1);
  unsetenv("XDG_STATE_HOME");
  unsetenv("PLACET_STATE");
  EXPECT_EQ(StateFolder("members.example:7301"),
            "/home/anna/.local/state/placet/members.example:7301");
  setenv("XDG_STATE_HOME", "/state", 1);
  EXPECT_EQ(StateFolder("a:1"), "/state/placet/a:1");
  setenv("PLACET_STATE", "/mine", 1);
  EXPECT_EQ(StateFolder("unix:/run/members"), "/mine/unix:_run_members");
  unsetenv("PLACET_STATE");
  unsetenv("XDG_STATE_HOME");
}

}  // namespace
}  // namespace placet::cli
