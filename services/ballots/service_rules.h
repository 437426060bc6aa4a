// RulesService: the rows of rules/ in the words of the contract.
#pragma once

#include "placet/ballots/v1/rules.grpc.pb.h"
#include "services/rpc/serve.h"

namespace placet::ballots {

class RulesRows final : public rpc::Served<placet::ballots::v1::RulesService::Service> {
 public:
  explicit RulesRows(rpc::Clock clock);

 private:
  absl::StatusOr<grpc::ByteBuffer> ListRules(const rpc::Call&,
                                             const placet::ballots::v1::ListRulesRequest&);
};

}  // namespace placet::ballots
