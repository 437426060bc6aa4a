// What the board says.
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ballots/board.h"
#include "services/ballots/decide.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/tracks.h"
#include "services/ballots/words.h"

namespace placet::ballots {
namespace {

using google::protobuf::io::CodedOutputStream;
using google::protobuf::util::TimeUtil;

constexpr absl::Duration kSoon = absl::Hours(7 * 24);  // what BoardTotals.closing_soon means
// Boards kept for those who ask for the same: that of all committees in full has some megabytes.
constexpr size_t kMostBytesMade = 8 << 20;

// FNV-1a: the same in every process. It separates readers of one board, it protects nothing.
uint64_t Hash(absl::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211u;
  return hash;
}

// A field of Board or BoardEntry that holds a message.
void AppendMessage(uint32_t field, absl::string_view first, absl::string_view second,
                   std::string& out) {
  uint8_t prefix[10];
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(field << 3 | 2, prefix);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(first.size() + second.size()),
                                                end);
  out.append(reinterpret_cast<const char*>(prefix), static_cast<size_t>(end - prefix));
  out.append(first.data(), first.size());
  out.append(second.data(), second.size());
}

// The entry as everybody sees it.
pb::BoardEntry EntryOf(const pb::Ballot& ballot, const std::string& committee_reference,
                       const ProjectStanding& project, const rules::Votes& votes) {
  pb::BoardEntry entry;
  entry.set_name(ballot.name());
  entry.set_reference(ballot.reference());
  entry.set_title(ballot.title());
  entry.set_kind(ballot.kind());
  entry.set_committee(ballot.committee());
  entry.set_committee_reference(committee_reference);
  entry.set_project(ballot.project());
  entry.set_stage(project.stage);
  entry.set_limit_stage(project.limit_stage);
  entry.set_limit_date(project.limit_date);
  entry.set_target_date(project.target_date);
  *entry.mutable_open_time() = ballot.open_time();
  *entry.mutable_close_time() = ballot.close_time();
  entry.set_end_date(ballot.end_date());
  entry.set_votes_due(votes.p_members.not_voting);
  entry.set_votes_in(votes.p_members.entitled - votes.p_members.not_voting);
  entry.set_bodies(votes.all_bodies.entitled);
  entry.set_all_votes_in(votes.all_bodies.entitled - votes.all_bodies.not_voting);
  return entry;
}

}  // namespace

ProjectStanding StandingOf(const pb::Project& project) {
  ProjectStanding standing;
  standing.stage = project.stage();
  standing.target_date = project.target_date();
  for (const pb::LimitDate& limit : tracks::LimitDates(project)) {
    if (limit.reached()) continue;
    standing.limit_stage = limit.stage();
    standing.limit_date = limit.date();
    break;
  }
  return standing;
}

bool Board::View::Full(const OpenBallot& ballot) const {
  return sight.InFull(ballot.Early()).Has(ballot.committee->id);
}

const Board::Place* Board::View::PlaceOf(OpenBallot& ballot) const {
  return member < 0 ? nullptr : ballot.Find(member);
}

bool Board::View::Shows(OpenBallot& ballot) const {
  if (ballot.close_time <= now) return false;
  if (query.member.empty()) return true;
  return sight.of_body.Has(ballot.committee->id) && PlaceOf(ballot) != nullptr;
}

int64_t Board::View::Changed(const OpenBallot& ballot) const {
  const int64_t changed = Full(ballot) ? ballot.full_changed : ballot.seen_changed;
  return query.member.empty() ? changed : std::max(changed, ballot.roll_changed);
}

void Board::View::Append(OpenBallot& ballot, std::string& out) const {
  std::string& bytes = Full(ballot) ? ballot.full : ballot.seen;
  if (bytes.empty()) {
    pb::BoardEntry entry =
        EntryOf(ballot.ballot, ballot.committee->reference, ballot.project, ballot.votes);
    if (Full(ballot) && ballot.rule != nullptr) {
      Judged judged = Judge(*ballot.rule, ballot.votes);
      *entry.mutable_criteria() = std::move(judged.criteria);
      entry.set_verdict(judged.verdict);
      entry.set_proposal(judged.proposal);
    }
    // How far comments are is told after closing: of an open ballot it says what bodies have done.
    if (Full(ballot) && ballot.comments.total() > 0) {
      entry.mutable_comments()->set_total(ballot.comments.total());
    }
    bytes = entry.SerializeAsString();
  }
  std::string standing;
  if (const Place* place = PlaceOf(ballot); place != nullptr && ballot.rule != nullptr) {
    pb::BoardEntry own;
    const rules::Cast cast = place->ToCast();
    own.mutable_body()->set_entitlement(ToContract(rules::EntitlementOf(*ballot.rule, cast)));
    own.mutable_body()->set_voted(cast.answer.has_value());
    standing = own.SerializeAsString();
  }
  AppendMessage(pb::Board::kEntriesFieldNumber, bytes, standing, out);
}

