#include "tests/bench/votes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "placet/ballots/v1/ballot_service.pb.h"

namespace placet::bench {
namespace {

namespace pb = placet::ballots::v1;

constexpr const char* kTexts[] = {
    "Clause 5.2: the term is used before it is defined; move it to clause 3.",
    "Table 4 and Annex B give different limits for the same test; please align them.",
    "The method of clause 7 was not reproduced by two of our laboratories; see the data sent to "
    "the secretariat."};

}  // namespace

Answer Voters::Choose() {
  const uint64_t percent = random_() % 100;
  if (percent < 80) return Answer::kApprove;
  if (percent < 90) return Answer::kApproveWithComments;
  return percent < 95 ? Answer::kDisapprove : Answer::kAbstain;
}

std::string Voters::NewRequestId() {
  char text[40];
  const uint64_t high = random_(), low = random_();
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-%04x-%012llx",
                static_cast<unsigned>(high >> 32), static_cast<unsigned>(high >> 16 & 0xffff),
                static_cast<unsigned>(high & 0xfff),
                static_cast<unsigned>(0x8000 | (low >> 48 & 0x3fff)),
                static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text;
}

Request Voters::Cast(const Pair& pair, Answer answer) {
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name(
      absl::StrCat("ballots/", pair.ballot->id, "/votes/", pair.member));
  request.mutable_vote()->set_answer(static_cast<pb::Answer>(answer));
  if (answer == Answer::kApproveWithComments || answer == Answer::kDisapprove) {
    request.mutable_vote()->set_text(kTexts[random_() % std::size(kTexts)]);
  }
  request.set_request_id(NewRequestId());
  return {absl::StrCat("people/voter-", pair.member), request.SerializeAsString()};
}

std::vector<Request> Voters::Cast(std::span<const Pair> pairs) {
  std::vector<Request> requests;
  requests.reserve(pairs.size());
  for (const Pair& pair : pairs) requests.push_back(Cast(pair, Choose()));
  return requests;
}

Supply::Supply(std::vector<Pair> pairs, uint64_t seed)
    : pairs_(std::move(pairs)), random_(seed), voters_(seed + 1) {}

std::vector<Request> Supply::Next(size_t votes) {
  if (used_ + votes > pairs_.size()) {
    std::fprintf(stderr, "only %zu votes were seeded: seed more years\n", pairs_.size());
    std::exit(1);
  }
  const auto first = pairs_.begin() + static_cast<std::ptrdiff_t>(used_);
  const auto last = first + static_cast<std::ptrdiff_t>(votes);
  std::shuffle(first, last, random_);
  used_ += votes;
  return voters_.Cast({first, last});
}

}  // namespace placet::bench
