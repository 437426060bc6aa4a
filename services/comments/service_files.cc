// Files of comments, in and out. What takes long runs on a thread of its own.
#include <algorithm>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "services/async/apart.h"
#include "services/comments/fields.h"
#include "services/comments/service.h"
#include "services/comments/tables/document_order.h"
#include "services/comments/tables/write.h"

namespace placet::comments {
namespace {

constexpr int kExportedAtOnce = 200;
constexpr size_t kPiece = 256 * 1024;
constexpr absl::Duration kLongestIndexing = absl::Minutes(5);  // 5 000 long comments take seconds

grpc::ByteBuffer Piece(absl::string_view bytes) {
  pb::ExportCommentsResponse response;
  response.set_content(std::string(bytes));
  const grpc::Slice slice(response.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

ListKey KeyAfter(const Stored& stored) {
  const pb::Comment& comment = stored.comment;
  return {tables::DocumentOrderKey({comment.clause(), comment.element(), comment.line()}),
          stored.number};
}

std::string FileName(const std::string& name) { return LastId(name); }

pb::CommentTable HeadOf(const Scene& scene) {
  pb::CommentTable head;
  head.set_title(absl::StrCat("Comments on ", scene.ballot.reference()));
  head.set_project(scene.ballot.reference());
  if (!scene.ballot.documents().empty()) head.set_document(scene.ballot.documents(0).number());
  return head;
}

}  // namespace

absl::Status Intake::Take(pb::ImportCommentsRequest request) {
  if (!header) {
    if (!request.has_header()) return Invalid("header", "the first request has none");
    header = std::move(*request.mutable_header());
    return absl::OkStatus();
  }
  if (!request.has_piece()) return Invalid("piece", "a request after the first has none");
  pb::FilePiece& piece = *request.mutable_piece();
  const std::string name = FileName(piece.file());
  if (files.empty() || files.back().name != name) files.push_back({name, ""});
  std::string& bytes = files.back().bytes;
  if (bytes.empty()) {
    bytes = std::move(*piece.mutable_content());
  } else {
    bytes.append(piece.content());
  }
  return absl::OkStatus();
}

void Comments::Read(const Scene& scene, const Codes& codes, Intake& intake) {
  const Grant* liaison = Representing(scene, LastId(intake.header->liaison()));
  const bool officer = liaison == nullptr && IsOfficer(scene);
  const Bringer bringer{LastId(intake.header->member()), liaison, officer, codes};
  intake.arrivals.emplace();
  std::unordered_map<std::string, size_t> contents;
  for (Intake::File& file : intake.files) {
    FileRows(bringer, *intake.arrivals, contents).Read(file.name, file.bytes);
    std::string().swap(file.bytes);
  }
}

Comments::Answer<ballots_pb::Vote> Comments::Cast(const Call& call, const pb::ImportHeader& header,
                                                  bool only_ask) {
  ballots_pb::CastVoteRequest request = header.vote();
  if (request.request_id().empty()) request.set_request_id(call.request_id);
  if (only_ask || call.ask_only) {
    request.set_validate_only(true);
    request.clear_request_id();
  }
  co_return co_await peers_.CastVote(call, request);
}

Comments::Answer<pb::ImportCommentsResponse> Comments::ImportComments(const Call& call,
                                                                      Intake& intake) {
  const pb::ImportHeader& header = *intake.header;
  const absl::StatusOr<std::string> ballot = BallotId("header.ballot", header.ballot());
  if (!ballot.ok()) co_return ballot.status();
  absl::Status status = OptionalId("header.member", "members", header.member()).status();
  if (!status.ok()) co_return status;
  const absl::StatusOr<Scene> scene = co_await peers_.Look(call, header.ballot());
  if (!scene.ok()) co_return scene.status();
  status = decide::MayBring(*scene, header);
  if (status.ok()) status = co_await peers_.CheckMember(call, "header.member", header.member());
  if (!status.ok()) co_return status;
  if (!intake.arrivals) {
    const absl::StatusOr<Codes> codes = co_await peers_.LoadCodes(call);
    if (!codes.ok()) co_return codes.status();
    co_await async::Apart();
    Read(*scene, *codes, intake);
  }
  const auto facts = co_await store_.LoadImport(call, *ballot, *intake.arrivals);
  if (!facts.ok()) co_return facts.status();
  const absl::StatusOr<bool> replayed = decide::Replayed(facts->replay, call);
  if (!replayed.ok()) co_return replayed.status();
  // A repeat finds everything there, and stores nothing.
  const bool officer = header.liaison().empty() && IsOfficer(*scene);
  if (!*replayed) status = NeedsOpen(*scene, officer, call.now);
  if (!status.ok()) co_return status;
  co_return co_await Bring(call, *ballot, intake, *facts);
}

// What is there is told apart from what is new, and that is stored; a vote is asked for before, and
// cast afterwards.
Comments::Answer<pb::ImportCommentsResponse> Comments::Bring(const Call& call, std::string ballot,
                                                             Intake& intake,
                                                             const Store::ImportFacts& facts) {
  const pb::ImportHeader& header = *intake.header;
  absl::StatusOr<ballots_pb::Vote> vote = ballots_pb::Vote();
  const bool repeated = facts.replay.has_value();
  if (header.has_vote() && !repeated) vote = co_await Cast(call, header, true);
  if (!vote.ok()) co_return vote.status();
  co_await async::Apart();
  std::map<std::string, Stored> known;
  for (const Store::Known& there : facts.known) known.emplace(there.content, there.stored);
  DecidedImport decided = decide::ImportComments(*intake.arrivals, known);
  decided.member = LastId(header.member());
  decided.liaison = header.liaison();
  absl::StatusOr<int> first = 0;
  const bool nothing = decided.added.empty() && decided.relabelled.empty();
  if (!header.validate_only() && !nothing && !repeated) {
    first = co_await store_.ImportComments(call, ballot, *intake.arrivals, decided);
    if (!first.ok()) co_return first.status();
    IndexLater(ballot);
  }
  if (header.has_vote() && !header.validate_only()) vote = co_await Cast(call, header, false);
  if (!vote.ok()) co_return vote.status();
  pb::ImportCommentsResponse response =
      decide::Imported(std::move(*intake.arrivals), decided, ballot, *first);
  if (header.has_vote()) *response.mutable_vote() = *std::move(vote);
  co_return response;
}

async::Detached Comments::IndexLater(std::string ballot) {
  {
    absl::MutexLock lock(&mutex_);
    ++indexing_;
  }
  Call own;
  own.deadline = absl::Now() + kLongestIndexing;
  (void)co_await store_.IndexComments(own, ballot, &ending_);
  absl::MutexLock lock(&mutex_);
  --indexing_;
}

Comments::~Comments() {
  ending_ = true;
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](int* indexing) { return *indexing == 0; }, &indexing_));
}

