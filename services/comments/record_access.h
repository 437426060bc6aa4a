// Who sees which event of the record of comments: as WatchEvents, by the sight of its ballot.
#pragma once

#include "services/comments/peers.h"
#include "services/comments/store.h"
#include "services/record/service.h"

namespace placet::comments {

class RecordAccess final : public record::Access {
 public:
  RecordAccess(Store& store, Peers& peers) : store_(store), peers_(peers) {}

  // What is seen only in part counts as hidden: the bytes are those of all of it.
  Answer<bool> Sees(const rpc::Call& call, record::pb::Entry entry) override;
  Answer<bool> MayCheck(const rpc::Call& call) override;

 private:
  Store& store_;
  Peers& peers_;
};

}  // namespace placet::comments
