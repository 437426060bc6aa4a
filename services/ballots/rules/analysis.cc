// How few votes turn a ballot.
//
// What a criterion counts is a sum over the bodies, and whether it holds is a sign of a whole
// number that is linear in these sums. So anything that is to be brought about is one of several
// goals, a goal is a list of linear conditions, and a body that sends another vote moves each
// condition by a fixed number. What remains is to find the fewest bodies whose moves fulfil one
// goal.

#include "analysis.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "rules.h"

namespace placet::ballots::rules {
namespace {

using Number = std::int64_t;  // products of votes and bounds
using Numbers = std::vector<Number>;

// What one body adds to the sums of each criterion, or a change of that.
struct Effect {
  int part[kMostCriteria] = {};
  int whole[kMostCriteria] = {};
  friend bool operator==(const Effect&, const Effect&) = default;
};

struct Move {
  Cast cast;
  Effect effect;  // compared with what the body has sent
};

// Bodies that are alike: the same rights, weight and vote, so the same moves.
struct Group {
  Cast like;  // of no particular body
  int weight = 0;
  std::vector<std::size_t> bodies;
  std::vector<Move> moves;  // in the row's order; no two have the same effect, none has no effect
};

// part * P + whole * W + constant >= 0, where P and W are what the criterion counts.
struct Condition {
  std::size_t criterion = 0;
  Number part = 0;
  Number whole = 0;
  Number constant = 0;
};

// Conditions that are to be fulfilled together.
using Goal = std::vector<Condition>;

// Moves.

Effect EffectOf(const Rule& rule, std::span<const Judgement> judgements, const Cast& cast) {
  Votes votes;
  Add(votes, rule, cast);
  Effect effect;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const Judgement judgement = Judge(*judgements[i].criterion, votes);
    effect.part[i] = judgement.numerator;
    effect.whole[i] = judgement.denominator;
  }
  return effect;
}

Effect Difference(const Effect& after, const Effect& before) {
  Effect effect;
  for (int i = 0; i < kMostCriteria; ++i) {
    effect.part[i] = after.part[i] - before.part[i];
    effect.whole[i] = after.whole[i] - before.whole[i];
  }
  return effect;
}

bool Counts(std::span<const Judgement> judgements, Part part) {
  return std::any_of(judgements.begin(), judgements.end(),
                     [part](const Judgement& each) { return each.criterion->part == part; });
}

// What comes along with an answer, where a criterion counts it.
std::vector<Cast> WithAttributes(std::span<const Judgement> judgements, const Cast& cast) {
  std::vector<Cast> casts = {cast};
  const auto either_way = [&](bool Cast::*attribute) {
    for (Cast& each : casts) each.*attribute = false;
    const std::size_t size = casts.size();
    for (std::size_t i = 0; i < size; ++i) {
      casts.push_back(casts[i]);
      casts.back().*attribute = true;
    }
  };
  if (Counts(judgements, Part::kExpertBodies) || Counts(judgements, Part::kExpertBodiesOfAll)) {
    either_way(&Cast::names_expert);
  }
  if (Counts(judgements, Part::kParticipants)) either_way(&Cast::takes_part);
  if (Counts(judgements, Part::kUsers)) either_way(&Cast::uses);
  return casts;
}

// Every vote that a body may send, the plainest first.
std::vector<Cast> Sendable(const Rule& rule, std::span<const Judgement> judgements,
                           const Cast& now) {
  std::vector<Cast> sendable;
  for (const Offer& offer : rule.answers) {
    for (const bool with_text : {false, true}) {
      const TextRule unfit = with_text ? TextRule::kNone : TextRule::kCompulsory;
      if (offer.text == unfit) continue;
      Cast cast = now;
      cast.answer = offer.answer;
      cast.has_reasons = with_text;
      const std::vector<Cast> more = WithAttributes(judgements, cast);
      sendable.insert(sendable.end(), more.begin(), more.end());
    }
  }
  return sendable;
}

std::vector<Move> MovesOf(const Rule& rule, std::span<const Judgement> judgements,
                          const Cast& now) {
  const Effect before = EffectOf(rule, judgements, now);
  std::vector<Move> moves;
  for (const Cast& cast : Sendable(rule, judgements, now)) {
    const Effect effect = Difference(EffectOf(rule, judgements, cast), before);
    const bool known = std::any_of(moves.begin(), moves.end(),
                                   [&](const Move& move) { return move.effect == effect; });
    if (!known && effect != Effect{}) moves.push_back({cast, effect});
  }
  return moves;
}

bool MaySend(const Rule& rule, const Cast& cast, Scope scope) {
  if (scope == Scope::kRemaining && cast.answer) return false;
  const Entitlement entitlement = EntitlementOf(rule, cast);
  return entitlement == Entitlement::kMustVote || entitlement == Entitlement::kMayVote;
}

std::vector<Group> GroupsOf(const Rule& rule, std::span<const Judgement> judgements,
                            std::span<const Cast> casts, Scope scope) {
  std::vector<Group> groups;
  for (std::size_t body = 0; body < casts.size(); ++body) {
    if (!MaySend(rule, casts[body], scope)) continue;
    Cast like = casts[body];
    like.body = {};
    const int weight = WeightOf(rule, casts[body].body);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& each) {
      return each.like == like && each.weight == weight;
    });
    if (group == groups.end()) {
      groups.push_back({like, weight, {}, MovesOf(rule, judgements, casts[body])});
      group = std::prev(groups.end());
    }
    group->bodies.push_back(body);
  }
  return groups;
}

