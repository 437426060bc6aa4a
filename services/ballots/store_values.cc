// Values on their way between SQL and messages; needs no store.
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/personal.h"

namespace placet::ballots {

using google::protobuf::util::TimeUtil;

void SetTime(google::protobuf::Timestamp& stamp, absl::Time time) {
  stamp = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::Time GetTime(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(stamp));
}

constexpr char kNothing[] = "{}";  // most documents and details: not worth a printer or a parser

std::string ToJson(const google::protobuf::Message& message) {
  if (message.ByteSizeLong() == 0) return kNothing;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

std::string Experts(const pb::Vote& vote) {
  if (vote.experts().empty()) return "";
  pb::Vote people;
  *people.mutable_experts() = vote.experts();
  return ToJson(people);
}

pb::Vote WithoutNames(pb::Vote vote) {
  rpc::ClearPersonal(vote);
  return vote;
}

void AddNames(const std::string& people, pb::Vote& vote) {
  if (people.empty()) return;
  pb::Vote read;
  FromJson(people, read);
  *vote.mutable_experts() = std::move(*read.mutable_experts());
}

std::string Details(const pb::Vote& vote) {
  pb::Vote details;
  *details.mutable_answers() = vote.answers();
  *details.mutable_experts() = vote.experts();
  details.set_behalf_reason(vote.behalf_reason());
  details.set_on_behalf(vote.on_behalf());
  details.set_moment(vote.moment());
  details.set_late_reason(vote.late_reason());
  details.set_late_approver(vote.late_approver());
  return ToJson(details);
}

std::string Given(const pb::Ballot& ballot) {
  pb::Ballot given;
  *given.mutable_documents() = ballot.documents();
  *given.mutable_questions() = ballot.questions();
  given.set_period_reason(ballot.period_reason());
  given.set_parallel_edition(ballot.parallel_edition());
  given.set_group(ballot.group());
  given.set_visibility(ballot.visibility());
  return ToJson(given);
}

void FromJson(const std::string& json, google::protobuf::Message& message) {
  message.Clear();
  if (json == kNothing) return;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  (void)google::protobuf::util::JsonStringToMessage(json, &message, options);
}

std::string VoteName(const std::string& ballot, const std::string& member) {
  return absl::StrCat("ballots/", ballot, "/votes/", member);
}

std::string LastId(const std::string& name) { return name.substr(name.rfind('/') + 1); }

}  // namespace placet::ballots
