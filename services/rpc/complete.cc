#include "services/rpc/complete.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"
#include "placet/limits/v1/limits.pb.h"

namespace placet::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

constexpr int kMostBytes = 400;
constexpr int kMostElements = 100;

bool Has(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

int Most(const FieldDescriptor& field, int otherwise) {
  const auto& options = field.options();
  return options.HasExtension(placet::limits::v1::most)
             ? options.GetExtension(placet::limits::v1::most)
             : otherwise;
}

bool Present(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
  return reflection.HasField(message, &field);  // proto3 scalars: not the default value
}

void CheckText(const std::string& text, const FieldDescriptor& field, const std::string& path,
               std::vector<Violation>& out) {
  const int most = Most(field, kMostBytes);
  if (text.size() > static_cast<size_t>(most)) {
    out.push_back({path, absl::StrCat("has ", text.size(), " bytes; at most ", most)});
  } else if (text.find('\0') != std::string::npos) {
    out.push_back({path, "contains a NUL character"});
  }
}

void Check(const Message& message, const std::string& prefix, std::vector<Violation>& out) {
  const auto& reflection = *message.GetReflection();
  std::string scratch;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const std::string path = absl::StrCat(prefix, field.name());
    if (Has(field, google::api::OUTPUT_ONLY)) continue;
    if (!Present(message, field)) {
      if (Has(field, google::api::REQUIRED)) out.push_back({path, "is required"});
      continue;
    }
    const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    if (field.is_repeated() && size > Most(field, kMostElements)) {
      out.push_back(
          {path, absl::StrCat("has ", size, " elements; at most ", Most(field, kMostElements))});
      continue;
    }
    for (int n = 0; n < size; ++n) {
      const std::string at = field.is_repeated() ? absl::StrCat(path, "[", n, "]") : path;
      if (field.type() == FieldDescriptor::TYPE_STRING) {
        const std::string& text =
            field.is_repeated()
                ? reflection.GetRepeatedStringReference(message, &field, n, &scratch)
                : reflection.GetStringReference(message, &field, &scratch);
        CheckText(text, field, at, out);
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Check(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, n)
                                  : reflection.GetMessage(message, &field),
              absl::StrCat(at, "."), out);
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field.is_repeated()) {
        const int value = reflection.GetEnumValue(message, &field);
        if (field.enum_type()->FindValueByNumber(value) == nullptr) {
          out.push_back(
              {at, absl::StrCat(value, " is not a value of ", field.enum_type()->name())});
        }
      }
    }
  }
}

// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF.
bool IsUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto byte = [&](size_t n) { return static_cast<uint8_t>(text[i + n]); };
    if (byte(0) < 0x80) {
      ++i;
      continue;
    }
    const size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4 || i + length > text.size()) return false;
    for (size_t n = 1; n < length; ++n) {
      if ((byte(n) & 0xC0) != 0x80) return false;
    }
    if (byte(0) == 0xE0 && byte(1) < 0xA0) return false;
    if (byte(0) == 0xED && byte(1) > 0x9F) return false;
    if (byte(0) == 0xF0 && byte(1) < 0x90) return false;
    if (byte(0) == 0xF4 && byte(1) > 0x8F) return false;
    i += length;
  }
  return true;
}

// The path of the first string field that is not UTF-8; "" where there is none.
std::string FirstNotUtf8(const Descriptor& type, const UnknownFieldSet& fields,
                         const std::string& prefix) {
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& value = fields.field(i);
    if (value.type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    const FieldDescriptor* field = type.FindFieldByNumber(value.number());
    if (field == nullptr) continue;
    const std::string path = absl::StrCat(prefix, field->name());
    if (field->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(value.length_delimited())) {
      return path;
    }
    UnknownFieldSet inner;
    if (field->type() == FieldDescriptor::TYPE_MESSAGE &&
        inner.ParseFromString(value.length_delimited())) {
      std::string found = FirstNotUtf8(*field->message_type(), inner, absl::StrCat(path, "."));
      if (!found.empty()) return found;
    }
  }
  return "";
}

}  // namespace

std::vector<Violation> Violations(const Message& request) {
  std::vector<Violation> out;
  Check(request, "", out);
  return out;
}

Violation WhyUnparsable(const Descriptor& type, absl::string_view bytes) {
  UnknownFieldSet fields;
  if (fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    std::string field = FirstNotUtf8(type, fields, "");
    if (!field.empty()) return {std::move(field), "is not valid UTF-8"};
  }
  return {"request", absl::StrCat("is not a ", type.full_name())};
}

}  // namespace placet::rpc
