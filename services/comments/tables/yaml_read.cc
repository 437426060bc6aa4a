#include <yaml.h>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/commenter_events.h"
#include "services/comments/tables/commenter_read.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments::tables {
namespace {

// libyaml's parser and its current event, given back in any case.
class YamlParser {
 public:
  explicit YamlParser(absl::string_view text) {
    ok_ = yaml_parser_initialize(&parser_) == 1;
    if (!ok_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~YamlParser() {
    if (has_event_) yaml_event_delete(&event_);
    if (ok_) yaml_parser_delete(&parser_);
  }
  YamlParser(const YamlParser&) = delete;
  YamlParser& operator=(const YamlParser&) = delete;

  bool Next() {
    if (has_event_) yaml_event_delete(&event_);
    has_event_ = ok_ && yaml_parser_parse(&parser_, &event_) == 1;
    return has_event_;
  }
  const yaml_event_t& event() const { return event_; }

  std::string Problem() const {
    return absl::StrCat(parser_.problem == nullptr ? "it cannot be read" : parser_.problem,
                        ", line ", parser_.problem_mark.line + 1);
  }

 private:
  yaml_parser_t parser_;
  yaml_event_t event_;
  bool ok_ = false;
  bool has_event_ = false;
};

// "~" and nothing at all, without quotes, are null.
absl::string_view ScalarText(const yaml_event_t& event) {
  const auto& scalar = event.data.scalar;
  const absl::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
  const bool plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
  return plain && (text == "~" || text == "null") ? "" : text;
}

absl::Status Handle(const yaml_event_t& event, CommenterEvents& events) {
  switch (event.type) {
    case YAML_ALIAS_EVENT:
      return RefuseFile(v1::FILE_REFUSAL_UNSAFE,
                        "the YAML has aliases, which may stand for anything",
                        "write the text out where the alias stands");
    case YAML_MAPPING_START_EVENT:
      return events.StartMap();
    case YAML_SEQUENCE_START_EVENT:
      return events.StartList();
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
      return events.End();
    case YAML_SCALAR_EVENT:
      return events.Scalar(ScalarText(event));
    default:
      return absl::OkStatus();
  }
}

}  // namespace

absl::Status ReadYaml(absl::string_view text, RowIntake& intake, v1::CommentTable* head) {
  CommenterEvents events(intake, head);
  YamlParser parser(text);
  do {
    if (!parser.Next()) {
      return RefuseFile(v1::FILE_REFUSAL_DAMAGED,
                        absl::StrCat("the YAML is not well-formed: ", parser.Problem()),
                        "mend the line, or send the whole file again");
    }
    const absl::Status status = Handle(parser.event(), events);
    if (!status.ok()) return status;
    // A second document is not read: one file, one table.
  } while (parser.event().type != YAML_DOCUMENT_END_EVENT &&
           parser.event().type != YAML_STREAM_END_EVENT);
  return events.Finish();
}

}  // namespace placet::comments::tables
