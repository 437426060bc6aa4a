#include "tests/secrecy/walk.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/rpc/status.pb.h"
#include "placet/access/v1/access_service.pb.h"
#include "placet/members/v1/sign_in_service.pb.h"
#include "placet/record/v1/record_service.pb.h"
#include "tests/secrecy/requests.h"

namespace placet::secrecy {
namespace {

namespace fs = std::filesystem;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using MessagePtr = std::unique_ptr<Message>;

// What is not the same twice, though nothing is secret in it.
const std::set<std::string>& Masked() {
  static const std::set<std::string> masked = {
      "placet.ballots.v1.StageMove.commit_time",  // PostgreSQL's clock
      "placet.ballots.v1.StageMove.date",         // its day
      "placet.ballots.v1.Event.commit_time",      // PostgreSQL's clock, which no test can hold
      "placet.comments.v1.Event.commit_time",     // the same
      "placet.members.v1.Event.commit_time",      // the same
      "placet.ballots.v1.ServiceHealth.since",    // when this process began to serve
      "placet.ballots.v1.Board.age",              // how long ago the board looked at the log
      "placet.record.v1.Entry.log",               // a UUID of the store
      "placet.record.v1.Entry.blind",             // random by purpose
      "placet.record.v1.Entry.commit_time",       // PostgreSQL's clock
      "placet.record.v1.Entry.leaf",              // the hash of these, too
  };
  return masked;
}

void Mask(Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (Masked().count(field->full_name()) == 1) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Mask(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      Mask(*reflection.MutableMessage(&message, field));
    }
  }
}

MessagePtr New(const google::protobuf::Descriptor* type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return MessagePtr(factory->GetPrototype(type)->New());
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice flat;
  if (!buffer.DumpToSingleSlice(&flat).ok()) return "";
  return {reinterpret_cast<const char*>(flat.begin()), flat.size()};
}

// Maps sorted by key, unknown fields, packed messages and all.
std::string Printed(const Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetExpandAny(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

std::string Shown(const MethodDescriptor& method, const grpc::ByteBuffer& buffer) {
  const MessagePtr answer = New(method.output_type());
  if (!answer->ParseFromString(Bytes(buffer))) return "unreadable";
  Mask(*answer);
  return Printed(*answer);
}

std::string Shown(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return "unreadable";
  std::vector<std::string> parts;  // absl::Status keeps them in no order
  for (const auto& detail : details.details()) parts.push_back(Printed(detail));
  std::sort(parts.begin(), parts.end());
  details.clear_details();
  return absl::StrCat("status ", static_cast<int>(status.error_code()), " ", status.error_message(),
                      "\n", Printed(details), absl::StrJoin(parts, ""));
}

// One call of any kind. A stream that never ends is left after its first message.
class Caller {
 public:
  Caller(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
         const std::string& caller)
      : method_(method), stub_(channel), context_(placet::testing::ContextOf(caller)) {
    const std::string path =
        absl::StrCat("/", std::string(method.service()->full_name()), "/", method.name());
    call_ = stub_.PrepareCall(context_.get(), path, &queue_);
    call_->StartCall(this);
    Next();
  }
  ~Caller() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  void Send(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    call_->Write(grpc::ByteBuffer(&slice, 1), this);
    Next();
  }

  std::string Answer() {
    call_->WritesDone(this);
    Next();
    std::string told;
    const bool endless = method_.name() == "WatchBoard";
    for (grpc::ByteBuffer buffer; Read(buffer);) {
      absl::StrAppend(&told, Shown(method_, buffer), "\n");
      if (endless) context_->TryCancel();
    }
    grpc::Status status;
    call_->Finish(&status, this);
    Next();
    if (endless && status.error_code() == grpc::StatusCode::CANCELLED) return told;
    return absl::StrCat(Shown(status), told);
  }

 private:
  bool Next() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }
  bool Read(grpc::ByteBuffer& buffer) {
    buffer.Clear();
    call_->Read(&buffer, this);
    return Next();
  }

  const MethodDescriptor& method_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

// What every service serves is asked of each.
std::string Ask(World& world, const MethodDescriptor& method, const std::string& request,
                const std::string& caller) {
  std::string told;
  for (const auto& channel : world.ChannelsOf(std::string(method.file()->package()))) {
    Caller call(channel, method, caller);
    for (absl::string_view part : absl::StrSplit(request, "----")) {
      const MessagePtr message = New(method.input_type());
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(part), message.get()))
          << method.full_name() << " " << part;
      call.Send(message->SerializeAsString());
    }
    absl::StrAppend(&told, call.Answer());
  }
  return told;
}

}  // namespace

std::vector<std::string> AllMethods() {
  const fs::path protos = fs::path(PLACET_SOURCE_DIR) / "protos";
  std::vector<std::string> methods;
  (void)access::v1::MayIRequest::descriptor();  // so that the linker keeps them
  (void)record::v1::GetEntryRequest::descriptor();
  (void)members::v1::LoginRequest::descriptor();
  for (const auto& entry : fs::recursive_directory_iterator(protos / "placet")) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name = fs::relative(entry.path(), protos).string();
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) {
      ADD_FAILURE() << name << " is not part of this test";
      continue;
    }
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        methods.emplace_back(file->service(i)->method(j)->full_name());
      }
    }
  }
  return methods;
}

Told WalkAs(World& world, const std::string& ballot, const std::string& caller) {
  Told told;
  const std::string name = absl::StrCat("ballots/", ballot);
  const std::string project = absl::StrCat("projects/iso-", ballot);
  for (const auto& [full_name, requests] : Requests()) {
    const auto* method = DescriptorPool::generated_pool()->FindMethodByName(full_name);
    if (method == nullptr) {
      ADD_FAILURE() << "there is no rpc " << full_name;
      continue;
    }
    // Without comments it would be stored, and who comes first would be another one each time.
    if (method->name() == "RecordFinding" && ballot == "nameless") continue;
    for (const std::string& request : requests) {
      const std::string text = absl::StrReplaceAll(request, {{"%B", name}, {"%P", project}});
      told[absl::StrCat(full_name, " {", text, "}")] = Ask(world, *method, text, caller);
    }
  }
  return told;
}

std::map<std::string, Told> Walk(World& world, const std::string& ballot) {
  std::map<std::string, std::future<Told>> walks;
  for (const std::string& caller : Callers()) {
    walks[caller] = std::async(
        std::launch::async, [&world, &ballot, &caller] { return WalkAs(world, ballot, caller); });
  }
  std::map<std::string, Told> told;
  for (auto& [caller, walk] : walks) told[caller] = walk.get();
  return told;
}

std::vector<std::string> Differing(const Told& a, const Told& b) {
  std::vector<std::string> differing;
  for (const auto& [request, answer] : a) {
    const auto other = b.find(request);
    if (other == b.end() || other->second != answer) differing.push_back(request);
  }
  return differing;
}

}  // namespace placet::secrecy
