#include "services/gateway/json.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"
#include "services/gateway/refusals.h"
#include "services/gateway/text.h"

namespace placet::gateway {
namespace {

namespace util = google::protobuf::util;

struct Fault {
  std::string field;  // "" where the text is no JSON
  std::string what;
};

bool IsFieldPath(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '[' ||
           c == ']' || c == '"';
  });
}

// protobuf says "(vote.name): invalid value 3 for type TYPE_STRING" of a value and
// "(vote) nmae: Cannot find field." of a name.
Fault FaultOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text.substr(0, text.find('\n')));
  std::string place;
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "(")) {
    const size_t end = std::min(rest.find(')'), rest.size());
    place = std::string(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const size_t colon = rest.find(": ");
  if (colon == absl::string_view::npos) return {"", std::string(text)};
  const absl::string_view name = absl::StripAsciiWhitespace(rest.substr(0, colon));
  const absl::string_view what = rest.substr(colon + 2);
  if (!name.empty() && !IsFieldPath(name)) return {"", std::string(text)};
  std::string field = place;
  if (!name.empty()) absl::StrAppend(&field, field.empty() ? "" : ".", name);
  return {field, std::string(what)};
}

}  // namespace

absl::StatusOr<std::string> FromJson(Types& types, const std::string& url, absl::string_view json) {
  const auto bad = [](const Fault& fault) {
    absl::Status status =
        Refuse(absl::StatusCode::kInvalidArgument, "BAD_MESSAGE",
               fault.field.empty() ? absl::StrCat("the message is no JSON that fits: ", fault.what)
                                   : absl::StrCat(fault.field, ": ", fault.what),
               "send the message as openapi.json describes it", {{"field", fault.field}});
    return fault.field.empty() ? status
                               : rpc::WithField(std::move(status), fault.field, fault.what);
  };
  if (!IsUtf8(json)) return bad({"", "it is not UTF-8"});
  std::string bytes;
  const util::Status status = util::JsonToBinaryString(
      &types, url, google::protobuf::StringPiece(json.data(), json.size()), &bytes);
  if (status.ok()) return bytes;
  const auto message = status.message();
  return bad(FaultOf(absl::string_view(message.data(), message.size())));
}

absl::StatusOr<std::string> ToJson(Types& types, const std::string& url, const std::string& bytes) {
  std::string json;
  const util::Status status = util::BinaryToJsonString(&types, url, bytes, &json);
  if (status.ok()) return json;
  return Refuse(absl::StatusCode::kInternal, "BAD_MESSAGE",
                "the answer of the service cannot be written as JSON",
                "ask for application/proto, and tell the operator");
}

}  // namespace placet::gateway
