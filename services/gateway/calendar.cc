#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "services/gateway/feeds.h"

namespace placet::gateway {
namespace {

constexpr size_t kLineOctets = 75;  // RFC 5545, 3.1, without the end of the line
constexpr const char* kAlarms[] = {"-P14D", "-P2D"};

// RFC 5545, 3.3.11.
std::string Text(const std::string& text) {
  return absl::StrReplaceAll(
      text,
      {{"\\", "\\\\"}, {";", "\\;"}, {",", "\\,"}, {"\r\n", "\\n"}, {"\n", "\\n"}, {"\r", ""}});
}

// Folded between characters: the bytes of one stay in one line.
void Line(std::string& out, const std::string& line) {
  size_t octets = 0;
  for (size_t i = 0; i < line.size();) {
    size_t length = 1;
    while (i + length < line.size() && (line[i + length] & 0xC0) == 0x80) ++length;
    if (octets + length > kLineOctets) {
      out += "\r\n ";
      octets = 1;
    }
    out.append(line, i, length);
    octets += length;
    i += length;
  }
  out += "\r\n";
}

// "20270216" of "2027-02-16", and of the day after.
std::string Day(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

// The number in an etag, which grows with each change of the ballot.
int64_t Sequence(const std::string& etag) {
  int64_t version = 0;
  return absl::SimpleAtoi(absl::StrReplaceAll(etag, {{"\"", ""}}), &version) ? version : 0;
}

void Event(std::string& out, const ballots::Ballot& ballot, const std::string& stamp) {
  absl::CivilDay last;
  if (!absl::ParseCivilTime(ballot.end_date(), &last)) return;
  Line(out, "BEGIN:VEVENT");
  Line(out, absl::StrCat("UID:", absl::StrReplaceAll(ballot.name(), {{"/", "."}}), "@placet"));
  Line(out, "DTSTAMP:" + stamp);
  Line(out, absl::StrCat("SEQUENCE:", Sequence(ballot.etag())));
  Line(out, "DTSTART;VALUE=DATE:" + Day(last));
  Line(out, "DTEND;VALUE=DATE:" + Day(last + 1));
  Line(out, "SUMMARY:" + Text(absl::StrCat(ballot.reference(), " closes")));
  Line(out, "DESCRIPTION:" + Text(absl::StrCat(ballot.title(), "\nLast day, until 24:00 in Geneva.",
                                               ballot.note().empty() ? "" : "\n", ballot.note())));
  Line(out, "CATEGORIES:" + Text(ballot.committee_reference()));
  Line(out, "TRANSP:TRANSPARENT");
  for (const char* before : kAlarms) {
    Line(out, "BEGIN:VALARM");
    Line(out, "ACTION:DISPLAY");
    Line(out, absl::StrCat("TRIGGER:", before));
    Line(out,
         "DESCRIPTION:" + Text(absl::StrCat(ballot.reference(), " closes on ", ballot.end_date())));
    Line(out, "END:VALARM");
  }
  Line(out, "END:VEVENT");
}

}  // namespace

std::string Calendar(const std::vector<ballots::Ballot>& open, absl::Time now) {
  const std::string stamp = absl::FormatTime("%Y%m%dT%H%M%SZ", now, absl::UTCTimeZone());
  std::string out;
  Line(out, "BEGIN:VCALENDAR");
  Line(out, "VERSION:2.0");
  Line(out, "PRODID:-//Placet//closing dates//EN");
  Line(out, "CALSCALE:GREGORIAN");
  for (const ballots::Ballot& ballot : open) Event(out, ballot, stamp);
  Line(out, "END:VCALENDAR");
  return out;
}

}  // namespace placet::gateway
