// AnalysisService: load, let the rules speak, answer. Stores nothing.
#pragma once

#include <cstdint>
#include <string>

#include "placet/ballots/v1/analysis.grpc.pb.h"
#include "services/ballots/keeper.h"
#include "services/ballots/store.h"
#include "services/pg/tail.h"
#include "services/rpc/serve.h"

namespace placet::ballots {

class Analyses final : public rpc::Served<pb::AnalysisService::Service> {
 public:
  Analyses(Store& store, Keeper& keeper, pg::Tail& tail, rpc::Clock clock);

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::Decided> GetDecided(const Call&, const pb::GetDecidedRequest&);
  Answer<pb::WhatIfResponse> WhatIf(const Call&, const pb::WhatIfRequest&);
  Answer<pb::RollAt> GetRollAt(const Call&, const pb::GetRollAtRequest&);
  Answer<pb::Forecast> GetForecast(const Call&, const pb::GetForecastRequest&);
  Answer<rpc::Page> WatchTally(const Call&, const pb::WatchTallyRequest&, int64_t after);

  // The ballot with every body on its roll, where the caller may see its tally.
  Answer<CountFacts> Counted(const Call& call, std::string name);
  Answer<CountFacts> AsOf(const Call& call, CountFacts facts,
                          const google::protobuf::Timestamp& moment);
  async::Task<bool> Refreshed(const absl::Status& refusal) override;

  Store& store_;
  Keeper& keeper_;
};

}  // namespace placet::ballots