// Goals.

bool IsFraction(const Criterion& criterion) {
  return criterion.whole != Whole::kNumberOfPMembers && criterion.whole != Whole::kNumber;
}

// Not negative while the bound is kept: the fraction multiplied out.
Condition Slack(std::size_t index, const Judgement& judgement) {
  const Criterion& criterion = *judgement.criterion;
  Condition slack{.criterion = index, .part = 1, .constant = -judgement.bound_numerator};
  if (IsFraction(criterion)) {
    slack = {.criterion = index,
             .part = judgement.bound_denominator,
             .whole = -judgement.bound_numerator,
             .constant = criterion.comparison == Comparison::kMoreThan ? -1 : 0};
  }
  if (criterion.comparison == Comparison::kAtMost) {
    slack = {index, -slack.part, -slack.whole, -slack.constant};
  }
  return slack;
}

// A fraction with nothing below its line does not hold, so there are two ways not to hold.
std::vector<Goal> ToHold(std::size_t index, const Judgement& judgement) {
  Goal goal = {Slack(index, judgement)};
  if (IsFraction(*judgement.criterion)) {
    goal.push_back({.criterion = index, .whole = 1, .constant = -1});
  }
  return {goal};
}

std::vector<Goal> NotToHold(std::size_t index, const Judgement& judgement) {
  const Condition slack = Slack(index, judgement);
  std::vector<Goal> goals = {{{index, -slack.part, -slack.whole, -slack.constant - 1}}};
  if (IsFraction(*judgement.criterion)) goals.push_back({{.criterion = index, .whole = -1}});
  return goals;
}

// Whatever is in one list and in the other.
std::vector<Goal> Both(const std::vector<Goal>& one, const std::vector<Goal>& other) {
  std::vector<Goal> goals;
  for (const Goal& a : one) {
    for (const Goal& b : other) {
      goals.push_back(a);
      goals.back().insert(goals.back().end(), b.begin(), b.end());
    }
  }
  return goals;
}

void Append(std::vector<Goal>& goals, const std::vector<Goal>& more) {
  goals.insert(goals.end(), more.begin(), more.end());
}

std::vector<Goal> ToTurn(std::size_t index, const Judgement& judgement) {
  return judgement.met ? NotToHold(index, judgement) : ToHold(index, judgement);
}

std::vector<Goal> ToTurnApproval(std::span<const Judgement> judgements) {
  const bool approved = std::all_of(judgements.begin(), judgements.end(),
                                    [](const Judgement& each) { return each.met; });
  std::vector<Goal> goals;
  if (approved) {
    for (std::size_t i = 0; i < judgements.size(); ++i) Append(goals, NotToHold(i, judgements[i]));
  } else {
    goals = {{}};
    for (std::size_t i = 0; i < judgements.size(); ++i)
      goals = Both(goals, ToHold(i, judgements[i]));
  }
  return goals;
}

// The proposal of a review is the first that applies: of what is proposed where a criterion does
// not hold, then of what is proposed where one does. `reached` is what comes this far.
std::vector<Goal> ToChangeProposal(const Outcome& outcome) {
  const std::span<const Judgement> judgements = outcome.Judgements();
  std::vector<Goal> goals;
  std::vector<Goal> reached = {{}};
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const std::string_view otherwise = judgements[i].criterion->otherwise;
    if (otherwise.empty()) continue;
    if (otherwise != outcome.proposal) Append(goals, Both(reached, NotToHold(i, judgements[i])));
    reached = Both(reached, ToHold(i, judgements[i]));
  }
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const std::string_view action = judgements[i].criterion->action;
    if (action.empty()) continue;
    if (action != outcome.proposal) Append(goals, Both(reached, ToHold(i, judgements[i])));
    reached = Both(reached, NotToHold(i, judgements[i]));
  }
  if (!outcome.proposal.empty()) Append(goals, reached);
  return goals;
}

