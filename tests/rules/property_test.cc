// What holds of every ballot, tried on made-up ones, and the analysis against trying everything.
// A failure prints what RC_PARAMS has to be to see it again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sample_rules.h"
#include "services/ballots/rules/analysis.h"
#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {

// RapidCheck prints what fails.
std::ostream& operator<<(std::ostream& out, const Cast& cast) {
  out << "PON"[static_cast<int>(cast.status)] << (cast.full_member ? "" : " (no full member)");
  if (!cast.body.empty()) out << " " << cast.body;
  if (cast.answer) out << " answer " << static_cast<int>(*cast.answer);
  return out << (cast.has_reasons ? " reasons" : "") << (cast.names_expert ? " expert" : "")
             << (cast.takes_part ? " part" : "") << (cast.uses ? " uses" : "");
}

namespace {

using Casts = std::vector<Cast>;

// Made-up ballots.

rc::Gen<bool> Mostly() { return rc::gen::weightedElement<bool>({{9, true}, {1, false}}); }

rc::Gen<std::optional<Answer>> MadeUpAnswer(const Rule& rule) {
  std::vector<std::optional<Answer>> answers(rule.answers.size());  // half of the votes are missing
  for (const Offer& offer : rule.answers) answers.emplace_back(offer.answer);
  return rc::gen::elementOf(std::move(answers));
}

rc::Gen<std::string_view> MadeUpName(const Rule& rule) {
  std::vector<std::string_view> names = {"xx", "yy"};  // without weight
  for (const Weight& weight : rule.weights) names.push_back(weight.body);
  return rc::gen::elementOf(std::move(names));
}

rc::Gen<Cast> MadeUpCast(const Rule& rule) {
  const auto status =
      rc::gen::weightedElement<Status>({{6, Status::kP}, {2, Status::kO}, {1, Status::kNeither}});
  return rc::gen::build<Cast>(
      rc::gen::set(&Cast::status, status), rc::gen::set(&Cast::full_member, Mostly()),
      rc::gen::set(&Cast::answer, MadeUpAnswer(rule)), rc::gen::set(&Cast::has_reasons, Mostly()),
      rc::gen::set(&Cast::names_expert), rc::gen::set(&Cast::takes_part), rc::gen::set(&Cast::uses),
      rc::gen::set(&Cast::body, MadeUpName(rule)));
}

Casts MadeUpBallot(const Rule& rule, int smallest, int largest) {
  // Of full size from the first try on: RapidCheck would begin with small ranges.
  const int size = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(smallest, largest + 1));
  return *rc::gen::container<Casts>(static_cast<std::size_t>(size), MadeUpCast(rule));
}

std::vector<std::size_t> MadeUpOrder(std::size_t size) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = size; i > 1; --i) {
    std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  return order;
}

// Counting and comparing.

Votes Count(std::span<const Cast> casts, const Rule& rule) {
  Votes votes;
  for (const Cast& cast : casts) Add(votes, rule, cast);
  return votes;
}

bool Same(const Judgement& a, const Judgement& b) {
  return a.criterion == b.criterion && a.numerator == b.numerator &&
         a.denominator == b.denominator && a.bound_numerator == b.bound_numerator &&
         a.bound_denominator == b.bound_denominator && a.met == b.met && a.distance == b.distance;
}

bool Same(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.proposal == b.proposal &&
         std::ranges::equal(a.Judgements(), b.Judgements(),
                            [](const auto& one, const auto& other) { return Same(one, other); });
}

bool Proposes(const Rule& rule) {
  return rule.advice || std::ranges::any_of(rule.criteria, [](const Criterion& criterion) {
           return !criterion.action.empty();
         });
}

// What a flip of the verdict changes.
std::string_view Decision(const Rule& rule, const Outcome& outcome) {
  if (Proposes(rule)) return outcome.proposal;
  return outcome.verdict == Verdict::kApproved ? "approved" : "anything else";
}

