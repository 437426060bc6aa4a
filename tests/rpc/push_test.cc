// Streams of what is: the newest reaches every reader, and nobody waits for a slow one.
#include "services/rpc/push.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "placet/ballots/v1/board.grpc.pb.h"
#include "services/rpc/serve.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/server.h"

namespace placet::testing {
namespace {

namespace pb = placet::ballots::v1;

constexpr size_t kLarge = 200'000;  // bytes of a message: a few of them fill a stream

// Tells the newest number, in messages that are large where `version` says so.
class Numbers final : public rpc::Served<pb::BoardService::Service> {
 public:
  Numbers() : Served(pb::BoardService::service_full_name(), absl::Now) {
    Push("WatchBoard", &Numbers::Watch, herald_);
  }
  void Set(int number) {
    newest_ = number;
    herald_.Tell();
  }
  int newest() const { return newest_; }
  int made() const { return made_; }

 private:
  absl::StatusOr<rpc::Push::Source> Watch(const rpc::Call&, const pb::WatchBoardRequest& request) {
    auto told = std::make_shared<int>(0);
    const size_t padding = request.version() == "large" ? kLarge : 0;
    return [this, told, padding]() -> absl::StatusOr<std::optional<grpc::ByteBuffer>> {
      const int newest = newest_;
      if (newest < 0) return absl::FailedPreconditionError("below zero");
      if (newest == *told) return std::nullopt;
      *told = newest;
      ++made_;
      pb::Board board;
      board.set_version(absl::StrCat(newest));
      if (padding > 0) board.add_closed(std::string(padding, 'x'));
      const grpc::Slice bytes(board.SerializeAsString());
      return grpc::ByteBuffer(&bytes, 1);
    };
  }

  std::atomic<int> newest_ = 1;
  std::atomic<int> made_ = 0;
  rpc::Herald herald_;
};

class Reader {
 public:
  explicit Reader(const std::shared_ptr<grpc::Channel>& channel, const std::string& version = "")
      : stub_(pb::BoardService::NewStub(channel)), context_(ContextOf("people/x")) {
    pb::WatchBoardRequest request;
    request.set_version(version);
    stream_ = stub_->WatchBoard(context_.get(), request);
  }
  ~Reader() { context_->TryCancel(); }
  int Next() {
    pb::Board board;
    int number = 0;
    return stream_->Read(&board) && absl::SimpleAtoi(board.version(), &number) ? number : 0;
  }
  void Cancel() { context_->TryCancel(); }
  grpc::Status Finish() { return stream_->Finish(); }

 private:
  const std::unique_ptr<pb::BoardService::Stub> stub_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<pb::Board>> stream_;
};

class Push : public ::testing::Test {
 protected:
  Numbers numbers_;
  InProcess server_{numbers_};
};

TEST_F(Push, TellsWhatIsAndThenWhatIsNew) {
  Reader reader(server_.channel());
  EXPECT_EQ(reader.Next(), 1);
  numbers_.Set(2);
  EXPECT_EQ(reader.Next(), 2);
}

TEST_F(Push, ReachesEverybody) {
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = 0; i < 50; ++i) readers.push_back(std::make_unique<Reader>(server_.channel()));
  for (const auto& reader : readers) EXPECT_EQ(reader->Next(), 1);
  numbers_.Set(2);
  for (const auto& reader : readers) EXPECT_EQ(reader->Next(), 2);
}

TEST_F(Push, LetsASlowReaderSkip) {
  Reader slow(server_.channel(), "large");
  EXPECT_EQ(slow.Next(), 1);
  int before = 0;
  do {  // until the stream is full
    before = numbers_.made();
    numbers_.Set(numbers_.newest() + 1);
  } while (Eventually([&] { return numbers_.made() > before; }, absl::Milliseconds(500)));
  const int full = numbers_.newest();
  Reader quick(server_.channel());
  for (int i = 0; i < 100; ++i) numbers_.Set(numbers_.newest() + 1);
  while (quick.Next() != full + 100) {  // nobody waits for the slow one
  }
  int received = 0;
  while (slow.Next() != full + 100) ++received;
  EXPECT_LE(received, full);
}

TEST_F(Push, EndsWithWhatItsSourceSays) {
  Reader reader(server_.channel());
  EXPECT_EQ(reader.Next(), 1);
  numbers_.Set(-1);
  EXPECT_EQ(reader.Next(), 0);
  EXPECT_THAT(reader.Finish(), HasReason("INTERNAL"));
}

TEST_F(Push, EndsWhenItsReaderLeaves) {
  Reader reader(server_.channel());
  EXPECT_EQ(reader.Next(), 1);
  reader.Cancel();
  EXPECT_EQ(reader.Next(), 0);
  EXPECT_THAT(reader.Finish(), StatusIs(grpc::StatusCode::CANCELLED));
}

TEST_F(Push, EndsWhenTheServiceStops) {
  Reader reader(server_.channel());
  EXPECT_EQ(reader.Next(), 1);
  rpc::stopping = true;
  EXPECT_EQ(reader.Next(), 0);
  EXPECT_THAT(reader.Finish(), StatusIs(grpc::StatusCode::UNAVAILABLE));
  rpc::stopping = false;
}

}  // namespace
}  // namespace placet::testing
