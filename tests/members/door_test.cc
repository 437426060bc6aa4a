// What every rpc refuses before its handler runs, seen at this service.
#include <spdlog/spdlog.h>

#include "tests/members/directory.h"
#include "tests/support/process.h"

namespace placet::members {
namespace {

using absl::StatusCode;
using ::testing::AllOf;

constexpr char kMethod[] = "/placet.members.v1.MemberService/";
constexpr char kSecretariat[] = "people/central-secretariat";

class DoorTest : public Directory {
 protected:
  grpc::Status Send(const std::string& method, const std::string& bytes,
                    const std::string& caller = kSecretariat) {
    return CallRaw(served_.server->channel(), kMethod + method, bytes, caller);
  }
  static pb::PutMemberRequest Germany() {
    pb::PutMemberRequest request;
    request.mutable_member()->set_name("members/de");
    request.mutable_member()->set_country("Germany");
    return request;
  }
};

TEST_F(DoorTest, ACallWithoutAWellFormedCallerIsUnauthenticated) {
  for (const char* caller : {"", "x", "people/", "members/de", "people/A", "people/a/b"}) {
    EXPECT_THAT(Send("GetHead", "", caller),
                AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("CALLER_UNKNOWN")))
        << caller;
  }
}

TEST_F(DoorTest, EveryMethodRefusesWhatIsNotItsRequest) {
  const auto* service = pb::Member::descriptor()->file()->pool()->FindServiceByName(
      "placet.members.v1.MemberService");
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->server_streaming()) continue;
    EXPECT_THAT(Send(service->method(i)->name(), "\xff\xff\xff"),
                AllOf(StatusIs(StatusCode::kInvalidArgument), HasReason("INVALID_FIELD"),
                      HasField("request")))
        << service->method(i)->name();
  }
}

TEST_F(DoorTest, EveryRequiredFieldIsNamedWhenItIsMissing) {
  const auto* service = pb::Member::descriptor()->file()->pool()->FindServiceByName(
      "placet.members.v1.MemberService");
  int refused = 0;
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->server_streaming()) continue;
    const grpc::Status status = Send(service->method(i)->name(), "");
    if (status.ok()) continue;  // lists and the head ask for nothing
    ++refused;
    const std::string field = service->method(i)->input_type()->field(0)->name();
    EXPECT_THAT(status, AllOf(HasReason("INVALID_FIELD"), HasField(field)))
        << service->method(i)->name();
  }
  EXPECT_EQ(refused, 18);
}

TEST_F(DoorTest, InvalidUtf8IsRefusedByTheFieldsName) {
  pb::PutMemberRequest request = Germany();
  request.mutable_member()->set_title("Deutsches Institut XX Normung");
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find("XX"), 2, "\xff\xfe");
  EXPECT_THAT(Send("PutMember", bytes),
              AllOf(StatusIs(StatusCode::kInvalidArgument), HasField("member.title")));
}

TEST_F(DoorTest, NulAndOversizedTextsAreRefusedByTheFieldsName) {
  pb::PutMemberRequest request = Germany();
  request.mutable_member()->set_title(std::string("a\0b", 3));
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("member.title"));
  request.mutable_member()->set_title(std::string(401, 'x'));
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("member.title"));
  request.mutable_member()->set_title(std::string(5 << 20, 'x'));
  EXPECT_THAT(secretariat_(&Stub::PutMember, request),
              AllOf(StatusIs(StatusCode::kInvalidArgument), HasField("member.title")));
  request.mutable_member()->set_title(std::string(400, 'x'));
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
}

TEST_F(DoorTest, TextThatSqlWouldMindIsOnlyText) {
  pb::PutMemberRequest request = Germany();
  request.mutable_member()->set_title("'; DROP TABLE member; -- \\ \" %s 𝔘nicode \r\n\t");
  ASSERT_THAT(secretariat_(&Stub::PutMember, request), IsOk());
  pb::GetMemberRequest get;
  get.set_name("members/de");
  EXPECT_EQ(secretariat_(&Stub::GetMember, get)->title(), request.member().title());
}

