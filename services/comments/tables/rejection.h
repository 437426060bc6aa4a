// Rows that go back: how long a cell may be, and what is told of a row that is no comment. Used by
// the intake. Pure.
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {

// Longest cell of a column of the template in bytes, as the contract says.
size_t LimitOf(int column);

// The row with its cells, the reason and the remedy.
v1::RejectedRow Rejection(absl::string_view file, const RawRow& raw, int column,
                          v1::RejectReason reason, absl::string_view text);

}  // namespace placet::comments::tables
