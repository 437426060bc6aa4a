// Reading: one comment, lists, histories, counts, events.
#include "services/comments/service.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/comments/fields.h"
#include "services/comments/tables/document_order.h"

namespace placet::comments {
namespace {

constexpr size_t kMostUpload = 200'000'000;
constexpr size_t kMostPage = 2'000'000;  // bytes; a client takes 4 MB
constexpr int kMostEvents = 200;

std::string KeyOf(const pb::Comment& comment, bool by_arrival) {
  const std::string number = LastId(comment.name());
  if (by_arrival) return number;
  return absl::StrCat(
      number, "|", tables::DocumentOrderKey({comment.clause(), comment.element(), comment.line()}));
}

absl::StatusOr<ListKey> ParseKey(const std::string& text, bool by_arrival) {
  if (text.empty()) return ListKey();
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('|', 1));
  ListKey key;
  if (!absl::SimpleAtoi(parts[0], &key.number) || (parts.size() == 1) != by_arrival) {
    return Invalid("page_token", "is not a token of this list");
  }
  if (!by_arrival) key.place = parts[1];
  return key;
}

}  // namespace

Comments::Comments(Store& store, Peers& peers, pg::Tail& tail, rpc::Clock clock)
    : Served("placet.comments.v1.CommentService", std::move(clock)), store_(store), peers_(peers) {
  Upload("ImportComments", &Comments::ImportComments, &Intake::Take, kMostUpload);
  Unary("GetComment", &Comments::GetComment);
  Unary("ListComments", &Comments::ListComments);
  Unary("ListCommentHistory", &Comments::ListCommentHistory);
  Unary("ChangeComments", &Comments::ChangeComments);
  Unary("UndoChange", &Comments::UndoChange);
  Unary("ListChanges", &Comments::ListChanges);
  Unary("AnswerComment", &Comments::AnswerComment);
  Unary("ReplyToComment", &Comments::ReplyToComment);
  Unary("SupportComment", &Comments::SupportComment);
  Unary("WithdrawComment", &Comments::WithdrawComment);
  Unary("ConditionVote", &Comments::ConditionVote);
  Unary("GetCommentCounts", &Comments::GetCommentCounts);
  Download("ExportComments", &Comments::ExportComments);
  Stream("WatchEvents", &Comments::WatchEvents, tail);
  Unary("GetHead", &Comments::GetHead);
}

