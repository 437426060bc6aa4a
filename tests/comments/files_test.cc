// Files out and in again.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const std::vector<Row> kRows = {{"DE-001", "8.2.10", "te", "A \"quoted\"\ncomment.", "=1+1"},
                                {"FR-001", "8.2.2", "ed", "Change two.", "", ""},
                                {"IEEE-001", "Foreword", "ge", "Change three."}};

class Files : public ::testing::TestWithParam<pb::TableFormat> {};

TEST_P(Files, WhatIsExportedComesInAgainAsTheSameComments) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  ASSERT_THAT(world.Resolve(ballot + "/comments/1", pb::DISPOSITION_NOT_ACCEPTED, true, "No."),
              IsOk());
  const auto file = world.Export(ballot, GetParam());
  ASSERT_THAT(file, IsOk());
  pb::ImportHeader header;
  header.set_ballot(ballot);
  const auto same = world.Import(kManager, header, {{"again", *file}});
  ASSERT_THAT(same, IsOk());
  ASSERT_THAT(same->files(), SizeIs(1));
  EXPECT_EQ(same->files(0).known(), 3);
  EXPECT_EQ(same->files(0).added(), 0);
  // On another ballot they are new, in the order of the document, with what was decided.
  const std::string other = world.Opened();
  header.set_ballot(other);
  ASSERT_THAT(world.Import(kManager, header, {{"again", *file}}), IsOk());
  world.Close(other);
  EXPECT_THAT(world.Labels(other), ElementsAre("IEEE-001", "FR-001", "DE-001"));
  const auto comment = world.Get(other + "/comments/3");
  ASSERT_THAT(comment, IsOk());
  EXPECT_EQ(comment->comment(), "A \"quoted\"\ncomment.");
  EXPECT_EQ(comment->disposition(), pb::DISPOSITION_NOT_ACCEPTED);
}

INSTANTIATE_TEST_SUITE_P(Formats, Files,
                         ::testing::Values(pb::TABLE_FORMAT_DOCX, pb::TABLE_FORMAT_XLSX,
                                           pb::TABLE_FORMAT_CSV, pb::TABLE_FORMAT_YAML,
                                           pb::TABLE_FORMAT_JSON),
                         [](const auto& chosen) { return pb::TableFormat_Name(chosen.param); });

TEST(Lists, PagesGoOnAfterTheLastComment) {
  World world;
  std::vector<Row> rows;
  for (int i = 1; i <= 25; ++i) {
    rows.push_back({absl::StrCat("DE-", i), absl::StrCat("4.", i % 3), "te",
                    absl::StrCat("Comment ", i, std::string(90'000, 'x'))});
  }
  const std::string ballot = world.Resolving(rows);
  for (const auto order : {pb::COMMENT_ORDER_DOCUMENT, pb::COMMENT_ORDER_ARRIVAL}) {
    pb::ListCommentsRequest request;
    request.set_parent(ballot);
    request.set_order(order);
    std::vector<std::string> names;
    int pages = 0;
    do {
      const auto page = world.Ask(kNobody, &Stub::ListComments, request);
      ASSERT_THAT(page, IsOk());
      EXPECT_LT(page->ByteSizeLong(), 2'500'000u);
      for (const pb::Comment& comment : page->comments()) names.push_back(comment.name());
      request.set_page_token(page->next_page_token());
      ++pages;
    } while (!request.page_token().empty());
    EXPECT_EQ(pages, 2);
    EXPECT_THAT(names, SizeIs(25));
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  }
  pb::ListCommentsRequest request;
  request.set_parent(ballot);
  request.set_page_token("bm9uc2Vuc2U");
  EXPECT_THAT(world.Ask(kNobody, &Stub::ListComments, request), HasField("page_token"));
}

TEST(Search, FollowsWhatChanges) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::CommentFilter filter;
  filter.set_query("reconsider");
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre());
  ASSERT_THAT(world.Resolve(ballot + "/comments/2", pb::DISPOSITION_NOTED, false,
                            "To be reconsidered for the next edition."),
              IsOk());
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre("FR-001"));
  filter.Clear();
  filter.set_clause("8.2");
  filter.set_unresolved(true);
  filter.add_dispositions(pb::DISPOSITION_UNSPECIFIED);
  filter.add_states(pb::COMMENT_STATE_OPEN);
  EXPECT_THAT(world.Labels(ballot, filter), ElementsAre("DE-001"));
  filter.set_group("ballots/other/groups/1");
  EXPECT_THAT(world.List(ballot, filter), HasField("filter.group"));
}

TEST(Outage, APeerThatIsAwayIsSaidToBeSo) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  world.ballots().StopDirectory();
  const auto listed = world.List(ballot, {});
  EXPECT_THAT(listed, HasReason("PEER_UNAVAILABLE"));
  EXPECT_THAT(listed, StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace placet::comments
