#include "services/comments/differences.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"

namespace placet::comments {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What never changes, or changes with every change.
constexpr std::array<absl::string_view, 8> kLeftOut = {"name",        "comment", "proposed_change",
                                                       "attachments", "origin",  "create_time",
                                                       "update_time", "etag"};

bool IsLeftOut(const FieldDescriptor& field) {
  return std::find(kLeftOut.begin(), kLeftOut.end(), field.name()) != kLeftOut.end();
}

std::string Json(const Message& message) {
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json);
  return json;
}

std::string ElementText(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetRepeatedString(message, &field, index);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetRepeatedEnum(message, &field, index)->name();
    default:
      return Json(reflection.GetRepeatedMessage(message, &field, index));
  }
}

std::string TextOf(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    std::string text;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      absl::StrAppend(&text, i > 0 ? "\n" : "", ElementText(message, field, i));
    }
    return text;
  }
  if (!reflection.HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "";
    default:
      return Json(reflection.GetMessage(message, &field));
  }
}

void AddElement(Message& message, const FieldDescriptor& field, const std::string& text) {
  const auto& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    reflection.AddString(&message, &field, text);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const auto* value = field.enum_type()->FindValueByName(text);
    if (value != nullptr) reflection.AddEnum(&message, &field, value);
  } else {
    (void)google::protobuf::util::JsonStringToMessage(text,
                                                      reflection.AddMessage(&message, &field));
  }
}

void SetText(Message& message, const FieldDescriptor& field, const std::string& text) {
  const auto& reflection = *message.GetReflection();
  reflection.ClearField(&message, &field);
  if (text.empty()) return;
  if (field.is_repeated()) {
    for (const std::string& element : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
      AddElement(message, field, element);
    }
    return;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection.SetString(&message, &field, text);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      if (const auto* value = field.enum_type()->FindValueByName(text)) {
        reflection.SetEnum(&message, &field, value);
      }
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&message, &field, text == "true");
      break;
    default:
      (void)google::protobuf::util::JsonStringToMessage(
          text, reflection.MutableMessage(&message, &field));
  }
}

void CutText(std::string& text, size_t most) {
  if (text.size() <= most) return;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  text += "…";
}

}  // namespace

pb::CommentDifference DifferenceOf(const pb::Comment& before, const pb::Comment& after) {
  pb::CommentDifference difference;
  difference.set_comment(before.name());
  difference.set_label(after.label());
  difference.set_member(before.member());
  difference.set_liaison(before.liaison());
  const auto& type = *pb::Comment::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (IsLeftOut(*type.field(i))) continue;
    std::string from = TextOf(before, *type.field(i));
    std::string to = TextOf(after, *type.field(i));
    if (from == to) continue;
    auto& field = *difference.add_fields();
    field.set_field(type.field(i)->name());
    field.set_from(std::move(from));
    field.set_to(std::move(to));
  }
  return difference;
}

pb::Comment Undone(pb::Comment comment, const pb::CommentDifference& difference) {
  for (const pb::FieldDifference& changed : difference.fields()) {
    const auto* field = pb::Comment::descriptor()->FindFieldByName(changed.field());
    if (field != nullptr) SetText(comment, *field, changed.from());
  }
  return comment;
}

pb::CommentDifference Cut(pb::CommentDifference difference, size_t most) {
  for (pb::FieldDifference& field : *difference.mutable_fields()) {
    CutText(*field.mutable_from(), most);
    CutText(*field.mutable_to(), most);
  }
  return difference;
}

std::string InWords(const pb::FieldDifference& field) {
  std::string from = field.from().empty() ? "nothing" : field.from();
  std::string to = field.to().empty() ? "nothing" : field.to();
  CutText(from, 100);
  CutText(to, 100);
  return absl::StrCat(field.field(), ": ", from, " -> ", to);
}

}  // namespace placet::comments
