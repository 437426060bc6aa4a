// The votes of a CSV file, cast with one command: `vote BALLOT --from FILE`.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/csv.h"
#include "clients/cli/shell.h"
#include "placet/ballots/v1/ballot_service.pb.h"

namespace placet::cli {

// The answer of a word: as `vote` takes it ("approve"), an enum name, or Y, N, A.
placet::ballots::v1::Answer ToAnswer(const std::string& word);

// "Name|Organization|email"; what is missing at the end stays empty. And "question=choice:text", or
// "question=:text" for one without choices. Throw Usage for anything else.
placet::ballots::v1::Expert ToExpert(const std::string& text);
placet::ballots::v1::QuestionAnswer ToQuestionAnswer(const std::string& text);

// "approve, approve-with-comments, disapprove, abstain, ..."
std::string AnswerChoices();

// A row that casts a vote.
struct FileVote {
  int line = 0;
  placet::ballots::v1::CastVoteRequest request;
};

// What a file holds. `skipped` rows have "-": no vote was received from that body.
struct VoteFile {
  std::vector<FileVote> votes;
  int skipped = 0;
};

// The request_id of a row is made of ballot, member and all that it says, so a rerun casts nothing
// twice. Throws Usage that names every malformed row.
VoteFile ToVotes(const Csv& csv, const std::string& ballot);

// Casts all of them; prints counts, and a line for each refusal. Refusals make the exit code 5.
void CastFile(Shell& shell, const std::string& ballot, const std::string& path, bool dry_run);

}  // namespace placet::cli
