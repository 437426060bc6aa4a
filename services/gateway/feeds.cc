#include "services/gateway/feeds.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "services/gateway/credentials.h"
#include "services/gateway/errors.h"
#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

constexpr char kService[] = "/placet.ballots.v1.BallotService/";
constexpr int kPage = 500;
constexpr int kMostPages = 20;
constexpr size_t kMostResults = 20;  // each takes a call

bool IsCalendar(const Target& target) { return target.segments[0] == "calendar"; }

// "iso-tc-307" of "iso-tc-307.atom".
std::string IdOf(const Target& target) {
  absl::string_view name = target.segments[1];
  absl::ConsumeSuffix(&name, IsCalendar(target) ? ".ics" : ".atom");
  return std::string(name);
}

// VERDICT_NOT_APPROVED as people say it.
std::string Words(ballots::Verdict verdict) {
  const std::string name(absl::StripPrefix(ballots::Verdict_Name(verdict), "VERDICT_"));
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", " "}}));
}

std::string OriginOf(const Request& request) {
  return absl::StrCat(request.secure ? "https://" : "http://", request.Field("host"));
}

Answer File(const char* type, std::string text) {
  return {200, {{"content-type", type}, {"cache-control", "private, no-cache"}}, std::move(text)};
}

}  // namespace

bool Feeds::Has(const Target& target) {
  const auto& segments = target.segments;
  return segments.size() == 2 &&
         ((segments[0] == "calendar" && absl::EndsWith(segments[1], ".ics")) ||
          (segments[0] == "feeds" && absl::EndsWith(segments[1], ".atom")));
}

Task<> Feeds::Serve(Exchange& exchange) const {
  exchange.note().protocol = "feed";
  absl::StatusOr<Answer> answer = co_await Answered(exchange);
  if (!answer.ok()) {
    exchange.note().reason = rpc::ReasonOf(answer.status());
    answer = ErrorAnswer(behind_.catalogue.types(), answer.status());
    if (answer->status == 405) answer->fields.emplace_back("allow", "GET, HEAD");
  }
  co_await exchange.Send(*std::move(answer));
}

Task<absl::StatusOr<Answer>> Feeds::Answered(Exchange& exchange) const {
  const Request& request = exchange.request();
  if (!request.IsRead()) {
    co_return Refuse(absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED",
                     "this is read and nothing else", "send GET");
  }
  if (absl::Status foreign = CheckOrigin(request); !foreign.ok()) co_return foreign;
  if (absl::Status body = co_await exchange.ReadBody(); !body.ok()) co_return body;
  ballots::ListBallotsRequest list;
  const std::string id = IdOf(request.target);
  if (IsCalendar(request.target)) {
    list.set_voter("members/" + id);
    const auto open = co_await List(exchange, list);
    if (!open.ok()) co_return open.status();
    co_return File("text/calendar; charset=utf-8", Calendar(*open, absl::Now()));
  }
  list.set_committee("committees/" + id);
  list.set_state(ballots::BALLOT_STATE_CLOSED);
  auto closed = co_await List(exchange, list);
  if (!closed.ok()) co_return closed.status();
  const size_t count = std::min(closed->size(), kMostResults);
  std::partial_sort(closed->begin(), closed->begin() + static_cast<std::ptrdiff_t>(count),
                    closed->end(),
                    [](const auto& a, const auto& b) { return a.close_time() > b.close_time(); });
  std::vector<Closed> results;
  for (size_t i = 0; i < count; ++i) {
    std::string outcome = co_await VerdictOf(exchange, (*closed)[i].name());
    results.push_back({std::move((*closed)[i]), std::move(outcome)});
  }
  co_return File("application/atom+xml; charset=utf-8",
                 Atom("committees/" + id, OriginOf(request), results));
}

Task<absl::StatusOr<std::vector<ballots::Ballot>>> Feeds::List(
    Exchange& exchange, ballots::ListBallotsRequest request) const {
  std::vector<ballots::Ballot> all;
  request.set_page_size(kPage);
  for (int page = 0; page < kMostPages; ++page) {
    ballots::ListBallotsResponse response;
    absl::Status status = co_await Ask(exchange, "ListBallots", request, response);
    if (!status.ok()) co_return status;
    for (ballots::Ballot& ballot : *response.mutable_ballots()) all.push_back(std::move(ballot));
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
  }
  co_return all;
}

// A result that the caller may not see is left out, as is one that cannot be had now.
Task<std::string> Feeds::VerdictOf(Exchange& exchange, const std::string& ballot) const {
  ballots::GetResultRequest request;
  request.set_name(ballot);
  ballots::Result result;
  const absl::Status status = co_await Ask(exchange, "GetResult", request, result);
  if (!status.ok()) co_return "";
  co_return Words(result.tally().verdict());
}

Task<absl::Status> Feeds::Ask(Exchange& exchange, const char* method,
                              const google::protobuf::Message& request,
                              google::protobuf::Message& response) const {
  const Backend* backend = behind_.backends.FindByName("ballots");
  const absl::StatusOr<std::string> authorization = CredentialsOf(exchange.request());
  if (!authorization.ok()) co_return authorization.status();
  CallOptions options;
  options.authorization = *authorization;
  options.deadline = absl::Now() + absl::Seconds(behind_.limits.unary.count());
  const absl::StatusOr<std::string> bytes = co_await CallUnary(
      exchange, *backend, absl::StrCat(kService, method), options, request.SerializeAsString());
  if (!bytes.ok()) co_return bytes.status();
  if (!response.ParseFromString(*bytes)) co_return absl::InternalError("the answer is none");
  co_return absl::OkStatus();
}

}  // namespace placet::gateway
