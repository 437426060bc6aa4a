#include "clients/cli/call.h"

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/csv.h"
#include "clients/cli/generic.h"
#include "clients/cli/may_i.h"
#include "clients/cli/verbs.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "placet/access/v1/access_service.grpc.pb.h"

namespace placet::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

std::unique_ptr<Message> NewMessage(const Descriptor* type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<Message>(factory->GetPrototype(type)->New());
}

std::unique_ptr<Message> ToRequest(const MethodDescriptor& method, const std::string& json) {
  auto request = NewMessage(method.input_type());
  const auto status = google::protobuf::util::JsonStringToMessage(json, request.get());
  if (status.ok()) return request;
  throw Usage(
      absl::StrCat("this is no ", method.input_type()->name(), ": ", std::string(status.message())),
      "field names and JSON form are those of the contracts in protos/");
}

void ListMethods(Shell& shell) {
  Table table({"method", "request", "response"});
  for (const Peer& peer : shell.connection().peers()) {
    for (const auto* service : peer.services) {
      for (int i = 0; i < service->method_count(); ++i) {
        const MethodDescriptor& method = *service->method(i);
        table.Add({absl::StrCat(peer.word, "/", method.name()), method.input_type()->name(),
                   absl::StrCat(method.server_streaming() ? "stream of " : "",
                                method.output_type()->name())});
      }
    }
  }
  shell.Print(table);
}

std::string ReadJson(const std::string& argument) {
  if (argument != "-") return argument.empty() ? "{}" : argument;
  auto text = ReadFile("-");
  return text.ok() ? *std::move(text) : "";
}

void Call(Shell& shell, const std::string& name, const std::string& argument) {
  Connection& connection = shell.connection();
  const Target target = FindTarget(connection.peers(), name);
  const MethodDescriptor& method = *target.method;
  const auto request = ToRequest(method, ReadJson(argument));
  const std::string request_id = FillRequestId(*request, connection.request_id());
  grpc::ClientContext context;
  connection.Prepare(&context);
  if (!method.server_streaming()) connection.SetDeadline(&context);
  const auto response = NewMessage(method.output_type());
  const auto layout = method.server_streaming() ? Layout::kOneLine : Layout::kLines;
  const grpc::Status status =
      GenericCall(target.peer->channel, context,
                  absl::StrCat("/", method.service()->full_name(), "/", method.name()),
                  request->SerializeAsString(), [&](const std::string& bytes) {
                    if (!response->ParseFromString(bytes))
                      throw std::runtime_error("unreadable response");
                    shell.Write(ToJson(*response, layout));
                    std::fflush(stdout);
                  });
  if (!status.ok()) throw Refusal(status, target.peer->word, target.peer->address, request_id);
}

void AskBeforehand(Shell& shell, const std::string& name, const std::string& argument) {
  Connection& connection = shell.connection();
  const Target target = FindTarget(connection.peers(), name, Uploads::kToo);
  const auto request = ToRequest(*target.method, ReadJson(argument));
  grpc::ClientContext context;
  connection.Prepare(&context);
  connection.SetDeadline(&context);
  access::v1::MayIResponse response;
  const grpc::Status status = access::v1::AccessService::NewStub(target.peer->channel)
                                  ->MayI(&context, Question(*target.method, *request), &response);
  if (!status.ok()) throw Refusal(status, target.peer->word, target.peer->address, "");
  if (response.answers_size() != 1) throw std::runtime_error("one question, no answer");
  shell.exit_code = ToExitCode(response.answers(0));
  if (!shell.PrintedJson(response.answers(0))) shell.Write(Describe(response.answers(0)));
}

}  // namespace

Target FindTarget(const std::vector<Peer>& peers, absl::string_view text, Uploads uploads) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  for (const Peer& peer : peers) {
    for (const auto* service : peer.services) {
      const bool named = parts.first == service->full_name() || parts.first == service->name() ||
                         parts.first == peer.word;
      const auto* method = named ? service->FindMethodByName(parts.second) : nullptr;
      if (method == nullptr) continue;
      if (uploads == Uploads::kToo || !method->client_streaming()) return {&peer, method};
    }
  }
  throw Usage(absl::StrCat("there is no method \"", text, "\""), "placet call lists all");
}

void AddCallVerb(CLI::App& app, Shell& shell) {
  struct Arguments {
    std::string method, json;
    bool may_i = false;
  };
  auto given = std::make_shared<Arguments>();
  auto* call = Verb(app, kToolGroup, "call", "Any rpc, with JSON; without arguments lists them.",
                    "placet call ballots/GetBallot '{\"name\": \"ballots/iso-dis-20435\"}'\n"
                    "  placet call --may-i ballots/CloseBallot "
                    "'{\"name\": \"ballots/iso-dis-20435\", \"reason\": \"all have voted\"}'");
  call->add_option("METHOD", given->method, "Service/Method; the service may be ballots, members");
  call->add_option("JSON", given->json, "The request; - reads standard input");
  call->add_flag("--may-i", given->may_i,
                 "Change nothing: say whether the call would be answered, or why not");
  call->callback([=, &shell] {
    if (given->method.empty()) return ListMethods(shell);
    (given->may_i ? AskBeforehand : Call)(shell, given->method, given->json);
  });
}

}  // namespace placet::cli
