// RecordService over ballots: receipts, proofs, who is told what, witnesses, and every refusal.
#include "services/record/service.h"

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/ballots/audit.h"
#include "services/record/leaf.h"
#include "services/record/merkle.h"
#include "tests/ballots/harness.h"
#include "tests/record/keys.h"
#include "tests/support/process.h"

namespace placet::ballots {
namespace {

namespace rpb = placet::record::v1;
using record::Keys;
using Records = RecordStub;

class RecordServiceTest : public ::testing::Test {
 protected:
  RecordServiceTest() : world_({.record_key = keys_.secret(), .witness_key = witness_.open()}) {
    world_.PutProject("iso-9", "40.00");  // event 1
  }

  absl::StatusOr<rpb::ProvenReceipt> Receipt(int64_t sequence, const std::string& caller) {
    rpb::GetReceiptRequest request;
    request.set_sequence(sequence);
    return world_.Ask(caller, &Records::GetReceipt, request);
  }

  const Keys keys_;
  const Keys witness_;
  World world_;
};

std::vector<record::Hash> PathOf(const google::protobuf::RepeatedPtrField<std::string>& path) {
  std::vector<record::Hash> hashes;
  for (const std::string& step : path) hashes.push_back(*record::ToHash(step));
  return hashes;
}

TEST_F(RecordServiceTest, AVoteHasAReceiptThatProvesItself) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  const auto vote = world_.Cast(ballot.name(), "de", pb::ANSWER_DISAPPROVE, "reasons", kVoterDe);
  ASSERT_THAT(vote, IsOk());
  ASSERT_TRUE(vote->has_receipt());
  EXPECT_EQ(vote->receipt().sequence(), world_.Head());
  const auto receipt = Receipt(vote->receipt().sequence(), kVoterDe);
  ASSERT_THAT(receipt, IsOk());
  EXPECT_EQ(receipt->entry().leaf(), vote->receipt().leaf());
  EXPECT_EQ(receipt->entry().blind(), vote->receipt().blind());
  EXPECT_EQ(receipt->head().log(), vote->receipt().log());
  EXPECT_THAT(audit::CheckReceipt(*receipt, keys_.verifying()), ::testing::IsEmpty());
  rpb::ProvenReceipt forged = *receipt;
  forged.mutable_entry()->set_change("x");
  EXPECT_THAT(audit::CheckReceipt(forged, keys_.verifying()), ::testing::SizeIs(3));
  EXPECT_THAT(audit::CheckReceipt(*receipt, Keys().verifying()), ::testing::SizeIs(2));
}

TEST_F(RecordServiceTest, ARepeatedRequestGetsTheSameReceipt) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name(ballot.name() + "/votes/de");
  request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
  request.set_request_id(RequestId(1));
  const auto first = world_.Ask(kVoterDe, &BallotStub::CastVote, request);
  const auto again = world_.Ask(kVoterDe, &BallotStub::CastVote, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->receipt(), EqualsProto(first->receipt()));
}

// The same with nothing of ours: sh, openssl, coreutils.
TEST_F(RecordServiceTest, AScriptVerifiesAReceipt) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name(ballot.name() + "/votes/de");
  request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
  request.set_request_id(RequestId(1));
  const auto vote = world_.Ask(kVoterDe, &BallotStub::CastVote, request);
  ASSERT_THAT(vote, IsOk());
  auto receipt = Receipt(vote->receipt().sequence(), kVoterDe);
  ASSERT_THAT(receipt, IsOk());
  const auto run = [&](const std::string& key) {
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    options.preserve_proto_field_names = true;
    options.always_print_primitive_fields = true;
    std::string json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(*receipt, &json, options).ok());
    std::ofstream(keys_.folder() + "/receipt.json") << json;
    return placet::testing::RunProgram({PLACET_SOURCE_DIR "/tests/record/verify_receipt.sh",
                                        keys_.folder() + "/receipt.json", key});
  };
  auto ended = run(keys_.open());
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_NE(run(Keys().open()).code, 0);
  receipt->mutable_entry()->set_actor("people/voter-fr");
  EXPECT_NE(run(keys_.open()).code, 0);
  receipt->mutable_entry()->set_actor(kVoterDe);
  EXPECT_EQ(run(keys_.open()).code, 0);
  std::string& step = *receipt->mutable_proof()->mutable_path(0);
  step[0] = static_cast<char>(step[0] ^ 1);
  EXPECT_NE(run(keys_.open()).code, 0);
}

