// What no friendly client sends, over real sockets: the right refusal, and the service lives.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

using absl::StatusCode;

constexpr char kCastVote[] = "/placet.ballots.v1.BallotService/CastVote";

class BadInput : public ::testing::Test {
 protected:
  static World& TheWorld() {
    static World world;
    return world;
  }
  static const std::string& Ballot() {
    static const std::string ballot = TheWorld().Open("20435");
    return ballot;
  }
  static Cast CastOf(const std::string& text) { return {Ballot(), 3, text, ""}; }
  static void ExpectAlive() {
    EXPECT_TRUE(IsServing(TheWorld().ballots().channel()));
    EXPECT_THAT(CastOnce(TheWorld().ballots(), CastOf("as usual")), IsOk());
  }
};

// A connection that speaks no gRPC, or only the beginning of it.
class Socket {
 public:
  explicit Socket(int port) : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  ~Socket() { close(descriptor_); }
  void Send(const std::string& bytes) {
    EXPECT_EQ(send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }

 private:
  const int descriptor_;
};

std::string Frame(char type, char flags, char stream, const std::string& payload, size_t length) {
  std::string frame;
  for (int shift : {16, 8, 0}) frame.push_back(static_cast<char>(length >> shift & 0xff));
  frame.append({type, flags, '\0', '\0', '\0', stream});
  return frame + payload;
}

std::string Header(const std::string& name, const std::string& value) {  // HPACK, neither indexed
  std::string header(1, '\0');
  for (const std::string& text : {name, value}) {
    header.push_back(static_cast<char>(text.size()));
    header += text;
  }
  return header;
}

// A CastVote that announces a message of 1000 bytes and sends ten of them.
std::string HalfARequest() {
  const std::string headers =
      Header(":method", "POST") + Header(":scheme", "http") + Header(":path", kCastVote) +
      Header(":authority", "localhost") + Header("content-type", "application/grpc") +
      Header("te", "trailers") + Header("placet-caller", "people/voter-m03");
  std::string message("\0\0\0\x03\xe8", 5);
  message += std::string(10, 'x');
  return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(4, 0, 0, "", 0) +
         Frame(1, 4, 1, headers, headers.size()) + Frame(0, 0, 1, message, message.size());
}

TEST_F(BadInput, AMessageOf20MegabytesIsRefusedByTheTransport) {
  const auto status =
      CastOnce(TheWorld().ballots(), CastOf(std::string(size_t{20} << 20, 'x'))).status();
  EXPECT_THAT(status, StatusIs(StatusCode::kResourceExhausted));
  ExpectAlive();
}

TEST_F(BadInput, ACommentOf5MegabytesIsRefusedByTheNameOfItsField) {
  const auto status =
      CastOnce(TheWorld().ballots(), CastOf(std::string(size_t{5} << 20, 'x'))).status();
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason("INVALID_FIELD"));
  EXPECT_THAT(status, HasField("vote.text"));
  ExpectAlive();
}

TEST_F(BadInput, TheLongestCommentIsTakenAndOneByteMoreIsNot) {
  const std::string longest(65536, 'x');
  EXPECT_THAT(CastOnce(TheWorld().ballots(), CastOf(longest)), IsOk());
  EXPECT_THAT(CastOnce(TheWorld().ballots(), CastOf(longest + "x")), HasField("vote.text"));
}

TEST_F(BadInput, BytesThatAreNoMessageAreInvalid) {
  const auto& channel = TheWorld().ballots().channel();
  EXPECT_THAT(CallRaw(channel, kCastVote, std::string(100, '\xff'), kSecretariat),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(CallRaw(channel, kCastVote, "\x0a\x04\x1a\x02\xc3\x28", kSecretariat),
              HasField("vote.text"));  // not UTF-8
  EXPECT_THAT(CallRaw(channel, "/placet.ballots.v1.BallotService/Rig", "", kSecretariat),
              StatusIs(StatusCode::kUnimplemented));
  ExpectAlive();
}

TEST_F(BadInput, WhoSpeaksNoHttp2HurtsNobody) {
  Socket browser(TheWorld().ballots().port());
  browser.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  Socket noise(TheWorld().ballots().port());
  noise.Send(std::string(100000, '\x80'));
  ExpectAlive();
}

TEST_F(BadInput, CallersWhoDieInTheMiddleOfTheirRequestHurtNobody) {
  for (int i = 0; i < 50; ++i) Socket(TheWorld().ballots().port()).Send(HalfARequest());
  ExpectAlive();
}

TEST_F(BadInput, ARequestThatNeverGetsWholeDoesNotKeepTheServiceFromEnding) {
  Socket half(TheWorld().ballots().port());
  half.Send(HalfARequest());
  ExpectAlive();
  EXPECT_EQ(TheWorld().ballots().Terminate(), 0);
  TheWorld().Revive();
}

// A caller who hangs up while the store works on the request: the vote is stored or it is not, and
// the next request is served.
TEST_F(BadInput, CallersWhoLeaveBeforeTheirAnswerHurtNobody) {
  for (int i = 0; i < 200; ++i) {
    grpc::ClientContext context;
    context.AddMetadata("placet-caller", "people/voter-m03");
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Microseconds(200 + 20 * i)));
    pb::Vote vote;
    const auto stub = pb::BallotService::NewStub(TheWorld().ballots().channel());
    (void)stub->CastVote(&context, RequestOf(CastOf(absl::StrCat("left ", i))), &vote);
  }
  ExpectAlive();
}

}  // namespace
}  // namespace placet::testing
