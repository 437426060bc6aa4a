#include "services/comments/arrivals.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/fields.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments {
namespace {

// Lengths keep "ab" + "c" and "a" + "bc" apart.
void Append(std::string& bytes, const std::string& text) {
  absl::StrAppend(&bytes, text.size(), ":", text);
}

}  // namespace

std::string ContentOf(const pb::Comment& comment) {
  std::string types;
  for (const int type : comment.types()) absl::StrAppend(&types, type);
  std::string bytes;
  bytes.reserve(comment.comment().size() + comment.proposed_change().size() + 500);
  for (const std::string* text :
       {&comment.member(), &comment.liaison(), &comment.line(), &comment.clause(),
        &comment.element(), const_cast<const std::string*>(&types), &comment.comment(),
        &comment.proposed_change()}) {
    Append(bytes, *text);
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

FileRows::FileRows(const Bringer& bringer, Arrivals& arrivals,
                   std::unordered_map<std::string, size_t>& contents)
    : bringer_(bringer), arrivals_(arrivals), contents_(contents), first_(arrivals.rows.size()) {}

void FileRows::Read(const std::string& name, const std::string& bytes) {
  file_.set_file(name);
  const auto table = tables::ReadRows(name, bytes, *this);
  if (!table.ok()) {
    TakeBack();
    pb::RefusedFile& refused = *arrivals_.refused.emplace(arrivals_.refused.end());
    refused.set_file(name);
    refused.set_refusal(tables::RefusalOf(table.status()));
    refused.set_text(std::string(table.status().message()));
    refused.set_remedy(tables::RemedyOf(table.status()));
    return;
  }
  file_.set_file(table->file());
  file_.set_format(table->format());
  file_.set_variant(table->variant());
  *file_.mutable_notices() = table->notices();
  arrivals_.files.push_back(std::move(file_));
}

void FileRows::TakeBack() {
  for (size_t i = first_; i < arrivals_.rows.size(); ++i) {
    contents_.erase(arrivals_.rows[i].content);
  }
  arrivals_.rows.resize(first_);
}

absl::Status FileRows::Take(pb::Comment comment) {
  if (!SettleBody(comment)) return absl::OkStatus();
  SettleDisposition(comment);
  std::string content = ContentOf(comment);
  if (!contents_.emplace(content, arrivals_.rows.size()).second) {
    const Arrival& other = arrivals_.rows[contents_[content]];
    Refuse(pb::REJECT_REASON_REPEATED, comment,
           absl::StrCat("row ", other.comment.origin().row(), " of ", other.comment.origin().file(),
                        " says the same word for word"),
           "leave one of them out");
    return absl::OkStatus();
  }
  arrivals_.rows.push_back({std::move(comment), std::move(content), arrivals_.files.size()});
  return absl::OkStatus();
}

absl::Status FileRows::Reject(pb::RejectedRow row) {
  *file_.add_rejected() = std::move(row);
  return absl::OkStatus();
}

void FileRows::Refuse(pb::RejectReason reason, const pb::Comment& comment, const std::string& text,
                      const std::string& remedy) {
  pb::RejectedRow& row = *file_.add_rejected();
  row.set_file(comment.origin().file());
  row.set_row(comment.origin().row());
  row.set_reason(reason);
  row.set_text(text);
  row.set_remedy(remedy);
  auto& cells = *row.mutable_raw_cells();
  cells = comment.origin().raw_cells();
  cells.try_emplace(1, comment.label());
  cells.try_emplace(3, comment.clause());
  cells.try_emplace(6, comment.comment().substr(0, 1000));
  if (reason == pb::REJECT_REASON_NOT_YOURS) row.set_column(1);
}

// Column 1 says whose it is by a country code, an acronym or something else; the directory knows
// which of them are national bodies.
bool FileRows::SettleBody(pb::Comment& comment) {
  const std::string code = comment.member().empty() ? comment.liaison() : LastId(comment.member());
  if (bringer_.liaison != nullptr) return SettleLiaison(comment, code);
  const auto found = bringer_.codes.find(absl::AsciiStrToUpper(code));
  const std::string member = found != bringer_.codes.end() ? found->second : std::string();
  comment.set_member(NameOf("members", member));
  comment.set_liaison(member.empty() ? code : "");
  if (bringer_.member.empty()) return true;
  if (code.empty()) {
    comment.set_member(NameOf("members", bringer_.member));
    return true;
  }
  if (member == bringer_.member) return true;
  RefuseBody(comment, code, NameOf("members", bringer_.member));
  return false;
}

// The liaison is called by its id or its organization, and kept under the latter.
bool FileRows::SettleLiaison(pb::Comment& comment, const std::string& code) {
  const Grant& liaison = *bringer_.liaison;
  comment.clear_member();
  comment.set_liaison(liaison.organization);
  if (code.empty() || absl::EqualsIgnoreCase(code, liaison.liaison) ||
      absl::EqualsIgnoreCase(code, liaison.organization)) {
    return true;
  }
  RefuseBody(comment, code, liaison.organization);
  return false;
}

void FileRows::RefuseBody(const pb::Comment& comment, const std::string& code,
                          const std::string& sender) {
  Refuse(pb::REJECT_REASON_NOT_YOURS, comment,
         absl::StrCat("column 1 says ", code, ", and the file is sent in the name of ", sender),
         "correct column 1, or have an officer of the committee import the file");
}

// What a body wrote into the secretariat's column stays a raw cell. An officer's table may say what
// the group decided, but not what bodies answered.
void FileRows::SettleDisposition(pb::Comment& comment) const {
  comment.clear_answer();
  comment.clear_replies();
  comment.clear_supporters();
  comment.clear_opponents();
  comment.clear_group();
  comment.clear_assignee();
  comment.clear_due_day();
  comment.clear_conditions_vote();
  if (!bringer_.officer) {
    if (!comment.observation().empty()) {
      comment.mutable_origin()->mutable_raw_cells()->try_emplace(8, comment.observation());
    }
    comment.clear_observation();
    comment.clear_disposition();
    comment.clear_tags();
  }
  if (comment.disposition() == pb::DISPOSITION_UNSPECIFIED) {
    comment.set_state(pb::COMMENT_STATE_OPEN);
  } else {
    const bool decided = comment.state() >= pb::COMMENT_STATE_DECIDED;
    comment.set_state(decided ? pb::COMMENT_STATE_DECIDED : pb::COMMENT_STATE_PROPOSED);
  }
}

}  // namespace placet::comments
