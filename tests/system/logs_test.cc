// What the programs write into their logs at --verbose, and PostgreSQL into its own: who did what
// and how it ended, and no token, password, position or comment.
#include <algorithm>
#include <fstream>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "tests/system/protected.h"

namespace placet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using CommentStub = comments::v1::CommentService::Stub;

constexpr char kWrongPassword[] = "open-sesame-4711";
constexpr char kNewPassword[] = "battery staple horse";
constexpr char kShortPassword[] = "pw-short";
constexpr char kIdToken[] = "eyJhbGciOiJub25lIn0.aWQtdG9rZW4.c2lnbmF0dXJl";
constexpr char kReason[] = "the formula of clause five is reversed";
constexpr char kLateText[] = "this came when all was over";
constexpr char kComment[] = "the definition of ledger is circular";
constexpr char kChange[] = "define it by its records";
constexpr char kReply[] = "we withdraw nothing of it";

class Logs : public Protected {
 protected:
  Logs() : Protected({"--verbose"}) { SetLogsOfTheStore(); }

  // PostgreSQL logs as under deploy/up, and every statement as it would one that is slow.
  void SetLogsOfTheStore() const {
    std::ifstream in(PLACET_SOURCE_DIR "/deploy/postgresql.conf");
    for (std::string line; std::getline(in, line);) {
      if (absl::StartsWith(line, "log_parameter") || absl::StartsWith(line, "log_error")) {
        Sql("ALTER SYSTEM SET " + line);
      }
    }
    Sql("ALTER SYSTEM SET log_min_duration_statement = 0");
    Sql("SELECT pg_reload_conf()");
    EXPECT_TRUE(Eventually([&] { return Sql("SHOW log_min_duration_statement") == "0"; }));
  }
  std::string Sql(const std::string& sql) const {
    return std::string(absl::StripAsciiWhitespace(World::TheCluster().Sql(database_, sql)));
  }
  std::string LogOfTheStore() const {
    return Sql("SELECT pg_read_file(current_setting('data_directory') || '/../log')");
  }

  template <class Answer>
  void Remember(const std::string& what, const Answer& tokens) {
    ASSERT_THAT(tokens, IsOk());
    secrets_[what + " access token"] = tokens->access_token();
    secrets_[what + " refresh token"] = tokens->refresh_token();
  }

  // In and out, with everything that goes wrong at it.
  void SignIn() {
    const As<members::SignInService> nobody(to_directory_, "");
    members::LoginRequest login;
    login.set_person("people/voter");
    login.set_password(kPassword);
    const auto tokens = nobody(&SignInStub::Login, login);
    Remember("first", tokens);
    login.set_password(kWrongPassword);
    EXPECT_THAT(nobody(&SignInStub::Login, login), HasReason("SIGN_IN_REFUSED"));
    login.set_person("people/open-sesame-4711");  // typed into the wrong field
    EXPECT_FALSE(nobody(&SignInStub::Login, login).ok());
    members::ExchangeIdTokenRequest exchange;
    exchange.set_id_token(kIdToken);
    exchange.set_nonce("nonce-of-this-sign-in");
    EXPECT_FALSE(nobody(&SignInStub::ExchangeIdToken, exchange).ok());
    members::RefreshRequest refresh;
    refresh.set_refresh_token(tokens->refresh_token());
    Remember("second", nobody(&SignInStub::Refresh, refresh));
    EXPECT_FALSE(nobody(&SignInStub::Refresh, refresh).ok()) << "it came twice";
    const As<members::SignInService> voter(to_directory_, voter_);
    members::SetPasswordRequest password;
    password.set_person("people/voter");
    password.set_old_password(kPassword);
    password.set_new_password(kShortPassword);
    EXPECT_FALSE(voter(&SignInStub::SetPassword, password).ok());
    password.set_new_password(kNewPassword);
    EXPECT_THAT(
        As<members::SignInService>(to_directory_, secretariat_)(&SignInStub::SetPassword, password),
        IsOk());
    login.set_person("people/voter");
    login.set_password(kNewPassword);
    const auto again = nobody(&SignInStub::Login, login);
    Remember("third", again);
    if (again.ok()) voter_ = "Bearer " + again->access_token();
  }

  absl::Status Disapprove(const std::string& caller, const std::string& text,
                          const std::string& body = "m01") {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name("ballots/dis/votes/" + body);
    request.mutable_vote()->set_answer(pb::ANSWER_DISAPPROVE);
    request.mutable_vote()->set_text(text);
    return Caller(to_ballots_, caller)(&Stub::CastVote, request).status();
  }
  void VoteAndBeRefused() {
    EXPECT_THAT(Disapprove(voter_, kReason), IsOk());
    EXPECT_THAT(Disapprove(secretariat_, kReason), Not(IsOk()));
    EXPECT_THAT(Disapprove(voter_, kReason, "m02"), HasReason("ROLE_MISSING"));
    EXPECT_THAT(Disapprove(voter_ + "x", kReason), HasReason("TOKEN_INVALID"));
    EXPECT_THAT(Disapprove(voter_, absl::StrCat(kReason, "\xff")), HasReason("INVALID_FIELD"));
    // What the store refuses against all expectation is an error of ours, and logged.
    Sql("ALTER TABLE ballots.vote ADD CONSTRAINT short CHECK (length(text) < 60) NOT VALID");
    EXPECT_THAT(Disapprove(voter_, absl::StrCat(kReason, ", and more is to be said of it")),
                HasReason("INTERNAL"));
    Sql("ALTER TABLE ballots.vote DROP CONSTRAINT short");
  }

