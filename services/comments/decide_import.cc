// What becomes of an import.
#include "absl/strings/str_cat.h"
#include "services/comments/decide.h"
#include "services/comments/fields.h"
#include "services/rpc/names.h"

namespace placet::comments::decide {
namespace {

// A client takes 4 MB. What goes beyond is what a rejected row looked like; why it was rejected,
// and which it is, never.
constexpr size_t kMostAnswer = 3'000'000;

void Count(pb::BallotCounts& counts, const pb::Comment& comment) {
  counts.set_total(counts.total() + 1);
  if (comment.state() == pb::COMMENT_STATE_OPEN) {
    counts.set_without_disposition(counts.without_disposition() + 1);
  } else if (comment.state() == pb::COMMENT_STATE_PROPOSED) {
    counts.set_proposed(counts.proposed() + 1);
  } else {
    counts.set_decided(counts.decided() + 1);
  }
}

absl::Status CheckVote(const pb::ImportHeader& header) {
  if (!header.has_vote()) return absl::OkStatus();
  if (!header.liaison().empty())
    return Invalid("header.vote", "has no meaning: a liaison has none");
  const auto ids = rpc::ParseName("ballots/*/votes/*", header.vote().vote().name());
  if (!ids || NameOf("ballots", (*ids)[0]) != header.ballot()) {
    return Invalid("header.vote.vote.name", "is not a vote on the same ballot");
  }
  if (NameOf("members", (*ids)[1]) != header.member()) {
    return Invalid("header.vote.vote.name", "is not the vote of header.member");
  }
  return absl::OkStatus();
}

// The liaison is one of the ballot's committee.
absl::Status CheckLiaison(const Scene& scene, const pb::ImportHeader& header) {
  if (header.liaison().empty()) return absl::OkStatus();
  const auto ids = rpc::ParseName("committees/*/liaisons/*", header.liaison());
  if (!ids || NameOf("committees", (*ids)[0]) != scene.ballot.committee()) {
    return Invalid("header.liaison",
                   absl::StrCat("is not one of ", scene.ballot.committee(), "/liaisons/"));
  }
  if (!header.member().empty()) return Invalid("header.member", "has no meaning beside a liaison");
  return NeedsRepresentative(scene, LastId(header.liaison()));
}

}  // namespace

absl::Status MayBring(const Scene& scene, const pb::ImportHeader& header) {
  absl::Status status = CheckVote(header);
  if (status.ok()) status = CheckLiaison(scene, header);
  if (!status.ok() || !header.liaison().empty() || IsOfficer(scene)) return status;
  return header.member().empty() ? NeedsOfficer(scene) : NeedsVoter(scene, LastId(header.member()));
}

DecidedImport ImportComments(const Arrivals& arrivals, const std::map<std::string, Stored>& known) {
  DecidedImport decided;
  for (size_t i = 0; i < arrivals.rows.size(); ++i) {
    const Arrival& row = arrivals.rows[i];
    const auto found = known.find(row.content);
    if (found == known.end()) {
      decided.added.push_back(i);
      decided.numbers.push_back(0);
      Count(decided.counts, row.comment);
      continue;
    }
    decided.numbers.push_back(found->second.number);
    const std::string& label = row.comment.label();
    if (!label.empty() && label != found->second.comment.label()) {
      decided.relabelled.push_back({i, found->second});
    }
  }
  for (const pb::ImportedFile& file : arrivals.files) {
    absl::StrAppend(&decided.files, decided.files.empty() ? "" : ", ", file.file());
  }
  return decided;
}

pb::ImportCommentsResponse Imported(Arrivals arrivals, const DecidedImport& decided,
                                    const std::string& ballot, int first) {
  pb::ImportCommentsResponse response;
  for (pb::ImportedFile& file : arrivals.files) *response.add_files() = std::move(file);
  for (pb::RefusedFile& file : arrivals.refused) *response.add_refused() = std::move(file);
  for (size_t i = 0; i < arrivals.rows.size(); ++i) {
    Arrival& row = arrivals.rows[i];
    pb::ImportedFile& file = *response.mutable_files(static_cast<int>(row.file));
    pb::AcceptedRow& accepted = *file.add_accepted();
    accepted.set_row(row.comment.origin().row());
    accepted.set_label(row.comment.label());
    *accepted.mutable_notices() = std::move(*row.comment.mutable_origin()->mutable_notices());
    const int number = decided.numbers[i] > 0 ? decided.numbers[i] : first > 0 ? first++ : 0;
    if (number > 0) accepted.set_comment(NumberedName(ballot, "comments", number));
    accepted.set_known(decided.numbers[i] > 0);
    if (accepted.known()) {
      file.set_known(file.known() + 1);
    } else {
      file.set_added(file.added() + 1);
    }
  }
  for (const DecidedImport::Relabelled& relabelled : decided.relabelled) {
    const size_t index = arrivals.rows[relabelled.row].file;
    pb::ImportedFile& file = *response.mutable_files(static_cast<int>(index));
    file.set_relabelled(file.relabelled() + 1);
  }
  if (response.ByteSizeLong() <= kMostAnswer) return response;
  for (pb::ImportedFile& file : *response.mutable_files()) {
    for (pb::RejectedRow& row : *file.mutable_rejected()) row.clear_raw_cells();
  }
  return response;
}

}  // namespace placet::comments::decide
