#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/time_util.h"
#include "services/gateway/feeds.h"

namespace placet::gateway {
namespace {

using google::protobuf::util::TimeUtil;

// Characters that XML 1.0 does not allow are left out.
std::string Xml(const std::string& text) {
  std::string allowed;
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') allowed.push_back(c);
  }
  return absl::StrReplaceAll(allowed,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

void Element(std::string& out, absl::string_view name, const std::string& text) {
  absl::StrAppend(&out, "<", name, ">", Xml(text), "</", name, ">\n");
}

// Stable, whatever the host is called.
std::string Id(const std::string& name) { return "urn:placet:" + name; }

void Entry(std::string& out, const std::string& origin, const Closed& closed) {
  const ballots::Ballot& ballot = closed.ballot;
  out += "<entry>\n";
  Element(out, "id", Id(ballot.name()));
  Element(out, "title",
          absl::StrCat(ballot.reference(), closed.outcome.empty() ? "" : ": ", closed.outcome));
  Element(out, "updated", TimeUtil::ToString(ballot.close_time()));
  Element(out, "summary", ballot.title());
  absl::StrAppend(&out, "<link href=\"", Xml(origin), "/", Xml(ballot.name()), "\"/>\n</entry>\n");
}

}  // namespace

std::string Atom(const std::string& committee, const std::string& origin,
                 const std::vector<Closed>& closed) {
  google::protobuf::Timestamp updated;
  for (const Closed& one : closed) updated = std::max(updated, one.ballot.close_time());
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
  Element(out, "id", Id(committee));
  Element(out, "title",
          absl::StrCat("Results of ",
                       closed.empty() ? committee : closed[0].ballot.committee_reference()));
  Element(out, "updated", TimeUtil::ToString(updated));
  out += "<author><name>Placet</name></author>\n";
  for (const Closed& one : closed) Entry(out, origin, one);
  return out + "</feed>\n";
}

}  // namespace placet::gateway
