#include "services/rpc/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "services/rpc/refuse.h"

namespace placet::rpc {
namespace {

namespace pb = placet::ballots::v1;

absl::Status Closed() {
  return Refuse(absl::StatusCode::kFailedPrecondition, pb::ERROR_REASON_BALLOT_CLOSED,
                "ballots/b is closed", "read the result", {{"ballot", "ballots/b"}});
}

TEST(Refuse, CarriesReasonDomainAndRemedy) {
  const grpc::Status status = ToGrpc(Closed());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(status.error_message(), "ballots/b is closed");
  google::rpc::Status rich;
  ASSERT_TRUE(rich.ParseFromString(status.error_details()));
  ASSERT_EQ(rich.details_size(), 1);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(rich.details(0).UnpackTo(&info)) << "a standard client must know the type";
  EXPECT_EQ(info.reason(), "BALLOT_CLOSED");
  EXPECT_EQ(info.domain(), "placet.ballots.v1");
  EXPECT_EQ(info.metadata().at("remedy"), "read the result");
  EXPECT_EQ(info.metadata().at("ballot"), "ballots/b");
}

TEST(Invalid, NamesEveryField) {
  absl::Status status = Invalid(pb::ERROR_REASON_INVALID_FIELD, "vote.name", "is malformed");
  status = WithField(std::move(status), "request_id", "is not a UUID");
  google::rpc::Status rich;
  ASSERT_TRUE(rich.ParseFromString(ToGrpc(status).error_details()));
  google::rpc::BadRequest bad;
  for (const auto& detail : rich.details()) {
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
  }
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "vote.name");
  EXPECT_EQ(bad.field_violations(1).field(), "request_id");
}

TEST(Status, SurvivesTheWayToTheWireAndBack) {
  const absl::Status closed = Closed();  // made once: the order of a map's bytes is not fixed
  EXPECT_EQ(FromGrpc(ToGrpc(closed)), closed);
  EXPECT_TRUE(FromGrpc(ToGrpc(absl::OkStatus())).ok());
}

}  // namespace
}  // namespace placet::rpc
