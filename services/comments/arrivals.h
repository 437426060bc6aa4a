// The rows of an import on their way into the store: taken from the files one by one, recognised by
// their content, and told apart into what is new, what was there before, and what is refused.
//
// The one invariant: no two arrivals have the same content; a row that says what another of the
// request says word for word is rejected.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "services/comments/facts.h"
#include "services/comments/peers.h"
#include "services/comments/tables/row_sink.h"

namespace placet::comments {

// A row that may become a comment.
struct Arrival {
  pb::Comment comment;
  std::string content;  // see ContentOf
  size_t file = 0;      // index of its file
};

// SHA-256 of body, place, types, comment and proposed change: equal means the same word for word.
std::string ContentOf(const pb::Comment& comment);

struct Arrivals {
  std::vector<Arrival> rows;
  std::vector<pb::ImportedFile> files;
  std::vector<pb::RefusedFile> refused;
};

// Who brings them, and how bodies are called.
struct Bringer {
  std::string member;    // "de": in this body's name; "": an officer, for whomever the table says
  const Grant* liaison;  // in the name of this one instead; null: of none
  bool officer = false;  // column 8 and dispositions are theirs
  const Codes& codes;
};

// Reads one file into `arrivals`. A file that cannot be read leaves no row.
class FileRows final : public tables::RowSink {
 public:
  FileRows(const Bringer& bringer, Arrivals& arrivals,
           std::unordered_map<std::string, size_t>& contents);

  // What is read is taken or rejected; then Read is over.
  void Read(const std::string& name, const std::string& bytes);

  absl::Status Take(pb::Comment comment) override;
  absl::Status Reject(pb::RejectedRow row) override;

 private:
  void Refuse(pb::RejectReason reason, const pb::Comment& comment, const std::string& text,
              const std::string& remedy);
  void RefuseBody(const pb::Comment& comment, const std::string& code, const std::string& sender);
  void TakeBack();  // the rows of a file that turned out to be damaged
  bool SettleBody(pb::Comment& comment);
  bool SettleLiaison(pb::Comment& comment, const std::string& code);
  void SettleDisposition(pb::Comment& comment) const;

  const Bringer& bringer_;
  Arrivals& arrivals_;
  std::unordered_map<std::string, size_t>& contents_;
  const size_t first_;  // row of `arrivals`
  pb::ImportedFile file_;
};

// What an import stores: decided from what is there.
struct DecidedImport {
  std::vector<size_t> added;  // indexes of rows
  struct Relabelled {
    size_t row;
    Stored stored;  // as it was
  };
  std::vector<Relabelled> relabelled;
  std::vector<int> numbers;  // of each row, where it is known; 0: new
  pb::BallotCounts counts;   // of what is added
  std::string files;         // their names, for the history
  std::string member;        // "de": in whose name
  std::string liaison;       // committees/{committee}/liaisons/{liaison}: in whose name
};

}  // namespace placet::comments
