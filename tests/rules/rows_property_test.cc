// Properties of every row that is voted on, on many made-up committees. The seeds are fixed: a
// failure can be repeated.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

Votes Added(const Rule& rule, const std::vector<Cast>& bodies) {
  Votes votes;
  for (const Cast& body : bodies) Add(votes, rule, body);
  return votes;
}

Votes AddedWith(const Rule& rule, std::vector<Cast> bodies, Answer answer, bool has_reasons) {
  if (bodies.empty()) return {};  // never; g++ 12 warns of writing to nothing otherwise
  bodies.back().answer = answer;
  bodies.back().has_reasons = has_reasons;
  return Added(rule, bodies);
}

// The last body is entitled and has not voted: what it does is what a test is about. It does not
// join with its vote, because a larger committee may need more experts.
std::vector<Cast> MadeUpCommittee(const Rule& rule, std::mt19937& random) {
  const auto below = [&](int bound) {
    return static_cast<int>(random() % static_cast<unsigned>(bound));
  };
  std::vector<Cast> bodies;
  const int size = 1 + below(30);
  const int yes_in_ten = below(11);
  for (int i = 0; i < size; ++i) {
    Cast body{.status = Status::kP,
              .full_member = true,
              .has_reasons = below(5) != 0,
              .names_expert = below(2) == 0,
              .takes_part = below(2) == 0};
    if (rule.electorate == Electorate::kAllBodies) body.status = static_cast<Status>(below(3));
    if (rule.electorate == Electorate::kWeighted) {
      body.body = rule.weights[static_cast<std::size_t>(i)].body;
    }
    if (i + 1 < size && below(8) != 0) {
      body.answer = below(10) < yes_in_ten ? Answer::kYes : static_cast<Answer>(1 + below(3));
    }
    bodies.push_back(body);
  }
  return bodies;
}

bool Approved(const Rule& rule, const Votes& votes) {
  const Outcome outcome = Tally(rule, votes);
  return outcome.verdict == Verdict::kApproved || outcome.proposal == "proceed";
}

// No criterion that was met is not any more; none that was not is farther from its bound. Of the
// verdicts only "approved" is better than the rest: a no turns "nobody voted" into "not approved".
void ExpectNoWorse(const Rule& rule, const Votes& before, const Votes& after) {
  EXPECT_LE(Approved(rule, before), Approved(rule, after));
  const Outcome old_outcome = Tally(rule, before);
  const Outcome new_outcome = Tally(rule, after);
  ASSERT_EQ(old_outcome.size, new_outcome.size);
  for (int i = 0; i < old_outcome.size; ++i) {
    const Judgement& was = old_outcome.judgements[i];
    const Judgement& is = new_outcome.judgements[i];
    ASSERT_LE(was.met, is.met);
    if (was.met) {
      ASSERT_GE(is.distance, was.distance);
    }
    if (!is.met) {
      ASSERT_LE(is.distance, was.distance);
    }
  }
}

void ExpectSameJudgements(const Rule& rule, const Votes& one, const Votes& other) {
  const Outcome a = Tally(rule, one);
  const Outcome b = Tally(rule, other);
  ASSERT_EQ(a.verdict, b.verdict);
  ASSERT_EQ(a.size, b.size);
  for (int i = 0; i < a.size; ++i) {
    ASSERT_EQ(a.judgements[i].numerator, b.judgements[i].numerator);
    ASSERT_EQ(a.judgements[i].denominator, b.judgements[i].denominator);
    ASSERT_EQ(a.judgements[i].met, b.judgements[i].met);
    ASSERT_EQ(a.judgements[i].distance, b.judgements[i].distance);
  }
}

bool IsVotedOn(const Rule& rule) {
  return FindOffer(rule, Entitlement::kMustVote, Answer::kYes) != nullptr;
}

bool NeedsReasons(const Rule& rule) {
  const Offer* no = FindOffer(rule, Entitlement::kMustVote, Answer::kNo);
  return no != nullptr && no->text == TextRule::kNeededToCount;
}