  void Comment() {
    const auto stub = comments::v1::CommentService::NewStub(to_comments_);
    const auto context = ContextOf(voter_);
    comments::v1::ImportCommentsResponse response;
    const auto writer = stub->ImportComments(context.get(), &response);
    comments::v1::ImportCommentsRequest header, piece;
    header.mutable_header()->set_ballot("ballots/dis");
    header.mutable_header()->set_member("members/m01");
    writer->Write(header);
    piece.mutable_piece()->set_file("comments.csv");
    piece.mutable_piece()->set_content(
        absl::StrCat("MB/NC,Clause/Subclause,Type of comment,Comments,Proposed change\r\n",
                     "M01-1,4,te,", kComment, ",", kChange, "\r\n"));
    writer->Write(piece);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    const As<comments::v1::CommentService> voter(to_comments_, voter_);
    comments::v1::ListCommentsRequest list;
    list.set_parent("ballots/dis");
    list.mutable_filter()->set_query(kComment);
    EXPECT_THAT(voter(&CommentStub::ListComments, list), IsOk());
    comments::v1::ReplyToCommentRequest reply;
    reply.set_name("ballots/dis/comments/1");
    reply.set_member("members/m01");
    reply.set_text(kReply);
    EXPECT_THAT(voter(&CommentStub::ReplyToComment, reply), IsOk());
    reply.set_name("ballots/none/comments/1");
    EXPECT_FALSE(voter(&CommentStub::ReplyToComment, reply).ok());
  }

  void CloseAndLookAtTheResult() {
    pb::CloseBallotRequest close;
    close.set_name("ballots/dis");
    close.set_reason("all have voted");
    const Caller secretariat(to_ballots_, secretariat_);
    EXPECT_THAT(secretariat(&Stub::CloseBallot, close), IsOk());
    EXPECT_THAT(Disapprove(voter_, kLateText), HasReason("BALLOT_CLOSED"));
    pb::GetResultRequest get;
    get.set_name("ballots/dis");
    EXPECT_THAT(secretariat(&Stub::GetResult, get), IsOk());
  }

  void ExpectNothingIn(const std::string& whose, const std::string& log) const {
    const std::string written = absl::AsciiStrToLower(log);
    for (const auto& [what, secret] : secrets_) {
      EXPECT_FALSE(secret.empty()) << what;
      const size_t at = written.find(absl::AsciiStrToLower(secret));
      if (at == std::string::npos) continue;
      const size_t from = written.rfind('\n', at) + 1;
      ADD_FAILURE() << what << " is in the log of " << whose << ": "
                    << written.substr(from, written.find('\n', at) - from);
    }
  }

  std::map<std::string, std::string> secrets_ = {{"the password", kPassword},
                                                 {"a wrong password", kWrongPassword},
                                                 {"a new password", kNewPassword},
                                                 {"a refused password", kShortPassword},
                                                 {"an ID token", kIdToken},
                                                 {"any token", "eyJ"},
                                                 {"the word of a token", "Bearer "},
                                                 {"a hash of a password", "$argon2"},
                                                 {"the reason of a vote", kReason},
                                                 {"the text of a refused vote", kLateText},
                                                 {"a comment", kComment},
                                                 {"a proposed change", kChange},
                                                 {"a reply", kReply},
                                                 {"a position", "disapprove"}};
};

TEST_F(Logs, SayWhoDidWhatAndHoldNoSecret) {
  OpenBallot();
  SignIn();
  VoteAndBeRefused();
  Comment();
  CloseAndLookAtTheResult();

  const std::string members = directory_->Log();
  const std::string ballots = ballots_->Log();
  const std::string comments = comments_->Log();
  const std::string store = LogOfTheStore();
  // They would show it: the logs are of all this.
  EXPECT_THAT(members, HasSubstr("rpc=Login"));
  EXPECT_THAT(members, HasSubstr("sign-in refused: person=people/voter from="));
  EXPECT_THAT(members, HasSubstr("a refresh token came twice"));
  EXPECT_THAT(ballots, HasSubstr("rpc=CastVote caller=people/voter code=OK"));
  EXPECT_THAT(ballots, HasSubstr("reason=ROLE_MISSING"));
  EXPECT_THAT(ballots, HasSubstr("reason=TOKEN_INVALID"));
  EXPECT_THAT(ballots, HasSubstr("violates check constraint"));
  EXPECT_THAT(comments, HasSubstr("rpc=ImportComments caller=people/voter code=OK"));
  EXPECT_THAT(comments, HasSubstr("rpc=ListComments caller=people/voter code=OK"));
  EXPECT_THAT(store, HasSubstr("INSERT INTO vote"));
  EXPECT_THAT(store, HasSubstr("violates check constraint"));
  ExpectNothingIn("membersd", members);
  ExpectNothingIn("ballotsd", ballots);
  ExpectNothingIn("commentsd", comments);
  ExpectNothingIn("PostgreSQL", store);
}

}  // namespace
}  // namespace placet::testing
