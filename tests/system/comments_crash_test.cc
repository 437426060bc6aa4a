// kill -9 of commentsd in the middle of imports: each file is there as a whole, or not at all, and
// sent again it is there once.
#include <atomic>
#include <csignal>
#include <thread>

#include "absl/strings/str_cat.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

namespace comments = placet::comments::v1;

constexpr int kRows = 1500;
constexpr int kImports = 12;

std::string TableOf(int import) {
  std::string text = "MB/NC,Clause/Subclause,Type of comment,Comments,Proposed change\r\n";
  for (int row = 1; row <= kRows; ++row) {
    absl::StrAppend(&text, "IEEE-", row, ",", row % 20, ".", row % 7, ",te,comment ", row,
                    " of import ", import, " ", std::string(2000, 'x'), ",change\r\n");
  }
  return text;
}

grpc::Status Import(const Daemon& daemon, const std::string& ballot, int import) {
  const auto stub = comments::CommentService::NewStub(daemon.channel());
  const auto context = ContextOf(kSecretariat);
  comments::ImportCommentsResponse response;
  const auto writer = stub->ImportComments(context.get(), &response);
  comments::ImportCommentsRequest request;
  request.mutable_header()->set_ballot(ballot);
  request.set_request_id(RequestId(77, import));
  writer->Write(request);
  const std::string table = TableOf(import);
  for (size_t at = 0; at < table.size(); at += 1'000'000) {
    comments::ImportCommentsRequest piece;
    piece.mutable_piece()->set_file(absl::StrCat("import-", import, ".csv"));
    piece.mutable_piece()->set_content(table.substr(at, 1'000'000));
    if (!writer->Write(piece)) break;
  }
  writer->WritesDone();
  return writer->Finish();
}

TEST(CommentsCrash, AKilledImportLeavesAllOfAFileOrNothing) {
  World world;
  const std::string ballot = world.Open("30001");
  Daemon daemon(COMMENTSD, {"--database", world.Conninfo("comments"), "--members",
                            world.directory().address(), "--ballots", world.ballots().address()});
  ASSERT_TRUE(daemon.AwaitServing());
  std::atomic<int> acknowledged = 0;
  std::thread importer([&] {
    for (int import = 1; import <= kImports; ++import) {
      const bool done = Eventually([&] { return Import(daemon, ballot, import).ok(); });
      EXPECT_TRUE(done);
      ++acknowledged;
    }
  });
  const auto whole = [&] {
    return world.Sql(
        absl::StrCat("SELECT count(*) FROM (SELECT count(*) FROM comments.comment "
                     "GROUP BY substring(comment FROM 'of import [0-9]+') "
                     "HAVING count(*) <> ",
                     kRows, ") AS parts"));
  };
  for (const int when : {2, 5, 8}) {
    EXPECT_TRUE(Eventually([&] { return acknowledged >= when; }));
    EXPECT_EQ(daemon.Kill9(), 128 + SIGKILL);
    EXPECT_EQ(whole(), "0\n");
    daemon.Start();
  }
  importer.join();
  EXPECT_EQ(
      world.Sql("SELECT count(*), count(DISTINCT content), max(number) FROM comments.comment"),
      absl::StrCat(kRows * kImports, "|", kRows * kImports, "|", kRows * kImports, "\n"));
  EXPECT_EQ(world.Sql("SELECT total, open FROM comments.ballot"),
            absl::StrCat(kRows * kImports, "|", kRows * kImports, "\n"));
  EXPECT_EQ(world.Sql("SELECT count(*), max(sequence) FROM comments.event"),
            absl::StrCat(kImports, "|", kImports, "\n"));
}

}  // namespace
}  // namespace placet::testing
