// Words of the command line <-> names of the contracts: resource names and enum values. Nothing is
// listed here by hand: the words of an enum are those of its descriptor.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace placet::cli {

// "de" or "members/de" -> "members/de"; empty stays empty. Throws Usage for anything else.
std::string Name(absl::string_view collection, absl::string_view text);

// What stands after the last slash: "de".
std::string Id(absl::string_view name);

// "P", "approve-with-comments": the value's name in lower case without the prefix of its enum;
// single letters and the abbreviations of ISO stay in capitals. Empty for the value 0.
std::string Word(const google::protobuf::EnumDescriptor& type, int value);

// All words of an enum but that of the value 0.
std::vector<std::string> Words(const google::protobuf::EnumDescriptor& type);

// The value of a word, or of a name with or without prefix, in any case. -1 if there is none.
int FindValue(const google::protobuf::EnumDescriptor& type, absl::string_view word);

// The same; throws Usage that names the words there are. Empty gives the value 0.
int ValueOf(const google::protobuf::EnumDescriptor& type, absl::string_view word);

template <class Enum>
std::string Word(Enum value) {
  return Word(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

template <class Enum>
Enum Value(absl::string_view word) {
  return static_cast<Enum>(ValueOf(*google::protobuf::GetEnumDescriptor<Enum>(), word));
}

// "open|closed|...": the type name of an argument with fixed choices; completion offers them.
std::string JoinChoices(const google::protobuf::EnumDescriptor& type);

template <class Enum>
std::string Choices() {
  return JoinChoices(*google::protobuf::GetEnumDescriptor<Enum>());
}

}  // namespace placet::cli
