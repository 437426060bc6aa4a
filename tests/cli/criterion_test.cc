#include "clients/cli/criterion.h"

#include <gtest/gtest.h>

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages under test

Criterion TwoThirds(int yes, int cast, bool met, int distance) {
  Criterion criterion;
  criterion.set_numerator(yes);
  criterion.set_denominator(cast);
  criterion.set_bound_numerator(2);
  criterion.set_bound_denominator(3);
  criterion.set_comparison(COMPARISON_AT_LEAST);
  criterion.set_met(met);
  criterion.set_distance(distance);
  return criterion;
}

Criterion Experts(int bodies, bool met, int distance) {
  Criterion criterion;
  criterion.set_numerator(bodies);
  criterion.set_bound_numerator(4);
  criterion.set_bound_denominator(1);
  criterion.set_comparison(COMPARISON_AT_LEAST);
  criterion.set_met(met);
  criterion.set_distance(distance);
  return criterion;
}

TEST(Numbers, ShowBothProductsWithTheSignThatIsTrue) {
  EXPECT_EQ(Numbers(TwoThirds(30, 35, true, 10)), "30 * 3 = 90 >= 35 * 2 = 70");
  EXPECT_EQ(Numbers(TwoThirds(20, 35, false, 10)), "20 * 3 = 60 < 35 * 2 = 70");
}

TEST(Numbers, ShowANumberOfBodiesAgainstItsBound) {
  EXPECT_EQ(Numbers(Experts(5, true, 1)), "5 >= 4");
  EXPECT_EQ(Numbers(Experts(3, false, 1)), "3 < 4");
}

TEST(Numbers, SayWhenThereIsNothingToCount) {
  EXPECT_EQ(Numbers(TwoThirds(0, 0, false, 0)), "there is nothing to count");
  EXPECT_EQ(Distance(TwoThirds(0, 0, false, 0)), "");
}

TEST(Numbers, ShowAnUpperBound) {
  Criterion criterion = TwoThirds(2, 8, true, 0);
  criterion.set_bound_numerator(1);
  criterion.set_bound_denominator(4);
  criterion.set_comparison(COMPARISON_AT_MOST);
  EXPECT_EQ(Numbers(criterion), "2 * 4 = 8 <= 8 * 1 = 8");
  criterion.set_numerator(3);
  EXPECT_EQ(Numbers(criterion), "3 * 4 = 12 > 8 * 1 = 8");
}

TEST(Distance, SaysHowManyNegativeVotesItWouldBear) {
  EXPECT_EQ(Distance(TwoThirds(30, 35, true, 10)), "would bear 10 more negative votes");
  EXPECT_EQ(Distance(TwoThirds(20, 29, true, 1)), "would bear 1 more negative vote");
  EXPECT_EQ(Distance(TwoThirds(20, 30, true, 0)), "would not bear one more negative vote");
}

TEST(Distance, SaysHowManyPositiveVotesItWouldTake) {
  EXPECT_EQ(Distance(TwoThirds(19, 29, false, 1)), "would take 1 more positive vote");
}

TEST(Distance, SaysHowManyBodiesAreMissingOrToSpare) {
  EXPECT_EQ(Distance(Experts(3, false, 1)), "1 missing");
  EXPECT_EQ(Distance(Experts(4, true, 0)), "none to spare");
  EXPECT_EQ(Distance(Experts(6, true, 2)), "2 more than needed");
}

TEST(Distance, SaysHowManyAreTooMany) {
  Criterion none = Experts(1, false, 1);
  none.set_comparison(COMPARISON_AT_MOST);
  EXPECT_EQ(Distance(none), "1 too many");
  none.set_met(true);
  EXPECT_EQ(Distance(none), "room for 1");
  none.set_distance(0);
  EXPECT_EQ(Distance(none), "no room for more");
}

TEST(Distance, OfWeightsIsNoNumberOfVotes) {
  Criterion weights = TwoThirds(19, 29, false, 12);
  weights.set_id("weights");
  EXPECT_EQ(Distance(weights), "would take weights of 12 more in favour");
  weights.set_met(true);
  EXPECT_EQ(Distance(weights), "would bear weights of 12 more against");
}

}  // namespace
}  // namespace placet::cli