absl::StatusOr<BoardAnswer> Board::Ask(const BoardQuery& query, absl::Time now, Form form) {
  std::lock_guard lock(mutex_);
  if (confirmed_ == absl::InfinitePast()) {
    return absl::UnavailableError("the board has not been loaded yet");
  }
  const auto committee = committees_.find(query.committee);
  const bool all = query.committee.empty();
  if (!all && (committee == committees_.end() || !committee->second.known)) {
    return decide::NotFound(absl::StrCat("committees/", query.committee));
  }
  absl::StatusOr<const Sight*> sight = FindSight(query, now);
  if (!sight.ok()) return sight.status();
  View view{.query = query,
            .sight = **sight,
            .scope = all ? all_ : committee->second.scope,
            .committee = all ? nullptr : &committee->second,
            .now = now,
            .member = -1,
            .key = ""};
  if (const auto number = members_.find(query.member); number != members_.end()) {
    view.member = number->second;
  }
  Turn(view.scope, now);
  BoardAnswer answer;
  answer.version = VersionOf(view);
  answer.unchanged = query.version == answer.version;
  if (answer.unchanged) {
    answer.head = Head(view, answer, form.heartbeat);
    return answer;
  }
  std::optional<Since> since;
  if (form.deltas) since = Parse(query.version, answer.version);
  answer.head = Head(view, answer, since.has_value());
  answer.body = Body(view, answer, since);
  return answer;
}

// A ballot closes, or comes to be counted as closing soon.
void Board::Turn(Scope& scope, absl::Time now) {
  if (now < scope.next_turn && now >= scope.turned) return;
  scope.turned = absl::InfinitePast();
  scope.next_turn = absl::InfiniteFuture();
  for (const OpenBallot* ballot : scope.ballots) {
    for (const absl::Time moment : {ballot->close_time, ballot->close_time - kSoon}) {
      if (moment <= now) {
        scope.turned = std::max(scope.turned, moment);
      } else {
        scope.next_turn = std::min(scope.next_turn, moment);
      }
    }
  }
}

// Of what the reader sees in full and nothing else: that a vote was changed must not move the
// version of whoever does not see it.
int64_t Board::FullChanged(const View& view, size_t early) const {
  const Committees& in_full = view.sight.in_full[early];
  if (view.committee != nullptr) {
    return in_full.Has(view.committee->id) ? view.scope.full_changed[early] : 0;
  }
  if (in_full.Everywhere()) return view.scope.full_changed[early];
  int64_t changed = 0;
  for (const std::string& id : in_full.ids) {
    const auto committee = committees_.find(id);
    if (committee == committees_.end()) continue;
    changed = std::max(changed, committee->second.scope.full_changed[early]);
  }
  return changed;
}

std::string Board::VersionOf(View& view) {
  const Scope& scope = view.scope;
  int64_t changed = std::max(scope.seen_changed, scope.removed);
  for (size_t early = 0; early < view.sight.in_full.size(); ++early) {
    changed = std::max(changed, FullChanged(view, early));
  }
  if (view.committee != nullptr) {
    const std::string& id = view.committee->id;
    view.key = id;
    for (const Committees& in_full : view.sight.in_full) {
      absl::StrAppend(&view.key, in_full.Has(id) ? "/full" : "/");
    }
    absl::StrAppend(&view.key, view.sight.of_body.Has(id) ? "/body" : "/");
  } else {
    view.key = absl::StrCat("/", view.sight.key);
  }
  if (!view.query.member.empty()) changed = std::max(changed, scope.roll_changed);
  absl::StrAppend(&view.key, " ", view.query.member, " ", references_changed_);
  const int64_t turned =
      scope.turned == absl::InfinitePast() ? 0 : absl::ToUnixMicros(scope.turned);
  return absl::StrCat(changed, ".", turned, ".", absl::Hex(Hash(view.key)), services_key_);
}

// Nothing where the reader had another board, or one of which it is not known any more what has
// changed.
std::optional<Board::Since> Board::Parse(const std::string& version,
                                         const std::string& present) const {
  const std::vector<absl::string_view> had = absl::StrSplit(version, '.');
  const std::vector<absl::string_view> has = absl::StrSplit(present, '.');
  int64_t sequence = 0, newest = 0, turned = 0;
  if (had.size() < 3 || had[2] != has[2] || !absl::SimpleAtoi(had[0], &sequence) ||
      !absl::SimpleAtoi(has[0], &newest) || !absl::SimpleAtoi(had[1], &turned)) {
    return std::nullopt;
  }
  if (sequence < first_ || sequence > newest) return std::nullopt;
  return Since{sequence, turned == 0 ? absl::InfinitePast() : absl::FromUnixMicros(turned)};
}