// Pages of comments come in, pieces of the file go out.
async::Task<absl::Status> Comments::ExportComments(const Call& call,
                                                   const pb::ExportCommentsRequest& request,
                                                   rpc::Feed& feed) {
  const absl::StatusOr<View> view = co_await Look(call, "ballot", request.ballot());
  if (!view.ok()) co_return view.status();
  absl::Status status = CheckFilter("filter", request.filter(), view->ballot);
  if (status.ok() && !view->sight.SeesAny()) status = SecretWhileOpen(view->scene);
  if (status.ok() && !request.filter().query().empty()) {
    status = co_await store_.IndexComments(call, view->ballot);
  }
  if (!status.ok()) co_return status;
  std::string bytes;
  const pb::CommentTable head = HeadOf(view->scene);
  const tables::WriteOptions options{request.form()};
  absl::StatusOr<std::unique_ptr<tables::TableWriter>> writer = tables::MakeWriter(
      request.format(), head,
      [&bytes](absl::string_view more) {
        bytes.append(more.data(), more.size());
        return absl::OkStatus();
      },
      options);
  if (!writer.ok()) co_return writer.status();
  ListKey after;
  for (bool more = true; more;) {
    const absl::StatusOr<ChangeFacts> found =
        co_await store_.FindComments(call, view->ballot, request.filter(), view->sight, false,
                                     after, kExportedAtOnce, Store::Texts::kAll);
    if (!found.ok()) co_return found.status();
    co_await async::Apart();
    for (const Stored& stored : found->comments) {
      status = (*writer)->Add(stored.comment);
      if (!status.ok()) co_return status;
    }
    more = found->more;
    if (more) after = KeyAfter(found->comments.back());
    if (!more) status = (*writer)->Finish();
    if (!status.ok()) co_return status;
    size_t sent = 0;
    while (bytes.size() - sent >= kPiece || (!more && sent < bytes.size())) {
      const grpc::ByteBuffer piece = Piece(absl::string_view(bytes).substr(sent, kPiece));
      sent = std::min(sent + kPiece, bytes.size());
      const bool written = co_await feed.Write(piece);
      if (!written) co_return absl::CancelledError("the caller has left");
    }
    bytes.erase(0, sent);
  }
  co_return absl::OkStatus();
}

}  // namespace placet::comments
