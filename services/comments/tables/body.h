// Column 1, "MB/NC", taken apart: "CN-001\n-002", "DK2-005", "AFNOR-001", "JRC (EC)-014", "**-003",
// "US 26-051", "-009". Pure. Used when a table is read; nothing that was typed is thrown away: the
// label keeps the cell as one line.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/comments.pb.h"

namespace placet::comments::tables {

struct Body {
  std::string label;    // the cell on one line: "CN-001-002"
  std::string code;     // without numbers: "CN", "JRC (EC)", ""
  std::string member;   // "members/cn"; empty where the code stands for no member body
  std::string liaison;  // the code, where it stands for no member body
  // BODY_MISSING, BODY_UNKNOWN or ACRONYM, or not given; and a sentence that says so.
  v1::NoticeKind notice = v1::NOTICE_KIND_UNSPECIFIED;
  std::string text;
};

Body ParseBody(absl::string_view cell);

// Whether `code`, two capitals, is the country of a body that ISO has as a member.
bool IsMemberCountry(absl::string_view code);

// "FR" for "AFNOR"; empty where no body, or no longer one, has this acronym. In capitals.
absl::string_view CountryOfAcronym(absl::string_view acronym);

}  // namespace placet::comments::tables
