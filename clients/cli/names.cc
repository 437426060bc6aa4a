#include "clients/cli/names.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using google::protobuf::EnumDescriptor;

// "ANSWER_" of ANSWER_UNSPECIFIED.
std::string Prefix(const EnumDescriptor& type) {
  const std::string zero = type.FindValueByNumber(0)->name();
  return std::string(absl::StripSuffix(zero, "UNSPECIFIED"));
}

bool IsAbbreviation(absl::string_view word) {
  static const auto* const kAbbreviations = new std::set<absl::string_view>{
      "PWI",  "NP",  "CD",  "DIS", "FDIS", "DAM", "FDAM", "DTS",
      "DTR", "DPAS", "CIB", "IS",  "TS",   "TR",  "PAS",  "IWA"};
  return word.size() == 1 || kAbbreviations->contains(word);
}

}  // namespace

std::string Name(absl::string_view collection, absl::string_view text) {
  if (text.empty()) return "";
  std::string id = absl::AsciiStrToLower(text);
  if (absl::StartsWith(id, absl::StrCat(collection, "/"))) id.erase(0, collection.size() + 1);
  if (id.empty() || absl::StrContains(id, '/')) {
    throw Usage(absl::StrCat("\"", text, "\" is not a name of ", collection),
                absl::StrCat("write ", collection, "/ID or only ID"));
  }
  return absl::StrCat(collection, "/", id);
}

std::string Id(absl::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

std::string Word(const EnumDescriptor& type, int value) {
  if (value == 0) return "";
  const auto* found = type.FindValueByNumber(value);
  if (found == nullptr) return absl::StrCat(value);
  const std::string prefix = Prefix(type);
  const absl::string_view bare = absl::StripPrefix(found->name(), prefix);
  if (IsAbbreviation(bare)) return std::string(bare);
  return absl::StrReplaceAll(absl::AsciiStrToLower(bare), {{"_", "-"}});
}

std::vector<std::string> Words(const EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(Word(type, type.value(i)->number()));
  }
  return words;
}

int FindValue(const EnumDescriptor& type, absl::string_view word) {
  const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(word), {{"-", "_"}});
  const auto* value = type.FindValueByName(absl::StrCat(Prefix(type), name));
  if (value == nullptr) value = type.FindValueByName(name);
  return value == nullptr || value->number() == 0 ? -1 : value->number();
}

int ValueOf(const EnumDescriptor& type, absl::string_view word) {
  if (word.empty()) return 0;
  const int value = FindValue(type, word);
  if (value < 0) {
    throw Usage(absl::StrCat("\"", word, "\" is none of ", absl::StrJoin(Words(type), ", ")));
  }
  return value;
}

std::string JoinChoices(const EnumDescriptor& type) { return absl::StrJoin(Words(type), "|"); }

}  // namespace placet::cli
