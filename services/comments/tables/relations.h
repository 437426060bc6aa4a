// The relationships of a part: which identifier leads to which other part. Used by the readers of
// Word documents and workbooks. Targets outside of the container are kept as text and never opened.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/comments/tables/zip_file.h"

namespace placet::comments::tables {

struct Relation {
  std::string id;
  std::string type;    // the last step of its address: "header", "hyperlink"
  std::string target;  // an entry of the container, or an address where external
  bool external = false;
};

class Relations {
 public:
  // Of `part`, "word/document.xml"; of the package where it is "". None where there are none.
  static absl::StatusOr<Relations> Of(const ZipFile& zip, const std::string& part);

  // nullptr where there is none.
  const Relation* ById(absl::string_view id) const;
  const Relation* ByType(absl::string_view type) const;  // the first

 private:
  std::vector<Relation> relations_;
};

}  // namespace placet::comments::tables
