// A named, prepared statement. The name is the rpc's word in lower case (cast_vote), so
// PostgreSQL's own log and statistics speak of what we do.
#pragma once

namespace placet::pg {

struct Statement {
  enum Use { kReads, kWrites };
  const char* name;
  Use use;  // which lane prepares it
  const char* sql;
};

}  // namespace placet::pg
