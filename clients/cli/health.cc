// The verb that asks both services whether they serve (grpc.health.v1).
#include <grpcpp/client_context.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/generic.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

// HealthCheckRequest without a service is the empty message; HealthCheckResponse is one enum in
// field 1, so its bytes are 08 and the value. Debian ships no health.proto to read this from.
constexpr char kCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kServing[] = {0x08, 0x01};

bool Serves(const Connection& connection, const Peer& peer, grpc::Status* status) {
  grpc::ClientContext context;
  connection.SetDeadline(&context);
  std::string answer;
  *status = GenericCall(peer.channel, context, kCheck, "",
                        [&](const std::string& bytes) { answer = bytes; });
  return status->ok() && answer == std::string(kServing, sizeof(kServing));
}

void ShowHealth(Shell& shell) {
  for (const Peer& peer : shell.connection().peers()) {
    grpc::Status status;
    const bool serves = Serves(shell.connection(), peer, &status);
    if (!serves) shell.exit_code = kUnavailable;
    const std::string word = serves ? "serving" : status.ok() ? "not serving" : "not reached";
    shell.Write(absl::StrCat(peer.word, "  ",
                             Paint(word, serves ? Style::kGood : Style::kBad, shell.screen()), "  ",
                             peer.address, "\n"));
  }
}

}  // namespace

void AddHealthVerb(CLI::App& app, Shell& shell) {
  auto* health = Verb(app, kToolGroup, "health", "Whether both services serve.", "placet health");
  health->callback([&shell] { ShowHealth(shell); });
}

}  // namespace placet::cli
