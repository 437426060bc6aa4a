// Whatever comes in, the answer is typed and names the field, and nothing changes. What the
// contract says of every field is tried on every field, by descriptor.
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/text_format.h"
#include "services/rpc/names.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

std::unique_ptr<Message> RequestOf(const MethodDescriptor& method) {
  const auto* factory = google::protobuf::MessageFactory::generated_factory();
  auto* prototype =
      const_cast<google::protobuf::MessageFactory*>(factory)->GetPrototype(method.input_type());
  return std::unique_ptr<Message>(prototype->New());
}

bool IsOutputOnly(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY)
      return true;
  }
  return false;
}

Message& Inner(Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated() ? *reflection.AddMessage(&message, &field)
                             : *reflection.MutableMessage(&message, &field);
}

// Visits every field that a caller fills in; the message around it is there already.
using Visit =
    std::function<void(Message& message, const FieldDescriptor& field, const std::string& path)>;
void ForEachField(const Descriptor& type, const std::function<Message&()>& make,
                  const std::string& prefix, const Visit& visit) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsOutputOnly(field)) continue;
    const std::string path = absl::StrCat(prefix, field.name());
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      visit(make(), field, field.is_repeated() ? absl::StrCat(path, "[0]") : path);
    } else if (!IsOutputOnly(field)) {
      ForEachField(
          *field.message_type(), [&]() -> Message& { return Inner(make(), field); },
          absl::StrCat(path, field.is_repeated() ? "[0]." : "."), visit);
    }
  }
}

class BadInput : public ::testing::Test {
 protected:
  void SetUp() override { head_ = world_.Head(); }
  void TearDown() override { EXPECT_EQ(world_.Head(), head_) << "something has changed"; }

  static const google::protobuf::ServiceDescriptor& Service() {
    return *pb::GetProjectRequest::descriptor()->file()->FindServiceByName("BallotService");
  }
  grpc::Status Send(const MethodDescriptor& method, const std::string& bytes,
                    const std::string& caller = kCentralSecretariat) const {
    return placet::testing::CallRaw(world_.channel(),
                                    absl::StrCat("/", Service().full_name(), "/", method.name()),
                                    bytes, caller);
  }
  void ExpectInvalid(const MethodDescriptor& method, const std::string& bytes,
                     const std::string& path, const std::string& caller) const {
    const grpc::Status status = Send(method, bytes, caller);
    EXPECT_THAT(status, HasReason("INVALID_FIELD")) << method.name() << " " << path;
    EXPECT_THAT(status, HasField(path)) << method.name();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument)) << method.name();
  }
  // Sends each request with each of its fields spoilt.
  void SpoilEach(FieldDescriptor::CppType type,
                 const std::function<void(Message&, const FieldDescriptor&)>& spoil,
                 bool with_index = true) const {
    int sent = 0;
    for (int i = 0; i < Service().method_count(); ++i) {
      const MethodDescriptor& method = *Service().method(i);
      std::unique_ptr<Message> request;
      const auto make = [&]() -> Message& { return *(request = RequestOf(method)); };
      ForEachField(
          *method.input_type(), make, "",
          [&](Message& message, const FieldDescriptor& field, const std::string& path) {
            if (field.cpp_type() != type) return;
            spoil(message, field);
            const std::string where = with_index ? path : absl::StrReplaceAll(path, {{"[0]", ""}});
            ExpectInvalid(method, request->SerializeAsString(), where, kCentralSecretariat);
            ++sent;
          });
    }
    EXPECT_GT(sent, 0);
  }
  // A request in protobuf's text form.
  void ExpectBad(const std::string& name, const std::string& text, const std::string& path,
                 const std::string& caller = kCentralSecretariat) const {
    SCOPED_TRACE(absl::StrCat(name, " ", text));
    const MethodDescriptor& method = *Service().FindMethodByName(name);
    const std::unique_ptr<Message> request = RequestOf(method);
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get()));
    ExpectInvalid(method, request->SerializeAsString(), path, caller);
  }

  World world_;
  const std::string ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
  int64_t head_ = 0;
};

void SetText(Message& message, const FieldDescriptor& field, const std::string& text) {
  if (field.is_repeated()) {
    message.GetReflection()->AddString(&message, &field, text);
  } else {
    message.GetReflection()->SetString(&message, &field, text);
  }
}

