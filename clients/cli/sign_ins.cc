// Verbs of signing in: login, logout, sign-ins, password.
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::members::v1;  // NOLINT: the messages this file is about
using Stub = Connection::SignIns;

struct SignInArguments {
  std::string person, file, new_file, email, sign_in;
};

std::string ThisClient() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return absl::StrCat("placet on ", host);
}

void LogIn(Shell& shell, const SignInArguments& given) {
  Connection& connection = shell.connection();
  LoginRequest request;
  const bool by_email = given.person.find('@') != std::string::npos;
  request.set_person(by_email ? given.person : Name("people", given.person));
  request.set_password(AskPassword(absl::StrCat("Password of ", given.person), given.file));
  request.set_client(ThisClient());
  const Tokens tokens = connection.CallOpen(&Stub::Login, request);
  const std::string& name = tokens.sign_in().name();
  const SignInFile file = connection.FileOf(name.substr(0, name.find("/sign-ins/")));
  const SignInFile::Lock lock(file);
  file.Write(tokens);
  shell.Write(absl::StrCat("signed in as ", Id(name.substr(0, name.find("/sign-ins/"))), "\n"));
}

void LogOut(Shell& shell, const SignInArguments& given) {
  Connection& connection = shell.connection();
  RevokeSignInRequest request;
  request.set_name(given.sign_in);
  const SignInFile file = connection.FileOf(connection.caller());
  if (request.name().empty()) {
    const auto kept = file.Read();
    if (!kept) throw Usage(absl::StrCat(Id(connection.caller()), " is not signed in here"));
    request.set_name(kept->sign_in().name());
  }
  const SignIn ended = connection.Call(&Stub::RevokeSignIn, request);
  if (given.sign_in.empty()) file.Remove();
  shell.Write(absl::StrCat("signed out: ", ended.name(), "\n"));
}

void ListTheSignIns(Shell& shell, const SignInArguments& given) {
  Connection& connection = shell.connection();
  connection.RequireCaller();
  ListSignInsRequest request;
  request.set_parent(given.person.empty() ? connection.caller() : Name("people", given.person));
  const auto response = connection.Call(&Stub::ListSignIns, request);
  if (shell.PrintedJson(response)) return;
  Table table({"sign-in", "at", "since", "last used", "until"});
  const auto instant = [](const google::protobuf::Timestamp& time) { return Geneva(ToTime(time)); };
  for (const SignIn& sign_in : response.sign_ins()) {
    table.Add({sign_in.name(), sign_in.client(), instant(sign_in.create_time()),
               instant(sign_in.refresh_time()), instant(sign_in.expire_time())});
  }
  shell.Print(table);
}

void SetThePassword(Shell& shell, const SignInArguments& given) {
  Connection& connection = shell.connection();
  connection.RequireCaller();
  SetPasswordRequest request;
  request.set_person(given.person.empty() ? connection.caller() : Name("people", given.person));
  request.set_email(given.email);
  if (request.person() == connection.caller()) {
    request.set_old_password(AskPassword("Present password", given.file));
  }
  request.set_new_password(
      AskPassword(absl::StrCat("New password of ", Id(request.person())), given.new_file));
  const auto response = connection.Call(&Stub::SetPassword, request);
  shell.Write(absl::StrCat("password of ", Id(request.person()),
                           " set; sign-ins revoked: ", response.revoked(), "\n"));
}

}  // namespace

void AddSignInVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<SignInArguments>();

  auto* login =
      Verb(app, kToolGroup, "login", "Signs a person in, with a password.", "placet login a.jones");
  login->add_option("PERSON", given->person, "The person, or its e-mail address")->required();
  login->add_option("--password-file", given->file, "Reads the password from a file")
      ->type_name("FILE");
  login->callback([=, &shell] { LogIn(shell, *given); });

  auto* logout = Verb(app, kToolGroup, "logout", "Ends a sign-in.", "placet logout --as a.jones");
  logout->add_option("SIGN-IN", given->sign_in, "Full name; the one of this machine if not given");
  logout->callback([=, &shell] { LogOut(shell, *given); });

  auto* list = Verb(app, kToolGroup, "sign-ins", "Where a person is signed in.", "placet sign-ins");
  list->add_option("PERSON", given->person, "The person; yourself if not given");
  list->callback([=, &shell] { ListTheSignIns(shell, *given); });

  auto* password = Verb(app, kToolGroup, "password", "Sets a password.", "placet password");
  password->add_option("PERSON", given->person, "The person; yourself if not given");
  password->add_option("--password-file", given->file, "Reads the present password from a file")
      ->type_name("FILE");
  password->add_option("--new-password-file", given->new_file, "Reads the new one from a file")
      ->type_name("FILE");
  password->add_option("--email", given->email, "Lets the person sign in with this address, too");
  password->callback([=, &shell] { SetThePassword(shell, *given); });
}

}  // namespace placet::cli
