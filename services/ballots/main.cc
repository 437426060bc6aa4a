// ballotsd: flags -> lanes -> store -> keeper -> service -> serve.

#include "services/ballots/service.h"
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
  if (const std::optional<int> code = daemon.Start(argc, argv)) return *code;

  ballots::Store store(daemon.reads(), daemon.writes());
  ballots::Keeper keeper(store, placet::rpc::Connect(members), absl::Now);
  ballots::Ballots service(store, keeper, daemon.tail(), absl::Now);
  return daemon.Serve(service);
}
