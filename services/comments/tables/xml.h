// XML as a stream of events (expat), safe against what XML can do: a document type is refused, so
// there are no entities but the five; depth is bounded; nothing outside is ever opened. Used by the
// readers of Word documents and workbooks, so that a part of 100 MB is never in memory.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/comments/tables/zip_file.h"

struct XML_ParserStruct;

namespace placet::comments::tables {

// Namespaces of Office Open XML that readers ask for; both of its editions, "transitional" and
// "strict", give the same.
enum class Space { kNone, kWord, kMath, kCompatibility, kSheet, kRelations, kOther };

struct XmlName {
  Space space;
  absl::string_view local;

  bool Is(Space in, absl::string_view name) const { return space == in && local == name; }
};

class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // The value of the attribute with this local name, in whichever namespace; "" where there is
  // none.
  absl::string_view Get(absl::string_view local) const;
  bool Has(absl::string_view local) const;

 private:
  const char** pairs_;
};

// What happens in a document. Anything but OK ends the parsing.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual absl::Status Start(const XmlName& name, const XmlAttributes& attributes) = 0;
  virtual absl::Status End(const XmlName& name) = 0;
  virtual absl::Status Text(absl::string_view) { return absl::OkStatus(); }
};

// Takes a document in pieces.
class XmlParser {
 public:
  // `part` names the document in refusals.
  XmlParser(std::string part, XmlHandler& handler);
  absl::Status Feed(absl::string_view piece);
  absl::Status Finish();
  // Where the event that is being handled begins, in bytes from the first.
  int64_t position() const;

 private:
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };
  friend struct XmlCallbacks;
  absl::Status Parse(absl::string_view piece, bool last);
  void Stop(absl::Status status);

  std::string part_;
  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  absl::Status status_;
  int depth_ = 0;
};

absl::Status ParseXml(const ZipFile& zip, const std::string& part, XmlHandler& handler);

// The same for a part that is small by nature, so that what the handler collects is small, too.
absl::Status ParseSmallXml(const ZipFile& zip, const std::string& part, XmlHandler& handler);

}  // namespace placet::comments::tables
