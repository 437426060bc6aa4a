// A named, prepared statement. The name is the rpc's word in lower case (cast_vote), so
// PostgreSQL's own log and statistics speak of what we do.
#pragma once

namespace placet::pg {

struct Statement {
  enum Use { kReads, kWrites };
  // kSet: sent once for all jobs of a batch that wait for it. Each parameter is an array with an
  // element for each job, and the first column of each row says to which job it belongs (1, 2, ...,
  // WITH ORDINALITY); a job may have rows or none. One job is a set of one: there is no other form.
  enum Form { kSingle, kSet };
  const char* name;
  Use use;  // which lane prepares it
  const char* sql;
  Form form = kSingle;
};

}  // namespace placet::pg
