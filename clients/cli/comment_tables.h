// Comments as tables: lists that a convenor can work from, one comment in full, what changed, what
// an import came to.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "placet/comments/v1/comment_service.pb.h"

namespace placet::cli {

// "te, ed"
std::string TypesInWords(const placet::comments::v1::Comment& comment);
// "members/de" -> "de"; else the liaison, else "-".
std::string BodyInWords(const placet::comments::v1::Comment& comment);
// "8 comments: 3 without disposition, 2 proposed, 3 decided"
std::string CountsInWords(const placet::comments::v1::BallotCounts& counts);

Table CommentsTable(const placet::comments::v1::ListCommentsResponse& listed);
Table CommentFacts(const placet::comments::v1::Comment& comment);
Table HistoryTable(const placet::comments::v1::ListCommentHistoryResponse& history);
Table ChangesTable(const placet::comments::v1::ListChangesResponse& listed);
Table DifferencesTable(const placet::comments::v1::ChangeCommentsResponse& response);
Table SkippedTable(const placet::comments::v1::ChangeCommentsResponse& response);
Table ClausesTable(const placet::comments::v1::CommentCounts& counts);
Table BodiesTable(const placet::comments::v1::CommentCounts& counts);

// File by file; what did not come in, and what a person should know of what did.
Table FilesTable(const placet::comments::v1::ImportCommentsResponse& response);
Table RejectedTable(const placet::comments::v1::ImportCommentsResponse& response);
Table NoticesTable(const placet::comments::v1::ImportCommentsResponse& response);

}  // namespace placet::cli