bool HasVote(const Rule& rule, const Cast& cast) {
  const Entitlement entitlement = EntitlementOf(rule, cast);
  return entitlement == Entitlement::kMustVote || entitlement == Entitlement::kMayVote;
}

// Trying everything.

bool Reads(const Rule& rule, Part part) {
  return std::ranges::any_of(rule.criteria,
                             [part](const Criterion& each) { return each.part == part; });
}

// What a vote does, less the counters that no criterion looks at.
Votes WhatCounts(const Rule& rule, const Cast& cast) {
  Votes votes = Count({&cast, 1}, rule);
  for (Counts* counts : {&votes.p_members, &votes.all_bodies}) {
    counts->yes_with_comments = counts->yes_without_reasons = counts->no_without_reasons = 0;
    counts->abstain = counts->reply = counts->not_voting = 0;
  }
  if (!Reads(rule, Part::kExpertBodies)) votes.expert_bodies = 0;
  if (!Reads(rule, Part::kExpertBodiesOfAll)) votes.expert_bodies_of_all = 0;
  if (!Reads(rule, Part::kParticipants)) votes.participants = 0;
  if (!Reads(rule, Part::kUsers)) votes.users = 0;
  return votes;
}

bool MayBeSent(const Rule& rule, const Cast& cast) {
  const Offer* offer = FindOffer(rule, EntitlementOf(rule, cast), *cast.answer);
  if (offer == nullptr || !HasVote(rule, cast)) return false;
  return offer->text != (cast.has_reasons ? TextRule::kNone : TextRule::kCompulsory);
}

// One vote of each effect that the body may send instead of what it has sent.
Casts Alternatives(const Rule& rule, const Cast& now, Scope scope) {
  if (scope == Scope::kRemaining && now.answer) return {};
  Casts casts;
  std::vector<Votes> known = {WhatCounts(rule, now)};
  for (int answer = 0; answer <= static_cast<int>(Answer::kReply); ++answer) {
    for (int bits = 0; bits < 16; ++bits) {
      Cast cast = now;
      cast.answer = static_cast<Answer>(answer);
      cast.has_reasons = (bits & 1) != 0;
      cast.names_expert = (bits & 2) != 0;
      cast.takes_part = (bits & 4) != 0;
      cast.uses = (bits & 8) != 0;
      const Votes effect = WhatCounts(rule, cast);
      if (!MayBeSent(rule, cast) || std::ranges::count(known, effect) > 0) continue;
      known.push_back(effect);
      casts.push_back(cast);
    }
  }
  return casts;
}

struct Smallest {
  std::optional<std::size_t> size;
  std::uint32_t bodies = 0;  // a bit for each body in a set of that size

  void Offer(std::size_t other_size, std::uint32_t other_bodies) {
    if (size && *size < other_size) return;
    bodies = size == other_size ? bodies | other_bodies : other_bodies;
    size = other_size;
  }
};

// Every subset of the bodies with every combination of what they may send.
class EverySubset {
 public:
  EverySubset(const Rule& rule, std::span<const Cast> casts, Scope scope)
      : rule_(rule), casts_(casts), now_(Tally(rule, Count(casts, rule))) {
    for (const Cast& cast : casts) alternatives_.push_back(Alternatives(rule, cast, scope));
    Try(0, {}, 0, 0);
  }

  const Smallest& criterion(std::size_t index) const { return criteria_[index]; }
  const Smallest& verdict() const { return verdict_; }

 private:
  void Try(std::size_t body, const Votes& votes, std::size_t size, std::uint32_t bodies) {
    if (body == casts_.size()) {
      Compare(Tally(rule_, votes), size, bodies);
      return;
    }
    Votes as_is = votes;
    Add(as_is, rule_, casts_[body]);
    Try(body + 1, as_is, size, bodies);
    for (const Cast& cast : alternatives_[body]) {
      Votes changed = votes;
      Add(changed, rule_, cast);
      Try(body + 1, changed, size + 1, bodies | std::uint32_t{1} << body);
    }
  }

