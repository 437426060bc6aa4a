// commentsd: flags -> lanes -> store -> peers -> service -> serve.

#include "services/comments/peers.h"
#include "services/comments/record_access.h"
#include "services/comments/service.h"
#include "services/comments/service_consensus.h"
#include "services/comments/store.h"
#include "services/record/keeping.h"
#include "services/rpc/daemon.h"

int main(int argc, char** argv) {
  namespace comments = placet::comments;
  placet::rpc::Daemon daemon({.name = "commentsd",
                              .about = "commentsd: comments on drafts, their resolution, consensus",
                              .listen = "127.0.0.1:7303",
                              .database = "dbname=placet user=comments",
                              .lock = comments::kWriterLock,
                              .statements = comments::Store::Statements(),
                              .head = comments::Store::Head()[0]});
  std::string members = "127.0.0.1:7301";
  std::string ballots = "127.0.0.1:7302";
  daemon.flags().add_option("--members", members, "Address of membersd")->capture_default_str();
  daemon.flags().add_option("--ballots", ballots, "Address of ballotsd")->capture_default_str();
  placet::record::Keeping record(daemon, placet::record::Columns::kBallotAndCounts,
                                 comments::kWriterLock);
  if (const std::optional<int> code = daemon.Start(argc, argv)) return *code;
  if (!record.Start()) return 1;

  comments::Store store(daemon.reads(), daemon.writes());
  const auto directory = daemon.Connect(members);
  daemon.HearOfRevocations(directory);
  comments::Peers peers(directory, daemon.Connect(ballots));
  comments::Comments service(store, peers, daemon.tail(), absl::Now);
  comments::ConsensusStore consensus_store(daemon.reads(), daemon.writes());
  comments::Consensuses consensuses(store, consensus_store, peers, absl::Now);
  comments::RecordAccess access(store, peers);
  return daemon.Serve({&service, &consensuses, &record.ServiceFor(access)});
}
