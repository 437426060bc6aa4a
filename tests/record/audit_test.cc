// Bundles of real ballots: what verifies, and what is found when any column of any table that feeds
// a result was changed, by whoever may write to the store as they like.
#include "services/ballots/audit.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/record/service.h"
#include "tests/ballots/harness.h"
#include "tests/record/keys.h"

namespace placet::ballots {
namespace {

namespace rpb = placet::record::v1;
using record::Keys;
using ::testing::IsEmpty;
using ::testing::Not;

// The superuser's way around every guard.
constexpr char kAnything[] = "SET session_replication_role = replica; ";

class AuditTest : public ::testing::Test {
 protected:
  AuditTest() : world_({.record_key = keys_.secret()}) {}

  // A DIS with a replaced vote, one against, an abstention, a body without seat, a body whose
  // status changes meanwhile, a result, a late vote that is in none, and a decision.
  void Hold() {
    ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
    first_ = Cast("de", pb::ANSWER_ABSTAIN);
    last_ = Cast("de", pb::ANSWER_APPROVE);
    Cast("fr", pb::ANSWER_DISAPPROVE, "reasons");
    Cast("se", pb::ANSWER_ABSTAIN);
    Cast("br", pb::ANSWER_APPROVE_WITH_COMMENTS, "comments");
    world_.Change("us", mpb::SEAT_STATUS_O);
    world_.CatchUp();
    EXPECT_THAT(world_.Close(ballot_), IsOk());
    pb::RecordLateVoteRequest late;
    late.mutable_vote()->set_name(ballot_ + "/votes/jp");
    late.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    late.set_reason("came by letter");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::RecordLateVote, late), IsOk());
    pb::DecideBallotRequest decide;
    decide.set_ballot(ballot_);
    decide.set_option("revised-dis");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &DecisionStub::DecideBallot, decide), IsOk());
  }

  pb::Vote Cast(const std::string& member, pb::Answer answer, const std::string& text = "") {
    const auto vote = world_.Cast(ballot_, member, answer, text);
    EXPECT_THAT(vote, IsOk());
    return vote.value_or(pb::Vote());
  }

  absl::StatusOr<rpb::Bundle> Export(std::vector<int64_t> kept = {},
                                     const std::string& caller = kNobody) {
    rpb::ExportBundleRequest request;
    request.set_ballot(ballot_);
    for (const int64_t size : kept) request.add_kept_sizes(size);
    const auto stub = rpb::RecordService::NewStub(world_.channel());
    const auto context = placet::testing::ContextOf(caller);
    const auto reader = stub->ExportBundle(context.get(), request);
    rpb::Bundle bundle;
    for (rpb::Bundle piece; reader->Read(&piece);) bundle.MergeFrom(piece);
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return bundle;
  }

  std::vector<rpb::Finding> Check(const rpb::Bundle& bundle, audit::Kept kept = {}) {
    if (!kept.key) kept.key = keys_.verifying();
    return audit::Check(bundle, kept);
  }

  // What a fresh export shows; a refused one is a finding, too.
  std::string Found() {
    const auto bundle = Export();
    if (!bundle.ok()) return std::string(bundle.status().message());
    std::string all;
    for (const rpb::Finding& finding : Check(*bundle)) {
      absl::StrAppend(&all, finding.sequence(), " ", finding.place(), ": ", finding.text(), "\n");
    }
    return all;
  }

  std::string Sql(const std::string& sql) const {
    return std::string(absl::StripAsciiWhitespace(world_.Sql(sql)));
  }

  const Keys keys_;
  World world_;
  std::string ballot_;
  pb::Vote first_;
  pb::Vote last_;
};

TEST_F(AuditTest, WhatNobodyTouchedVerifies) {
  Hold();
  const auto bundle = Export();
  ASSERT_THAT(bundle, IsOk());
  EXPECT_GE(bundle->entries_size(), 10);
  EXPECT_EQ(Found(), "");
}

TEST_F(AuditTest, TheResultNamesWhichVotesItCounted) {
  Hold();
  const auto tally = world_.GetTally(ballot_);
  ASSERT_THAT(tally, IsOk());
  EXPECT_GE(tally->head().size(), last_.receipt().sequence());
  std::map<std::string, int64_t> counted;
  for (const auto& body : tally->counted()) counted[body.member()] = body.sequence();
  EXPECT_EQ(counted["members/de"], last_.receipt().sequence());
  EXPECT_EQ(counted["members/us"], 0);
  EXPECT_NE(counted["members/br"], 0);
}