  void Compare(const Outcome& outcome, std::size_t size, std::uint32_t bodies) {
    for (std::size_t i = 0; i < now_.Judgements().size(); ++i) {
      if (outcome.judgements[i].met != now_.judgements[i].met) criteria_[i].Offer(size, bodies);
    }
    if (Decision(rule_, outcome) != Decision(rule_, now_)) verdict_.Offer(size, bodies);
  }

  const Rule& rule_;
  std::span<const Cast> casts_;
  Outcome now_;
  std::vector<Casts> alternatives_;
  std::array<Smallest, kMostCriteria> criteria_;
  Smallest verdict_;
};

bool SameRights(const Rule& rule, const Cast& a, const Cast& b) {
  return a.status == b.status && a.answer.has_value() == b.answer.has_value() &&
         WeightOf(rule, a.body) == WeightOf(rule, b.body);
}

// The same for larger committees: bodies that are alike are only counted, and no more are taken
// than the analysis found less one.
class EveryNumber {
 public:
  EveryNumber(const Rule& rule, std::span<const Cast> casts, Scope scope, std::size_t most)
      : rule_(rule), now_(Decision(rule, Tally(rule, Count(casts, rule)))) {
    std::vector<std::pair<Votes, Kin>> kin;
    for (const Cast& cast : casts) {
      Kin alike{cast, Alternatives(rule, cast, scope), 1};
      if (alike.alternatives.empty()) {
        Add(fixed_, rule, cast);
        continue;
      }
      const Votes effect = WhatCounts(rule, cast);
      const auto found = std::ranges::find_if(kin, [&](const auto& each) {
        return each.first == effect && SameRights(rule, each.second.cast, cast);
      });
      if (found == kin.end()) {
        kin.emplace_back(effect, std::move(alike));
      } else {
        ++found->second.size;
      }
    }
    for (auto& [effect, alike] : kin) kin_.push_back(std::move(alike));
    Try(0, 0, 0, fixed_, most);
  }

  bool flips() const { return flips_; }

 private:
  struct Kin {
    Cast cast;
    Casts alternatives;
    std::size_t size;
  };

  // `used` of this kin have moved, by the alternatives before this one.
  void Try(std::size_t kin, std::size_t alternative, std::size_t used, const Votes& votes,
           std::size_t left) {
    if (flips_) return;
    if (kin == kin_.size()) {
      flips_ = Decision(rule_, Tally(rule_, votes)) != now_;
      return;
    }
    const Kin& alike = kin_[kin];
    if (alternative == alike.alternatives.size()) {
      Votes rest = votes;
      for (std::size_t i = used; i < alike.size; ++i) Add(rest, rule_, alike.cast);
      Try(kin + 1, 0, 0, rest, left);
      return;
    }
    Votes moved = votes;
    for (std::size_t i = 0; used + i <= alike.size && i <= left; ++i) {
      Try(kin, alternative + 1, used + i, moved, left - i);
      Add(moved, rule_, alike.alternatives[alternative]);
    }
  }

  const Rule& rule_;
  std::string_view now_;
  Votes fixed_;
  std::vector<Kin> kin_;
  bool flips_ = false;
};

// Each property is tried on each row.
class EveryRule : public ::testing::TestWithParam<samples::Named> {
 protected:
  const Rule& rule() const { return GetParam().rule; }

  static void Holds(const std::function<void()>& property) { EXPECT_TRUE(rc::check(property)); }
};

INSTANTIATE_TEST_SUITE_P(Samples, EveryRule, ::testing::ValuesIn(samples::kAll),
                         [](const auto& param) { return std::string(param.param.name); });

constexpr int kMany = 40;  // bodies, where nothing is searched

TEST_P(EveryRule, DoesNotCareInWhichOrderVotesAreAdded) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, kMany);
    Casts shuffled;
    for (const std::size_t body : MadeUpOrder(casts.size())) shuffled.push_back(casts[body]);
    const Votes votes = Count(casts, rule());
    RC_ASSERT(Count(shuffled, rule()) == votes);
    RC_ASSERT(Same(Tally(rule(), Count(shuffled, rule())), Tally(rule(), votes)));
  });
}

