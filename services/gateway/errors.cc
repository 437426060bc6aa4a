#include "services/gateway/errors.h"

#include <map>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/gateway/text.h"
#include "services/gateway/types.h"
#include "services/rpc/refuse.h"
#include "services/rpc/status.h"

namespace placet::gateway {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

struct Code {
  const char* name;
  unsigned http;
};

// By gRPC's number; of https://connectrpc.com/docs/protocol#error-codes
constexpr Code kCodes[] = {{"unknown", 500},
                           {"canceled", 499},
                           {"unknown", 500},
                           {"invalid_argument", 400},
                           {"deadline_exceeded", 504},
                           {"not_found", 404},
                           {"already_exists", 409},
                           {"permission_denied", 403},
                           {"resource_exhausted", 429},
                           {"failed_precondition", 400},
                           {"aborted", 409},
                           {"out_of_range", 400},
                           {"unimplemented", 501},
                           {"internal", 500},
                           {"unavailable", 503},
                           {"data_loss", 500},
                           {"unauthenticated", 401}};

const Code& CodeOf(const absl::Status& status) {
  const auto code = static_cast<size_t>(status.raw_code());
  return kCodes[code < std::size(kCodes) ? code : 2];
}

void Put(Writer& writer, absl::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

// base64 without padding, as the Connect protocol has it.
std::string Base64(absl::string_view bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

void PutDetail(Writer& writer, Types& types, absl::string_view url, const std::string& value) {
  writer.StartObject();
  writer.Key("type");
  Put(writer, absl::StripPrefix(url, absl::StrCat(kTypeUrl, "/")));
  writer.Key("value");
  Put(writer, Base64(value));
  if (const absl::StatusOr<std::string> json = ToJson(types, std::string(url), value); json.ok()) {
    writer.Key("debug");
    writer.RawValue(json->data(), json->size(), rapidjson::kObjectType);
  }
  writer.EndObject();
}

void PutError(Writer& writer, Types& types, const absl::Status& status) {
  std::map<std::string, std::string> details;  // in one order
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    details[std::string(url)] = std::string(value);
  });
  writer.StartObject();
  writer.Key("code");
  writer.String(CodeOf(status).name);
  writer.Key("message");
  Put(writer, status.message());
  if (!details.empty()) {
    writer.Key("details");
    writer.StartArray();
    for (const auto& [url, value] : details) PutDetail(writer, types, url, value);
    writer.EndArray();
  }
  writer.EndObject();
}

// Whole seconds of RetryInfo; 0: there is none.
int64_t RetrySeconds(const absl::Status& status) {
  google::rpc::RetryInfo retry;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  if (!payload || !retry.ParseFromString(std::string(*payload))) return 0;
  return retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0);
}

}  // namespace

unsigned HttpStatus(const absl::Status& status) {
  static const std::map<std::string, unsigned, std::less<>> kOwn = {
      {"NO_SUCH_PAGE", 404},         {"UNKNOWN_METHOD", 404},
      {"METHOD_NOT_ALLOWED", 405},   {"TOO_SLOW", 408},
      {"BODY_TOO_LARGE", 413},       {"UNSUPPORTED_TYPE", 415},
      {"UNSUPPORTED_ENCODING", 415}, {"HEADER_TOO_LARGE", 431}};
  const auto found = kOwn.find(rpc::ReasonOf(status));
  return found == kOwn.end() ? CodeOf(status).http : found->second;
}

std::string ConnectError(Types& types, const absl::Status& status) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  PutError(writer, types, status);
  return std::string(buffer.GetString(), buffer.GetSize());
}

std::string ConnectEnd(Types& types, const absl::Status& status) {
  if (status.ok()) return "{}";
  return absl::StrCat("{\"error\":", ConnectError(types, status), "}");
}

std::string WebTrailers(const absl::Status& status) {
  std::string trailers = absl::StrCat("grpc-status: ", status.raw_code(), "\r\n");
  if (status.ok()) return trailers;
  absl::StrAppend(&trailers, "grpc-message: ", PercentEncode(status.message()), "\r\n");
  const std::string details = rpc::ToGrpc(status).error_details();
  absl::StrAppend(&trailers, "grpc-status-details-bin: ", Base64(details), "\r\n");
  return trailers;
}

Answer ErrorAnswer(Types& types, const absl::Status& status) {
  Answer answer{HttpStatus(status),
                {{"content-type", "application/json"}, {"cache-control", "no-store"}},
                ConnectError(types, status)};
  if (answer.status == 401) answer.fields.emplace_back("www-authenticate", "Bearer");
  if (answer.status == 415) answer.fields.emplace_back("accept-encoding", "identity");
  if (const int64_t seconds = RetrySeconds(status); seconds > 0) {
    answer.fields.emplace_back("retry-after", absl::StrCat(seconds));
  }
  return answer;
}

}  // namespace placet::gateway
