// Who sees which event of the record, and what a bundle has of a ballot: by the same rules as every
// other reading (Seen, decide::MaySeeAll).
#pragma once

#include <string>

#include "services/ballots/keeper.h"
#include "services/ballots/store.h"
#include "services/record/service.h"

namespace placet::ballots {

class RecordAccess final : public record::Access {
 public:
  RecordAccess(Store& store, Keeper& keeper) : store_(store), keeper_(keeper) {}

  Answer<bool> Sees(const rpc::Call& call, record::pb::Entry entry) override;
  Answer<bool> MayCheck(const rpc::Call& call) override;
  Answer<Belongings> Belonging(const rpc::Call& call, std::string ballot) override;

 private:
  Store& store_;
  Keeper& keeper_;
};

}  // namespace placet::ballots
