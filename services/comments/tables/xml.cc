#include "services/comments/tables/xml.h"

#include <expat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments::tables {
namespace {

constexpr char kSeparator = '|';  // between namespace and local name

struct Uri {
  absl::string_view uri;
  Space space;
};
constexpr Uri kUris[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", Space::kWord},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", Space::kWord},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", Space::kMath},
    {"http://purl.oclc.org/ooxml/officeDocument/math", Space::kMath},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", Space::kCompatibility},
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", Space::kSheet},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", Space::kSheet},
    {"http://schemas.openxmlformats.org/package/2006/relationships", Space::kRelations},
};

Space SpaceOf(absl::string_view uri) {
  for (const Uri& known : kUris) {
    if (known.uri == uri) return known.space;
  }
  return Space::kOther;
}

XmlName Split(absl::string_view expanded) {
  const size_t bar = expanded.rfind(kSeparator);
  if (bar == absl::string_view::npos) return {Space::kNone, expanded};
  return {SpaceOf(expanded.substr(0, bar)), expanded.substr(bar + 1)};
}

absl::string_view Local(absl::string_view expanded) {
  const size_t bar = expanded.rfind(kSeparator);
  return bar == absl::string_view::npos ? expanded : expanded.substr(bar + 1);
}

absl::Status Unsafe(absl::string_view part, absl::string_view what) {
  return RefuseFile(v1::FILE_REFUSAL_UNSAFE, absl::StrCat(part, " ", what),
                    "open the file in Word, Excel or LibreOffice and save it again");
}

}  // namespace

// expat calls functions of C, which come back here.
struct XmlCallbacks {
  static XmlParser& Self(void* user) { return *static_cast<XmlParser*>(user); }

  static void XMLCALL Start(void* user, const XML_Char* name, const XML_Char** attributes) {
    XmlParser& self = Self(user);
    if (!self.status_.ok()) return;
    if (++self.depth_ > kMostXmlDepth) {
      self.Stop(Unsafe(self.part_, absl::StrCat("is nested deeper than ", kMostXmlDepth)));
      return;
    }
    absl::Status status = self.handler_.Start(Split(name), XmlAttributes(attributes));
    if (!status.ok()) self.Stop(std::move(status));
  }

  static void XMLCALL End(void* user, const XML_Char* name) {
    XmlParser& self = Self(user);
    if (!self.status_.ok()) return;
    --self.depth_;
    absl::Status status = self.handler_.End(Split(name));
    if (!status.ok()) self.Stop(std::move(status));
  }

  static void XMLCALL Text(void* user, const XML_Char* text, int size) {
    XmlParser& self = Self(user);
    if (!self.status_.ok()) return;
    absl::Status status = self.handler_.Text({text, static_cast<size_t>(size)});
    if (!status.ok()) self.Stop(std::move(status));
  }

  static void XMLCALL Doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    XmlParser& self = Self(user);
    self.Stop(Unsafe(self.part_, "declares a document type, which no Office does"));
  }
};

absl::string_view XmlAttributes::Get(absl::string_view local) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (Local(pair[0]) == local) return pair[1];
  }
  return "";
}

bool XmlAttributes::Has(absl::string_view local) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (Local(pair[0]) == local) return true;
  }
  return false;
}

void XmlParser::Free::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

XmlParser::XmlParser(std::string part, XmlHandler& handler)
    : part_(std::move(part)), handler_(handler), parser_(XML_ParserCreateNS(nullptr, kSeparator)) {
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), XmlCallbacks::Start, XmlCallbacks::End);
  XML_SetCharacterDataHandler(parser_.get(), XmlCallbacks::Text);
  XML_SetStartDoctypeDeclHandler(parser_.get(), XmlCallbacks::Doctype);
}

void XmlParser::Stop(absl::Status status) {
  status_ = std::move(status);
  XML_StopParser(parser_.get(), XML_FALSE);
}

int64_t XmlParser::position() const { return XML_GetCurrentByteIndex(parser_.get()); }

absl::Status XmlParser::Parse(absl::string_view piece, bool last) {
  const auto result = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last);
  if (!status_.ok()) return status_;
  if (result != XML_STATUS_ERROR) return absl::OkStatus();
  status_ = RefuseFile(
      v1::FILE_REFUSAL_DAMAGED,
      absl::StrCat(part_, " is not well-formed: ", XML_ErrorString(XML_GetErrorCode(parser_.get())),
                   ", line ", XML_GetCurrentLineNumber(parser_.get())),
      "open the file in Word, Excel or LibreOffice, let it be repaired and save it again");
  return status_;
}

absl::Status XmlParser::Feed(absl::string_view piece) { return Parse(piece, false); }

absl::Status XmlParser::Finish() { return Parse("", true); }

absl::Status ParseXml(const ZipFile& zip, const std::string& part, XmlHandler& handler) {
  XmlParser parser(part, handler);
  absl::Status status =
      zip.Stream(part, [&](absl::string_view piece) { return parser.Feed(piece); });
  return status.ok() ? parser.Finish() : status;
}

absl::Status ParseSmallXml(const ZipFile& zip, const std::string& part, XmlHandler& handler) {
  const absl::StatusOr<std::string> text = zip.Small(part);
  if (!text.ok()) return text.status();
  XmlParser parser(part, handler);
  absl::Status status = parser.Feed(*text);
  return status.ok() ? parser.Finish() : status;
}

}  // namespace placet::comments::tables
