// The table: all rows, one edition after the other. How to add one: README.md.

#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>

#include "criteria.h"
#include "editions.h"
#include "rows_2020.h"
#include "rows_2022.h"
#include "rows_old.h"
#include "rows_others.h"
#include "rules.h"
#include "well_formed.h"

namespace placet::ballots::rules {
namespace {

template <const auto&... rows>
constexpr auto Joined() {
  std::array<Rule, (std::size(rows) + ...)> all{};
  std::size_t size = 0;
  const auto append = [&](std::span<const Rule> more) {
    for (const Rule& rule : more) all[size++] = rule;
  };
  (append(rows), ...);
  return all;
}

constexpr auto kRules =
    Joined<table::kRowsOf2004, table::kRowsOfOldJtc1, table::kRowsOf2008, table::kRowsOf2012,
           table::kRowsOfIec2013, table::kRowsOfCen2013, table::kRowsOf2014, table::kRowsOf2016,
           table::kRowsOf2017, table::kRowsOf2020, table::kRowsOfIec2020, table::kRowsOf2022,
           table::kRowsOfJtc1>();

static_assert(table::AreWellFormed(kRules));
static_assert(table::AreWellFormed(table::kFreeCriteria));
static_assert(table::AreEditionsOf(table::kEditions, kRules));

}  // namespace

std::span<const Rule> AllRules() { return kRules; }

std::span<const Criterion> FreeCriteria() { return table::kFreeCriteria; }

const Rule* FindRule(Kind kind, std::string_view edition) {
  for (const Rule& rule : kRules) {
    if (rule.kind == kind && rule.edition == edition) return &rule;
  }
  return nullptr;
}

const Rule* RuleInForce(Kind kind, std::string_view committee_reference, std::string_view day) {
  const Edition* edition = EditionInForce(committee_reference, day);
  return edition == nullptr ? nullptr : FindRule(kind, edition->id);
}

const Criterion* FreeCriterion(std::string_view id) {
  for (const Criterion& criterion : table::kFreeCriteria) {
    if (criterion.id == id) return &criterion;
  }
  return nullptr;
}

}  // namespace placet::ballots::rules