std::vector<Goal> ToTurnVerdict(const Outcome& outcome) {
  const std::span<const Judgement> judgements = outcome.Judgements();
  const bool review = std::any_of(judgements.begin(), judgements.end(), [](const Judgement& each) {
    return !each.criterion->action.empty();
  });
  if (review) return ToChangeProposal(outcome);
  return judgements.empty() ? std::vector<Goal>{} : ToTurnApproval(judgements);
}

// The search.

Number Gain(const Condition& condition, const Effect& effect) {
  return condition.part * effect.part[condition.criterion] +
         condition.whole * effect.whole[condition.criterion];
}

// What is to be fulfilled by each is to be fulfilled by the sum of two as well. The sums say
// nothing new, but they show at once where one condition could only be fulfilled at another's
// expense.
Numbers WithSums(Numbers numbers) {
  const std::size_t size = numbers.size();
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = i + 1; j < size; ++j) numbers.push_back(numbers[i] + numbers[j]);
  }
  return numbers;
}

Numbers Gains(const Goal& goal, const Effect& effect) {
  Numbers gains;
  for (const Condition& condition : goal) gains.push_back(Gain(condition, effect));
  return WithSums(std::move(gains));
}

// Each is at least as large: what a body that moves by `weak` does for a goal, it does by `strong`.
bool Covers(const Numbers& strong, const Numbers& weak) {
  return std::equal(strong.begin(), strong.end(), weak.begin(),
                    [](Number a, Number b) { return a >= b; });
}

// The gains of the moves that are worth considering: of those that help at all, and not less than
// another does in every respect.
std::vector<Numbers> Useful(const Goal& goal, const std::vector<Move>& moves) {
  const Numbers nothing = Gains(goal, Effect{});
  std::vector<Numbers> useful;
  for (const Move& move : moves) {
    const Numbers gains = Gains(goal, move.effect);
    const auto covers_it = [&](const Numbers& other) { return Covers(other, gains); };
    if (covers_it(nothing) || std::any_of(useful.begin(), useful.end(), covers_it)) continue;
    std::erase_if(useful, [&](const Numbers& other) { return Covers(gains, other); });
    useful.push_back(gains);
  }
  std::sort(useful.begin(), useful.end(), std::greater<>());
  return useful;
}

// Looks for the fewest bodies that reach one goal.
class Search {
 public:
  Search(const Goal& goal, std::span<const Judgement> judgements, std::span<const Group> groups);

  // The smallest number of bodies that do, if it is at most `most`.
  std::optional<std::size_t> Smallest(std::size_t most);
  // That many changes, after Smallest().
  std::vector<Change> Changes(std::span<const Cast> casts);
  // Marks all bodies that belong to a set of that many.
  void MarkPivotal(std::size_t smallest, std::vector<bool>& pivotal);

 private:
  struct Member {
    std::size_t body;
    const Group* group;
  };

  // Bodies whose useful moves have the same gains. Groups that differ only in what this goal does
  // not look at fall into one class.
  struct Class {
    std::vector<Numbers> moves;
    std::vector<Member> members;
    std::vector<std::size_t> taken;  // how many make each move
    std::size_t free = 0;            // how many make none
    // For each condition, what at most this class and those behind it can add with 0, 1, ...
    // bodies.
    std::vector<Numbers> reach;
  };

  void DropWhatHoldsAnyway(std::span<const Group> groups);
  void AddToClass(const Group& group);
  void FillReach();
  void Reset();
  void Take(Class& from, std::size_t move, std::size_t count);
  void PutBack(Class& to, std::size_t move, std::size_t count);
  bool Reached() const;
  bool Hopeless(std::size_t index, std::size_t left) const;
  bool Choose(std::size_t index, std::size_t left);
  bool ChooseMoves(std::size_t index, std::size_t move, std::size_t left);
  bool MayBePivotal(Class& one, std::size_t smallest);
  const Move& Plainest(const Group& group, const Numbers& gains);

  Goal goal_;
  Numbers start_;   // the conditions' values as the votes are, and the sums of two
  Numbers values_;  // with the moves taken
  std::vector<Class> classes_;
  std::size_t bodies_ = 0;
  std::set<Numbers> failed_;  // values, class and number left from which the goal is out of reach
};