TEST_F(BadInput, OfFiveMegabytesIsNamed) {
  const std::string text(5 << 20, 'x');
  SpoilEach(FieldDescriptor::CPPTYPE_STRING,
            [&](Message& message, const FieldDescriptor& field) { SetText(message, field, text); });
}

TEST_F(BadInput, WithNulIsNamed) {
  const std::string text("a\0b", 3);
  SpoilEach(FieldDescriptor::CPPTYPE_STRING,
            [&](Message& message, const FieldDescriptor& field) { SetText(message, field, text); });
}

TEST_F(BadInput, ThatIsNotUtf8IsNamed) {
  const google::protobuf::LogSilencer quiet;  // it complains of each
  SpoilEach(
      FieldDescriptor::CPPTYPE_STRING,
      [&](Message& message, const FieldDescriptor& field) { SetText(message, field, "\xc3("); },
      /*with_index=*/false);
}

TEST_F(BadInput, WithAnUnknownEnumValueIsNamed) {
  SpoilEach(FieldDescriptor::CPPTYPE_ENUM, [](Message& message, const FieldDescriptor& field) {
    message.GetReflection()->SetEnumValue(&message, &field, 99);
  });
}

TEST_F(BadInput, ThatIsNoMessageIsNamed) {
  for (int i = 0; i < Service().method_count(); ++i) {
    ExpectInvalid(*Service().method(i), "\xff\xff\xff garbage", "request", kCentralSecretariat);
  }
}

TEST_F(BadInput, WithoutACallerIsRefused) {
  for (int i = 0; i < Service().method_count(); ++i) {
    for (const char* caller : {"", "anna", "people/", "people/Anna", "members/de", "people/a/b"}) {
      const grpc::Status status = Send(*Service().method(i), "", caller);
      EXPECT_THAT(status, HasReason("CALLER_UNKNOWN")) << Service().method(i)->name();
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated));
    }
  }
}

TEST_F(BadInput, WithoutWhatIsRequiredIsNamed) {
  ExpectBad("GetProject", "", "name");
  ExpectBad("PutProject", "", "project");
  ExpectBad("PutProject", "project { name: 'projects/a' }", "project.title");
  ExpectBad("CreateBallot", "ballot { project: 'projects/a' }", "ballot.kind");
  ExpectBad("CreateBallot", "ballot { documents {} }", "ballot.documents[0].title");
  ExpectBad("OpenBallot", "", "name");
  ExpectBad("ExtendBallot", "name: 'ballots/iso-dis-1' reason: 'x'", "end_date");
  ExpectBad("ExtendBallot", "name: 'ballots/iso-dis-1' end_date: '2027-01-01'", "reason");
  ExpectBad("CloseBallot", "name: 'ballots/iso-dis-1'", "reason");
  ExpectBad("CancelBallot", "name: 'ballots/iso-dis-1'", "reason");
  ExpectBad("CastVote", "", "vote");
  ExpectBad("CastVote", "vote { name: 'ballots/iso-dis-1/votes/de' }", "vote.answer", kVoters);
  ExpectBad("RenderResult", "name: 'ballots/iso-dis-1'", "format");
}

TEST_F(BadInput, WithAMalformedNameIsNamed) {
  for (const char* bad : {"x", "projects/", "projects/A", "projects/a/b", "ballots/-", "../a",
                          "ballots/a'; DROP TABLE ballot; --"}) {
    const std::string name = absl::StrCat("name: \"", bad, "\"");
    for (const char* method : {"GetProject", "GetBallot", "OpenBallot", "GetVote",
                               "ListVoteRevisions", "GetTally", "GetResult"}) {
      ExpectBad(method, name, "name");
    }
    for (const char* method : {"CloseBallot", "CancelBallot"}) {
      ExpectBad(method, name + " reason: 'x'", "name");
    }
    ExpectBad("ExtendBallot", name + " reason: 'x' end_date: '2027-01-01'", "name");
    ExpectBad("RenderResult", name + " format: SHEET_FORMAT_TEXT", "name");
    ExpectBad("CastVote", absl::StrCat("vote { ", name, " answer: ANSWER_APPROVE }"), "vote.name");
    for (const char* method : {"ListRoll", "ListVotes"}) {
      ExpectBad(method, absl::StrCat("parent: \"", bad, "\""), "parent");
    }
  }
}

