// membersd: flags -> lanes -> store -> service -> serve.

#include "services/members/service.h"
#include "services/members/store.h"
#include "services/rpc/daemon.h"

int main(int argc, char** argv) {
  namespace members = placet::members;
  placet::rpc::Daemon daemon(
      {.name = "membersd",
       .about = "membersd: the directory: national bodies, committees, seats, liaisons, people",
       .listen = "127.0.0.1:7301",
       .database = "dbname=placet user=members",
       .lock = members::kWriterLock,
       .statements = members::Store::Statements(),
       .head = members::Store::Head()[0]});
  if (const std::optional<int> code = daemon.Start(argc, argv)) return *code;

  members::Store store(daemon.reads(), daemon.writes());
  members::Members service(store, daemon.tail(), absl::Now);
  return daemon.Serve({&service});
}
