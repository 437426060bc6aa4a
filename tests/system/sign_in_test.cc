// People who sign in with the command line: it keeps their sign-in, shows their token to every
// service, and forgets them.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/system/protected.h"

namespace placet::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Exit codes of the command line.
constexpr int kWrongUse = 2, kDenied = 4, kUnavailable = 6;

class CommandLine : public Protected {
 protected:
  CommandLine() { OpenBallot(); }

  Ended Placet(const std::vector<std::string>& words) const {
    std::vector<std::string> argv = {"env",
                                     "--unset=PLACET_AS",
                                     "PLACET_STATE=" + state_.path(),
                                     "PLACET_AUTHORITY=" + people_.authority,
                                     "PLACET_MEMBERS=" + directory_->address(),
                                     "PLACET_BALLOTS=" + ballots_->address(),
                                     "PLACET_COMMENTS=" + comments_->address(),
                                     PLACET};
    argv.insert(argv.end(), words.begin(), words.end());
    return RunProgram(argv);
  }
  Ended LogIn(const std::string& password = kPassword) const {
    return Placet({"login", "voter", "--password-file", FileWith("typed", password)});
  }
  Ended CastVote() const { return Placet({"vote", "dis", "m01", "approve"}); }

  std::string FileWith(const std::string& name, const std::string& password) const {
    WriteFile(folder_ / name, password + "\n");
    return folder_ / name;
  }
  // Where the command line keeps the voter's sign-in.
  std::string Kept() const {
    return absl::StrCat(state_.path(), "/", directory_->address(), "/voter.json");
  }

  const Folder state_;
};

TEST_F(CommandLine, WhoHasSignedInCallsUntilSignedOut) {
  const Ended stranger = Placet({"vote", "dis", "m01", "approve", "--as", "voter"});
  EXPECT_EQ(stranger.code, kWrongUse);
  EXPECT_THAT(stranger.output,
              AllOf(HasSubstr("voter is not signed in here"), HasSubstr("placet login voter")));

  const Ended signed_in = LogIn();
  ASSERT_EQ(signed_in.code, 0) << signed_in.output;
  EXPECT_EQ(signed_in.output, "signed in as voter\n");
  // Of one alone it need not be said who.
  const Ended vote = CastVote();
  EXPECT_EQ(vote.code, 0) << vote.output;
  const Ended list = Placet({"sign-ins"});
  EXPECT_EQ(list.code, 0) << list.output;
  EXPECT_THAT(list.output, AllOf(HasSubstr("people/voter/sign-ins/"), HasSubstr("placet on ")));

  std::filesystem::copy_file(Kept(), folder_ / "stolen");
  const Ended signed_out = Placet({"logout"});
  EXPECT_EQ(signed_out.code, 0) << signed_out.output;
  EXPECT_THAT(signed_out.output, HasSubstr("signed out: people/voter/sign-ins/"));
  EXPECT_FALSE(std::filesystem::exists(Kept()));
  EXPECT_EQ(CastVote().code, kWrongUse);

  // Nor does a copy of the sign-in serve any more, with any service.
  std::filesystem::copy_file(folder_ / "stolen", Kept());
  const Ended refused = Placet({"sign-ins"});
  EXPECT_EQ(refused.code, kDenied);
  EXPECT_THAT(refused.output, HasSubstr("SIGN_IN_REVOKED"));
  EXPECT_TRUE(Eventually([&] { return CastVote().code == kDenied; }));
  EXPECT_THAT(CastVote().output, HasSubstr("SIGN_IN_REVOKED"));
}

TEST_F(CommandLine, AWrongPasswordSignsNobodyIn) {
  const Ended wrong = LogIn("battery horse correct");
  EXPECT_EQ(wrong.code, kDenied);
  EXPECT_THAT(wrong.output,
              AllOf(HasSubstr("SIGN_IN_REFUSED"), Not(HasSubstr("battery horse correct"))));
  EXPECT_FALSE(std::filesystem::exists(Kept()));
  EXPECT_EQ(Placet({"login", "voter", "--password-file", folder_ / "none"}).code, kWrongUse);
}

TEST_F(CommandLine, ANewPasswordEndsTheOtherSignIns) {
  ASSERT_EQ(LogIn().code, 0);
  const auto change = [&](const std::string& old_one, const std::string& new_one) {
    return Placet({"password", "--password-file", FileWith("old", old_one), "--new-password-file",
                   FileWith("new", new_one)});
  };
  const Ended wrong = change("battery horse correct", "staple battery horse");
  EXPECT_EQ(wrong.code, kDenied) << wrong.output;
  const Ended unfit = change(kPassword, "short");
  EXPECT_EQ(unfit.code, kWrongUse) << unfit.output;
  EXPECT_THAT(unfit.output, HasSubstr("PASSWORD_UNFIT"));
  // The one other sign-in is that with which the ballot was prepared.
  const Ended changed = change(kPassword, "staple battery horse");
  EXPECT_EQ(changed.code, 0) << changed.output;
  EXPECT_EQ(changed.output, "password of voter set; sign-ins revoked: 1\n");
  EXPECT_EQ(CastVote().code, 0);
  EXPECT_TRUE(Eventually([&] { return !Vote(to_ballots_, voter_).ok(); }));
  EXPECT_EQ(LogIn(kPassword).code, kDenied);
  EXPECT_EQ(LogIn("staple battery horse").code, 0);
}

TEST_F(CommandLine, AnAuthorityThatDoesNotKnowTheServicesEndsTheCall) {
  const Authority other;
  const Ended ended = Placet({"login", "voter", "--password-file", FileWith("typed", kPassword),
                              "--authority", other.OfPeople().authority, "--timeout", "2"});
  EXPECT_EQ(ended.code, kUnavailable) << ended.output;
  EXPECT_FALSE(std::filesystem::exists(Kept()));
}

// Asked of the service that has the method, which answers and does nothing.
TEST_F(CommandLine, SaysBeforeACallWhatWouldBecomeOfIt) {
  ASSERT_EQ(LogIn().code, 0);
  const auto may_i = [&](const std::string& method, const std::string& json) {
    return Placet({"call", "--may-i", method, json});
  };
  const Ended vote = may_i("ballots/CastVote",
                           R"({"vote": {"name": "ballots/dis/votes/m01", "answer": "APPROVE"}})");
  EXPECT_EQ(vote.code, kWrongUse) << "no such answer: " << vote.output;
  const Ended allowed =
      may_i("ballots/CastVote",
            R"({"vote": {"name": "ballots/dis/votes/m01", "answer": "ANSWER_APPROVE"}})");
  EXPECT_EQ(allowed.code, 0);
  EXPECT_EQ(allowed.output, "allowed\n");
  const Ended refused =
      may_i("ballots/CloseBallot", R"({"name": "ballots/dis", "reason": "all have voted"})");
  EXPECT_EQ(refused.code, kDenied);
  EXPECT_THAT(refused.output, AllOf(HasSubstr("refused: this needs the role"),
                                    HasSubstr("(ROLE_MISSING)\nremedy: ")));
  EXPECT_EQ(may_i("comments/ImportComments",
                  R"({"header": {"ballot": "ballots/dis", "member": "members/m01"}})")
                .output,
            "allowed\n");
  const Ended show = Placet({"call", "ballots/GetVote", R"({"name": "ballots/dis/votes/m01"})"});
  EXPECT_EQ(show.code, 3) << "nothing was cast: " << show.output;
}

}  // namespace
}  // namespace placet::testing
