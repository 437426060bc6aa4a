// Comments in PostgreSQL: one raw SQL string per statement, directly above the function that sends
// it. Facts live here, rules in decide. Knows no gRPC.
//
// A write is one statement: its guard (versions that were loaded, a request that has not been
// carried out), the rows, their history, the ballot's counts, the event. Where the guard finds
// something else the answer is pg::Stale() and the handler runs again.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/comments/v1/comment_service.pb.h"
#include "services/async/task.h"
#include "services/comments/arrivals.h"
#include "services/comments/facts.h"
#include "services/comments/sight.h"
#include "services/pg/lane.h"
#include "services/rpc/call.h"
#include "services/rpc/writes.h"

namespace placet::comments {

// A piece of the event log, as stored.
struct EventPage {
  struct Stored {
    pb::Event event;
    std::string ballot;
  };
  std::vector<Stored> events;
  int64_t after = 0;     // sequence up to which they are all that was asked for
  bool at_head = false;  // there was no further row
};

// A place in a list: after this comment.
struct ListKey {
  std::string place;
  int number = 0;
};

// Key of the advisory lock that keeps one writer at a time.
inline constexpr int64_t kWriterLock = 7303;

class Store {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  Store(pg::Lane& reads, pg::Lane& writes) : reads_(reads), writes_(writes) {}

  static std::span<const pg::Statement> Statements();
  static std::span<const pg::Statement> Head();  // one: what the lane of the tail prepares

  // store_import.cc
  struct Known {
    Stored stored;  // number, version and label
    std::string content;
  };
  struct ImportFacts {
    std::optional<Replay> replay;
    std::vector<Known> known;
  };
  Answer<ImportFacts> LoadImport(const rpc::Call& call, std::string ballot,
                                 const Arrivals& arrivals);
  // Stores what is new and the labels of what is known; the number of the first new comment.
  Answer<int> ImportComments(const rpc::Call& call, std::string ballot, const Arrivals& arrivals,
                             const DecidedImport& decided);

  // store_comments.cc
  enum class Texts { kAll, kMutable };  // kMutable: without the long ones that never change
  // By number, in this order; those that do not exist are left out. With the replay.
  Answer<ChangeFacts> LoadComments(const rpc::Call& call, std::string ballot,
                                   const std::vector<int64_t>& numbers, Texts texts);
  // What a filter finds of what may be seen, after a key, at most `most`. With the replay.
  Answer<ChangeFacts> FindComments(const rpc::Call& call, std::string ballot,
                                   const pb::CommentFilter& filter, const Sight& sight,
                                   bool by_arrival, ListKey after, int most, Texts texts);
  // Makes what searching needs of comments that have none yet; some of it where `enough` becomes
  // true meanwhile.
  async::Task<absl::Status> IndexComments(const rpc::Call& call, std::string ballot,
                                          const std::atomic<bool>* enough = nullptr);

  // store_changes.cc
  // The change as stored, with its name.
  Answer<pb::Change> ChangeComments(const rpc::Call& call, std::string ballot,
                                    const DecidedChange& decided);
  Answer<pb::ListCommentHistoryResponse> ListCommentHistory(const rpc::Call& call,
                                                            std::string ballot, int64_t number,
                                                            int64_t after_version);
  struct ChangeRecord {
    pb::Change change;
    std::vector<pb::CommentDifference> differences;
    std::vector<int64_t> numbers;   // of the comments, in the same order
    std::vector<int64_t> versions;  // that they had right after it
  };
  // NOT_FOUND where there is none.
  Answer<ChangeRecord> LoadChange(const rpc::Call& call, std::string ballot, int64_t number);
  Answer<pb::ListChangesResponse> ListChanges(const rpc::Call& call, std::string ballot, int size,
                                              int64_t before);

  // store_events.cc
  Answer<EventPage> LoadEvents(const rpc::Call& call, int64_t after, std::string prefix, int most);
  Answer<pb::Head> GetHead(const rpc::Call& call);
  Answer<pb::CommentCounts> CountComments(const rpc::Call& call, std::string ballot,
                                          const Sight& sight);

 private:
  pg::Lane& reads_;
  rpc::Writes writes_;
};

}  // namespace placet::comments
