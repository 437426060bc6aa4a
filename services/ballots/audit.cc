#include "services/ballots/audit.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/ballots/audit_report.h"
#include "services/record/leaf.h"
#include "services/record/merkle.h"

namespace placet::ballots::audit {
namespace {

using record::Hash;

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

Hash HashOf(const std::string& bytes) { return record::ToHash(bytes).value_or(Hash()); }

std::vector<Hash> PathOf(const google::protobuf::RepeatedPtrField<std::string>& path) {
  std::vector<Hash> hashes;
  for (const std::string& step : path) hashes.push_back(HashOf(step));
  return hashes;
}

std::string HeadPlace(const TreeHead& head) { return absl::StrCat("tree_head ", head.size()); }

void CheckSignature(const TreeHead& head, const record::PublicKey& key, Report& report) {
  if (head.key_id() != key.id()) {
    report.Add(0, absl::StrCat(HeadPlace(head), " key_id"), "the head was signed with another key",
               Hex(head.key_id()), Hex(key.id()));
  }
  if (!record::VerifyHead(key, head)) {
    report.Add(0, HeadPlace(head), "the signature is not one of the key over this head",
               absl::StrCat(head.log(), " ", head.size(), " ", Hex(head.root())));
  }
  // Others read the note alone; what witnesses have added stands behind it.
  const std::string note = record::Note(head, key);
  const bool signed_by_it = head.key_id() == key.id();
  if (signed_by_it && !head.note().empty() && !absl::StartsWith(head.note(), note)) {
    report.Add(0, absl::StrCat(HeadPlace(head), " note"),
               "the note does not say what the head says", head.note(), note);
  }
}

// The key to check with: the caller's, else the bundle's, which is a finding.
std::optional<record::PublicKey> KeyOf(const std::string& der,
                                       const std::optional<record::PublicKey>& kept,
                                       Report& report) {
  if (kept) return kept;
  absl::StatusOr<record::PublicKey> key = record::PublicKey::FromDer(der);
  if (key.ok()) return *key;
  report.Add(0, "key", "there is no public key to check signatures with");
  return std::nullopt;
}

bool IsIncluded(const Hash& leaf, int64_t sequence, const TreeHead& head,
                const google::protobuf::RepeatedPtrField<std::string>& path) {
  return sequence >= 1 && record::VerifyInclusion(leaf, static_cast<uint64_t>(sequence - 1),
                                                  static_cast<uint64_t>(head.size()), PathOf(path),
                                                  HashOf(head.root()));
}

Leaves CheckEntries(const Bundle& bundle, Report& report) {
  Leaves leaves;
  for (const record::v1::ProvenEntry& proven : bundle.entries()) {
    const record::v1::Entry& entry = proven.entry();
    const Hash leaf = record::LeafOf(entry);
    const std::string place = absl::StrCat("event ", entry.subject());
    report.Same(entry.sequence(), absl::StrCat(place, " leaf"), Hex(entry.leaf()),
                Hex(record::ToBytes(leaf)));
    if (!IsIncluded(leaf, entry.sequence(), bundle.head(), proven.path())) {
      report.Add(entry.sequence(), place,
                 "the event, as it is now, is not in the tree under its number: it was changed, "
                 "moved or put in after sealing, or the tiles of its proof were changed",
                 Hex(record::ToBytes(leaf)));
    }
    Leaf& found = leaves[entry.sequence()];
    if (found.entry != nullptr) report.Add(entry.sequence(), place, "the number stands twice");
    found.entry = &entry;
    if (!found.event.ParseFromString(entry.change())) {
      report.Add(entry.sequence(), absl::StrCat(place, " change"), "cannot be read");
    }
    report.Same(entry.sequence(), absl::StrCat(place, " log"), entry.log(), bundle.head().log());
    report.Same(entry.sequence(), absl::StrCat(place, " ballot"), "ballots/" + entry.ballot(),
                bundle.ballot());
  }
  return leaves;
}

// An older head, by the proof of its size that the bundle has.
void CheckOlder(const Bundle& bundle, const TreeHead& older, const std::string& whose,
                Report& report) {
  if (older.log() != bundle.head().log()) {
    report.Add(0, HeadPlace(older), absl::StrCat(whose, " is of another log"), bundle.head().log(),
               older.log());
    return;
  }
  for (const auto& proof : bundle.consistency()) {
    if (proof.first_size() != older.size()) continue;
    if (!record::VerifyConsistency(
            static_cast<uint64_t>(older.size()), static_cast<uint64_t>(bundle.head().size()),
            HashOf(older.root()), HashOf(bundle.head().root()), PathOf(proof.path()))) {
      report.Add(0, HeadPlace(older),
                 absl::StrCat("the log does not go on from ", whose,
                              ": what was sealed then is not what is there now"),
                 Hex(bundle.head().root()), Hex(older.root()));
    }
    return;
  }
  report.Add(0, HeadPlace(older),
             absl::StrCat("the bundle has no proof that the log goes on from ", whose));
}

void CheckReceiptIn(const Bundle& bundle, const Leaves& leaves, const ProvenReceipt& receipt,
                    Report& report) {
  const int64_t sequence = receipt.entry().sequence();
  const std::string place = absl::StrCat("receipt ", receipt.entry().subject());
  const auto leaf = leaves.find(sequence);
  if (leaf == leaves.end()) {
    report.Add(sequence, place, "the bundle has no such event: it was dropped, or renumbered");
  } else {
    report.Same(sequence, place, Hex(record::ToBytes(record::LeafOf(*leaf->second.entry))),
                Hex(record::ToBytes(record::LeafOf(receipt.entry()))));
  }
  if (receipt.head().size() != bundle.head().size()) {
    CheckOlder(bundle, receipt.head(), "the head of the receipt", report);
  }
}

}  // namespace

void Report::Add(int64_t sequence, std::string place, std::string text, std::string found,
                 std::string expected) {
  Finding& finding = findings_.emplace_back();
  finding.set_sequence(sequence);
  finding.set_place(std::move(place));
  finding.set_text(std::move(text));
  finding.set_found(std::move(found));
  finding.set_expected(std::move(expected));
}

void Report::Same(int64_t sequence, const std::string& place, const std::string& found,
                  const std::string& expected) {
  if (found != expected) Add(sequence, place, "is not what the record says", found, expected);
}

std::vector<Finding> CheckReceipt(const ProvenReceipt& receipt,
                                  const std::optional<record::PublicKey>& kept) {
  Report report;
  const auto key = KeyOf(receipt.public_key(), kept, report);
  const record::v1::Entry& entry = receipt.entry();
  const std::string place = absl::StrCat("receipt ", entry.subject());
  const Hash leaf = record::LeafOf(entry);
  report.Same(entry.sequence(), absl::StrCat(place, " leaf"), Hex(entry.leaf()),
              Hex(record::ToBytes(leaf)));
  report.Same(entry.sequence(), absl::StrCat(place, " log"), entry.log(), receipt.head().log());
  const record::v1::InclusionProof& proof = receipt.proof();
  report.Same(entry.sequence(), absl::StrCat(place, " proof sequence"),
              absl::StrCat(proof.sequence()), absl::StrCat(entry.sequence()));
  report.Same(entry.sequence(), absl::StrCat(place, " proof leaf"), Hex(proof.leaf()),
              Hex(record::ToBytes(leaf)));
  report.Same(entry.sequence(), absl::StrCat(place, " proof tree_size"),
              absl::StrCat(proof.tree_size()), absl::StrCat(receipt.head().size()));
  if (!IsIncluded(leaf, entry.sequence(), receipt.head(), proof.path())) {
    report.Add(entry.sequence(), place, "the event is not in the tree of the receipt's head");
  }
  if (key) CheckSignature(receipt.head(), *key, report);
  return std::move(report.findings());
}

std::vector<Finding> Check(const Bundle& bundle, const Kept& kept) {
  Report report;
  const auto key = KeyOf(bundle.public_key(), kept.key, report);
  if (key) {
    CheckSignature(bundle.head(), *key, report);
    for (const TreeHead& named : bundle.named()) CheckSignature(named, *key, report);
    for (const TreeHead& head : kept.heads) {
      TreeHead own = head;
      own.set_key_id(key->id());  // a note has four bytes of it
      CheckSignature(own, *key, report);
    }
  }
  const Leaves leaves = CheckEntries(bundle, report);
  for (const TreeHead& named : bundle.named()) {
    CheckOlder(bundle, named, "a head that a result names", report);
  }
  for (const TreeHead& head : kept.heads)
    CheckOlder(bundle, head, "the head that was kept", report);
  for (const ProvenReceipt& receipt : kept.receipts) {
    for (Finding& finding : CheckReceipt(receipt, key)) report.findings().push_back(finding);
    CheckReceiptIn(bundle, leaves, receipt, report);
  }
  CheckResults(bundle, leaves, report);
  CheckRows(bundle, leaves, report);
  return std::move(report.findings());
}

}  // namespace placet::ballots::audit
