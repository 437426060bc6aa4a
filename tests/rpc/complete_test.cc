#include "services/rpc/complete.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "placet/ballots/v1/ballot_service.pb.h"

namespace placet::rpc {
namespace {

namespace pb = placet::ballots::v1;
using testing::IsEmpty;

pb::CastVoteRequest Good() {
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name("ballots/b/votes/de");
  request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
  return request;
}

std::vector<std::string> Fields(const google::protobuf::Message& request) {
  std::vector<std::string> fields;
  for (const Violation& violation : Violations(request)) fields.push_back(violation.field);
  return fields;
}

TEST(Violations, OfACompleteRequestAreNone) { EXPECT_THAT(Violations(Good()), IsEmpty()); }

TEST(Violations, NameWhatIsMissing) {
  EXPECT_THAT(Fields(pb::CastVoteRequest()), testing::ElementsAre("vote"));
  pb::CastVoteRequest request = Good();
  request.mutable_vote()->clear_answer();
  request.mutable_vote()->add_experts()->set_email("a@b");
  EXPECT_THAT(Fields(request), testing::ElementsAre("vote.answer", "vote.experts[0].display_name"));
}

TEST(Violations, KnowTheLongestText) {
  pb::CastVoteRequest request = Good();
  request.mutable_vote()->set_text(std::string(65'536, 'x'));
  EXPECT_THAT(Violations(request), IsEmpty());
  request.mutable_vote()->set_text(std::string(65'537, 'x'));
  EXPECT_THAT(Fields(request), testing::ElementsAre("vote.text"));
  request = Good();
  request.mutable_vote()->add_experts()->set_display_name(std::string(401, 'x'));
  EXPECT_THAT(Fields(request), testing::ElementsAre("vote.experts[0].display_name"));
}

TEST(Violations, RefuseNulTooManyElementsAndUnknownEnumValues) {
  pb::CastVoteRequest request = Good();
  request.mutable_vote()->set_text(std::string("a\0b", 3));
  EXPECT_THAT(Fields(request), testing::ElementsAre("vote.text"));
  request = Good();
  for (int i = 0; i < 101; ++i) request.mutable_vote()->add_experts()->set_display_name("x");
  EXPECT_THAT(Fields(request), testing::ElementsAre("vote.experts"));
  request = Good();
  request.mutable_vote()->set_answer(static_cast<pb::Answer>(99));
  EXPECT_THAT(Fields(request), testing::ElementsAre("vote.answer"));
}

TEST(Violations, DoNotLookAtWhatTheServerSets) {
  pb::CastVoteRequest request = Good();
  request.mutable_vote()->set_caster(std::string(1000, 'x'));
  EXPECT_THAT(Violations(request), IsEmpty());
}

// The bytes of a request whose text is not UTF-8.
std::string WithText(const std::string& text) {
  pb::CastVoteRequest request = Good();
  request.mutable_vote()->set_text("@@@@");
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find("@@@@"), 4, text);
  return bytes;
}

TEST(WhyUnparsable, NamesTheFieldThatIsNotUtf8) {
  for (const std::string& bad :
       {std::string("\xff\xfe\xfd\xfc"), std::string("\xed\xa0\x80!"), std::string("\xc0\x80!!"),
        std::string("\xf4\x90\x80\x80"), std::string("abc\xe2")}) {
    const Violation why = WhyUnparsable(*pb::CastVoteRequest::descriptor(), WithText(bad));
    EXPECT_EQ(why.field, "vote.text");
    EXPECT_EQ(why.description, "is not valid UTF-8");
  }
}

TEST(WhyUnparsable, SaysWhatABrokenMessageShouldHaveBeen) {
  const Violation why = WhyUnparsable(*pb::CastVoteRequest::descriptor(), "\x0a\xff\xff\xff");
  EXPECT_EQ(why.field, "request");
  EXPECT_EQ(why.description, "is not a placet.ballots.v1.CastVoteRequest");
}

}  // namespace
}  // namespace placet::rpc
