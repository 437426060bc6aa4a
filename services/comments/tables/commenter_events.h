// A table of metanorma/commenter (version 2012-03), as the events of a YAML or JSON parser: keys
// and scalars within mappings and lists. Used by both readers; it is the only place that knows the
// keys. What a comment has no place for is noted with its text.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {

class CommenterEvents {
 public:
  CommenterEvents(RowIntake& intake, v1::CommentTable* head) : intake_(intake), head_(head) {}

  absl::Status StartMap() { return Open(false); }
  absl::Status StartList() { return Open(true); }
  absl::Status End();
  // A key of a mapping, or a value of a mapping or list; null is the empty text.
  absl::Status Scalar(absl::string_view text);

  // Whether a scalar now would be a key.
  bool expects_key() const {
    return !open_.empty() && !open_.back().is_list && !open_.back().has_key;
  }

  // Refuses what held no comments.
  absl::Status Finish() const;

 private:
  struct Level {
    bool is_list = false;
    bool has_key = false;
    std::string key;
  };

  absl::Status Open(bool is_list);
  absl::Status EndComment();
  bool InComments() const;
  size_t CommentLevel() const { return root_is_list_ ? 2 : 3; }
  void HeadValue(absl::string_view text);
  void CommentValue(absl::string_view text);
  void ValueDone();

  RowIntake& intake_;
  v1::CommentTable* head_;
  std::vector<Level> open_;
  RawRow raw_;
  std::string id_;
  std::string body_;
  bool root_is_list_ = false;
  bool has_comments_ = false;
};

}  // namespace placet::comments::tables
