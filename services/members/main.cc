// membersd: flags -> lanes -> store -> service -> serve.

#include "services/members/record_access.h"
#include "services/members/service.h"
#include "services/members/store.h"
#include "services/record/keeping.h"
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
  placet::record::Keeping record(daemon, placet::record::Columns::kPlain, members::kWriterLock);
  if (const std::optional<int> code = daemon.Start(argc, argv)) return *code;
  if (!record.Start()) return 1;

  members::Store store(daemon.reads(), daemon.writes());
  members::Members service(store, daemon.tail(), absl::Now);
  members::RecordAccess access(store);
  return daemon.Serve({&service, &record.ServiceFor(access)});
}
