// What a program needs to keep the record of its log: flags, key, lanes, sealer, service.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/record/log.h"
#include "services/record/sealer.h"
#include "services/record/service.h"
#include "services/rpc/daemon.h"

namespace placet::record {

class Keeping {
 public:
  // Adds --record-key and --witness. The daemon outlives this.
  Keeping(rpc::Daemon& daemon, Columns columns, int64_t writers_lock);

  // After the daemon has started: false where the program is to end; the log says why.
  bool Start();

  Sealer* sealer() { return sealer_ ? &*sealer_ : nullptr; }  // nullptr: without a key
  // RecordService; `access` outlives this.
  Records& ServiceFor(Access& access);

 private:
  bool ReadWitnesses();

  rpc::Daemon& daemon_;
  const Columns columns_;
  const int64_t lock_;
  std::string key_file_;
  std::vector<std::string> witness_files_;  // NAME=FILE
  std::map<std::string, PublicKey> witnesses_;
  std::optional<Log> log_;
  std::optional<Sealer> sealer_;
  std::optional<Records> service_;
};

}  // namespace placet::record
