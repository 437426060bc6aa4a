// What load reads and decide looks at. Ids stand without their collection ("de", "iso-tc-307").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placet/ballots/v1/ballots.pb.h"
#include "placet/comments/v1/changes.pb.h"
#include "placet/comments/v1/comments.pb.h"
#include "placet/comments/v1/errors.pb.h"

namespace placet::comments {

namespace pb = placet::comments::v1;
namespace ballots_pb = placet::ballots::v1;

// A role of the caller that holds today, with its scope; "" is every member, every committee.
struct Grant {
  int role = 0;  // placet.members.v1.Role
  std::string member;
  std::string committee;
  // Of a representative: the liaison's id, and what the directory calls the organization.
  std::string liaison;
  std::string organization;
};

// A ballot as the ballots have it, and what the caller holds as the directory has it.
struct Scene {
  ballots_pb::Ballot ballot;
  std::vector<Grant> grants;
  bool is_ballots = false;  // ballotsd asks: it counts comments for its board
};

// A comment as stored. Where only what may change was loaded, its long texts and origin are empty.
struct Stored {
  pb::Comment comment;
  int number = 0;
  int64_t version = 0;
};

// Was this request_id used before: by which request, and for which change of which ballot?
struct Replay {
  std::string fingerprint;
  std::string subject;
};

// All that a change of comments looks at.
struct ChangeFacts {
  std::optional<Replay> replay;
  std::vector<Stored> comments;  // in the order asked for, or of the document
  bool more = false;             // the filter finds more than may change at once
};

// A change with the comments as they will be.
struct DecidedChange {
  pb::Change change;
  struct Row {
    Stored stored;  // as it will be; `version` is the one that was loaded
    pb::CommentDifference difference;
    pb::CommentState state_before = pb::COMMENT_STATE_UNSPECIFIED;
  };
  std::vector<Row> rows;
  std::vector<pb::SkippedComment> skipped;
  // Of PutGroup.
  std::optional<pb::Group> group;  // as it will be, with its name
  int64_t group_version = 0;       // that was loaded; 0: it is new
};

}  // namespace placet::comments
