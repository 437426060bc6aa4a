// The store of ballots: SQL text <-> protobuf messages. Each statement stands directly above the
// function that sends it and the lines that read its row (store_*.cc). Loads go through the read
// lane, writes through the write lane; a write whose guard no longer holds answers pg::Stale().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "placet/ballots/v1/rules.pb.h"
#include "placet/members/v1/members.pb.h"
#include "services/async/task.h"
#include "services/ballots/facts.h"
#include "services/ballots/known.h"
#include "services/ballots/store_analysis.h"
#include "services/ballots/store_obligations.h"
#include "services/pg/lane.h"
#include "services/record/sealer.h"
#include "services/rpc/call.h"
#include "services/rpc/writes.h"

namespace placet::ballots {

// Key of the advisory lock that keeps one writer at a time.
inline constexpr int64_t kWriterLock = 7302;

// One row of the event table, with what its secrecy depends on.
struct StoredEvent {
  pb::Event event;
  std::string ballot_id;  // "" where no ballot's secrecy applies
  pb::Ballot ballot;      // name, committee, state, close_time
};

struct EventPage {
  std::vector<StoredEvent> events;
  std::vector<Grant> grants;  // of the caller
  int64_t head = 0;
};

// A body whose status on the roll is not the one that the directory has.
struct RollDifference {
  pb::Ballot ballot;  // name, kind, rules_edition
  Body body;          // status: on the roll (NEITHER where not on it)
  pb::MemberStatus status = pb::MEMBER_STATUS_UNSPECIFIED;  // now
};

class Store {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  // With a sealer votes have receipts, and results name heads of the record. It outlives this.
  Store(pg::Lane& reads, pg::Lane& writes, record::Sealer* sealer = nullptr)
      : reads_(reads), writes_(writes), sealer_(sealer) {}

  static std::span<const pg::Statement> Statements();
  static const pg::Statement& Head();  // for pg::Tail

  record::Sealer* sealer() const { return sealer_; }  // nullptr: no record is kept

  // Projects.
  Answer<ProjectFacts> LoadProject(const rpc::Call& call, std::string id, std::string committee);
  Answer<pb::ListProjectsResponse> ListProjects(const rpc::Call& call, std::string committee,
                                                int size, std::string after);
  Answer<pb::Project> PutProject(const rpc::Call& call, const ProjectFacts& facts,
                                 const pb::Project& project);
  // The events that made it what it is, oldest first; nothing where there is no such project.
  Answer<std::optional<std::vector<pb::Event>>> LoadStageEvents(const rpc::Call& call,
                                                                std::string id);

  // Ballots. `project` and `committee` are used where the ballot does not exist yet.
  Answer<BallotFacts> LoadBallot(const rpc::Call& call, std::string id, std::string project,
                                 std::string committee);
  // `committees`: in which the caller may ask for request.voter; "" is every one.
  Answer<pb::ListBallotsResponse> ListBallots(const rpc::Call& call,
                                              const pb::ListBallotsRequest& request,
                                              std::vector<std::string> committees, int size,
                                              std::string after);
  Answer<pb::Ballot> CreateBallot(const rpc::Call& call, const BallotFacts& facts,
                                  const pb::Ballot& ballot);
  // Takes the roll, and moves the project where it has a stage to go to.
  Answer<pb::Ballot> OpenBallot(const rpc::Call& call, const BallotFacts& facts,
                                const pb::Ballot& ballot, const pb::Project& project,
                                pb::Electorate electorate);
  // Extend, close, and cancel (which also moves the project back).
  Answer<pb::Ballot> MoveBallot(const rpc::Call& call, const BallotFacts& facts,
                                const pb::Ballot& ballot, const pb::Project& project);
  Answer<pb::Tally> RecordResult(const rpc::Call& call, const CountFacts& facts,
                                 const pb::Ballot& ballot, const pb::Project& project,
                                 const pb::Tally& tally);
  Answer<std::vector<std::string>> ListDue(const rpc::Call& call);  // ids to be closed by the clock
  // How far the events of commentsd were applied; the next one of them. False: another process was
  // faster.
  Answer<int64_t> CommentPosition(const rpc::Call& call);
  Answer<bool> ApplyComments(const rpc::Call& call, int64_t before, int64_t sequence,
                             std::string ballot, pb::CommentStanding standing);
  Answer<std::vector<std::string>> ListToOpen(const rpc::Call& call);  // ids whose day has come

