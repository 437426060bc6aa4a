// The verbs of the record: what was sealed, and offline checks of it.
#include "clients/cli/audit.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/csv.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"
#include "google/protobuf/util/json_util.h"
#include "placet/record/v1/record_service.grpc.pb.h"
#include "services/ballots/audit.h"

namespace placet::cli {
namespace {

namespace pb = placet::record::v1;
namespace audit = placet::ballots::audit;
using Records = pb::RecordService::Stub;

struct AuditArguments {
  std::string ballot;
  std::string file;
  std::string output;
  std::string key;
  std::string service = "ballots";
  std::vector<std::string> receipts;
  std::vector<std::string> heads;
  int64_t sequence = 0;
};

std::string Contents(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) throw Usage(std::string(text.status().message()));
  return *text;
}

template <class Message>
Message FromFile(const std::string& path) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(Contents(path), &message);
  if (!status.ok()) throw Usage(absl::StrCat(path, ": ", std::string(status.message())));
  return message;
}

void Store(Shell& shell, const std::string& path, const std::string& text) {
  if (path.empty()) return shell.Write(text);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.flush();
  if (!out) throw Usage(absl::StrCat(path, " cannot be written"));
}

pb::TreeHead HeadOf(const std::string& path) {
  const auto head = placet::record::ParseNote(Contents(path));
  if (!head) throw Usage(absl::StrCat(path, " is no head"), "placet audit head writes one");
  return *head;
}

const Peer& PeerOf(Shell& shell, const std::string& service) {
  for (const Peer& peer : shell.connection().peers()) {
    if (peer.word == service) return peer;
  }
  throw Usage(absl::StrCat("\"", service, "\" is none of members, ballots, comments"));
}

// One call of the record of a service.
template <class Request, class Response>
Response Ask(Shell& shell, const Peer& peer, Connection::Rpc<Records, Request, Response> rpc,
             const Request& request) {
  const auto stub = pb::RecordService::NewStub(peer.channel);
  grpc::ClientContext context;
  shell.connection().Prepare(&context);
  shell.connection().SetDeadline(&context);
  Response response;
  const grpc::Status status = (stub.get()->*rpc)(&context, request, &response);
  if (!status.ok()) throw Refusal(status, peer.word, peer.address, "");
  return response;
}

void Export(Shell& shell, const AuditArguments& given) {
  pb::ExportBundleRequest request;
  request.set_ballot(Name("ballots", given.ballot));
  for (const std::string& head : given.heads) request.add_kept_sizes(HeadOf(head).size());
  for (const std::string& receipt : given.receipts) {
    request.add_kept_sizes(FromFile<pb::ProvenReceipt>(receipt).head().size());
  }
  const Peer& peer = PeerOf(shell, "ballots");
  const auto stub = pb::RecordService::NewStub(peer.channel);
  grpc::ClientContext context;
  shell.connection().Prepare(&context);
  const auto reader = stub->ExportBundle(&context, request);
  pb::Bundle bundle;
  for (pb::Bundle piece; reader->Read(&piece);) bundle.MergeFrom(piece);
  const grpc::Status status = reader->Finish();
  if (!status.ok()) throw Refusal(status, peer.word, peer.address, "");
  Store(shell, given.output, ToJson(bundle));
}

// Findings, one to a line; the exit code says whether there are any.
void Tell(Shell& shell, const std::vector<pb::Finding>& findings, const std::string& well) {
  if (findings.empty()) return shell.Say(well, Style::kGood);
  shell.exit_code = kPrecondition;
  Table table({{"event", true}, "where", "what", "is", "should be"});
  for (const pb::Finding& finding : findings) {
    table.Add({absl::StrCat(finding.sequence()), finding.place(), finding.text(), finding.found(),
               finding.expected()});
  }
  shell.Print(table, absl::StrCat(findings.size(), " findings"));
}

audit::Kept KeptOf(const AuditArguments& given) {
  audit::Kept kept;
  if (!given.key.empty()) {
    const auto key = placet::record::PublicKey::FromPem(Contents(given.key));
    if (!key.ok()) throw Usage(absl::StrCat(given.key, " is no public key of Ed25519 in PEM"));
    kept.key = *key;
  }
  for (const std::string& head : given.heads) kept.heads.push_back(HeadOf(head));
  for (const std::string& receipt : given.receipts) {
    kept.receipts.push_back(FromFile<pb::ProvenReceipt>(receipt));
  }
  return kept;
}

