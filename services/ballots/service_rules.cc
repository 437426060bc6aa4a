#include "services/ballots/service_rules.h"

#include <set>
#include <string>
#include <utility>

#include "services/ballots/parse.h"
#include "services/ballots/words.h"

namespace placet::ballots {
namespace {

bool IsWanted(const rules::Rule& rule, const pb::ListRulesRequest& request) {
  if (!request.edition().empty() && rule.edition != request.edition()) return false;
  if (request.kind() != pb::BALLOT_KIND_UNSPECIFIED && rule.kind != ToRules(request.kind())) {
    return false;
  }
  return request.day().empty() ||
         &rule == rules::RuleInForce(rule.kind, request.committee_reference(), request.day());
}

absl::Status Check(const pb::ListRulesRequest& request) {
  if (!request.day().empty() && !rpc::IsDate(request.day())) {
    return Invalid("day", "must be a day such as 2026-11-23");
  }
  if (request.day().empty() != request.committee_reference().empty()) {
    return Invalid(request.day().empty() ? "day" : "committee_reference",
                   "day and committee_reference go together");
  }
  return absl::OkStatus();
}

}  // namespace

RulesRows::RulesRows(rpc::Clock clock)
    : Served(pb::RulesService::service_full_name(), std::move(clock)) {
  Inline("ListRules", &RulesRows::ListRules);
}

absl::StatusOr<grpc::ByteBuffer> RulesRows::ListRules(const rpc::Call&,
                                                      const pb::ListRulesRequest& request) {
  absl::Status status = Check(request);
  if (!status.ok()) return status;
  pb::ListRulesResponse response;
  std::set<std::string_view> editions;
  for (const rules::Rule& rule : rules::AllRules()) {
    if (!IsWanted(rule, request)) continue;
    *response.add_rules() = ToContract(rule);
    editions.insert(rule.edition);
  }
  for (const rules::Edition& edition : rules::AllEditions()) {
    if (editions.contains(edition.id)) *response.add_editions() = ToContract(edition);
  }
  grpc::ByteBuffer bytes;
  bool own = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, pb::ListRulesResponse>(response, &bytes, &own);
  return bytes;
}

}  // namespace placet::ballots
