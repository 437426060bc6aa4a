#include "services/comments/tables/commenter_events.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/captions.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

struct Key {
  absl::string_view path;
  Field field;
};
constexpr Key kKeys[] = {
    {"locality.line_number", Field::kLine},
    {"locality.clause", Field::kClause},
    {"locality.element", Field::kElement},
    {"type", Field::kType},
    {"comments", Field::kComment},
    {"proposed_change", Field::kChange},
    {"observations", Field::kObservation},
    {"resolution_status", Field::kDisposition},
    {"tags", Field::kTags},
};

}  // namespace

bool CommenterEvents::InComments() const {
  if (open_.empty()) return false;
  if (root_is_list_) return true;
  return open_.size() >= 2 && open_[0].key == "comments" && open_[1].is_list;
}

absl::Status CommenterEvents::Open(bool is_list) {
  if (open_.size() >= kMostNesting) {
    return RefuseFile(v1::FILE_REFUSAL_UNSAFE,
                      absl::StrCat("mappings and lists are nested deeper than ", kMostNesting),
                      "keep to the keys of metanorma/commenter");
  }
  if (expects_key()) {
    return RefuseFile(v1::FILE_REFUSAL_DAMAGED, "a mapping or list stands where a key should",
                      "keep to the keys of metanorma/commenter");
  }
  if (open_.empty()) root_is_list_ = is_list;
  open_.push_back({is_list, false, ""});
  if (InComments() && is_list && open_.size() + 1 == CommentLevel()) has_comments_ = true;
  if (InComments() && open_.size() == CommentLevel()) {
    raw_.Clear();
    ++raw_.row;
    id_.clear();
    body_.clear();
  }
  return absl::OkStatus();
}

absl::Status CommenterEvents::End() {
  const bool comment = InComments() && open_.size() == CommentLevel();
  open_.pop_back();
  ValueDone();
  return comment ? EndComment() : absl::OkStatus();
}

void CommenterEvents::ValueDone() {
  if (!open_.empty()) open_.back().has_key = false;
}

absl::Status CommenterEvents::Scalar(absl::string_view text) {
  if (expects_key()) {
    open_.back().key = std::string(CutAt(text, kMostRawCharacters));
    open_.back().has_key = true;
    return absl::OkStatus();
  }
  if (InComments() && open_.size() >= CommentLevel()) {
    CommentValue(text);
  } else if (InComments() && open_.size() + 1 == CommentLevel()) {  // an item that is no mapping
    raw_.Clear();
    ++raw_.row;
    AppendCapped(text, &raw_[Field::kComment]);
    raw_.fault = v1::REJECT_REASON_TOO_FEW_CELLS;
    raw_.fault_text = "the item of the list is no mapping";
    return intake_.Add(raw_);
  } else if (open_.size() == 1) {
    HeadValue(text);
  }
  ValueDone();
  return absl::OkStatus();
}

void CommenterEvents::HeadValue(absl::string_view text) {
  const std::string& key = open_[0].key;
  const std::string line = MadeText(OneLine(CutAt(text, kMostRawCharacters)));
  if (key == "version") {
    head_->set_variant(absl::StrCat("metanorma/commenter, version ", line));
  } else if (key == "date") {
    head_->set_date(line);
  } else if (key == "document") {
    head_->set_document(line);
  } else if (key == "project") {
    head_->set_project(line);
  } else if (key == "title" || key == "title_en") {
    head_->set_title(line);
  } else if (!line.empty()) {
    v1::Notice& notice = *head_->add_notices();
    notice.set_kind(v1::NOTICE_KIND_NOT_CARRIED_OVER);
    notice.set_text(MadeText(absl::StrCat("\"", key, "\": ", line)));
  }
}

void CommenterEvents::CommentValue(absl::string_view text) {
  std::string path;
  for (size_t i = CommentLevel() - 1; i < open_.size(); ++i) {
    if (!open_[i].is_list) absl::StrAppend(&path, path.empty() ? "" : ".", open_[i].key);
  }
  if (path == "id" || path == "body") {
    AppendCapped(text, path == "id" ? &id_ : &body_);
    return;
  }
  for (const Key& key : kKeys) {
    if (key.path == path) return PutCell({key.field, false, path}, text, raw_);
  }
  PutCell({Field::kExtra, false, path}, text, raw_);
}

// The identifier leads with the body, or is a number beside it.
absl::Status CommenterEvents::EndComment() {
  if (id_.empty() || body_.empty() || absl::StartsWith(id_, body_)) {
    raw_[Field::kBody] = id_.empty() ? body_ : id_;
  } else {
    raw_[Field::kBody] = body_;
    raw_[Field::kNumber] = id_;
  }
  return intake_.Add(raw_);
}

absl::Status CommenterEvents::Finish() const {
  if (has_comments_) return absl::OkStatus();
  return RefuseFile(v1::FILE_REFUSAL_NO_TABLE, "the file has no list \"comments\"",
                    "keep to the keys of metanorma/commenter, version 2012-03");
}

}  // namespace placet::comments::tables
