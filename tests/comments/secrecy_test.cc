// Who sees what, while a ballot is open and afterwards: in every rpc the same.
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Row> kRows = {{"DE-001", "4.1", "te", "Change one."},
                                {"FR-001", "4.2", "ed", "Change two."},
                                {"IEEE-001", "5", "te", "Change three."}};

class Secrecy : public ::testing::Test {
 protected:
  Secrecy() : ballot_(world_.Opened()) {
    EXPECT_THAT(world_.Import(kManager, ballot_, "", kRows), IsOk());
  }

  World world_;
  const std::string ballot_;
};

TEST_F(Secrecy, WhileOpenABodySeesItsOwnAndNobodyElseDoes) {
  EXPECT_THAT(world_.Labels(ballot_, {}, kVoterDe), ElementsAre("DE-001"));
  EXPECT_THAT(world_.Labels(ballot_, {}, kAdministratorDe), ElementsAre("DE-001"));
  EXPECT_THAT(world_.Labels(ballot_, {}, kVoterFr), ElementsAre("FR-001"));
  EXPECT_THAT(world_.List(ballot_, {}, kManager), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(world_.List(ballot_, {}, kChair), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(world_.List(ballot_, {}, kMonitor), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(world_.List(ballot_, {}, kNobody), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(world_.Get(ballot_ + "/comments/1", kVoterDe), IsOk());
  // Nobody learns whether there is one.
  EXPECT_THAT(world_.Get(ballot_ + "/comments/2", kVoterDe), HasReason("NOT_FOUND"));
  EXPECT_THAT(world_.Get(ballot_ + "/comments/9", kVoterDe), HasReason("NOT_FOUND"));
  EXPECT_THAT(world_.Get(ballot_ + "/comments/1", kManager), HasReason("NOT_FOUND"));
  pb::ListCommentHistoryRequest history;
  history.set_parent(ballot_ + "/comments/2");
  EXPECT_THAT(world_.Ask(kVoterDe, &Stub::ListCommentHistory, history), HasReason("NOT_FOUND"));
}

TEST_F(Secrecy, WhileOpenSearchAndFiltersFindNothingOfOthers) {
  pb::CommentFilter filter;
  filter.set_query("change");
  EXPECT_THAT(world_.Labels(ballot_, filter, kVoterDe), ElementsAre("DE-001"));
  filter.Clear();
  filter.set_member("members/fr");
  EXPECT_THAT(world_.Labels(ballot_, filter, kVoterDe), IsEmpty());
}

TEST_F(Secrecy, WhileOpenOfficersReadCountsAndBodiesTheirs) {
  const auto officers = world_.Counts(ballot_, kManager);
  ASSERT_THAT(officers, IsOk());
  EXPECT_EQ(officers->counts().total(), 3);
  EXPECT_THAT(officers->clauses(), IsEmpty());
  EXPECT_THAT(officers->by_body(), IsEmpty());
  EXPECT_THAT(officers->by_type(), IsEmpty());
  EXPECT_EQ(officers->counts().without_disposition(), 0);
  EXPECT_EQ(world_.Counts(ballot_, kVoterDe)->counts().total(), 1);
  EXPECT_THAT(world_.Counts(ballot_, kNobody), HasReason("SECRET_WHILE_OPEN"));
}

TEST_F(Secrecy, WhileOpenEventsOfOthersAreHiddenAndKeepTheirNumbers) {
  const auto own = world_.Events(kVoterDe);
  ASSERT_THAT(own, SizeIs(1));
  ASSERT_THAT(own[0].import().comments(), SizeIs(1));
  EXPECT_EQ(own[0].import().comments(0).label(), "DE-001");
  EXPECT_EQ(own[0].import().comments(0).comment(), ballot_ + "/comments/1");
  EXPECT_FALSE(own[0].has_counts());
  const auto others = world_.Events(kNobody);
  ASSERT_THAT(others, SizeIs(1));
  EXPECT_TRUE(others[0].has_hidden());
  EXPECT_EQ(others[0].sequence(), 1);
  EXPECT_EQ(others[0].subject(), "");
  EXPECT_EQ(others[0].actor(), "");
  // An officer reads how many there are.
  const auto officers = world_.Events(kManager);
  EXPECT_TRUE(officers[0].has_hidden());
  EXPECT_EQ(officers[0].subject(), ballot_);
  EXPECT_EQ(officers[0].counts().total(), 3);
  EXPECT_EQ(officers[0].counts().without_disposition(), 0) << "how far they are";
}

TEST_F(Secrecy, WhileOpenExportsAreOfTheOwnBody) {
  EXPECT_THAT(world_.Export(ballot_, pb::TABLE_FORMAT_CSV, kManager),
              HasReason("SECRET_WHILE_OPEN"));
  const auto own = world_.Export(ballot_, pb::TABLE_FORMAT_CSV, kVoterDe);
  ASSERT_THAT(own, IsOk());
  EXPECT_THAT(*own, ::testing::HasSubstr("DE-001"));
  EXPECT_THAT(*own, ::testing::Not(::testing::HasSubstr("FR-001")));
}

TEST_F(Secrecy, AfterClosingEverybodySeesEverything) {
  world_.Close(ballot_);
  for (const char* caller : {kManager, kVoterDe, kNobody}) {
    EXPECT_THAT(world_.Labels(ballot_, {}, caller), ElementsAre("DE-001", "FR-001", "IEEE-001"));
    EXPECT_EQ(world_.Counts(ballot_, caller)->counts().total(), 3);
    EXPECT_THAT(world_.Events(caller)[0].import().comments(), SizeIs(3));
  }
  pb::CommentFilter filter;
  filter.set_query("change thre");  // half a word
  EXPECT_THAT(world_.Labels(ballot_, filter), ::testing::Contains("IEEE-001"));
  filter.set_query("nothing of the kind");
  EXPECT_THAT(world_.Labels(ballot_, filter), IsEmpty());
}

TEST_F(Secrecy, ChangesWhileOpenAreHiddenFromOthers) {
  pb::ReplyToCommentRequest reply;
  reply.set_name(ballot_ + "/comments/1");
  reply.set_member("members/de");
  reply.set_text("Among us.");
  ASSERT_THAT(world_.Ask(kVoterDe, &Stub::ReplyToComment, reply), IsOk());
  EXPECT_TRUE(world_.Events(kVoterDe)[1].has_record());
  EXPECT_TRUE(world_.Events(kVoterFr)[1].has_hidden());
  pb::ListChangesRequest changes;
  changes.set_parent(ballot_);
  EXPECT_THAT(world_.Ask(kVoterDe, &Stub::ListChanges, changes), HasReason("SECRET_WHILE_OPEN"));
  world_.Close(ballot_);
  const auto listed = world_.Ask(kNobody, &Stub::ListChanges, changes);
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->changes(), SizeIs(1));
}

}  // namespace
}  // namespace placet::comments