// The body is on the roll before and after: a larger committee may need more experts.
void ExpectThatYesDoesNotHurt(const Rule& rule, const std::optional<Answer>& before) {
  Casts casts = MadeUpBallot(rule, 1, kMany);
  Cast& one = casts[*rc::gen::inRange<std::size_t>(0, casts.size())];
  one.answer = before;
  const Outcome was = Tally(rule, Count(casts, rule));
  one.answer = *rc::gen::element(Answer::kYes, Answer::kYesWithComments);
  const Outcome is = Tally(rule, Count(casts, rule));
  RC_CLASSIFY(was.verdict == Verdict::kApproved, "approved");
  if (was.verdict == Verdict::kApproved) RC_ASSERT(is.verdict == Verdict::kApproved);
  for (std::size_t i = 0; i < was.Judgements().size(); ++i) {
    if (was.judgements[i].criterion->action.empty()) {
      RC_ASSERT(was.judgements[i].met <= is.judgements[i].met);
    }
  }
}

TEST_P(EveryRule, IsNotHurtByAnAddedYes) {
  Holds([this] { ExpectThatYesDoesNotHurt(rule(), std::nullopt); });
}

TEST_P(EveryRule, IsNotHurtByANoThatBecomesAYes) {
  Holds([this] { ExpectThatYesDoesNotHurt(rule(), Answer::kNo); });
}

TEST_P(EveryRule, IsNotMovedByAnAbstention) {
  Holds([this] {
    Casts casts = MadeUpBallot(rule(), 1, kMany);
    Cast& one = casts[*rc::gen::inRange<std::size_t>(0, casts.size())];
    one.uses = false;  // that counts whatever is answered
    one.answer = std::nullopt;
    const Outcome silent = Tally(rule(), Count(casts, rule()));
    one.answer = Answer::kAbstain;
    RC_ASSERT(Same(Tally(rule(), Count(casts, rule())), silent));
  });
}

TEST_P(EveryRule, WhatIfOfNothingIsTheTally) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, kMany);
    RC_ASSERT(Same(WhatIf(rule(), casts, {}), Tally(rule(), Count(casts, rule()))));
    for (const Scope scope : {Scope::kRemaining, Scope::kChanged}) {
      RC_ASSERT(Same(Analyze(rule(), casts, scope).outcome, WhatIf(rule(), casts, {})));
    }
  });
}

// The analysis.

void ExpectChangesInScope(const Rule& rule, const Casts& casts, Scope scope,
                          const std::vector<Change>& changes) {
  RC_ASSERT(!changes.empty());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& [body, cast] = changes[i];
    RC_ASSERT(body < casts.size());
    if (i > 0) RC_ASSERT(changes[i - 1].body < body);  // RC_ASSERT would evaluate both sides of ||
    if (scope == Scope::kRemaining) RC_ASSERT(!casts[body].answer);
    RC_ASSERT(cast.answer.has_value());
    RC_ASSERT(MayBeSent(rule, cast));
    RC_ASSERT(cast.status == casts[body].status);
    RC_ASSERT(cast.full_member == casts[body].full_member);
    RC_ASSERT(cast.body == casts[body].body);
  }
}

void ExpectThatFlipsFlip(const Rule& rule, const Casts& casts, Scope scope) {
  const Analysis analysis = Analyze(rule, casts, scope);
  RC_ASSERT(analysis.criteria.size() == analysis.outcome.Judgements().size());
  for (std::size_t i = 0; i < analysis.criteria.size(); ++i) {
    if (!analysis.criteria[i]) continue;
    ExpectChangesInScope(rule, casts, scope, *analysis.criteria[i]);
    const Outcome flipped = WhatIf(rule, casts, *analysis.criteria[i]);
    RC_ASSERT(flipped.judgements[i].met != analysis.outcome.judgements[i].met);
  }
  RC_ASSERT(analysis.Decided() == analysis.pivotal.empty());
  if (analysis.Decided()) return;
  ExpectChangesInScope(rule, casts, scope, *analysis.verdict);
  RC_ASSERT(Decision(rule, WhatIf(rule, casts, *analysis.verdict)) !=
            Decision(rule, analysis.outcome));
  for (const Change& change : *analysis.verdict) {
    RC_ASSERT(std::ranges::binary_search(analysis.pivotal, change.body));
  }
}

