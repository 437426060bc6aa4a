#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/commenter_events.h"
#include "services/comments/tables/commenter_read.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments::tables {
namespace {

// What RapidJSON calls; false ends the parsing.
class Handler {
 public:
  explicit Handler(CommenterEvents& events) : events_(events) {}

  bool Null() { return Go(events_.Scalar("")); }
  bool Bool(bool value) { return Go(events_.Scalar(value ? "true" : "false")); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return String(text, size, true);
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return Go(events_.Scalar({text, size}));
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return String(text, size, true); }
  bool StartObject() { return Go(events_.StartMap()); }
  bool EndObject(rapidjson::SizeType) { return Go(events_.End()); }
  bool StartArray() { return Go(events_.StartList()); }
  bool EndArray(rapidjson::SizeType) { return Go(events_.End()); }
  // Numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

  const absl::Status& status() const { return status_; }

 private:
  bool Go(absl::Status status) {
    status_ = std::move(status);
    return status_.ok();
  }

  CommenterEvents& events_;
  absl::Status status_;
};

}  // namespace

absl::Status ReadJson(absl::string_view text, RowIntake& intake, v1::CommentTable* head) {
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |  // depth is ours to bound
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  CommenterEvents events(intake, head);
  Handler handler(events);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (!handler.status().ok()) return handler.status();
  if (result.IsError()) {
    return RefuseFile(
        v1::FILE_REFUSAL_DAMAGED,
        absl::StrCat("the JSON is not well-formed: ", rapidjson::GetParseError_En(result.Code()),
                     " At byte ", result.Offset()),
        "mend the place, or send the whole file again");
  }
  return events.Finish();
}

}  // namespace placet::comments::tables