size_t Board::SizeOf(const Made& made) {
  constexpr size_t kAround = 400;  // bytes that keeping it takes, about
  return made.body->size() + made.key.size() + kAround;
}

std::shared_ptr<const std::string> Board::Body(const View& view, const BoardAnswer& answer,
                                               const std::optional<Since>& since) {
  const std::string key = since ? absl::StrCat(view.key, " ", view.query.version) : view.key;
  const auto known = made_by_key_.find(key);
  if (known != made_by_key_.end()) {
    made_.splice(made_.begin(), made_, known->second);
    Made& made = made_.front();
    if (made.version == answer.version) return made.body;
    made_bytes_ -= SizeOf(made);
    made_.pop_front();
    made_by_key_.erase(known);
  }
  auto body = std::make_shared<const std::string>(since ? Delta(view, *since) : Whole(view));
  made_.push_front({key, answer.version, body});
  made_by_key_[key] = made_.begin();
  made_bytes_ += SizeOf(made_.front());
  while (made_bytes_ > kMostBytesMade && made_.size() > 1) {
    made_bytes_ -= SizeOf(made_.back());
    made_by_key_.erase(made_.back().key);
    made_.pop_back();
  }
  return body;
}

std::string Board::Whole(const View& view) {
  std::string bytes;
  for (OpenBallot* ballot : view.scope.ballots) {
    if (view.Shows(*ballot)) view.Append(*ballot, bytes);
  }
  AppendMessage(pb::Board::kTotalsFieldNumber, TotalsOf(view).SerializeAsString(), "", bytes);
  return bytes;
}

std::string Board::Delta(const View& view, const Since& since) {
  pb::Board rest;
  *rest.mutable_totals() = TotalsOf(view);
  AppendClosed(view, since, rest);
  std::string bytes = rest.SerializeAsString();
  for (OpenBallot* ballot : view.scope.ballots) {
    if (view.Changed(*ballot) > since.sequence && view.Shows(*ballot)) view.Append(*ballot, bytes);
  }
  return bytes;
}

// By an event, or by the clock alone.
void Board::AppendClosed(const View& view, const Since& since, pb::Board& out) const {
  const auto concerns = [&](const Committee* committee) {
    return (view.committee == nullptr || committee == view.committee) &&
           (view.query.member.empty() || view.sight.of_body.Has(committee->id));
  };
  for (auto removed = removed_.rbegin(); removed != removed_.rend(); ++removed) {
    if (removed->sequence <= since.sequence) break;
    const bool told = removed->close_time <= since.turned;
    if (!told && concerns(removed->committee)) out.add_closed(removed->ballot);
  }
  for (const OpenBallot* ballot : view.scope.ballots) {
    if (ballot->close_time > view.now) break;
    const bool told = ballot->close_time <= since.turned;
    if (!told && concerns(ballot->committee)) out.add_closed(ballot->ballot.name());
  }
}

pb::BoardTotals Board::TotalsOf(const View& view) const {
  pb::BoardTotals totals;
  int open = 0, due = 0, in = 0, soon = 0;
  for (OpenBallot* ballot : view.scope.ballots) {
    if (!view.Shows(*ballot)) continue;
    ++open;
    if (ballot->close_time - view.now <= kSoon) ++soon;
    if (view.query.member.empty()) {
      const rules::Counts& counts = ballot->votes.p_members;
      due += counts.not_voting;
      in += counts.entitled - counts.not_voting;
    } else if (ballot->rule != nullptr) {
      const rules::Cast cast = view.PlaceOf(*ballot)->ToCast();
      const bool must = rules::EntitlementOf(*ballot->rule, cast) == rules::Entitlement::kMustVote;
      if (must) ++(cast.answer ? in : due);
    }
  }
  totals.set_open_ballots(open);
  totals.set_votes_due(due);
  totals.set_votes_in(in);
  totals.set_closing_soon(soon);
  return totals;
}

std::string Board::Head(const View& view, const BoardAnswer& answer, bool delta) const {
  pb::Board head;
  head.set_version(answer.version);
  head.set_unchanged(answer.unchanged && !delta);
  head.set_delta(delta);
  SetTime(*head.mutable_as_of(), view.now);
  const absl::Duration age = std::max(absl::ZeroDuration(), view.now - confirmed_);
  *head.mutable_age() = TimeUtil::MicrosecondsToDuration(absl::ToInt64Microseconds(age));
  std::string bytes = head.SerializeAsString();
  if (!head.unchanged()) bytes.append(services_);
  return bytes;
}

}  // namespace placet::ballots
