// The calendar of closing dates and the feed of results.
#include "services/gateway/feeds.h"

#include <pugixml.hpp>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/gateway/stage.h"

namespace placet::testing {
namespace {

namespace pb = placet::ballots::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

pb::Ballot BallotOf(const std::string& id) {
  pb::Ballot ballot;
  ballot.set_name("ballots/" + id);
  ballot.set_reference("ISO/DIS 1");
  ballot.set_title(
      "Blockchain; distributed ledgers, \xC3\xA9l\xC3\xA9ments \\ <terms> & \"words\"\nof "
      "a title that is longer than one line of a calendar may be");
  ballot.set_end_date("2027-02-28");
  ballot.set_etag("\"7\"");
  ballot.set_committee_reference("ISO/TC 307");
  ballot.mutable_close_time()->set_seconds(1'800'000'000);
  return ballot;
}

TEST(CalendarTest, HasAnEventForEachLastDay) {
  pb::Ballot undated = BallotOf("undated");
  undated.clear_end_date();
  const std::string text =
      gateway::Calendar({BallotOf("a"), undated}, absl::FromUnixSeconds(1'790'000'000));
  std::vector<std::string> lines = absl::StrSplit(text, "\r\n");
  ASSERT_EQ(lines.back(), "");
  for (const std::string& line : lines) {
    EXPECT_LE(line.size(), 75u);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_NE((line + "x")[0] & 0xC0, 0x80) << "a character is cut in two";
  }
  const std::string whole = absl::StrReplaceAll(text, {{"\r\n ", ""}});
  EXPECT_THAT(whole,
              AllOf(HasSubstr("UID:ballots.a@placet\r\n"), HasSubstr("SEQUENCE:7\r\n"),
                    HasSubstr("DTSTART;VALUE=DATE:20270228\r\n"),
                    HasSubstr("DTEND;VALUE=DATE:20270301\r\n"), HasSubstr("TRIGGER:-P14D\r\n"),
                    HasSubstr("Blockchain\\; distributed ledgers\\, \xC3\xA9l\xC3\xA9ments \\\\ "),
                    HasSubstr("\\nof a title"), Not(HasSubstr("undated"))));
}

TEST(AtomTest, IsXmlWhateverATitleSays) {
  const std::string text = gateway::Atom("committees/c", "https://h",
                                         {{BallotOf("a"), "not approved"}, {BallotOf("b"), ""}});
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_string(text.c_str())) << text;
  const pugi::xml_node feed = xml.child("feed");
  EXPECT_STREQ(feed.child_value("id"), "urn:placet:committees/c");
  EXPECT_STREQ(feed.child_value("updated"), "2027-01-15T08:00:00Z");
  const pugi::xml_node entry = feed.child("entry");
  EXPECT_STREQ(entry.child_value("title"), "ISO/DIS 1: not approved");
  EXPECT_EQ(entry.child_value("summary"), BallotOf("a").title());
  EXPECT_STREQ(entry.child("link").attribute("href").value(), "https://h/ballots/a");
  EXPECT_STREQ(entry.next_sibling("entry").child_value("title"), "ISO/DIS 1");
}

class FeedsTest : public Stage {
 protected:
  // Two pages of ballots; the result of one of them is not for this caller.
  void SetUp() override {
    Serve([](const Scripted::Seen& seen) -> Scripted::Plan {
      if (seen.metadata.count("authorization") == 0) {
        return {.status = absl::UnauthenticatedError("nobody")};
      }
      if (seen.method == "/placet.ballots.v1.BallotService/GetResult") {
        pb::GetResultRequest request;
        request.ParseFromString(seen.requests[0]);
        if (request.name() == "ballots/two") return {.status = absl::PermissionDeniedError("no")};
        pb::Result result;
        result.mutable_tally()->set_verdict(pb::VERDICT_APPROVED);
        return {.message = result.SerializeAsString()};
      }
      pb::ListBallotsRequest request;
      request.ParseFromString(seen.requests[0]);
      pb::ListBallotsResponse response;
      *response.add_ballots() = BallotOf(request.page_token().empty() ? "one" : "two");
      if (request.page_token().empty()) response.set_next_page_token("more");
      const bool asked =
          request.voter() == "members/de" || (request.committee() == "committees/iso-tc-307" &&
                                              request.state() == pb::BALLOT_STATE_CLOSED);
      if (!asked) return {.status = absl::NotFoundError("nothing")};
      return {.message = response.SerializeAsString()};
    });
  }
  const HttpFields token_ = {{"authorization", "Bearer t"}};
};

TEST_F(FeedsTest, AreMadeOfWhatTheCallerMaySee) {
  const Reply calendar = Fresh().Get("/calendar/de.ics", token_);
  EXPECT_EQ(calendar.status, 200u) << calendar.body;
  EXPECT_EQ(calendar.Field("content-type"), "text/calendar; charset=utf-8");
  EXPECT_THAT(calendar.body, AllOf(HasSubstr("UID:ballots.one@"), HasSubstr("UID:ballots.two@")));
  const Reply feed = Fresh().Get("/feeds/iso-tc-307.atom", token_);
  EXPECT_EQ(feed.status, 200u) << feed.body;
  EXPECT_EQ(feed.Field("content-type"), "application/atom+xml; charset=utf-8");
  EXPECT_THAT(feed.body, AllOf(HasSubstr("ISO/DIS 1: approved"), HasSubstr("<title>ISO/DIS 1<")));
}

TEST_F(FeedsTest, AreForNobodyElse) {
  EXPECT_EQ(Fresh().Get("/calendar/de.ics").status, 401u);
  EXPECT_EQ(Fresh().Get("/feeds/iso-tc-307.atom").status, 401u);
  EXPECT_EQ(Fresh().Get("/calendar/fr.ics", token_).status, 404u);
  EXPECT_EQ(Fresh().Post("/calendar/de.ics", "{}", token_).status, 405u);
  HttpFields foreign = token_;
  foreign.emplace_back("sec-fetch-site", "cross-site");
  EXPECT_EQ(Fresh().Get("/calendar/de.ics", foreign).status, 403u);
}

}  // namespace
}  // namespace placet::testing
