// The text of a Word document's paragraphs, as its last editor left it: tracked insertions are in,
// deletions out, one branch of alternatives is taken. Used for the cells of the body and of page
// headers. What is no text (formulas, pictures, remarks) is noted and never silently lost.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/comments.pb.h"
#include "services/comments/tables/relations.h"
#include "services/comments/tables/xml.h"

namespace placet::comments::tables {

// What the document says elsewhere.
struct DocxContext {
  const Relations* relations = nullptr;         // targets of hyperlinks
  std::map<std::string, std::string> comments;  // Word comments by identifier
};

class DocxText {
 public:
  using Note = std::function<void(v1::NoticeKind kind, absl::string_view text)>;

  DocxText(const DocxContext& context, Note note) : context_(context), note_(std::move(note)) {}

  // Text goes to `target` from here on, up to what a cell may hold; nowhere with nullptr.
  void Begin(std::string* target);

  // Every event within the document, in its order.
  void Start(const XmlName& name, const XmlAttributes& attributes);
  void End(const XmlName& name);
  void Text(absl::string_view text);

  // Within something whose content is left out.
  bool skips() const { return skip_from_ > 0; }

 private:
  struct Link {
    int depth;
    size_t begin;
    std::string target;
  };

  void StartWord(absl::string_view local, const XmlAttributes& attributes);
  bool StartTracked(absl::string_view local);
  bool StartCharacter(absl::string_view local, const XmlAttributes& attributes);
  bool StartForeign(absl::string_view local, const XmlAttributes& attributes);
  void StartAlternative(absl::string_view local);
  void StartParagraph();
  void StartLink(const XmlAttributes& attributes);
  void EndLink();
  void AddSymbol(const XmlAttributes& attributes);
  void Add(absl::string_view text);
  void Skip() { skip_from_ = depth_; }

  const DocxContext& context_;
  Note note_;
  std::string* target_ = nullptr;
  int depth_ = 0;
  int skip_from_ = 0;        // depth of what is left out, 0 for nothing
  int properties_from_ = 0;  // depth of w:pPr, 0 outside
  int paragraphs_ = 0;       // of the target
  bool joins_next_ = false;  // the mark at the end of the paragraph was deleted
  bool in_text_ = false;     // within w:t
  bool in_formula_ = false;  // what is left out is a formula
  bool in_formula_text_ = false;
  std::string formula_;
  std::vector<bool> alternatives_;  // of each mc:AlternateContent around: a branch was taken
  std::vector<Link> links_;
};

}  // namespace placet::comments::tables