Comments::Answer<Comments::View> Comments::Look(const Call& call, std::string field,
                                                std::string name) {
  absl::StatusOr<std::string> id = BallotId(field, name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<Scene> scene = co_await peers_.Look(call, name);
  if (!scene.ok()) co_return scene.status();
  View view;
  view.sight = SightOf(*scene, call.now);
  view.scene = *std::move(scene);
  view.ballot = *std::move(id);
  if (!view.sight.SeesAny() && !view.sight.counts) co_return SecretWhileOpen(view.scene);
  co_return view;
}

Comments::Answer<Comments::One> Comments::LoadOne(const Call& call, std::string field,
                                                  std::string name) {
  const absl::StatusOr<Numbered> id = ParseNumbered(field, "comments", name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<Scene> scene = co_await peers_.Look(call, NameOf("ballots", id->ballot));
  if (!scene.ok()) co_return scene.status();
  const std::vector<int64_t> numbers = {id->number};
  absl::StatusOr<ChangeFacts> facts =
      co_await store_.LoadComments(call, id->ballot, numbers, Store::Texts::kAll);
  if (!facts.ok()) co_return facts.status();
  const bool seen =
      !facts->comments.empty() && SightOf(*scene, call.now).Sees(facts->comments[0].comment);
  if (!seen) co_return NotFound(name);
  const absl::StatusOr<bool> replayed = decide::Replayed(facts->replay, call);
  if (!replayed.ok()) co_return replayed.status();
  co_return One{*std::move(scene), id->ballot, std::move(facts->comments[0]), *replayed};
}

Comments::Answer<pb::Comment> Comments::GetComment(const Call& call,
                                                   const pb::GetCommentRequest& request) {
  absl::StatusOr<One> one = co_await LoadOne(call, "name", request.name());
  if (!one.ok()) co_return one.status();
  co_return std::move(one->stored.comment);
}

Comments::Answer<pb::ListCommentsResponse> Comments::ListComments(
    const Call& call, const pb::ListCommentsRequest& request) {
  const bool by_arrival = request.order() == pb::COMMENT_ORDER_ARRIVAL;
  const absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (!paging.ok()) co_return paging.status();
  const absl::StatusOr<ListKey> key = ParseKey(paging->after, by_arrival);
  if (!key.ok()) co_return key.status();
  const absl::StatusOr<View> view = co_await Look(call, "parent", request.parent());
  if (!view.ok()) co_return view.status();
  absl::Status status = CheckFilter("filter", request.filter(), view->ballot);
  if (status.ok() && !view->sight.SeesAny()) status = SecretWhileOpen(view->scene);
  if (status.ok() && !request.filter().query().empty()) {
    status = co_await store_.IndexComments(call, view->ballot);
  }
  if (!status.ok()) co_return status;
  absl::StatusOr<ChangeFacts> found =
      co_await store_.FindComments(call, view->ballot, request.filter(), view->sight, by_arrival,
                                   *key, paging->size, Store::Texts::kAll);
  if (!found.ok()) co_return found.status();
  pb::ListCommentsResponse response;
  size_t bytes = 0;
  for (Stored& stored : found->comments) {
    bytes += stored.comment.ByteSizeLong();
    if (bytes > kMostPage && !response.comments().empty()) {
      found->more = true;
      break;
    }
    *response.add_comments() = std::move(stored.comment);
  }
  if (found->more) {
    response.set_next_page_token(rpc::PageToken(KeyOf(*response.comments().rbegin(), by_arrival)));
  }
  co_return response;
}

Comments::Answer<pb::ListCommentHistoryResponse> Comments::ListCommentHistory(
    const Call& call, const pb::ListCommentHistoryRequest& request) {
  const absl::StatusOr<One> one = co_await LoadOne(call, "parent", request.parent());
  if (!one.ok()) co_return one.status();
  co_return co_await store_.ListCommentHistory(call, one->ballot, one->stored.number, 0);
}

Comments::Answer<pb::ListChangesResponse> Comments::ListChanges(
    const Call& call, const pb::ListChangesRequest& request) {
  const absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (!paging.ok()) co_return paging.status();
  int64_t before = 0;
  if (!paging->after.empty() && !absl::SimpleAtoi(paging->after, &before)) {
    co_return Invalid("page_token", "is not a token of this list");
  }
  const absl::StatusOr<View> view = co_await Look(call, "parent", request.parent());
  if (!view.ok()) co_return view.status();
  if (!view->sight.all) co_return SecretWhileOpen(view->scene);
  co_return co_await store_.ListChanges(call, view->ballot, paging->size, before);
}

Comments::Answer<pb::CommentCounts> Comments::GetCommentCounts(
    const Call& call, const pb::GetCommentCountsRequest& request) {
  const absl::StatusOr<View> view = co_await Look(call, "ballot", request.ballot());
  if (!view.ok()) co_return view.status();
  co_return co_await store_.CountComments(call, view->ballot, view->sight);
}

Comments::Answer<rpc::Page> Comments::WatchEvents(const Call& call,
                                                  const pb::WatchEventsRequest& request,
                                                  int64_t after) {
  if (request.after_sequence() < 0) co_return Invalid("after_sequence", "is negative");
  absl::StatusOr<EventPage> found =
      co_await store_.LoadEvents(call, after, request.subject_prefix(), kMostEvents);
  if (!found.ok()) co_return found.status();
  rpc::Page page;
  page.after = found->after;
  page.at_head = found->at_head;
  std::map<std::string, Sight> sights;
  for (EventPage::Stored& stored : found->events) {
    auto sight = sights.find(stored.ballot);
    if (sight == sights.end()) {
      const absl::StatusOr<Scene> scene =
          co_await peers_.Look(call, NameOf("ballots", stored.ballot));
      if (!scene.ok()) co_return scene.status();
      sight = sights.emplace(stored.ballot, SightOf(*scene, call.now)).first;
    }
    const pb::Event event = Seen(std::move(stored.event), stored.ballot, sight->second);
    // As it is seen: a prefix must not find what is hidden.
    if (!absl::StartsWith(event.subject(), request.subject_prefix())) continue;
    const grpc::Slice slice(event.SerializeAsString());
    page.events.emplace_back(&slice, 1);
  }
  co_return page;
}

Comments::Answer<pb::Head> Comments::GetHead(const Call& call, const pb::GetHeadRequest&) {
  co_return co_await store_.GetHead(call);
}

}  // namespace placet::comments
