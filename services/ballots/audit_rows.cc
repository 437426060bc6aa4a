// The tables against what the events say of them: each column by name.
#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/ballots/audit_report.h"
#include "services/ballots/decide.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"

namespace placet::ballots::audit {
namespace {

using google::protobuf::Value;
using Columns = std::map<std::string, std::string>;  // column -> value as text; NULL is ""

// "7", "true", "de", "[1,2]".
std::string TextOf(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return value.string_value();
    case Value::kNumberValue:
      return absl::StrCat(std::llround(value.number_value()));
    case Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case Value::kListValue:
      return absl::StrCat(
          "[",
          absl::StrJoin(value.list_value().values(), ",",
                        [](std::string* out, const Value& item) { out->append(TextOf(item)); }),
          "]");
    case Value::kStructValue: {
      std::string json;
      (void)google::protobuf::util::MessageToJsonString(value, &json);
      return json;
    }
    default:
      return "";
  }
}

std::string ListOf(const std::vector<int64_t>& numbers) {
  return absl::StrCat("[", absl::StrJoin(numbers, ","), "]");
}

// PostgreSQL's "2026-03-02T09:00:00.5+00:00" as the contract's; what is no time stays as it is.
std::string InstantOf(const std::string& text) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return text;
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

std::string InstantOf(bool has, const google::protobuf::Timestamp& stamp) {
  if (!has) return "";
  return absl::FormatTime(absl::RFC3339_full, GetTime(stamp), absl::UTCTimeZone());
}

// JSON in the form of the contract, made alike.
template <class Message>
std::string Alike(const std::string& json) {
  Message message;
  FromJson(json, message);
  return ToJson(message);
}

struct Row {
  Columns columns;
  bool expected = false;
};
// Rows by table and key.
using Rows = std::map<std::pair<std::string, std::string>, Row>;

std::string KeyOf(const std::string& table, const Columns& columns) {
  const auto at = [&](const char* column) {
    const auto found = columns.find(column);
    return found == columns.end() ? std::string() : found->second;
  };
  if (table == "late_vote") return at("event");
  if (table == "decision") return at("number");
  return table == "ballot" || table == "result" ? "" : at("member");
}

std::string PlaceOf(const std::string& table, const std::string& key) {
  return key.empty() ? table : absl::StrCat(table, " ", key);
}

Rows Read(const Bundle& bundle, Report& report) {
  Rows rows;
  for (const record::v1::StoredRow& stored : bundle.rows()) {
    google::protobuf::Struct fields;
    if (!google::protobuf::util::JsonStringToMessage(stored.columns(), &fields).ok()) {
      report.Add(0, stored.table(), "a row cannot be read");
      continue;
    }
    Row row;
    for (const auto& [name, value] : fields.fields()) row.columns[name] = TextOf(value);
    const std::string key = KeyOf(stored.table(), row.columns);
    const bool first = rows.emplace(std::pair(stored.table(), key), std::move(row)).second;
    if (!first) report.Add(0, PlaceOf(stored.table(), key), "the row stands twice");
  }
  return rows;
}

// A row must be there with these columns.
void Expect(Rows& rows, const std::string& table, const std::string& key, int64_t sequence,
            const Columns& expected, Report& report) {
  const std::string place = PlaceOf(table, key);
  const auto found = rows.find({table, key});
  if (found == rows.end()) return report.Add(sequence, place, "the row is missing");
  found->second.expected = true;
  for (const auto& [column, value] : expected) {
    report.Same(sequence, absl::StrCat(place, " ", column), found->second.columns[column], value);
  }
}

// Columns that are written in more than one way, made alike.
void MakeAlike(Rows& rows) {
  for (auto& [key, row] : rows) {
    for (const char* column : {"cast_time", "open_time", "close_time"}) {
      const auto found = row.columns.find(column);
      if (found != row.columns.end()) found->second = InstantOf(found->second);
    }
    const auto details = row.columns.find("details");
    if (details != row.columns.end()) details->second = Alike<pb::Vote>(details->second);
    const auto given = row.columns.find("given");
    if (given != row.columns.end()) given->second = Alike<pb::Ballot>(given->second);
  }
}

void CheckVoteRows(const Bundle& bundle, const Leaves& leaves, Rows& rows, Report& report) {
  std::map<std::string, std::vector<int64_t>> events;  // by subject
  for (const auto& [sequence, leaf] : leaves) {
    if (leaf.event.has_vote()) events[leaf.entry->subject()].push_back(sequence);
  }
  const std::string ballot = LastId(bundle.ballot());
  for (const auto& [subject, numbers] : events) {
    const int64_t last = numbers.back();
    const pb::Vote& vote = leaves.at(last).event.vote();
    if (absl::StrContains(subject, "/late-votes/")) {
      for (const int64_t number : numbers) {
        Expect(rows, "late_vote", absl::StrCat(number), number,
               {{"ballot", ballot}, {"member", LastId(subject)}}, report);
      }
      continue;
    }
    Expect(rows, "vote", LastId(subject), last,
           {{"ballot", ballot},
            {"answer", absl::StrCat(static_cast<int>(vote.answer()))},
            {"text", vote.text()},
            {"details", Details(vote)},
            {"revision", absl::StrCat(vote.revision())},
            {"caster", vote.caster()},
            {"cast_time", InstantOf(vote.has_cast_time(), vote.cast_time())},
            {"events", ListOf(numbers)}},
           report);
    report.Same(last, absl::StrCat("event ", subject, " actor"), leaves.at(last).entry->actor(),
                vote.caster());
  }
}

int64_t RollChanges(const Leaves& leaves, int64_t& rolls,
                    std::map<std::string, std::vector<int64_t>>& by_member) {
  for (const auto& [sequence, leaf] : leaves) {
    if (!leaf.event.has_roll_entry()) continue;
    ++rolls;
    by_member[LastId(leaf.entry->subject())].push_back(sequence);
  }
  return rolls;
}

// The list of bodies without a seat is one list, the one that the ballot names.
void CheckList(int64_t result, Rows& rows, Report& report) {
  const auto ballot = rows.find({"ballot", ""});
  if (ballot == rows.end()) return;  // which is said by itself
  const std::string named = ballot->second.columns["body_list"];
  for (auto& [key, row] : rows) {
    if (key.first != "body_list") continue;
    report.Same(result, absl::StrCat("body_list ", key.second, " list"), row.columns["list"],
                named);
  }
}

// Who was counted has a row on the roll, or is on the list of bodies without a seat.
void CheckRollRows(const Bundle& bundle, const Leaves& leaves, int64_t result,
                   const pb::Tally& tally, Rows& rows, Report& report) {
  int64_t changes = 0;
  std::map<std::string, std::vector<int64_t>> events;
  RollChanges(leaves, changes, events);
  for (const pb::CountedBody& counted : tally.counted()) {
    const std::string member = LastId(counted.member());
    const bool seated = counted.status() != pb::MEMBER_STATUS_NEITHER ||
                        counted.status_at_opening() != pb::MEMBER_STATUS_NEITHER;
    if (!seated && rows.count({"roll", member}) == 0) {
      Expect(rows, "body_list", member, result,
             {{"country", counted.country()}, {"acronym", counted.acronym()}}, report);
      continue;
    }
    Expect(rows, "roll", member, result,
           {{"ballot", LastId(bundle.ballot())},
            {"country", counted.country()},
            {"acronym", counted.acronym()},
            {"full_member", counted.full_member() ? "true" : "false"},
            {"status_at_opening", absl::StrCat(static_cast<int>(counted.status_at_opening()))},
            {"status", absl::StrCat(static_cast<int>(counted.status()))},
            {"events", ListOf(events[member])}},
           report);
  }
  int64_t others = 0;
  for (auto& [key, row] : rows) {
    const bool listed = key.first == "body_list" && rows.count({"roll", key.second}) == 0;
    const bool on_roll = key.first == "roll" && row.columns["full_member"] == "true";
    if (!row.expected && (listed || on_roll)) ++others;
    if (key.first == "body_list") row.expected = true;
    if (key.first != "roll" || row.expected) continue;
    row.expected = true;
    report.Same(result, absl::StrCat("roll ", key.second, " ballot"), row.columns["ballot"],
                LastId(bundle.ballot()));
    report.Same(result, absl::StrCat("roll ", key.second, " events"), row.columns["events"],
                ListOf(events[key.second]));
    report.Same(result, absl::StrCat("roll ", key.second, " status"), row.columns["status"], "3");
    report.Same(result, absl::StrCat("roll ", key.second, " status_at_opening"),
                row.columns["status_at_opening"], "3");
  }
  CheckList(result, rows, report);
  report.Same(result, "body_list, and ballot body_list: bodies that were not counted",
              absl::StrCat(others), absl::StrCat(tally.others()));
}

Columns BallotColumns(const pb::Ballot& ballot) {
  return {{"project", LastId(ballot.project())},
          {"committee", LastId(ballot.committee())},
          {"kind", absl::StrCat(static_cast<int>(ballot.kind()))},
          {"draft", absl::StrCat(ballot.draft())},
          {"reference", ballot.reference()},
          {"title", ballot.title()},
          {"rules_edition", ballot.rules_edition()},
          {"note", ballot.note()},
          {"given", Given(ballot)},
          {"end_date", ballot.end_date()},
          {"state", absl::StrCat(static_cast<int>(ballot.state()))},
          {"open_time", InstantOf(ballot.has_open_time(), ballot.open_time())},
          {"close_time", InstantOf(ballot.has_close_time(), ballot.close_time())},
          {"creator", ballot.creator()},
          {"opener", ballot.opener()},
          {"reason", ballot.reason()},
          {"stage_before", ballot.stage_before()},
          {"change_until", ballot.change_until()},
          {"opens_on", ballot.opens_on()},
          {"scheduler", ballot.scheduler()},
          {"opening_refused", ballot.opening_refused()}};
}

void CheckBallotRow(const Bundle& bundle, const Leaves& leaves, const pb::Tally* tally, Rows& rows,
                    Report& report) {
  int64_t last = 0;
  int64_t rolls = 0;
  std::map<std::string, std::vector<int64_t>> by_member;
  RollChanges(leaves, rolls, by_member);
  for (const auto& [sequence, leaf] : leaves) {
    if (leaf.event.has_ballot()) last = sequence;
  }
  if (last == 0) return report.Add(0, "ballot", "no event says what the ballot is");
  const pb::Ballot& ballot = leaves.at(last).event.ballot();
  Columns expected = BallotColumns(ballot);
  expected["ballot"] = LastId(bundle.ballot());
  std::string version = ballot.etag();
  version.erase(std::remove(version.begin(), version.end(), '"'), version.end());
  expected["version"] = version;
  expected["roll_version"] = absl::StrCat(rolls + 1);
  if (const rules::Rule* rule = decide::RuleOf(ballot, "", absl::InfinitePast())) {
    expected["electorate"] = absl::StrCat(static_cast<int>(ToContract(*rule).electorate()));
  }
  if (tally != nullptr) expected["secretariat"] = LastId(tally->secretariat());
  Expect(rows, "ballot", "", last, expected, report);
}

void CheckResultRow(const Bundle& bundle, const Leaves& leaves, const std::vector<int64_t>& results,
                    Rows& rows, Report& report) {
  if (results.empty()) return;
  std::map<std::string, int64_t> revisions;
  for (const auto& [sequence, leaf] : leaves) {
    const bool cast = leaf.event.has_vote() && absl::StrContains(leaf.entry->subject(), "/votes/");
    if (cast && sequence < results.back()) {
      revisions[leaf.entry->subject()] = leaf.event.vote().revision();
    }
  }
  int64_t sum = 0;
  for (const auto& [subject, revision] : revisions) sum += revision;
  Expect(rows, "result", "", results.back(),
         {{"ballot", LastId(bundle.ballot())},
          {"event", absl::StrCat(results.back())},
          {"events", ListOf(results)},
          {"revisions", absl::StrCat(sum)}},
         report);
}

// A decision has a row; an objection to it is another event of the same name.
void CheckDecisionRows(const Bundle& bundle, const Leaves& leaves, Rows& rows, Report& report) {
  std::set<std::string> known;
  for (const auto& [sequence, leaf] : leaves) {
    if (!leaf.event.has_decision() || !known.insert(leaf.entry->subject()).second) continue;
    const pb::Decision& decision = leaf.event.decision();
    std::string first_due;
    for (const pb::DecisionDue& due : decision.dues()) {
      if (due.done() || due.day().empty()) continue;
      if (first_due.empty() || due.day() < first_due) first_due = due.day();
    }
    Expect(rows, "decision", LastId(leaf.entry->subject()), sequence,
           {{"ballot", LastId(bundle.ballot())},
            {"committee", LastId(decision.committee())},
            {"result", absl::StrCat(decision.result_event())},
            {"event", absl::StrCat(sequence)},
            {"first_due", first_due}},
           report);
  }
}

}  // namespace

void CheckRows(const Bundle& bundle, const Leaves& leaves, Report& report) {
  Rows rows = Read(bundle, report);
  MakeAlike(rows);
  std::vector<int64_t> results;
  for (const auto& [sequence, leaf] : leaves) {
    if (leaf.event.has_tally()) results.push_back(sequence);
  }
  const pb::Tally* tally = results.empty() ? nullptr : &leaves.at(results.back()).event.tally();
  if (tally != nullptr && !tally->has_head()) tally = nullptr;
  CheckVoteRows(bundle, leaves, rows, report);
  if (tally != nullptr) CheckRollRows(bundle, leaves, results.back(), *tally, rows, report);
  CheckBallotRow(bundle, leaves, tally, rows, report);
  CheckResultRow(bundle, leaves, results, rows, report);
  CheckDecisionRows(bundle, leaves, rows, report);
  for (const auto& [key, row] : rows) {
    const bool of_roll = key.first == "roll" || key.first == "body_list";
    if (row.expected || (of_roll && tally == nullptr)) continue;
    report.Add(0, absl::StrCat(key.first, " ", key.second), "no event says that there is this row");
  }
}

}  // namespace placet::ballots::audit
