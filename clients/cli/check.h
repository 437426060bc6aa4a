// What a check of files of comments found, as people read it: facts of a file, its rows, and what
// was noticed. Used by `placet comments check`; needs no server. Pure but for CheckFiles.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/table.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::cli {

// Reads the files, "-" for the standard input. A file that cannot be opened counts as refused.
placet::comments::v1::CheckedFiles CheckFiles(const std::vector<std::string>& paths);

// Whether something was kept out: a row or a whole file.
bool HasFaults(const placet::comments::v1::CheckedFiles& checked);

// Format, variant, what the header says, and how many rows.
Table FileFacts(const placet::comments::v1::CommentTable& table);

Table AcceptedTable(const placet::comments::v1::CommentTable& table);
Table RejectedTable(const placet::comments::v1::CommentTable& table);

// Of the file and of its rows, in the order of rows.
Table NoticesTable(const placet::comments::v1::CommentTable& table);

Table RefusedTable(const placet::comments::v1::CheckedFiles& checked);

}  // namespace placet::cli
