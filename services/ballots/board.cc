// What happens to the board.
#include "services/ballots/board.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"

namespace placet::ballots {
namespace {

// How many closed ballots are remembered, for those who ask what has changed.
constexpr size_t kMostRemoved = 4096;

// "iso-dis-1" and "de" of "ballots/iso-dis-1/votes/de" and "ballots/iso-dis-1/roll/de".
struct OnRoll {
  std::string ballot;
  std::string member;
};

OnRoll Split(const std::string& subject) {
  constexpr size_t kBegin = sizeof("ballots/") - 1;
  const size_t end = subject.find('/', kBegin);
  if (end == std::string::npos) return {};
  return {subject.substr(kBegin, end - kBegin), LastId(subject)};
}

// From then on nothing opens it again.
bool IsOver(const pb::Ballot& ballot) {
  return decide::StateAt(ballot, absl::InfinitePast()) != pb::BALLOT_STATE_OPEN;
}

// Without what the board does not show.
pb::Ballot Lean(pb::Ballot ballot) {
  ballot.clear_documents();
  ballot.clear_note();
  ballot.clear_reason();
  ballot.clear_questions();
  return ballot;
}

// What everybody sees of the votes.
bool SameNumbers(const rules::Votes& a, const rules::Votes& b) {
  return a.p_members.entitled == b.p_members.entitled &&
         a.p_members.not_voting == b.p_members.not_voting &&
         a.all_bodies.entitled == b.all_bodies.entitled &&
         a.all_bodies.not_voting == b.all_bodies.not_voting;
}

}  // namespace

rules::Cast Board::Place::ToCast() const {
  rules::Cast cast{.status = status, .full_member = full_member};
  cast.answer = ToRules(static_cast<pb::Answer>(answer));
  cast.has_reasons = has_reasons;
  cast.names_expert = names_expert;
  cast.takes_part = takes_part;
  cast.uses = uses;
  return cast;
}

void Board::Place::Set(const rules::Cast& cast) {
  status = cast.status;
  full_member = cast.full_member;
  answer =
      static_cast<uint8_t>(cast.answer ? ToContract(*cast.answer) : pb::ANSWER_UNSPECIFIED) & 15;
  has_reasons = cast.has_reasons;
  names_expert = cast.names_expert;
  takes_part = cast.takes_part;
  uses = cast.uses;
}

Board::Committee& Board::CommitteeOf(const std::string& id) {
  Committee& committee = committees_[id];
  committee.id = id;
  return committee;
}

uint16_t Board::NumberOf(const std::string& member) {
  const auto next = static_cast<uint16_t>(members_.size());
  const auto [found, added] = members_.emplace(member, next);
  if (added) names_.push_back(&found->first);
  return found->second;
}

Board::Place* Board::OpenBallot::Find(int member) {
  const auto found = std::lower_bound(roll.begin(), roll.end(), member,
                                      [](const Place& a, int b) { return a.member < b; });
  return found != roll.end() && found->member == member ? &*found : nullptr;
}

rules::Early Board::OpenBallot::Early() const { return decide::EarlyOf(ballot, rule); }

void Board::Begin(int64_t sequence) {
  std::lock_guard lock(mutex_);
  sequence_ = first_ = sequence;
}

void Board::Fill(std::vector<LoadedBallot> ballots) {
  {
    std::lock_guard lock(mutex_);
    for (LoadedBallot& loaded : ballots) Touch(Put(std::move(loaded)), sequence_, true, true);
    Settle();
  }
  on_change_();
}

Board::OpenBallot& Board::Put(LoadedBallot loaded) {
  const std::string id = LastId(loaded.ballot.name());
  std::unique_ptr<OpenBallot>& ballot = ballots_[id];
  if (ballot == nullptr) {
    ballot = std::make_unique<OpenBallot>();
  } else {
    Erase(*ballot);
  }
  ballot->ballot = Lean(std::move(loaded.ballot));
  ballot->project = std::move(loaded.project);
  ballot->comments = std::move(loaded.comments);
  ballot->rule = decide::RuleOf(ballot->ballot, "", absl::InfinitePast());
  ballot->committee = &CommitteeOf(LastId(ballot->ballot.committee()));
  ballot->loaded = loaded.sequence;
  ballot->roll.clear();
  ballot->roll.reserve(loaded.roll.size());
  for (const LoadedBallot::Body& body : loaded.roll) {
    Place place{};
    place.member = NumberOf(body.member);
    place.Set(body.cast);
    ballot->roll.push_back(place);
  }
  std::sort(ballot->roll.begin(), ballot->roll.end(),
            [](const Place& a, const Place& b) { return a.member < b.member; });
  Insert(*ballot);
  return *ballot;
}

void Board::Insert(OpenBallot& ballot) {
  ballot.close_time = GetTime(ballot.ballot.close_time());
  const auto before = [](const OpenBallot* a, const OpenBallot* b) {
    if (a->close_time != b->close_time) return a->close_time < b->close_time;
    return a->ballot.name() < b->ballot.name();
  };
  for (Scope* scope : {&all_, &ballot.committee->scope}) {
    scope->ballots.insert(
        std::upper_bound(scope->ballots.begin(), scope->ballots.end(), &ballot, before), &ballot);
    scope->next_turn = absl::InfinitePast();
  }
  by_project_.emplace(ballot.ballot.project(), &ballot);
}

void Board::Erase(OpenBallot& ballot) {
  for (Scope* scope : {&all_, &ballot.committee->scope}) {
    std::erase(scope->ballots, &ballot);
    scope->next_turn = absl::InfinitePast();
  }
  const auto [begin, end] = by_project_.equal_range(ballot.ballot.project());
  by_project_.erase(std::find_if(begin, end, [&](const auto& of) { return of.second == &ballot; }));
}

void Board::Remove(const std::string& id, int64_t sequence) {
  const auto found = ballots_.find(id);
  if (found == ballots_.end()) return;
  OpenBallot& ballot = *found->second;
  Erase(ballot);
  touched_.erase(&ballot);
  for (Scope* scope : {&all_, &ballot.committee->scope}) scope->removed = sequence;
  removed_.push_back({sequence, ballot.close_time, ballot.ballot.name(), ballot.committee});
  if (removed_.size() > kMostRemoved) {
    first_ = removed_.front().sequence;
    removed_.pop_front();
  }
  ballots_.erase(found);
}

std::vector<std::string> Board::Wanted(const std::vector<LogEntry>& entries) {
  std::lock_guard lock(mutex_);
  std::vector<std::string> wanted;
  for (const LogEntry& entry : entries) {
    if (entry.event->has_ballot()) {
      const std::string id = LastId(entry.subject);
      if (!IsOver(entry.event->ballot()) && !ballots_.contains(id)) wanted.push_back(id);
    } else if (entry.event->has_roll_entry()) {
      const OnRoll on_roll = Split(entry.subject);
      const auto found = ballots_.find(on_roll.ballot);
      const auto member = members_.find(on_roll.member);
      const bool listed = found != ballots_.end() && member != members_.end() &&
                          found->second->Find(member->second) != nullptr;
      if (found != ballots_.end() && !listed) wanted.push_back(on_roll.ballot);
    }
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  return wanted;
}

void Board::Apply(const std::vector<LogEntry>& entries, std::vector<LoadedBallot> loaded) {
  if (entries.empty()) return;
  {
    std::lock_guard lock(mutex_);
    for (LoadedBallot& ballot : loaded) Put(std::move(ballot));
    for (const LogEntry& entry : entries) ApplyOne(entry);
    sequence_ = entries.back().sequence;
    Settle();
  }
  on_change_();
}

void Board::ApplyOne(const LogEntry& entry) {
  const pb::Event& event = *entry.event;
  if (event.has_vote() || event.has_roll_entry()) return ApplyToRoll(entry);
  if (event.has_ballot()) return ApplyBallot(event.ballot(), entry.sequence);
  if (event.has_comments()) return ApplyComments(entry);
  if (event.has_project()) return ApplyProject(event.project(), entry.sequence);
}

void Board::ApplyComments(const LogEntry& entry) {
  const auto found = ballots_.find(LastId(entry.subject));
  if (found == ballots_.end()) return;
  OpenBallot& ballot = *found->second;
  const bool shows = entry.event->comments().total() != ballot.comments.total();
  if (entry.sequence > ballot.loaded) ballot.comments = entry.event->comments();
  if (!shows && entry.sequence > ballot.loaded) return;
  ballot.full_touched = true;
  Touch(ballot, entry.sequence, false, false);
}

void Board::ApplyToRoll(const LogEntry& entry) {
  const OnRoll on_roll = Split(entry.subject);
  const auto found = ballots_.find(on_roll.ballot);
  if (found == ballots_.end()) return;
  OpenBallot& ballot = *found->second;
  if (entry.sequence <= ballot.loaded) return Touch(ballot, entry.sequence, true, true);
  const auto member = members_.find(on_roll.member);
  Place* place = member == members_.end() ? nullptr : ballot.Find(member->second);
  if (place == nullptr) return;
  if (entry.event->has_vote()) {
    rules::Cast cast = place->ToCast();
    Take(entry.event->vote(), cast);
    place->Set(cast);
    Touch(ballot, entry.sequence, false, false);
  } else {
    place->status = ToRules(entry.event->roll_entry().status());
    Touch(ballot, entry.sequence, false, true);
  }
}

void Board::ApplyBallot(const pb::Ballot& changed, int64_t sequence) {
  const std::string id = LastId(changed.name());
  const auto found = ballots_.find(id);
  if (found == ballots_.end()) return;  // a draft, or a later event of these ends it
  OpenBallot& ballot = *found->second;
  if (sequence > ballot.loaded) {
    if (IsOver(changed)) return Remove(id, sequence);
    Erase(ballot);
    ballot.ballot = Lean(changed);
    Insert(ballot);
  }
  Touch(ballot, sequence, true, true);
}

void Board::ApplyProject(const pb::Project& project, int64_t sequence) {
  const auto [begin, end] = by_project_.equal_range(project.name());
  for (auto it = begin; it != end; ++it) {
    OpenBallot& ballot = *it->second;
    if (sequence > ballot.loaded) ballot.project = StandingOf(project);
    Touch(ballot, sequence, true, false);
  }
}

void Board::Touch(OpenBallot& ballot, int64_t sequence, bool all, bool roll) {
  ballot.touched = sequence;
  ballot.all_touched = ballot.all_touched || all;
  ballot.roll_touched = ballot.roll_touched || roll;
  touched_.insert(&ballot);
}

// The newest event of a ballot marks whatever has changed of it.
void Board::Settle() {
  for (OpenBallot* ballot : touched_) {
    rules::Votes votes;
    if (ballot->rule != nullptr) {
      for (const Place& place : ballot->roll) {
        rules::Cast cast = place.ToCast();
        cast.body = *names_[place.member];
        rules::Add(votes, *ballot->rule, cast);
      }
    }
    const bool seen_changes = ballot->all_touched || !SameNumbers(votes, ballot->votes);
    if (seen_changes) {
      ballot->seen_changed = ballot->touched;
      ballot->seen.clear();
    }
    if (seen_changes || ballot->full_touched || !(votes == ballot->votes)) {
      ballot->full_changed = ballot->touched;
      ballot->full.clear();
    }
    if (ballot->roll_touched) ballot->roll_changed = ballot->touched;
    ballot->votes = votes;
    ballot->all_touched = ballot->full_touched = ballot->roll_touched = false;
    for (Scope* scope : {&all_, &ballot->committee->scope}) {
      scope->seen_changed = std::max(scope->seen_changed, ballot->seen_changed);
      int64_t& full_changed = scope->full_changed[static_cast<size_t>(ballot->Early())];
      full_changed = std::max(full_changed, ballot->full_changed);
      scope->roll_changed = std::max(scope->roll_changed, ballot->roll_changed);
    }
  }
  touched_.clear();
}

void Board::Report(const std::vector<pb::ServiceHealth>& services) {
  pb::Board board;
  std::string key;
  for (const pb::ServiceHealth& service : services) {
    *board.add_services() = service;
    if (!service.serving()) absl::StrAppend(&key, ".", service.service());
  }
  {
    std::lock_guard lock(mutex_);
    services_ = board.SerializeAsString();
    if (key == services_key_) return;
    services_key_ = key;
  }
  on_change_();
}

void Board::Confirm(absl::Time moment) {
  std::lock_guard lock(mutex_);
  confirmed_ = moment;
}

void Board::Tick(absl::Time now) {
  {
    std::lock_guard lock(mutex_);
    Turn(all_, now);
    if (all_.turned == told_turn_) return;
    told_turn_ = all_.turned;
  }
  on_change_();
}

int64_t Board::sequence() const {
  std::lock_guard lock(mutex_);
  return sequence_;
}

int64_t Board::directory_position() const {
  std::lock_guard lock(mutex_);
  return directory_position_;
}

}  // namespace placet::ballots
