// Checks a bundle of the record offline: signatures, inclusion of each event, consistency of heads,
// versions of votes, rows against events, and the tally, counted anew from the leaves. Pure. Every
// finding says where it is, what is there and what should be; none: all holds.
#pragma once

#include <optional>
#include <vector>

#include "placet/ballots/v1/ballots.pb.h"
#include "placet/record/v1/log.pb.h"
#include "services/record/note.h"

namespace placet::ballots::audit {

using record::v1::Bundle;
using record::v1::Finding;
using record::v1::ProvenReceipt;
using record::v1::TreeHead;

// What the checker has from elsewhere than from the bundle.
struct Kept {
  std::optional<record::PublicKey> key;  // nothing: that of the bundle is taken, and proves little
  std::vector<TreeHead> heads;           // of ParseNote
  std::vector<ProvenReceipt> receipts;
};

std::vector<Finding> Check(const Bundle& bundle, const Kept& kept);

// A receipt by itself: its leaf, its proof, the signature of its head.
std::vector<Finding> CheckReceipt(const ProvenReceipt& receipt,
                                  const std::optional<record::PublicKey>& key);

}  // namespace placet::ballots::audit