void Verify(Shell& shell, const AuditArguments& given) {
  const audit::Kept kept = KeptOf(given);
  const auto bundle = FromFile<pb::Bundle>(given.file);
  Tell(shell, audit::Check(bundle, kept),
       absl::StrCat(bundle.ballot(), ": ", bundle.entries_size(), " events and ",
                    bundle.rows_size(), " rows are as the record says, in the head of size ",
                    bundle.head().size(), "; counted anew, the result is the one recorded"));
  if (!kept.key) {
    shell.Say("the key is that of the bundle: give --key with one that you have from elsewhere",
              Style::kBad);
  }
}

void ShowHead(Shell& shell, const AuditArguments& given) {
  const auto head =
      Ask(shell, PeerOf(shell, given.service), &Records::GetLatestHead, pb::GetLatestHeadRequest());
  if (!shell.PrintedJson(head)) Store(shell, given.output, head.note());
}

void ShowReceipt(Shell& shell, const AuditArguments& given) {
  pb::GetReceiptRequest request;
  request.set_sequence(given.sequence);
  const auto receipt = Ask(shell, PeerOf(shell, given.service), &Records::GetReceipt, request);
  Store(shell, given.output, ToJson(receipt));
}

void CheckStore(Shell& shell, const AuditArguments& given) {
  pb::CheckLogRequest request;
  std::vector<pb::Finding> findings;
  const Peer& peer = PeerOf(shell, given.service);
  int64_t sealed = 0;
  while (true) {
    const auto response = Ask(shell, peer, &Records::CheckLog, request);
    findings.insert(findings.end(), response.findings().begin(), response.findings().end());
    sealed = response.tree_size();
    if (response.checked_until() == request.after_sequence()) break;
    request.set_after_sequence(response.checked_until());
  }
  Tell(shell, findings,
       absl::StrCat(given.service, ": ", request.after_sequence(), " events, of which ", sealed,
                    " are sealed, are as they were sealed"));
}

void AddService(CLI::App* verb, AuditArguments& given) {
  verb->add_option("--service", given.service, "Whose record")
      ->type_name("ballots|members|comments")
      ->capture_default_str();
}

void AddOnline(CLI::App& app, Shell& shell, std::shared_ptr<AuditArguments> given) {
  auto* exported = app.add_subcommand("export", "All that is needed to check a ballot, as JSON.");
  exported->add_option("BALLOT", given->ballot)->required();
  exported->add_option("--output", given->output, "Where to")->type_name("FILE");
  exported->add_option("--head", given->heads, "A head that was kept; may be given often")
      ->type_name("FILE");
  exported->add_option("--receipt", given->receipts, "A receipt; may be given often")
      ->type_name("FILE");
  exported->callback([=, &shell] { Export(shell, *given); });

  auto* head = app.add_subcommand("head", "The newest signed head: keep it.");
  head->add_option("--output", given->output, "Where to")->type_name("FILE");
  AddService(head, *given);
  head->callback([=, &shell] { ShowHead(shell, *given); });

  auto* receipt = app.add_subcommand("receipt", "A receipt of an event, with its proof.");
  receipt->add_option("SEQUENCE", given->sequence)->required();
  receipt->add_option("--output", given->output, "Where to")->type_name("FILE");
  AddService(receipt, *given);
  receipt->callback([=, &shell] { ShowReceipt(shell, *given); });

  auto* store = app.add_subcommand("store", "Has every event compared with what was sealed.");
  AddService(store, *given);
  store->callback([=, &shell] { CheckStore(shell, *given); });
}

}  // namespace

void WriteReceipt(Shell& shell, int64_t sequence, const std::string& path) {
  pb::GetReceiptRequest request;
  request.set_sequence(sequence);
  const auto receipt = Ask(shell, PeerOf(shell, "ballots"), &Records::GetReceipt, request);
  Store(shell, path, ToJson(receipt));
}

std::string ReceiptLine(const pb::Receipt& receipt) {
  return absl::StrCat(receipt.sequence(), " of ", receipt.log(), " blind ",
                      absl::BytesToHexString(receipt.blind()), " leaf ",
                      absl::BytesToHexString(receipt.leaf()));
}

void AddAuditVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<AuditArguments>();
  auto* verb = Verb(app, kToolGroup, "audit", "Checks the record: nobody needs to be trusted.",
                    "placet audit verify iso-dis-20435.json --key ballots.pub");
  verb->require_subcommand(1);
  AddOnline(*verb, shell, given);
  auto* verify = verb->add_subcommand("verify", "Checks a bundle, without any service.");
  verify->add_option("BUNDLE", given->file)->required()->type_name("FILE");
  verify->add_option("--key", given->key, "The service's public key, from elsewhere")
      ->type_name("FILE");
  verify->add_option("--receipt", given->receipts, "A receipt; may be given often")
      ->type_name("FILE");
  verify->add_option("--head", given->heads, "A head that was kept; may be given often")
      ->type_name("FILE");
  verify->callback([=, &shell] { Verify(shell, *given); });
}

}  // namespace placet::cli
