// The disposition in column 8: the words with which an observation begins, "Accepted in principle.
// The table ...". Pure. Used when a table is read and, in the other direction, when one is written
// in a format that has no column of its own for it.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/comments.pb.h"

namespace placet::comments::tables {

// Not given where the first sentence names none that is known ("Fixed.", "????").
v1::Disposition ParseDisposition(absl::string_view observation);

// "Accepted in principle"; empty where none is given.
absl::string_view DispositionWords(v1::Disposition disposition);

// The cell of column 8: the observation, led by the disposition where it does not say it itself.
std::string ObservationCell(const v1::Comment& comment);

}  // namespace placet::comments::tables
