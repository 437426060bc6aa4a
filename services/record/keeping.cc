#include "services/record/keeping.h"

#include "absl/strings/str_split.h"
#include "spdlog/spdlog.h"

namespace placet::record {

Keeping::Keeping(rpc::Daemon& daemon, Columns columns, int64_t writers_lock)
    : daemon_(daemon), columns_(columns), lock_(Log::SealersLock(writers_lock)) {
  daemon.flags().add_option("--record-key", key_file_,
                            "Private key (Ed25519, PEM, mode 0600) that signs the record; without "
                            "it this process signs nothing");
  daemon.flags().add_option("--witness", witness_files_,
                            "NAME=FILE of a witness's public key (PEM); may be given often");
}

bool Keeping::ReadWitnesses() {
  for (const std::string& given : witness_files_) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(given, absl::MaxSplits('=', 1));
    absl::StatusOr<PublicKey> key = PublicKey::Load(parts.second);
    // Names stand in lines whose words are parted by blanks.
    const bool well =
        !parts.first.empty() && parts.first.find_first_of(" ,\n+") == std::string::npos;
    if (!well || !key.ok()) {
      spdlog::critical("--witness {}: must be NAME=FILE with a public key of Ed25519", given);
      return false;
    }
    witnesses_.emplace(parts.first, *std::move(key));
  }
  return true;
}

bool Keeping::Start() {
  if (!ReadWitnesses()) return false;
  pg::Lane* reads = daemon_.OwnReads("record-reads", Log::Statements(columns_));
  if (reads == nullptr) return false;
  pg::Lane* writes = daemon_.OwnWrites("record-writes", Log::Statements(columns_), lock_);
  if (writes == nullptr) return false;
  log_.emplace(*reads, *writes, columns_);
  if (key_file_.empty()) return true;
  absl::StatusOr<SigningKey> key = SigningKey::Load(key_file_);
  if (!key.ok()) {
    spdlog::critical("--record-key: {}", std::string(key.status().message()));
    return false;
  }
  Sealer::Options options;
  options.on_state = [this](bool well) { daemon_.health().Report("record", well); };
  options.log = [](const std::string& line) { spdlog::error("record: {}", line); };
  daemon_.health().Report("record", false);
  sealer_.emplace(*log_, daemon_.tail(), *std::move(key), absl::Now, std::move(options));
  return true;
}

Records& Keeping::ServiceFor(Access& access) {
  service_.emplace(*log_, sealer(), access, witnesses_, absl::Now);
  return *service_;
}

}  // namespace placet::record
