#include "services/comments/tables/xlsx_strings.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/row_intake.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/xml.h"

namespace placet::comments::tables {
namespace {

// Texts of si/t and si/r/t; readings in another script (rPh) are no text.
class StringReader : public XmlHandler {
 public:
  StringReader(std::string& block, std::vector<size_t>& ends) : block_(block), ends_(ends) {}

  absl::Status Start(const XmlName& name, const XmlAttributes&) override {
    if (name.local == "rPh") in_reading_ = true;
    in_text_ = name.local == "t" && !in_reading_;
    return absl::OkStatus();
  }

  absl::Status End(const XmlName& name) override {
    in_text_ = false;
    if (name.local == "rPh") in_reading_ = false;
    if (name.local != "si") return absl::OkStatus();
    block_ += string_;
    ends_.push_back(block_.size());
    string_.clear();
    if (block_.size() + ends_.size() * sizeof(size_t) <= kMostSharedBytes) return absl::OkStatus();
    return RefuseFile(
        v1::FILE_REFUSAL_TOO_LARGE,
        absl::StrCat("the texts of the workbook are more than ", kMostSharedBytes, " bytes"),
        "split the table into several workbooks");
  }

  absl::Status Text(absl::string_view text) override {
    if (in_text_) AppendCapped(text, &string_);
    return absl::OkStatus();
  }

 private:
  std::string& block_;
  std::vector<size_t>& ends_;
  std::string string_;
  bool in_text_ = false;
  bool in_reading_ = false;
};

}  // namespace

absl::Status SharedStrings::Read(const ZipFile& zip, const std::string& part) {
  StringReader reader(block_, ends_);
  return ParseXml(zip, part, reader);
}

absl::string_view SharedStrings::Get(size_t index) const {
  if (index >= ends_.size()) return "";
  const size_t begin = index == 0 ? 0 : ends_[index - 1];
  return absl::string_view(block_).substr(begin, ends_[index] - begin);
}

std::string Unescaped(absl::string_view text) {
  constexpr size_t kEscape = 7;  // _x000D_
  std::string out;
  while (!text.empty()) {
    const size_t at = text.find("_x");
    absl::StrAppend(&out, text.substr(0, at));
    if (at == absl::string_view::npos) break;
    text.remove_prefix(at);
    uint32_t value = 0;
    if (text.size() >= kEscape && text[6] == '_' &&
        absl::SimpleHexAtoi(text.substr(2, 4), &value)) {
      AppendUtf8(value, &out);
      text.remove_prefix(kEscape);
    } else {
      out += "_x";
      text.remove_prefix(2);
    }
  }
  return out;
}

}  // namespace placet::comments::tables