TEST_F(DoorTest, ARequestIdMustBeAUuidAndAnEnumOneOfItsValues) {
  pb::PutMemberRequest request = Germany();
  request.set_request_id("once");
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("request_id"));
  request.clear_request_id();
  request.mutable_member()->set_region(static_cast<pb::Region>(77));
  EXPECT_THAT(secretariat_(&Stub::PutMember, request), HasField("member.region"));
}

TEST_F(DoorTest, FieldsOfANewerClientAreIgnored) {
  std::string bytes = Germany().SerializeAsString();
  pb::Member newer = Germany().member();
  // Field 99 of the member, a string.
  const std::string member = newer.SerializeAsString() + std::string("\x9a\x06\x03new", 6);
  bytes = std::string("\x0a") + static_cast<char>(member.size()) + member;
  EXPECT_THAT(Send("PutMember", bytes), IsOk());
  const int64_t head = Head();
  EXPECT_THAT(Send("PutMember", bytes), IsOk());  // changes nothing
  EXPECT_EQ(Head(), head);
}

TEST_F(DoorTest, WhenTooManyRequestsWaitTheCallerIsToldToRepeat) {
  pg::Lane::Options options = LaneOptions(database_, pg::Statement::kReads);
  options.most_waiting = 0;
  pg::Lane full(options);
  Store store(full, served_.writes);
  Members service(store, served_.tail, clock_.AsClock());
  InProcess server(service);
  const Client client(server.channel(), kSecretariat);
  EXPECT_THAT(client(&Stub::GetHead, pb::GetHeadRequest()),
              AllOf(StatusIs(StatusCode::kResourceExhausted), HasReason("OVERLOADED")));
}

TEST_F(DoorTest, AnErrorOfOursIsHiddenBehindANumber) {
  spdlog::set_level(spdlog::level::off);
  Cluster::Shared().Sql(database_, "DROP TABLE members.liaison CASCADE");
  pb::ListLiaisonsRequest request;
  request.set_parent("committees/c");
  const auto response = secretariat_(&Stub::ListLiaisons, request);
  EXPECT_THAT(response, AllOf(StatusIs(StatusCode::kInternal), HasReason("INTERNAL")));
  EXPECT_EQ(response.status().message().find("liaison"), absl::string_view::npos);
}

TEST_F(DoorTest, AStoreThatIsGoneIsUnavailableAndComesBack) {
  Cluster cluster;
  const std::string database = cluster.CreateDatabase();
  pg::Lane::Options options;
  options.conninfo = cluster.Conninfo("members", database);
  options.statements = Store::Statements();
  pg::Lane reads(options);
  pg::Lane tail_reads(options);
  pg::Tail tail(tail_reads, Store::Head()[0]);
  options.use = pg::Statement::kWrites;
  options.lock = 7301;
  pg::Lane writes(options);
  for (pg::Lane* lane : {&reads, &tail_reads, &writes}) ASSERT_THAT(lane->Start(), IsOk());
  Store store(reads, writes);
  Members service(store, tail, clock_.AsClock());
  InProcess server(service);
  const Client client(server.channel(), kSecretariat);
  ASSERT_THAT(client(&Stub::PutMember, Germany()), IsOk());

  cluster.Kill9();
  pb::PutMemberRequest second = Germany();
  second.mutable_member()->set_title("after the fall");
  second.set_request_id(kRequestId);
  EXPECT_TRUE(Eventually([&] {
    const auto put = client(&Stub::PutMember, second);
    return absl::IsUnavailable(put.status()) && rpc::ReasonOf(put.status()) == "STORE_UNAVAILABLE";
  }));
  cluster.Restart();
  EXPECT_TRUE(Eventually([&] { return client(&Stub::PutMember, second).ok(); }));
  pb::GetMemberRequest get;
  get.set_name("members/de");
  const auto found = client(&Stub::GetMember, get);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->title(), "after the fall");
  EXPECT_EQ(found->etag(), "\"2\"");
}

}  // namespace
}  // namespace placet::members
