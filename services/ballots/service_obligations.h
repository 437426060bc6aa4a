// ObligationService: load, let obligations.h speak, answer. Stores reminders and nothing else.
#pragma once

#include <string>
#include <vector>

#include "placet/ballots/v1/obligations.grpc.pb.h"
#include "services/ballots/keeper.h"
#include "services/ballots/store.h"
#include "services/rpc/serve.h"

namespace placet::ballots {

class Obligations final : public rpc::Served<pb::ObligationService::Service> {
 public:
  Obligations(Store& store, Keeper& keeper, rpc::Clock clock);

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::ListMyBallotsResponse> ListMyBallots(const Call&, const pb::ListMyBallotsRequest&);
  Answer<pb::VotingAccount> GetVotingAccount(const Call&, const pb::GetVotingAccountRequest&);
  Answer<pb::ListAccountsResponse> ListAccounts(const Call&, const pb::ListAccountsRequest&);
  Answer<pb::Reminder> RecordReminder(const Call&, const pb::RecordReminderRequest&);

  // The committees in which the caller may ask for a body that exists; "" is every one.
  struct Asked {
    std::vector<std::string> committees;
    Asker asker;
  };
  Answer<Asked> MayAsk(const Call& call, std::string member);
  async::Task<bool> Refreshed(const absl::Status& refusal) override;

  Store& store_;
  Keeper& keeper_;
};

}  // namespace placet::ballots