TEST_F(BadInput, WithAMalformedReferenceIsNamed) {
  ExpectBad("ListProjects", "committee: 'x'", "committee");
  ExpectBad("ListBallots", "committee: 'committees/A'", "committee");
  ExpectBad("ListBallots", "project: 'ballots/a'", "project");
  ExpectBad("ListBallots", "voter: 'de'", "voter");
  const std::string rest =
      "reference: 'x' title: 'x' deliverable: DELIVERABLE_IS committee: 'committees/iso-tc-307' ";
  ExpectBad("PutProject", absl::StrCat("project { name: 'p' stage: '40.00' ", rest, "}"),
            "project.name");
  ExpectBad("PutProject", absl::StrCat("project { name: 'projects/a' stage: '40.21' ", rest, "}"),
            "project.stage");
  ExpectBad("PutProject",
            absl::StrCat("project { name: 'projects/a' stage: '40.00' edition: -1 ", rest, "}"),
            "project.edition");
  ExpectBad("PutProject",
            "project { name: 'projects/a' stage: '40.00' reference: 'x' title: 'x' "
            "deliverable: DELIVERABLE_IS committee: 'iso-tc-307' }",
            "project.committee");
}

TEST_F(BadInput, OfABallotIsNamed) {
  const auto expect = [this](const std::string& field, const std::string& path) {
    ExpectBad("CreateBallot",
              absl::StrCat("ballot { project: 'projects/iso-1' kind: BALLOT_KIND_DIS ", field, "}"),
              path);
  };
  expect("draft: -1", "ballot.draft");
  expect("draft: 100", "ballot.draft");
  expect("end_date: '2026-2-1'", "ballot.end_date");
  expect("end_date: '2026-02-29'", "ballot.end_date");
  expect("end_date: '9999-12-31'", "ballot.end_date");
  expect("documents { title: 'x' sha256: 'abc' }", "ballot.documents[0].sha256");
  expect(absl::StrCat("documents { title: 'x' sha256: '", std::string(64, 'g'), "' }"),
         "ballot.documents[0].sha256");
  ExpectBad("CreateBallot", "ballot { project: 'iso-1' kind: BALLOT_KIND_DIS }", "ballot.project");
  ExpectBad("CreateBallot",
            "ballot_id: 'A b' ballot { project: 'projects/iso-1' kind: BALLOT_KIND_DIS }",
            "ballot_id");
}

TEST_F(BadInput, WithATokenOfAnotherListIsNamed) {
  for (const char* bad : {"!!!!", "a", "AA==AA"}) {
    const std::string token = absl::StrCat("page_token: '", bad, "'");
    ExpectBad("ListProjects", token, "page_token");
    ExpectBad("ListBallots", token, "page_token");
    ExpectBad("ListRoll", absl::StrCat("parent: 'ballots/iso-dis-1' ", token), "page_token");
    ExpectBad("ListVotes", absl::StrCat("parent: 'ballots/iso-dis-1' ", token), "page_token");
  }
  for (const char* key :
       {"de", "|", "infinity|", "x|iso-dis-1", "999999-01-01T00:00:00.000000+00|b",
        "-100-01-01T00:00:00.000000+00|b", "2026-01-01T00:00:00.000000+99|b"}) {
    ExpectBad("ListBallots", absl::StrCat("page_token: '", rpc::PageToken(key), "'"), "page_token");
  }
  for (const char* key : {"de", "-1", "99999999999999999999", "1.5", "0x10"}) {
    ExpectBad(
        "ListVoteRevisions",
        absl::StrCat("name: 'ballots/iso-dis-1/votes/de' page_token: '", rpc::PageToken(key), "'"),
        "page_token");
  }
}

TEST_F(BadInput, WithANegativeNumberIsNamed) {
  ExpectBad("ListProjects", "page_size: -1", "page_size");
  ExpectBad("ListBallots", "page_size: -1", "page_size");
  ExpectBad("ListRoll", "parent: 'ballots/iso-dis-1' page_size: -1", "page_size");
  ExpectBad("ListVotes", "parent: 'ballots/iso-dis-1' page_size: -1", "page_size");
  ExpectBad("ListVoteRevisions", "name: 'ballots/iso-dis-1/votes/de' page_size: -1", "page_size");
  ExpectBad("WatchEvents", "after_sequence: -1", "after_sequence");
}

TEST_F(BadInput, WithARequestIdThatIsNoUuidIsNamed) {
  for (const char* method : {"PutProject", "CreateBallot", "OpenBallot", "ExtendBallot",
                             "CloseBallot", "CancelBallot", "CastVote"}) {
    ExpectBad(method, "request_id: '1'", "request_id");
  }
}

}  // namespace
}  // namespace placet::ballots
