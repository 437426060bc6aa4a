// What says who somebody is, found and taken out at any depth.
#include "services/rpc/personal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "placet/ballots/v1/ballot_service.pb.h"
#include "placet/members/v1/members.pb.h"
#include "tests/support/matchers.h"

namespace placet::rpc {
namespace {

namespace bpb = placet::ballots::v1;
namespace mpb = placet::members::v1;
using placet::testing::EqualsProto;

bpb::CastVoteRequest Naming(const char* name) {
  bpb::CastVoteRequest request;
  request.mutable_vote()->set_name("ballots/b/votes/de");
  bpb::Expert& expert = *request.mutable_vote()->add_experts();
  expert.set_display_name(name);
  expert.set_email("e@example.org");
  request.mutable_vote()->add_experts();
  return request;
}

TEST(Personal, IsFoundInWhatAMessageHolds) {
  EXPECT_TRUE(HoldsPersonal(Naming("Erika")));
  EXPECT_FALSE(HoldsPersonal(bpb::CastVoteRequest()));
  bpb::CastVoteRequest without = Naming("Erika");
  without.mutable_vote()->clear_experts();
  EXPECT_FALSE(HoldsPersonal(without));
  mpb::Event event;
  event.mutable_person()->set_name("people/erika");
  EXPECT_FALSE(HoldsPersonal(event)) << "an identifier is none";
  event.mutable_person()->set_note("is called Erika");
  EXPECT_TRUE(HoldsPersonal(event));
}

TEST(Personal, IsTakenOutAndListsKeepTheirLengths) {
  bpb::CastVoteRequest request = Naming("Erika");
  ClearPersonal(request);
  EXPECT_FALSE(HoldsPersonal(request));
  ASSERT_EQ(request.vote().experts_size(), 2);
  EXPECT_THAT(request.vote().experts(0), EqualsProto(bpb::Expert()));
  EXPECT_EQ(request.vote().name(), "ballots/b/votes/de");
  bpb::CastVoteRequest other = Naming("Otto");
  ClearPersonal(other);
  EXPECT_THAT(other, EqualsProto(request)) << "nothing is left by which they differ";
}

// Result, rows, experts: a type within types, and ones that hold themselves (Tally.parallel).
TEST(Personal, IsFoundAtAnyDepth) {
  bpb::Result result;
  result.mutable_tally()->mutable_parallel()->set_version(1);
  EXPECT_FALSE(HoldsPersonal(result));
  result.add_rows()->add_experts()->set_organization("DIN");
  result.add_late_votes()->add_experts()->set_display_name("Otto");
  EXPECT_TRUE(HoldsPersonal(result));
  ClearPersonal(result);
  EXPECT_FALSE(HoldsPersonal(result));
  EXPECT_EQ(result.rows(0).experts_size(), 1);
  EXPECT_EQ(result.tally().parallel().version(), 1);
}

}  // namespace
}  // namespace placet::rpc