TEST_F(AuditTest, AllKindsVerify) {
  const std::pair<pb::BallotKind, pb::Answer> kinds[] = {
      {pb::BALLOT_KIND_NP, pb::ANSWER_APPROVE},
      {pb::BALLOT_KIND_FDIS, pb::ANSWER_DISAPPROVE},
      {pb::BALLOT_KIND_DTS, pb::ANSWER_APPROVE},
      {pb::BALLOT_KIND_DTR, pb::ANSWER_APPROVE}};
  int project = 10;
  for (const auto& [kind, answer] : kinds) {
    ballot_ = world_.Opened(kind, absl::StrCat("projects/iso-", ++project)).name();
    (void)world_.Cast(ballot_, "de", answer, "text");
    ASSERT_THAT(world_.Close(ballot_), IsOk());
    EXPECT_EQ(Found(), "") << ballot_;
  }
}

TEST_F(AuditTest, BundlesAreSecretWhileTheBallotIsOpen) {
  ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Export(), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(Export({}, kVoterDe), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(Export({}, kManager), HasReason("SECRET_WHILE_OPEN"));  // a DIS is not its own
  EXPECT_THAT(Export({}, kCentralSecretariat), IsOk());
  ballot_ = "ballots/none";
  EXPECT_THAT(Export(), HasReason("NOT_FOUND"));
}

TEST_F(AuditTest, ReceiptsAndKeptHeadsAreFoundInTheBundle) {
  Hold();
  rpb::GetReceiptRequest request;
  request.set_sequence(last_.receipt().sequence());
  const auto receipt = world_.Ask(kVoters, &RecordStub::GetReceipt, request);
  ASSERT_THAT(receipt, IsOk());
  audit::Kept kept;
  kept.receipts.push_back(*receipt);
  kept.heads.push_back(*record::ParseNote(receipt->head().note()));
  ASSERT_THAT(world_.PutProject("iso-77", "40.20").name(), Not(IsEmpty()));
  const auto bundle = Export({receipt->head().size()});
  ASSERT_THAT(bundle, IsOk());
  EXPECT_THAT(Check(*bundle, kept), IsEmpty());
  // A head of the right form that somebody else has signed, or of another history.
  audit::Kept forged = kept;
  forged.heads[0].set_size(forged.heads[0].size() - 1);
  EXPECT_THAT(Check(*bundle, forged), Not(IsEmpty()));
  forged = kept;
  forged.heads[0].set_root(std::string(32, 'x'));
  record::SignHead(keys_.signing(), forged.heads[0]);
  EXPECT_THAT(Check(*bundle, forged), Not(IsEmpty()));
  forged = kept;
  forged.key = Keys().verifying();
  EXPECT_THAT(Check(*bundle, forged), Not(IsEmpty()));
  forged = kept;
  forged.receipts[0].mutable_entry()->set_sequence(receipt->entry().sequence() + 1);
  EXPECT_THAT(Check(*bundle, forged), Not(IsEmpty()));
}

// --- Whoever may write to the store.

// A column's value as another one of its type.
std::string Flipped(const std::string& column, const std::string& type) {
  const std::string c = absl::StrCat("\"", column, "\"");
  if (type == "text") return absl::StrCat("coalesce(", c, ", '') || 'x'");
  if (type == "boolean") return "NOT " + c;
  if (type == "bytea") {
    return absl::StrCat("CASE WHEN coalesce(length(", c, "), 0) = 0 THEN '\\x01' ELSE set_byte(", c,
                        ", length(", c, ") - 1, (get_byte(", c, ", length(", c,
                        ") - 1) + 1) % 256) END");
  }
  if (type == "timestamp with time zone") {
    return absl::StrCat("coalesce(", c, ", now()) + interval '1 second'");
  }
  if (type == "date") return absl::StrCat("coalesce(", c, ", '2026-01-01') + 1");
  if (type == "uuid") return "gen_random_uuid()";
  if (type == "ARRAY") return c + " || 1::bigint";
  if (type == "jsonb") {
    return column == "given" ? "'{\"period_reason\": \"x\"}'" : "'{\"behalf_reason\": \"x\"}'";
  }
  return absl::StrCat("coalesce(", c, ", 0) + 1000");
}

struct Target {
  const char* table;
  std::string row;
};

TEST_F(AuditTest, AnyColumnThatWasChangedIsFoundAndNamed) {
  Hold();
  ASSERT_EQ(Found(), "");
  const std::string mine = absl::StrCat("ballot = '", ballot_.substr(8), "'");
  const std::string event = "sequence = ";
  const Target targets[] = {
      {"ballot", mine},
      {"roll", mine + " AND member = 'de'"},
      {"roll", mine + " AND member = 'us'"},
      {"vote", mine + " AND member = 'de'"},
      {"vote", mine + " AND member = 'br'"},
      {"body_list", "member = 'br'"},
      {"result", mine},
      {"late_vote", mine},
      {"decision", mine},
      {"event", absl::StrCat(event, last_.receipt().sequence())},
      {"event", absl::StrCat(event, first_.receipt().sequence())},
      {"event", absl::StrCat(event, "(SELECT event FROM result WHERE ", mine, ")")},
      {"tile", "true"},
      {"tree_head", "size = (SELECT max(size) FROM tree_head)"},
      {"log", "true"}};
  int changed = 0;
  for (const Target& target : targets) {
    const std::string columns = Sql(
        absl::StrCat("SELECT string_agg(concat(column_name, ':', data_type), ',') FROM "
                     "information_schema.columns "
                     "WHERE table_schema = 'ballots' AND is_generated = 'NEVER' AND table_name = '",
                     target.table, "'"));
    std::vector<std::string> names;
    for (const absl::string_view part : absl::StrSplit(columns, ',')) {
      const std::pair<std::string, std::string> column = absl::StrSplit(part, ':');
      names.push_back(absl::StrCat("\"", column.first, "\""));
    }
    const std::string list = absl::StrJoin(names, ",");
    Sql(absl::StrCat("CREATE TABLE saved AS TABLE ", target.table));
    for (const absl::string_view part : absl::StrSplit(columns, ',')) {
      const std::pair<std::string, std::string> column = absl::StrSplit(part, ':');
      if (column.first == "one") continue;  // there is no other value
      Sql(absl::StrCat(kAnything, "UPDATE ", target.table, " SET \"", column.first,
                       "\" = ", Flipped(column.first, column.second), " WHERE ", target.row));
      const std::string found = Found();
      EXPECT_NE(found, "") << target.table << "." << column.first << " where " << target.row;
      // The row, the column or the number of the event is in what is said.
      const bool named = absl::StrContains(found, target.table) ||
                         absl::StrContains(found, column.first) ||
                         absl::StrContains(found, "record") || absl::StrContains(found, ballot_);
      EXPECT_TRUE(named) << target.table << "." << column.first << " found as " << found;
      ++changed;
      Sql(absl::StrCat(kAnything, "DELETE FROM ", target.table, "; INSERT INTO ", target.table,
                       " (", list, ") SELECT ", list, " FROM saved"));
    }
    Sql("DROP TABLE saved");
  }
  EXPECT_GT(changed, 80);
  EXPECT_EQ(Found(), "");
}

TEST_F(AuditTest, DroppedInsertedAndSwappedRowsAreFound) {
  Hold();
  const std::string mine = absl::StrCat(" WHERE ballot = '", ballot_.substr(8), "'");
  const int64_t last = last_.receipt().sequence();
  const int64_t first = first_.receipt().sequence();
  const std::string harms[] = {
      absl::StrCat("DELETE FROM event WHERE sequence = ", last),
      absl::StrCat("DELETE FROM event WHERE sequence = ", first),
      absl::StrCat("DELETE FROM vote", mine, " AND member = 'fr'"),
      absl::StrCat("DELETE FROM roll", mine, " AND member = 'jp'"),
      absl::StrCat("DELETE FROM result", mine),
      absl::StrCat("DELETE FROM late_vote", mine),
      absl::StrCat("DELETE FROM decision", mine),
      "INSERT INTO decision SELECT ballot, number + 1, committee, result, event, first_due FROM "
      "decision" +
          mine,
      "INSERT INTO vote SELECT ballot, 'jp', answer, text, details, revision, caster, cast_time, "
      "events FROM vote" +
          mine + " AND member = 'de'",
      "INSERT INTO roll SELECT ballot, 'al', country, acronym, full_member, status_at_opening, "
      "status FROM roll" +
          mine +
          " AND member = 'de' ON CONFLICT (ballot, member) DO UPDATE "
          "SET status = excluded.status",
      absl::StrCat(
          "INSERT INTO event (sequence, actor, subject, ballot, change) SELECT "
          "(SELECT max(sequence) + 1 FROM event), actor, subject, ballot, change FROM event "
          "WHERE sequence = ",
          first),
      absl::StrCat("UPDATE event SET sequence = -1 WHERE sequence = ", first,
                   "; UPDATE event SET sequence = ", first, " WHERE sequence = ", last,
                   "; UPDATE event SET sequence = ", last, " WHERE sequence = -1")};
  const char* const tables[] = {"event", "vote", "roll", "result", "late_vote", "decision"};
  std::map<std::string, std::string> columns;
  for (const char* table : tables) {
    columns[table] = Sql(absl::StrCat(
        "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns WHERE "
        "table_schema = 'ballots' AND is_generated = 'NEVER' AND table_name = '",
        table, "'"));
    Sql(absl::StrCat("CREATE TABLE saved_", table, " AS TABLE ", table));
  }
  for (const std::string& harm : harms) {
    Sql(kAnything + harm);
    EXPECT_NE(Found(), "") << harm;
    for (const char* table : tables) {
      Sql(absl::StrCat(kAnything, "DELETE FROM ", table, "; INSERT INTO ", table, " (",
                       columns[table], ") SELECT ", columns[table], " FROM saved_", table));
    }
  }
  EXPECT_EQ(Found(), "");
}

// A bundle is a file: whoever hands it on may write what no table could hold.
TEST_F(AuditTest, RowsThatStandTwiceAndForgedNotesAreFound) {
  Hold();
  const auto bundle = Export();
  ASSERT_THAT(bundle, IsOk());
  ASSERT_THAT(Check(*bundle), IsEmpty());
  for (int i = 0; i < bundle->rows_size(); ++i) {
    rpb::Bundle twice = *bundle;
    rpb::StoredRow forged = bundle->rows(i);
    *twice.add_rows() = std::move(forged);
    for (int at = twice.rows_size() - 1; at > i; --at)
      twice.mutable_rows()->SwapElements(at, at - 1);
    EXPECT_THAT(Check(twice), Not(IsEmpty())) << bundle->rows(i).table();
  }
  rpb::Bundle noted = *bundle;
  noted.mutable_head()->mutable_note()->insert(0, "x");
  EXPECT_THAT(Check(noted), Not(IsEmpty()));
}

TEST_F(AuditTest, EveryFieldOfAReceiptIsHeldAgainstTheOthers) {
  Hold();
  rpb::GetReceiptRequest request;
  request.set_sequence(last_.receipt().sequence());
  const auto receipt = world_.Ask(kVoters, &RecordStub::GetReceipt, request);
  ASSERT_THAT(receipt, IsOk());
  const auto found = [&](auto change) {
    rpb::ProvenReceipt changed = *receipt;
    change(changed);
    return audit::CheckReceipt(changed, keys_.verifying());
  };
  EXPECT_THAT(found([](auto&) {}), IsEmpty());
  EXPECT_THAT(found([](auto& r) { r.mutable_entry()->set_log("x"); }), Not(IsEmpty()));
  EXPECT_THAT(found([](auto& r) { r.mutable_proof()->set_sequence(1); }), Not(IsEmpty()));
  EXPECT_THAT(found([](auto& r) { r.mutable_proof()->set_tree_size(1); }), Not(IsEmpty()));
  EXPECT_THAT(found([](auto& r) { r.mutable_proof()->set_leaf("x"); }), Not(IsEmpty()));
  EXPECT_THAT(found([](auto& r) { r.mutable_head()->set_note("x"); }), Not(IsEmpty()));
}

// The most that an operator can do: change the vote, its event, and seal it all again. Whoever has
// kept a receipt or a head finds it.
TEST_F(AuditTest, WhoSealsAnotherHistoryIsFoundByWhoKeptAHead) {
  Hold();
  rpb::GetReceiptRequest request;
  request.set_sequence(last_.receipt().sequence());
  const auto receipt = world_.Ask(kVoters, &RecordStub::GetReceipt, request);
  ASSERT_THAT(receipt, IsOk());
  Sql(absl::StrCat(kAnything, "UPDATE event SET actor = 'people/eve' WHERE sequence = ",
                   last_.receipt().sequence(), "; DELETE FROM tree_head; DELETE FROM tile"));
  world_.Restart();
  audit::Kept kept;
  kept.receipts.push_back(*receipt);
  kept.heads.push_back(*record::ParseNote(receipt->head().note()));
  const auto bundle = Export({receipt->head().size()});
  ASSERT_THAT(bundle, IsOk());
  EXPECT_THAT(Check(*bundle, kept), Not(IsEmpty()));
}

}  // namespace
}  // namespace placet::ballots
