#include "services/comments/tables/relations.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/comments/tables/xml.h"

namespace placet::comments::tables {
namespace {

// "word/" for "word/document.xml".
std::string FolderOf(absl::string_view part) {
  const size_t slash = part.rfind('/');
  return slash == absl::string_view::npos ? "" : std::string(part.substr(0, slash + 1));
}

std::string RelationsPart(const std::string& part) {
  const std::string folder = FolderOf(part);
  return absl::StrCat(folder, "_rels/", part.substr(folder.size()), ".rels");
}

// "../media/a.png" from "word/" is "media/a.png".
std::string Resolve(const std::string& folder, absl::string_view target) {
  const bool absolute = absl::StartsWith(target, "/");
  std::vector<absl::string_view> steps;
  const std::string whole = absolute ? std::string(target) : absl::StrCat(folder, target);
  for (const absl::string_view step : absl::StrSplit(whole, '/', absl::SkipEmpty())) {
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (step != ".") {
      steps.push_back(step);
    }
  }
  return absl::StrJoin(steps, "/");
}

class Collector : public XmlHandler {
 public:
  explicit Collector(std::string folder) : folder_(std::move(folder)) {}

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override {
    if (name.local != "Relationship") return absl::OkStatus();
    Relation relation;
    relation.id = std::string(attributes.Get("Id"));
    const absl::string_view type = attributes.Get("Type");
    const size_t slash = type.rfind('/');
    relation.type = std::string(slash == type.npos ? type : type.substr(slash + 1));
    relation.external = attributes.Get("TargetMode") == "External";
    const absl::string_view target = attributes.Get("Target");
    relation.target = relation.external ? std::string(target) : Resolve(folder_, target);
    relations.push_back(std::move(relation));
    return absl::OkStatus();
  }
  absl::Status End(const XmlName&) override { return absl::OkStatus(); }

  std::vector<Relation> relations;

 private:
  std::string folder_;
};

}  // namespace

absl::StatusOr<Relations> Relations::Of(const ZipFile& zip, const std::string& part) {
  Relations found;
  const std::string name = RelationsPart(part);
  if (!zip.Has(name)) return found;
  Collector collector(FolderOf(part));
  const absl::Status status = ParseSmallXml(zip, name, collector);
  if (!status.ok()) return status;
  found.relations_ = std::move(collector.relations);
  return found;
}

const Relation* Relations::ById(absl::string_view id) const {
  for (const Relation& relation : relations_) {
    if (relation.id == id) return &relation;
  }
  return nullptr;
}

const Relation* Relations::ByType(absl::string_view type) const {
  for (const Relation& relation : relations_) {
    if (relation.type == type) return &relation;
  }
  return nullptr;
}

}  // namespace placet::comments::tables
