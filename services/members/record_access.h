// Who sees which event of the directory's record: as WatchEvents, every caller.
#pragma once

#include "services/members/store.h"
#include "services/record/service.h"

namespace placet::members {

class RecordAccess final : public record::Access {
 public:
  explicit RecordAccess(Store& store) : store_(store) {}

  Answer<bool> Sees(const rpc::Call& call, record::pb::Entry entry) override;
  Answer<bool> MayCheck(const rpc::Call& call) override;

 private:
  Store& store_;
};

}  // namespace placet::members