std::optional<std::size_t> SizeOf(const Flip& flip) {
  return flip ? std::optional(flip->size()) : std::nullopt;
}

std::vector<std::size_t> Bodies(std::uint32_t bits) {
  std::vector<std::size_t> bodies;
  for (std::size_t body = 0; body < 32; ++body) {
    if ((bits >> body & 1) != 0) bodies.push_back(body);
  }
  return bodies;
}

void ExpectThatNothingSmallerFlips(const Rule& rule, const Casts& casts, Scope scope) {
  const Analysis analysis = Analyze(rule, casts, scope);
  const EverySubset every(rule, casts, scope);
  for (std::size_t i = 0; i < analysis.criteria.size(); ++i) {
    RC_ASSERT(SizeOf(analysis.criteria[i]) == every.criterion(i).size);
  }
  RC_ASSERT(SizeOf(analysis.verdict) == every.verdict().size);
  RC_ASSERT(analysis.pivotal == Bodies(every.verdict().bodies));
  RC_CLASSIFY(analysis.Decided(), "decided");
  RC_CLASSIFY(!analysis.Decided() && analysis.verdict->size() > 2, "three or more");
}

// How many are few enough to try everything: a review has eight answers.
int Few(const Rule& rule) { return Reads(rule, Part::kUsers) ? 6 : 8; }

TEST_P(EveryRule, IsTurnedByWhatTheAnalysisFinds) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, kMany);
    ExpectThatFlipsFlip(rule(), casts, Scope::kRemaining);
    ExpectThatFlipsFlip(rule(), casts, Scope::kChanged);
  });
}

TEST_P(EveryRule, IsNotTurnedByFewerOrOthersThanTheAnalysisFindsIfVotesRemain) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, Few(rule()));
    ExpectThatFlipsFlip(rule(), casts, Scope::kRemaining);
    ExpectThatNothingSmallerFlips(rule(), casts, Scope::kRemaining);
  });
}

TEST_P(EveryRule, IsNotTurnedByFewerOrOthersThanTheAnalysisFindsIfVotesChange) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, Few(rule()));
    ExpectThatFlipsFlip(rule(), casts, Scope::kChanged);
    ExpectThatNothingSmallerFlips(rule(), casts, Scope::kChanged);
  });
}

// Where it was found that nothing does, all that could are tried.
TEST_P(EveryRule, IsNotTurnedByFewerInALargerCommittee) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 12, 20);
    for (const Scope scope : {Scope::kRemaining, Scope::kChanged}) {
      const Analysis analysis = Analyze(rule(), casts, scope);
      if (analysis.Decided() && scope == Scope::kChanged) continue;  // would take too long
      const std::size_t most = analysis.Decided() ? casts.size() : analysis.verdict->size() - 1;
      if (most > 4 && scope == Scope::kChanged) continue;
      RC_ASSERT(!EveryNumber(rule(), casts, scope, most).flips());
    }
  });
}

TEST_P(EveryRule, IsAnalyzedAlikeInAnyOrder) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, kMany);
    const std::vector<std::size_t> order = MadeUpOrder(casts.size());
    Casts shuffled;
    for (const std::size_t body : order) shuffled.push_back(casts[body]);
    const Analysis one = Analyze(rule(), casts, Scope::kChanged);
    const Analysis other = Analyze(rule(), shuffled, Scope::kChanged);
    RC_ASSERT(SizeOf(one.verdict) == SizeOf(other.verdict));
    for (std::size_t i = 0; i < one.criteria.size(); ++i) {
      RC_ASSERT(SizeOf(one.criteria[i]) == SizeOf(other.criteria[i]));
    }
    std::vector<std::size_t> pivotal;
    for (const std::size_t body : other.pivotal) pivotal.push_back(order[body]);
    std::ranges::sort(pivotal);
    RC_ASSERT(pivotal == one.pivotal);
  });
}