template <class Check>
void OnMadeUpCommittees(unsigned seed, Check check) {
  std::mt19937 random(seed);
  int rows = 0;
  for (const Rule& rule : AllRules()) {
    if (!IsVotedOn(rule)) continue;
    ++rows;
    for (int i = 0; i < 300; ++i) {
      check(rule, MadeUpCommittee(rule, random), random);
      if (::testing::Test::HasFailure()) {
        FAIL() << rule.edition << " " << KindName(rule.kind) << ", committee " << i;
      }
    }
  }
  EXPECT_GT(rows, 100);
}

// Moves the last body from those that did not vote to another counter.
void Move(Votes& votes, const Cast& body, int Counts::*counter) {
  --votes.all_bodies.not_voting;
  ++(votes.all_bodies.*counter);
  if (body.status != Status::kP) return;
  --votes.p_members.not_voting;
  ++(votes.p_members.*counter);
}

TEST(Property, AYesMoreNeverHurts) {
  OnMadeUpCommittees(1, [](const Rule& rule, const std::vector<Cast>& bodies, std::mt19937&) {
    ExpectNoWorse(rule, Added(rule, bodies), AddedWith(rule, bodies, Answer::kYes, false));
    ExpectNoWorse(rule, Added(rule, bodies), AddedWith(rule, bodies, Answer::kYes, true));
    ExpectNoWorse(rule, Added(rule, bodies),
                  AddedWith(rule, bodies, Answer::kYesWithComments, true));
  });
}

TEST(Property, ANoMoreNeverHelps) {
  OnMadeUpCommittees(2, [](const Rule& rule, const std::vector<Cast>& bodies, std::mt19937&) {
    ExpectNoWorse(rule, AddedWith(rule, bodies, Answer::kNo, true), Added(rule, bodies));
  });
}

TEST(Property, TheOrderOfVotesDoesNotMatter) {
  OnMadeUpCommittees(3, [](const Rule& rule, std::vector<Cast> bodies, std::mt19937& random) {
    const Votes in_order = Added(rule, bodies);
    std::shuffle(bodies.begin(), bodies.end(), random);
    EXPECT_TRUE(Added(rule, bodies) == in_order);
  });
}

TEST(Property, AnAbstentionChangesNothingButItsOwnCounter) {
  OnMadeUpCommittees(4, [](const Rule& rule, const std::vector<Cast>& bodies, std::mt19937&) {
    Votes expected = Added(rule, bodies);
    const Votes abstained = AddedWith(rule, bodies, Answer::kAbstain, true);
    ExpectSameJudgements(rule, expected, abstained);
    Move(expected, bodies.back(), &Counts::abstain);
    EXPECT_TRUE(abstained == expected);
  });
}

TEST(Property, ANoWithoutReasonsChangesNothingButItsOwnCounterWhereItNeedsThem) {
  OnMadeUpCommittees(5, [](const Rule& rule, const std::vector<Cast>& bodies, std::mt19937&) {
    const Votes before = Added(rule, bodies);
    const Votes unreasoned = AddedWith(rule, bodies, Answer::kNo, false);
    Votes expected = before;
    if (NeedsReasons(rule)) {
      ExpectSameJudgements(rule, before, unreasoned);
      Move(expected, bodies.back(), &Counts::no_without_reasons);
    } else {
      Move(expected, bodies.back(), &Counts::no);
      expected.weight_no = unreasoned.weight_no;
    }
    EXPECT_TRUE(unreasoned == expected);
  });
}

TEST(Property, EveryBodyIsInExactlyOneCounter) {
  OnMadeUpCommittees(6, [](const Rule& rule, const std::vector<Cast>& bodies, std::mt19937&) {
    const Votes votes = Added(rule, bodies);
    EXPECT_EQ(votes.all_bodies.entitled, static_cast<int>(bodies.size()));
    for (const Counts& counts : {votes.p_members, votes.all_bodies}) {
      EXPECT_EQ(counts.entitled, counts.yes + counts.yes_without_reasons + counts.no +
                                     counts.no_without_reasons + counts.abstain +
                                     counts.not_voting);
      EXPECT_LE(counts.yes_with_comments, counts.yes);
    }
  });
}

}  // namespace
}  // namespace placet::ballots::rules
