#include "clients/cli/criterion.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/table.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about

// A fraction without votes has a bound that is one; a number of bodies has none.
bool IsNumber(const Criterion& criterion) {
  return criterion.denominator() == 0 && criterion.bound_denominator() <= 1;
}

bool Holds(Comparison comparison, int64_t left, int64_t right) {
  switch (comparison) {
    case COMPARISON_AT_LEAST:
      return left >= right;
    case COMPARISON_MORE_THAN:
      return left > right;
    default:
      return left <= right;
  }
}

// The sign that is true of the two numbers, so that the line can be read aloud.
absl::string_view Sign(Comparison comparison, bool holds) {
  switch (comparison) {
    case COMPARISON_AT_LEAST:
      return holds ? " >= " : " < ";
    case COMPARISON_MORE_THAN:
      return holds ? " > " : " <= ";
    case COMPARISON_AT_MOST:
      return holds ? " <= " : " > ";
    default:
      return " ? ";
  }
}

}  // namespace

std::string Numbers(const Criterion& criterion) {
  const int64_t part = criterion.numerator();
  const int64_t whole = criterion.denominator();
  const int64_t bound = criterion.bound_numerator();
  const Comparison comparison = criterion.comparison();
  if (IsNumber(criterion)) {
    return absl::StrCat(part, Sign(comparison, Holds(comparison, part, bound)), bound);
  }
  if (whole == 0) return "there is nothing to count";
  const int64_t left = part * criterion.bound_denominator();
  const int64_t right = whole * bound;
  return absl::StrCat(part, " * ", criterion.bound_denominator(), " = ", left,
                      Sign(comparison, Holds(comparison, left, right)), whole, " * ", bound, " = ",
                      right);
}

std::string Distance(const Criterion& criterion) {
  const int distance = criterion.distance();
  if (IsNumber(criterion)) {
    const bool at_most = criterion.comparison() == COMPARISON_AT_MOST;
    if (!criterion.met()) return absl::StrCat(distance, at_most ? " too many" : " missing");
    if (at_most) return distance == 0 ? "no room for more" : absl::StrCat("room for ", distance);
    return distance == 0 ? "none to spare" : absl::StrCat(distance, " more than needed");
  }
  if (criterion.denominator() == 0) return "";
  if (criterion.id() == "weights") {  // where a vote is worth what its body weighs
    return criterion.met() ? absl::StrCat("would bear weights of ", distance, " more against")
                           : absl::StrCat("would take weights of ", distance, " more in favour");
  }
  if (!criterion.met()) {
    return absl::StrCat("would take ", Count(distance, "more positive vote"));
  }
  if (distance == 0) return "would not bear one more negative vote";
  return absl::StrCat("would bear ", Count(distance, "more negative vote"));
}

}  // namespace placet::cli
