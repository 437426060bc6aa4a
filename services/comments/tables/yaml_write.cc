#include <yaml.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/cells.h"

namespace placet::comments::tables {
namespace {

class YamlWriter : public TableWriter {
 public:
  explicit YamlWriter(ByteSink sink) : sink_(std::move(sink)) {
    ok_ = yaml_emitter_initialize(&emitter_) == 1;
    if (!ok_) return;
    yaml_emitter_set_output(&emitter_, &YamlWriter::Put, this);
    yaml_emitter_set_encoding(&emitter_, YAML_UTF8_ENCODING);
    yaml_emitter_set_unicode(&emitter_, 1);
    yaml_emitter_set_width(&emitter_, -1);  // a folded line would hide what was changed
  }
  ~YamlWriter() override { yaml_emitter_delete(&emitter_); }
  YamlWriter(const YamlWriter&) = delete;
  YamlWriter& operator=(const YamlWriter&) = delete;

  absl::Status Begin(const v1::CommentTable& head) {
    yaml_event_t event;
    Emit(yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event);
    Emit(yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 0), &event);
    StartMap();
    Plain("version");
    Plain("2012-03");
    for (const auto& [key, value] : {std::pair{"date", &head.date()},
                                     {"document", &head.document()},
                                     {"project", &head.project()},
                                     {"title_en", &head.title()}}) {
      if (!value->empty()) Pair(key, *value);
    }
    Plain("comments");
    Emit(yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1,
                                              YAML_BLOCK_SEQUENCE_STYLE),
         &event);
    return status_;
  }

  absl::Status Add(const v1::Comment& comment) override {
    const TemplateCells cells(comment);
    StartMap();
    Pair("id", cells[1]);
    Pair("body", BodyCode(comment));  // in quotes: "NO" is no country to all readers
    Plain("locality");
    StartMap();
    PairOrNull("line_number", cells[2]);
    PairOrNull("clause", cells[3]);
    PairOrNull("element", cells[4]);
    EndMap();
    Pair("type", cells[5]);
    Pair("comments", cells[6]);
    Pair("proposed_change", cells[7]);
    PairOrNull("observations", cells[8]);
    EndMap();
    return status_;
  }

  absl::Status Finish() override {
    yaml_event_t event;
    Emit(yaml_sequence_end_event_initialize(&event), &event);
    EndMap();
    Emit(yaml_document_end_event_initialize(&event, 1), &event);
    Emit(yaml_stream_end_event_initialize(&event), &event);
    if (status_.ok() && yaml_emitter_flush(&emitter_) != 1) Fail();
    return status_;
  }

 private:
  static int Put(void* self, unsigned char* bytes, size_t size) {
    auto& writer = *static_cast<YamlWriter*>(self);
    writer.status_ = writer.sink_({reinterpret_cast<const char*>(bytes), size});
    return writer.status_.ok() ? 1 : 0;
  }

  void Fail() {
    if (!status_.ok()) return;  // the sink said why
    status_ = absl::InternalError(absl::StrCat(
        "YAML cannot be written: ", emitter_.problem == nullptr ? "memory" : emitter_.problem));
  }

  // Consumes the event, which is only there where `made` is 1.
  void Emit(int made, yaml_event_t* event) {
    if (!ok_ || made != 1) {
      Fail();
    } else if (!status_.ok()) {
      yaml_event_delete(event);
    } else if (yaml_emitter_emit(&emitter_, event) != 1) {
      Fail();
    }
  }

  void StartMap() {
    yaml_event_t event;
    Emit(yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE),
         &event);
  }

  void EndMap() {
    yaml_event_t event;
    Emit(yaml_mapping_end_event_initialize(&event), &event);
  }

  void Scalar(absl::string_view text, yaml_scalar_style_t style) {
    yaml_event_t event;
    const int made = yaml_scalar_event_initialize(
        &event, nullptr, nullptr, reinterpret_cast<const unsigned char*>(text.data()),
        static_cast<int>(text.size()), 1, 1, style);
    Emit(made, &event);
  }

  void Plain(absl::string_view text) { Scalar(text, YAML_PLAIN_SCALAR_STYLE); }

  void Pair(absl::string_view key, absl::string_view value) {
    const std::string text = Printable(value);
    Plain(key);
    Scalar(text, text.find('\n') == std::string::npos ? YAML_SINGLE_QUOTED_SCALAR_STYLE
                                                      : YAML_LITERAL_SCALAR_STYLE);
  }

  void PairOrNull(absl::string_view key, absl::string_view value) {
    if (!value.empty()) return Pair(key, value);
    Plain(key);
    Plain("");
  }

  ByteSink sink_;
  yaml_emitter_t emitter_ = {};
  bool ok_ = false;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableWriter>> MakeYamlWriter(const v1::CommentTable& head,
                                                            ByteSink sink) {
  auto writer = std::make_unique<YamlWriter>(std::move(sink));
  const absl::Status status = writer->Begin(head);
  if (!status.ok()) return status;
  return writer;
}

}  // namespace placet::comments::tables