  // Roll and votes.
  // kSeen: those with a seat or a vote, and how many `others` there are, whom nobody lists one by
  // one. kToCount: the same, and none where the result has been recorded.
  enum class Bodies { kAll, kSeen, kToCount };
  Answer<CountFacts> LoadCount(const rpc::Call& call, std::string id, Bodies bodies);
  Answer<CastFacts> LoadCast(const rpc::Call& call, std::string ballot, std::string member);
  // The same from memory, where it is known: without `replay`, and perhaps not as it is now.
  std::optional<CastFacts> KnownCast(const rpc::Call& call, const std::string& ballot,
                                     const std::string& member) {
    return known_.Find(call, ballot, member);
  }
  Answer<pb::Vote> CastVote(const rpc::Call& call, const CastFacts& facts, const pb::Vote& vote);
  // The vote with the receipt of the request that cast it; as it is where no record is kept.
  Answer<pb::Vote> WithReceipt(const rpc::Call& call, pb::Vote vote);
  // What a bundle has of a ballot besides its events: rows of the tables; and the events' numbers.
  Answer<std::vector<record::pb::StoredRow>> LoadRows(const rpc::Call& call, std::string ballot);
  Answer<std::vector<int64_t>> ListSequences(const rpc::Call& call, std::string ballot);
  // A vote that is in no count.
  Answer<pb::Vote> RecordLateVote(const rpc::Call& call, const CastFacts& facts,
                                  const pb::Vote& vote);
  Answer<std::vector<pb::Vote>> ListLateVotes(const rpc::Call& call, std::string ballot);
  Answer<std::vector<pb::Tally>> ListResultVersions(const rpc::Call& call, std::string ballot);
  // How many versions of the vote name the expert; erases the name from as many.
  Answer<int64_t> CountNaming(const rpc::Call& call, std::string ballot, std::string member,
                              std::string display_name);
  Answer<bool> EraseExpert(const rpc::Call& call, std::string ballot, std::string member,
                           std::string display_name, int64_t versions);
  Answer<pb::ListVoteRevisionsResponse> ListVoteRevisions(const rpc::Call& call,
                                                          std::string vote_name, int size,
                                                          std::string after);

  // What analyses look at: every event of the ballot's votes and roll, oldest first; the bodies on
  // its roll, seated as on a day; what they did on closed ballots of the committee, `over` being
  // the part of this ballot's time that is over, of 1.
  Answer<std::vector<HistoryEntry>> LoadHistory(const rpc::Call& call, std::string id);
  Answer<std::vector<RollOrigin>> LoadRollOrigins(const rpc::Call& call, std::string id,
                                                  std::string day);
  Answer<std::vector<VotingRecord>> LoadVotingRecords(const rpc::Call& call, std::string id,
                                                      double over);

  // Obligations: of a body on open ballots, and on those that closed in a span; of all P-members of
  // a committee in a year. `committees`: in which the caller may ask; "" is every one.
  Answer<std::vector<BodyOnBallot>> LoadOpenOf(const rpc::Call& call, std::string member,
                                               std::string committee,
                                               const std::vector<std::string>& committees);
  Answer<std::vector<BodyOnBallot>> LoadClosedOf(const rpc::Call& call, std::string member,
                                                 std::string committee,
                                                 const std::vector<std::string>& committees,
                                                 const ClosingYear& span, bool as_p_member);
  Answer<std::vector<BodyOnBallot>> LoadClosedIn(const rpc::Call& call, std::string committee,
                                                 const ClosingYear& year);
  // Seats of today and reminders of a year; `member`: "" is every one.
  Answer<std::vector<Seat>> LoadSeats(const rpc::Call& call,
                                      const std::vector<std::string>& committees,
                                      std::string member);
  Answer<std::vector<pb::Reminder>> LoadReminders(const rpc::Call& call,
                                                  const std::vector<std::string>& committees,
                                                  std::string member, int year);
  Answer<ObligationFacts> LoadObligation(const rpc::Call& call, std::string member,
                                         std::string committee, int year);
  Answer<pb::Reminder> RecordReminder(const rpc::Call& call, const pb::Reminder& reminder);

  // Events.
  Answer<EventPage> LoadEvents(const rpc::Call& call, int64_t after, std::string prefix, int most);

  // The copy of the directory, and what its changes mean for rolls.
  Answer<int64_t> DirectoryPosition(const rpc::Call& call);
  // Applies one event of the directory; nothing where another process was first.
  Answer<bool> ApplyDirectory(const rpc::Call& call, int64_t before,
                              const placet::members::v1::Event& event);
  Answer<std::vector<RollDifference>> ListRollDifferences(const rpc::Call& call);
  Answer<bool> ChangeRoll(const rpc::Call& call, const RollDifference& difference,
                          const pb::RollEntry& entry);

 private:
  pg::Lane& reads_;
  rpc::Writes writes_;
  record::Sealer* const sealer_;
  Known known_;
};

}  // namespace placet::ballots