// Distances.

Cast PMember(Answer answer) {
  return {.status = Status::kP,
          .full_member = true,
          .answer = answer,
          .has_reasons = true,
          .body = samples::kWeights[0].body};
}

Cast PositiveFor(const Criterion& criterion) {
  switch (criterion.part) {
    case Part::kConfirm:
      return PMember(Answer::kConfirm);
    case Part::kRevise:
      return PMember(Answer::kRevise);
    case Part::kWithdraw:
      return PMember(Answer::kWithdraw);
    default:
      break;
  }
  Cast cast = PMember(Answer::kYes);
  cast.names_expert = criterion.part != Part::kYes && criterion.part != Part::kNo;
  cast.takes_part = cast.uses = cast.names_expert;
  return cast;
}

Cast NegativeFor(const Criterion& criterion) {
  switch (criterion.part) {
    case Part::kConfirm:
      return PMember(Answer::kRevise);
    case Part::kRevise:
    case Part::kWithdraw:
      return PMember(Answer::kConfirm);
    default:
      return PMember(Answer::kNo);
  }
}

// The votes of a ballot and some more, of P-members that were on the roll and silent before.
bool MetWith(const Rule& rule, const Criterion& criterion, Casts casts, const Cast& more,
             int count) {
  const bool weighted = criterion.whole == Whole::kWeightsVoting;
  for (int i = 0; i < kMany && !weighted; ++i) {
    casts.push_back(more);
    if (i >= count) casts.back().answer = std::nullopt;
  }
  Votes votes = Count(casts, rule);
  if (weighted) (more.answer == Answer::kYes ? votes.weight_yes : votes.weight_no) += count;
  return Judge(criterion, votes).met;
}

Judgement JudgedWithRoll(const Rule& rule, const Criterion& criterion, Casts casts) {
  Cast silent = PMember(Answer::kYes);
  silent.answer = std::nullopt;
  if (criterion.whole != Whole::kWeightsVoting) casts.insert(casts.end(), kMany, silent);
  return Judge(criterion, Count(casts, rule));
}

// A fraction that is met bears `distance` negative votes and no more; one that is not is met with
// `distance` positive votes and not with fewer. A number that is missing is the same; a number
// above the bound cannot be lowered by adding, nor can one of objections that are too many.
void ExpectThatDistanceIsRight(const Rule& rule, const Criterion& criterion, const Casts& casts) {
  const Judgement judgement = JudgedWithRoll(rule, criterion, casts);
  const int distance = judgement.distance;
  if (distance >= kMany && criterion.whole != Whole::kWeightsVoting) return;
  const bool number =
      criterion.whole == Whole::kNumber || criterion.whole == Whole::kNumberOfPMembers;
  const bool objections = number && criterion.comparison == Comparison::kAtMost;
  const auto met_with = [&](const Cast& more, int count) {
    return MetWith(rule, criterion, casts, more, count);
  };
  if (judgement.met && (!number || objections)) {
    RC_ASSERT(met_with(NegativeFor(criterion), distance));
    RC_ASSERT(!met_with(NegativeFor(criterion), distance + 1));
  } else if (!judgement.met && !objections) {
    RC_ASSERT(met_with(PositiveFor(criterion), distance));
    RC_ASSERT(!met_with(PositiveFor(criterion), distance - 1));
  }
}

TEST_P(EveryRule, IsAsFarFromItsBoundsAsJudgementsSay) {
  Holds([this] {
    const Casts casts = MadeUpBallot(rule(), 0, kMany / 2);
    for (const Criterion& criterion : rule().criteria) {
      ExpectThatDistanceIsRight(rule(), criterion, casts);
    }
  });
}

}  // namespace
}  // namespace placet::ballots::rules