TEST_F(RecordServiceTest, EntriesAreToldToThoseWhoMaySeeTheEvent) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  const auto vote = world_.Cast(ballot.name(), "de", pb::ANSWER_APPROVE, "", kVoterDe);
  ASSERT_THAT(vote, IsOk());
  const int64_t sequence = vote->receipt().sequence();
  rpb::GetEntryRequest request;
  request.set_sequence(sequence);
  EXPECT_THAT(world_.Ask(kVoterDe, &Records::GetEntry, request), IsOk());
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetEntry, request), HasReason("ENTRY_HIDDEN"));
  EXPECT_THAT(world_.Ask("people/voter-fr", &Records::GetEntry, request),
              HasReason("ENTRY_HIDDEN"));
  EXPECT_THAT(Receipt(sequence, kNobody), HasReason("ENTRY_HIDDEN"));
  // Its hash is public, and tells nothing without the blind.
  rpb::GetInclusionProofRequest prove;
  prove.set_sequence(sequence);
  ASSERT_THAT(Receipt(sequence, kVoterDe), IsOk());
  const auto proof = world_.Ask(kNobody, &Records::GetInclusionProof, prove);
  ASSERT_THAT(proof, IsOk());
  EXPECT_EQ(proof->leaf(), vote->receipt().leaf());
  rpb::Entry guess = *world_.Ask(kVoterDe, &Records::GetEntry, request);
  EXPECT_EQ(record::ToBytes(record::LeafOf(guess)), proof->leaf());
  guess.clear_blind();
  EXPECT_NE(record::ToBytes(record::LeafOf(guess)), proof->leaf());
  world_.PassClosing(ballot.name());
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetEntry, request), IsOk());
}

TEST_F(RecordServiceTest, HeadsAndProofsHoldTogether) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  const auto vote = world_.Cast(ballot.name(), "de", pb::ANSWER_APPROVE, "", kVoterDe);
  ASSERT_THAT(Receipt(vote->receipt().sequence(), kVoterDe), IsOk());
  const auto older = world_.Ask(kNobody, &Records::GetLatestHead, rpb::GetLatestHeadRequest());
  ASSERT_THAT(older, IsOk());
  ASSERT_TRUE(record::ParseNote(older->note()));
  const auto second = world_.Cast(ballot.name(), "fr", pb::ANSWER_APPROVE);
  ASSERT_THAT(Receipt(second->receipt().sequence(), kVoters), IsOk());
  const auto newer = world_.Ask(kNobody, &Records::GetLatestHead, rpb::GetLatestHeadRequest());
  rpb::GetConsistencyProofRequest request;
  request.set_first_size(older->size());
  const auto proof = world_.Ask(kNobody, &Records::GetConsistencyProof, request);
  ASSERT_THAT(proof, IsOk());
  EXPECT_TRUE(record::VerifyConsistency(
      static_cast<uint64_t>(older->size()), static_cast<uint64_t>(newer->size()),
      *record::ToHash(older->root()), *record::ToHash(newer->root()), PathOf(proof->path())));
  rpb::ListTreeHeadsRequest list;
  list.set_page_size(1);
  const auto heads = world_.Ask(kNobody, &Records::ListTreeHeads, list);
  ASSERT_THAT(heads, IsOk());
  EXPECT_EQ(heads->heads(0).size(), newer->size());
  list.set_page_token(heads->next_page_token());
  EXPECT_EQ(world_.Ask(kNobody, &Records::ListTreeHeads, list)->heads(0).size(), older->size());
}

TEST_F(RecordServiceTest, RefusesWhatIsBeyondTheLog) {
  ASSERT_THAT(Receipt(1, kNobody), IsOk());
  rpb::GetInclusionProofRequest inclusion;
  inclusion.set_sequence(1'000'000);
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetInclusionProof, inclusion),
              HasReason("BEYOND_HEAD"));
  inclusion.set_sequence(1);
  inclusion.set_tree_size(1'000'000);
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetInclusionProof, inclusion),
              HasReason("BEYOND_HEAD"));
  inclusion.set_tree_size(-1);
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetInclusionProof, inclusion),
              HasReason("INVALID_FIELD"));
  rpb::GetConsistencyProofRequest consistency;
  consistency.set_first_size(1'000'000);
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetConsistencyProof, consistency),
              HasReason("BEYOND_HEAD"));
  consistency.set_first_size(0);
  EXPECT_EQ(world_.Ask(kNobody, &Records::GetConsistencyProof, consistency)->path_size(), 0);
  rpb::GetEntryRequest entry;
  entry.set_sequence(1'000'000);
  EXPECT_THAT(world_.Ask(kNobody, &Records::GetEntry, entry), HasReason("NOT_FOUND"));
}

