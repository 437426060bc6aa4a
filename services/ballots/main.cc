// ballotsd: flags -> lanes -> store -> keeper -> board -> services -> serve.

#include "services/ballots/record_access.h"
#include "services/ballots/service.h"
#include "services/ballots/service_analysis.h"
#include "services/ballots/service_board.h"
#include "services/ballots/service_decisions.h"
#include "services/ballots/service_obligations.h"
#include "services/ballots/service_rules.h"
#include "services/record/keeping.h"
#include "services/rpc/daemon.h"

int main(int argc, char** argv) {
  namespace ballots = placet::ballots;
  placet::rpc::Daemon daemon(
      {.name = "ballotsd",
       .about = "ballotsd: projects, ballots, votes and results of standards committees",
       .listen = "127.0.0.1:7302",
       .database = "dbname=placet user=ballots",
       .lock = ballots::kWriterLock,
       .statements = ballots::Store::Statements(),
       .head = ballots::Store::Head()});
  std::string members = "127.0.0.1:7301";
  daemon.flags().add_option("--members", members, "Address of membersd")->capture_default_str();
  std::string comments;
  daemon.flags().add_option("--comments", comments,
                            "Address of commentsd; without it comments are not known here");
  placet::record::Keeping record(daemon, placet::record::Columns::kBallot, ballots::kWriterLock);
  if (const std::optional<int> code = daemon.Start(argc, argv)) return *code;
  if (!record.Start()) return 1;

  placet::pg::Lane* board_reads = daemon.OwnReads("board", ballots::BoardStore::Statements());
  if (board_reads == nullptr) return 1;

  ballots::Store store(daemon.reads(), daemon.writes(), record.sealer());
  const auto directory = daemon.Connect(members);
  daemon.HearOfRevocations(directory);
  ballots::Keeper keeper(store, directory, absl::Now);
  ballots::Ballots service(store, keeper, daemon.tail(), absl::Now);
  ballots::CommentFollower comment_follower(
      store, comments.empty() ? nullptr : daemon.Connect(comments), absl::Now);
  placet::rpc::Herald herald;
  ballots::Board board([&herald] { herald.Tell(); });
  ballots::BoardFollower follower(board, *board_reads, daemon.tail(), absl::Now, [&] {
    return ballots::HealthOf(daemon.health(), keeper, &comment_follower);
  });
  ballots::Boards boards(board, follower, keeper, herald, absl::Now);
  ballots::Analyses analyses(store, keeper, daemon.tail(), absl::Now);
  ballots::Obligations obligations(store, keeper, absl::Now);
  ballots::RulesRows rules(absl::Now);
  ballots::DecisionStore decision_store(daemon.reads(), daemon.writes());
  ballots::Decisions decisions(store, decision_store, keeper, comment_follower, absl::Now);
  ballots::RecordAccess access(store, keeper);
  return daemon.Serve(
      {&service, &boards, &analyses, &rules, &obligations, &decisions, &record.ServiceFor(access)});
}
