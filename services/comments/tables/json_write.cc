#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <utility>

#include "services/comments/tables/cells.h"

namespace placet::comments::tables {
namespace {

class JsonWriter : public TableWriter {
 public:
  explicit JsonWriter(ByteSink sink) : sink_(std::move(sink)), json_(buffer_) {}

  absl::Status Begin(const v1::CommentTable& head) {
    json_.StartObject();
    Pair("version", "2012-03");
    for (const auto& [key, value] : {std::pair{"date", &head.date()},
                                     {"document", &head.document()},
                                     {"project", &head.project()},
                                     {"title_en", &head.title()}}) {
      if (!value->empty()) Pair(key, *value);
    }
    json_.Key("comments");
    json_.StartArray();
    return Flush();
  }

  absl::Status Add(const v1::Comment& comment) override {
    const TemplateCells cells(comment);
    json_.StartObject();
    Pair("id", cells[1]);
    Pair("body", BodyCode(comment));
    json_.Key("locality");
    json_.StartObject();
    PairOrNull("line_number", cells[2]);
    PairOrNull("clause", cells[3]);
    PairOrNull("element", cells[4]);
    json_.EndObject();
    Pair("type", cells[5]);
    Pair("comments", cells[6]);
    Pair("proposed_change", cells[7]);
    PairOrNull("observations", cells[8]);
    json_.EndObject();
    return Flush();
  }

  absl::Status Finish() override {
    json_.EndArray();
    json_.EndObject();
    const absl::Status status = Flush();
    return status.ok() ? sink_("\n") : status;
  }

 private:
  void Pair(const char* key, absl::string_view value) {
    const std::string text = Printable(value);
    json_.Key(key);
    json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  void PairOrNull(const char* key, absl::string_view value) {
    if (!value.empty()) return Pair(key, value);
    json_.Key(key);
    json_.Null();
  }

  absl::Status Flush() {
    absl::Status status = sink_({buffer_.GetString(), buffer_.GetSize()});
    buffer_.Clear();
    return status;
  }

  ByteSink sink_;
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> json_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableWriter>> MakeJsonWriter(const v1::CommentTable& head,
                                                            ByteSink sink) {
  auto writer = std::make_unique<JsonWriter>(std::move(sink));
  const absl::Status status = writer->Begin(head);
  if (!status.ok()) return status;
  return writer;
}

}  // namespace placet::comments::tables