TEST_F(RecordServiceTest, OnlyTheSecretariatHasTheWholeLogChecked) {
  ASSERT_THAT(Receipt(1, kNobody), IsOk());
  const rpb::CheckLogRequest request;
  EXPECT_THAT(world_.Ask(kManager, &Records::CheckLog, request), HasReason("ROLE_MISSING"));
  auto checked = world_.Ask(kCentralSecretariat, &Records::CheckLog, request);
  ASSERT_THAT(checked, IsOk());
  EXPECT_EQ(checked->findings_size(), 0) << checked->DebugString();
}

TEST_F(RecordServiceTest, ChangedAndDroppedEventsAreNamed) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  ASSERT_THAT(world_.Cast(ballot.name(), "de", pb::ANSWER_APPROVE), IsOk());
  const int64_t last = world_.Head();
  ASSERT_THAT(Receipt(last, kVoters), IsOk());
  world_.Sql(absl::StrCat("UPDATE event SET actor = 'people/eve' WHERE sequence = ", last));
  world_.Sql(
      "UPDATE event SET sequence = -1 WHERE sequence = 1; "
      "UPDATE event SET sequence = 1 WHERE sequence = 2; "
      "UPDATE event SET sequence = 2 WHERE sequence = -1");
  const auto checked = world_.Ask(kCentralSecretariat, &Records::CheckLog, rpb::CheckLogRequest());
  ASSERT_THAT(checked, IsOk());
  ASSERT_EQ(checked->findings_size(), 3) << checked->DebugString();
  EXPECT_EQ(checked->findings(0).sequence(), 1);
  EXPECT_EQ(checked->findings(1).sequence(), 2);
  EXPECT_EQ(checked->findings(2).sequence(), last);
  world_.Sql(absl::StrCat("DELETE FROM event WHERE sequence = ", last));
  const auto again = world_.Ask(kCentralSecretariat, &Records::CheckLog, rpb::CheckLogRequest());
  EXPECT_EQ(again->findings(2).text(), "the event is missing");
}

TEST_F(RecordServiceTest, AStoreWithoutKeyHasNoHeadAndNoReceipts) {
  World plain;
  const pb::Ballot ballot = plain.Opened(pb::BALLOT_KIND_DIS);
  const auto vote = plain.Cast(ballot.name(), "de", pb::ANSWER_APPROVE);
  ASSERT_THAT(vote, IsOk());
  EXPECT_FALSE(vote->has_receipt());
  EXPECT_THAT(plain.Ask(kNobody, &Records::GetLatestHead, rpb::GetLatestHeadRequest()),
              HasReason("NO_HEAD"));
  ASSERT_THAT(plain.Close(ballot.name()), IsOk());
  EXPECT_FALSE(plain.GetTally(ballot.name())->has_head());
  EXPECT_EQ(plain.GetTally(ballot.name())->counted_size(), 0);
}

TEST_F(RecordServiceTest, WitnessesCoSignHeads) {
  ASSERT_THAT(Receipt(1, kNobody), IsOk());
  const auto head = world_.Ask(kNobody, &Records::GetLatestHead, rpb::GetLatestHeadRequest());
  ASSERT_THAT(head, IsOk());
  rpb::AddCosignatureRequest request;
  request.set_size(head->size());
  request.mutable_cosignature()->set_witness("w");
  request.mutable_cosignature()->set_time(1'772'442'000);
  request.mutable_cosignature()->set_signature(
      witness_.signing().Sign(record::CosignedText(*head, 1'772'442'000)));
  const auto signed_head = world_.Ask(kNobody, &Records::AddCosignature, request);
  ASSERT_THAT(signed_head, IsOk());
  ASSERT_EQ(signed_head->cosignatures_size(), 1);
  EXPECT_THAT(signed_head->note(), ::testing::HasSubstr(absl::StrCat(" ", "w", " ")));
  request.mutable_cosignature()->set_time(1'772'442'001);
  EXPECT_THAT(world_.Ask(kNobody, &Records::AddCosignature, request),
              HasReason("SIGNATURE_INVALID"));
  request.mutable_cosignature()->set_witness("nobody");
  EXPECT_THAT(world_.Ask(kNobody, &Records::AddCosignature, request), HasReason("WITNESS_UNKNOWN"));
  request.set_size(1'000'000);
  EXPECT_THAT(world_.Ask(kNobody, &Records::AddCosignature, request), HasReason("NOT_FOUND"));
}

}  // namespace
}  // namespace placet::ballots