Search::Search(const Goal& goal, std::span<const Judgement> judgements,
               std::span<const Group> groups)
    : goal_(goal) {
  for (const Condition& condition : goal_) {
    const Judgement& judgement = judgements[condition.criterion];
    start_.push_back(condition.part * judgement.numerator +
                     condition.whole * judgement.denominator + condition.constant);
  }
  DropWhatHoldsAnyway(groups);
  start_ = WithSums(std::move(start_));
  for (const Group& group : groups) AddToClass(group);
  // The strongest first, so that the first attempt is the likeliest.
  std::stable_sort(classes_.begin(), classes_.end(), [](const Class& a, const Class& b) {
    return a.moves.front() > b.moves.front();
  });
  for (Class& each : classes_) {
    std::sort(each.members.begin(), each.members.end(),
              [](const Member& a, const Member& b) { return a.body < b.body; });
  }
  FillReach();
}

// A condition that no moves can break would only make moves look different.
void Search::DropWhatHoldsAnyway(std::span<const Group> groups) {
  for (std::size_t i = goal_.size(); i-- > 0;) {
    Number least = start_[i];
    for (const Group& group : groups) {
      Number worst = 0;
      for (const Move& move : group.moves) worst = std::min(worst, Gain(goal_[i], move.effect));
      least += worst * static_cast<Number>(group.bodies.size());
    }
    if (least < 0) continue;
    goal_.erase(goal_.begin() + static_cast<std::ptrdiff_t>(i));
    start_.erase(start_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Search::AddToClass(const Group& group) {
  std::vector<Numbers> moves = Useful(goal_, group.moves);
  if (moves.empty()) return;
  bodies_ += group.bodies.size();
  auto found = std::find_if(classes_.begin(), classes_.end(),
                            [&](const Class& each) { return each.moves == moves; });
  if (found == classes_.end()) {
    classes_.push_back({.moves = std::move(moves), .members = {}, .taken = {}, .reach = {}});
    found = std::prev(classes_.end());
  }
  for (const std::size_t body : group.bodies) found->members.push_back({body, &group});
}

void Search::FillReach() {
  for (std::size_t i = 0; i < start_.size(); ++i) {
    Numbers gains;  // one for each body of the classes from here on, descending
    for (auto each = classes_.rbegin(); each != classes_.rend(); ++each) {
      Number best = 0;
      for (const Numbers& move : each->moves) best = std::max(best, move[i]);
      gains.insert(std::upper_bound(gains.begin(), gains.end(), best, std::greater<>()),
                   each->members.size(), best);
      Numbers& reach = each->reach.emplace_back(1, 0);
      for (const Number gain : gains) reach.push_back(reach.back() + gain);
    }
  }
}

void Search::Reset() {
  values_ = start_;
  failed_.clear();
  for (Class& each : classes_) {
    each.taken.assign(each.moves.size(), 0);
    each.free = each.members.size();
  }
}

void Search::Take(Class& from, std::size_t move, std::size_t count) {
  from.taken[move] += count;
  from.free -= count;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i] += from.moves[move][i] * static_cast<Number>(count);
  }
}

void Search::PutBack(Class& to, std::size_t move, std::size_t count) {
  to.taken[move] -= count;
  to.free += count;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i] -= to.moves[move][i] * static_cast<Number>(count);
  }
}

bool Search::Reached() const {
  return std::all_of(values_.begin(), values_.end(), [](Number value) { return value >= 0; });
}

// With so many bodies left, of this class and those behind it, some condition cannot be fulfilled
// even if the others did not matter.
bool Search::Hopeless(std::size_t index, std::size_t left) const {
  if (index == classes_.size()) return true;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const Numbers& reach = classes_[index].reach[i];
    if (values_[i] + reach[std::min(left, reach.size() - 1)] < 0) return true;
  }
  return false;
}

// Whether the goal is reached with at most `left` more bodies of this class and those behind it.
// What was taken is left in the classes where it is.
bool Search::Choose(std::size_t index, std::size_t left) {
  if (Reached()) return true;
  if (Hopeless(index, left)) return false;
  Numbers key = values_;
  key.push_back(static_cast<Number>(index));
  key.push_back(static_cast<Number>(left));
  if (failed_.contains(key)) return false;
  if (ChooseMoves(index, 0, left)) return true;
  failed_.insert(std::move(key));
  return false;
}

