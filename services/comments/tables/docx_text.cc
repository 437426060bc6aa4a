#include "services/comments/tables/docx_text.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/comments/tables/docx_symbols.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/row_intake.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

constexpr size_t kMostFormula = 200;

// Elements without text of the final document.
bool IsLeftOut(absl::string_view local) {
  return local == "rPrChange" || local == "pPrChange" || local == "instrText" ||
         local == "delText" || local == "delInstrText" || local == "sdtPr" || local == "sectPr" ||
         local == "tcPrChange" || local == "trPrChange" || local == "tblPrChange";
}

std::string Quoted(absl::string_view text) {
  return text.empty() ? "" : absl::StrCat(": \"", text, "\"");
}

}  // namespace

void DocxText::Begin(std::string* target) {
  target_ = target;
  paragraphs_ = 0;
  joins_next_ = false;
}

void DocxText::Start(const XmlName& name, const XmlAttributes& attributes) {
  ++depth_;
  if (skips()) {
    in_formula_text_ = in_formula_ && name.local == "t";
    return;
  }
  if (name.space == Space::kCompatibility) {
    StartAlternative(name.local);
  } else if (name.space == Space::kMath && absl::StartsWith(name.local, "oMath")) {
    in_formula_ = true;
    formula_.clear();
    Skip();
  } else if (name.space == Space::kWord) {
    StartWord(name.local, attributes);
  }
}

void DocxText::StartAlternative(absl::string_view local) {
  if (local == "AlternateContent") {
    alternatives_.push_back(false);
  } else if ((local == "Choice" || local == "Fallback") && !alternatives_.empty()) {
    if (alternatives_.back()) Skip();
    alternatives_.back() = true;
  }
}

void DocxText::StartWord(absl::string_view local, const XmlAttributes& attributes) {
  if (local == "t") {
    in_text_ = true;
  } else if (local == "p") {
    StartParagraph();
  } else if (local == "pPr") {
    properties_from_ = depth_;
  } else if (local == "rPr") {
    if (properties_from_ == 0) Skip();  // that of a paragraph's mark may say it was deleted
  } else if (IsLeftOut(local)) {
    Skip();
  } else if (!StartTracked(local) && !StartForeign(local, attributes) && properties_from_ == 0) {
    StartCharacter(local, attributes);
  }
}

// A paragraph whose mark was deleted runs on into the next.
void DocxText::StartParagraph() {
  if (paragraphs_++ > 0 && !joins_next_) Add("\n");
  joins_next_ = false;
}

bool DocxText::StartTracked(absl::string_view local) {
  const bool inserts = local == "ins" || local == "moveTo";
  const bool deletes = local == "del" || local == "moveFrom";
  if (!inserts && !deletes) return false;
  note_(v1::NOTICE_KIND_TRACKED_CHANGES, "tracked changes: the final text was taken");
  if (deletes && properties_from_ > 0) {
    joins_next_ = true;
  } else if (deletes) {
    Skip();
  }
  return true;
}

// Notes what is no text and skips it.
bool DocxText::StartForeign(absl::string_view local, const XmlAttributes& attributes) {
  std::string what;
  if (local == "drawing" || local == "pict") {
    what = "a picture or drawing";
  } else if (local == "object") {
    what = "an embedded object";
  } else if (local == "footnoteReference" || local == "endnoteReference") {
    what = "a footnote";
  } else if (local == "commentReference") {
    const auto found = context_.comments.find(std::string(attributes.Get("id")));
    what = absl::StrCat("a Word comment",
                        Quoted(found == context_.comments.end() ? "" : found->second));
  } else {
    return false;
  }
  note_(v1::NOTICE_KIND_NOT_CARRIED_OVER, what);
  Skip();
  return true;
}

bool DocxText::StartCharacter(absl::string_view local, const XmlAttributes& attributes) {
  if (local == "tab" || local == "ptab") {
    Add("\t");
  } else if (local == "br" || local == "cr") {
    Add("\n");
  } else if (local == "noBreakHyphen") {
    Add("\u2011");
  } else if (local == "softHyphen") {
    Add("\u00AD");
  } else if (local == "sym") {
    AddSymbol(attributes);
  } else if (local == "hyperlink") {
    StartLink(attributes);
  } else {
    return false;
  }
  return true;
}

void DocxText::AddSymbol(const XmlAttributes& attributes) {
  uint32_t place = 0;
  if (!absl::SimpleHexAtoi(attributes.Get("char"), &place)) return;
  const absl::string_view font = attributes.Get("font");
  char32_t value = font == "Symbol" ? FromSymbolFont(place & 0xFF) : 0;
  if (value == 0) {
    note_(v1::NOTICE_KIND_NOT_CARRIED_OVER, absl::StrCat("a symbol of the font ", font));
    value = 0xFFFD;
  }
  std::string text;
  AppendUtf8(value, &text);
  Add(text);
}

void DocxText::StartLink(const XmlAttributes& attributes) {
  const Relation* relation = context_.relations == nullptr || !attributes.Has("id")
                                 ? nullptr
                                 : context_.relations->ById(attributes.Get("id"));
  if (target_ == nullptr || relation == nullptr || !relation->external) return;
  links_.push_back({depth_, target_->size(), relation->target});
}

// The address follows where the text does not show it.
void DocxText::EndLink() {
  const Link link = links_.back();
  links_.pop_back();
  if (target_ == nullptr || link.begin > target_->size()) return;
  const std::string text = OneLine(absl::string_view(*target_).substr(link.begin));
  const absl::string_view address = absl::StripSuffix(link.target, "/");
  if (text.empty() || absl::StrContains(text, absl::StripPrefix(address, "mailto:"))) return;
  Add(absl::StrCat(" <", link.target, ">"));
}

void DocxText::End(const XmlName& name) {
  if (skips() && depth_ == skip_from_) {
    skip_from_ = 0;
    if (in_formula_) note_(v1::NOTICE_KIND_NOT_CARRIED_OVER, "a formula" + Quoted(formula_));
    in_formula_ = false;
  }
  if (!links_.empty() && links_.back().depth == depth_) EndLink();
  if (properties_from_ == depth_) properties_from_ = 0;
  in_text_ = in_formula_text_ = false;
  const bool alternatives_end =
      name.Is(Space::kCompatibility, "AlternateContent") && !skips() && !alternatives_.empty();
  if (alternatives_end) alternatives_.pop_back();
  --depth_;
}

void DocxText::Text(absl::string_view text) {
  if (in_formula_text_) {
    if (formula_.size() < kMostFormula) absl::StrAppend(&formula_, CutAt(text, kMostFormula));
  } else if (in_text_ && !skips()) {
    Add(text);
  }
}

void DocxText::Add(absl::string_view text) {
  if (target_ != nullptr) AppendCapped(text, target_);
}

}  // namespace placet::comments::tables