bool Search::ChooseMoves(std::size_t index, std::size_t move, std::size_t left) {
  Class& from = classes_[index];
  if (move == from.moves.size()) return Choose(index + 1, left);
  if (Hopeless(index, left)) return Reached();
  for (std::size_t count = std::min(left, from.free) + 1; count-- > 0;) {
    Take(from, move, count);
    if (ChooseMoves(index, move + 1, left - count)) return true;
    PutBack(from, move, count);
  }
  return false;
}

std::optional<std::size_t> Search::Smallest(std::size_t most) {
  Reset();
  for (std::size_t number = 1; number <= std::min(most, bodies_); ++number) {
    if (Hopeless(0, number)) continue;
    if (Choose(0, number)) return number;
  }
  return std::nullopt;
}

// The first move that does instead of the one taken, given all the others.
const Move& Search::Plainest(const Group& group, const Numbers& gains) {
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i] -= gains[i];
  for (const Move& move : group.moves) {
    const Numbers instead = Gains(goal_, move.effect);
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] += instead[i];
    if (Reached()) return move;
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] -= instead[i];
  }
  return group.moves.front();  // not reached: the move taken is among them
}

std::vector<Change> Search::Changes(std::span<const Cast> casts) {
  std::vector<Change> changes;
  for (const Class& each : classes_) {
    std::size_t member = 0;
    for (std::size_t move = 0; move < each.moves.size(); ++move) {
      for (std::size_t i = 0; i < each.taken[move]; ++i, ++member) {
        const auto [body, group] = each.members[member];
        changes.push_back({body, Plainest(*group, each.moves[move]).cast});
        changes.back().cast.body = casts[body].body;
      }
    }
  }
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) { return a.body < b.body; });
  return changes;
}

bool Search::MayBePivotal(Class& one, std::size_t smallest) {
  for (std::size_t move = 0; move < one.moves.size(); ++move) {
    Reset();
    Take(one, move, 1);
    if (Choose(0, smallest - 1)) return true;
  }
  return false;
}

void Search::MarkPivotal(std::size_t smallest, std::vector<bool>& pivotal) {
  for (Class& each : classes_) {
    if (!MayBePivotal(each, smallest)) continue;
    for (const Member& member : each.members) pivotal[member.body] = true;
  }
}

// A ballot as it is, and what can be asked of it.
struct Situation {
  std::span<const Judgement> judgements;
  std::span<const Cast> casts;
  std::span<const Group> groups;
};

// The fewest changes that reach one of the goals, the first of them where several take as few.
Flip Fewest(const Situation& now, std::span<const Goal> goals) {
  Flip fewest;
  for (const Goal& goal : goals) {
    Search search(goal, now.judgements, now.groups);
    if (search.Smallest(fewest ? fewest->size() - 1 : now.casts.size())) {
      fewest = search.Changes(now.casts);
    }
  }
  return fewest;
}

std::vector<std::size_t> Pivotal(const Situation& now, std::span<const Goal> goals,
                                 std::size_t smallest) {
  std::vector<bool> pivotal(now.casts.size());
  for (const Goal& goal : goals) {
    Search(goal, now.judgements, now.groups).MarkPivotal(smallest, pivotal);
  }
  std::vector<std::size_t> bodies;
  for (std::size_t body = 0; body < pivotal.size(); ++body) {
    if (pivotal[body]) bodies.push_back(body);
  }
  return bodies;
}

Outcome TallyOf(const Rule& rule, std::span<const Cast> casts) {
  Votes votes;
  for (const Cast& cast : casts) Add(votes, rule, cast);
  return Tally(rule, votes);
}

}  // namespace

Analysis Analyze(const Rule& rule, std::span<const Cast> casts, Scope scope) {
  Analysis analysis;
  analysis.outcome = TallyOf(rule, casts);
  const std::span<const Judgement> judgements = analysis.outcome.Judgements();
  const std::vector<Group> groups = GroupsOf(rule, judgements, casts, scope);
  const Situation now{judgements, casts, groups};
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    analysis.criteria.push_back(Fewest(now, ToTurn(i, judgements[i])));
  }
  const std::vector<Goal> goals = ToTurnVerdict(analysis.outcome);
  analysis.verdict = Fewest(now, goals);
  if (analysis.verdict) analysis.pivotal = Pivotal(now, goals, analysis.verdict->size());
  return analysis;
}

Outcome WhatIf(const Rule& rule, std::span<const Cast> casts, std::span<const Change> changes) {
  std::vector<Cast> changed(casts.begin(), casts.end());
  for (const Change& change : changes) changed[change.body] = change.cast;
  return TallyOf(rule, changed);
}

}  // namespace placet::ballots::rules
