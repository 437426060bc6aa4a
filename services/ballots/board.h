// The board in memory: open ballots with roll and votes, where projects stand, grants, and the
// answers made of them. Fed by the follower (board_follower.h), asked by the service
// (service_board.h); safe to use from many threads. Knows no SQL and no gRPC.
//
// Versions. Each change is marked with the sequence of the event that brought it, per ballot and
// per board, and only where it changes what is shown: a vote that replaces another changes the
// criteria and not the numbers that everybody sees. A board's version is the newest mark in it, the
// newest moment at which the clock alone has changed it (a ballot closes), and a hash of whatever
// else decides what it says: whose it is and what its reader may see. So processes that follow the
// same log agree on versions.
//
// Invariant: no mark is newer than the last event applied. A ballot that was loaded ahead of the
// log is marked again by each event that it already contains.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "placet/ballots/v1/board.pb.h"
#include "services/ballots/board_sight.h"
#include "services/ballots/count.h"
#include "services/ballots/facts.h"
#include "services/rpc/call.h"

namespace placet::ballots {

// What an entry says of its ballot's project.
struct ProjectStanding {
  std::string stage;
  std::string limit_stage, limit_date;  // the first limit date that is not yet reached
  std::string target_date;
};
ProjectStanding StandingOf(const pb::Project& project);

// An open ballot as loaded, with the sequence up to which it contains everything.
struct LoadedBallot {
  int64_t sequence = 0;
  pb::Ballot ballot;
  ProjectStanding project;
  pb::CommentStanding comments;
  struct Body {
    std::string member;
    rules::Cast cast;  // without the body's name
  };
  std::vector<Body> roll;
};

// A row of the event log.
struct LogEntry {
  int64_t sequence = 0;
  std::string subject;
  const pb::Event* event = nullptr;
};

// A role with its time; days in Geneva, `until` exclusive and "" for an open end.
struct HeldGrant {
  std::string name;
  std::string person;
  Grant grant;
  std::string from;
  std::string until;
};

// What has changed in the copy of the directory, up to a position of its own log.
struct DirectoryChanges {
  int64_t position = 0;
  std::vector<HeldGrant> grants;
  struct Committee {
    std::string id;
    std::string reference;
    int64_t changed = 0;
  };
  std::vector<Committee> committees;
};

struct BoardQuery {
  std::string caller;     // people/{person}
  std::string committee;  // id; "": all
  std::string member;     // id; "": none
  std::string version;    // that the caller has
};

// A message Board in two parts, to be sent one after the other.
struct BoardAnswer {
  bool unchanged = false;
  std::string version;
  std::string head;                         // this answer's own
  std::shared_ptr<const std::string> body;  // shared by all who get the same; may be nullptr
};

class Board {
 public:
  // `on_change` is called without a lock after whatever may change an answer.
  explicit Board(std::function<void()> on_change) : on_change_(std::move(on_change)) {}

  // The follower's side. First all open ballots, in parts: `sequence` is that of the first part,
  // the others contain as much or more.
  void Begin(int64_t sequence);
  void Fill(std::vector<LoadedBallot> ballots);
  // Ids of ballots in these entries that must be loaded before they are applied.
  std::vector<std::string> Wanted(const std::vector<LogEntry>& entries);
  void Apply(const std::vector<LogEntry>& entries, std::vector<LoadedBallot> loaded);
  void Apply(DirectoryChanges changes);
  void Report(const std::vector<pb::ServiceHealth>& services);
  // Everything committed before `moment` is here now.
  void Confirm(absl::Time moment);
  // Says so where the clock has changed a board since it was last asked.
  void Tick(absl::Time now);

  int64_t sequence() const;
  int64_t directory_position() const;

  // What the caller gets; with `deltas`, only what has changed since query.version where it can be
  // said. `heartbeat`: a delta without changes instead of `unchanged`. UNAVAILABLE before the first
  // load.
  struct Form {
    bool deltas = false;
    bool heartbeat = false;
  };
  absl::StatusOr<BoardAnswer> Ask(const BoardQuery& query, absl::Time now, Form form);

 private:
  struct Committee;

  // One body's place on a roll, small: a year has half a million of them.
  struct Place {
    uint16_t member;
    rules::Status status : 4;
    uint8_t answer : 4;  // pb::Answer
    bool full_member : 1;
    bool has_reasons : 1;
    bool names_expert : 1;
    bool takes_part : 1;
    bool uses : 1;
    rules::Cast ToCast() const;
    void Set(const rules::Cast& cast);
  };

  struct OpenBallot {
    pb::Ballot ballot;
    ProjectStanding project;
    pb::CommentStanding comments;
    const rules::Rule* rule = nullptr;
    Committee* committee = nullptr;
    std::vector<Place> roll;  // by member
    int64_t loaded = 0;       // what came up to here is in it
    absl::Time close_time;
    rules::Votes votes;
    // Sequences of the newest change of what everybody sees, of what is seen in full, of the roll.
    int64_t seen_changed = 0, full_changed = 0, roll_changed = 0;
    // Since the last Settle: the newest event, and what it changed at least.
    int64_t touched = 0;
    bool all_touched = false, full_touched = false, roll_touched = false;
    std::string seen, full;  // BoardEntry as bytes; "": to be made

    Place* Find(int member);
    rules::Early Early() const;
  };

  // Ballots that make one board, and the newest marks in it.
  struct Scope {
    std::vector<OpenBallot*> ballots;  // by close_time and name
    int64_t seen_changed = 0, roll_changed = 0, removed = 0;
    std::array<int64_t, 3> full_changed = {};  // by rules::Early
    // The newest moment that changed it by the clock, and for which times that is right.
    absl::Time turned = absl::InfinitePast();
    absl::Time next_turn = absl::InfinitePast();
  };

  struct Committee {
    std::string id;
    std::string reference;
    bool known = false;  // by the directory
    Scope scope;
  };

  struct Removed {
    int64_t sequence;
    absl::Time close_time;
    std::string ballot;
    const Committee* committee;
  };

  // What a version says, read again.
  struct Since {
    int64_t sequence = 0;
    absl::Time turned;
  };

  // What an answer is made of.
  struct View {
    const BoardQuery& query;
    const Sight& sight;
    Scope& scope;
    const Committee* committee;  // nullptr: all
    absl::Time now;
    int member;       // number of the body; -1: none, or on no roll
    std::string key;  // the same where the answers are

    bool Full(const OpenBallot& ballot) const;
    const Place* PlaceOf(OpenBallot& ballot) const;  // of the body
    bool Shows(OpenBallot& ballot) const;
    int64_t Changed(const OpenBallot& ballot) const;
    void Append(OpenBallot& ballot, std::string& out) const;
  };

  // An answer that others may get too.
  struct Made {
    std::string key;
    std::string version;
    std::shared_ptr<const std::string> body;
  };
  static size_t SizeOf(const Made& made);

  // board.cc: what happens.
  Committee& CommitteeOf(const std::string& id);
  uint16_t NumberOf(const std::string& member);
  OpenBallot& Put(LoadedBallot loaded);
  void Remove(const std::string& id, int64_t sequence);
  void Insert(OpenBallot& ballot);
  void Erase(OpenBallot& ballot);
  void ApplyOne(const LogEntry& entry);
  void ApplyBallot(const pb::Ballot& ballot, int64_t sequence);
  void ApplyProject(const pb::Project& project, int64_t sequence);
  void ApplyComments(const LogEntry& entry);
  void ApplyToRoll(const LogEntry& entry);
  void Touch(OpenBallot& ballot, int64_t sequence, bool all, bool roll);
  void Settle();

  // board_rights.cc: who may see it.
  absl::StatusOr<const Sight*> FindSight(const BoardQuery& query, absl::Time now);

  // board_answer.cc: what is said.
  void Turn(Scope& scope, absl::Time now);
  std::string VersionOf(View& view);  // also sets its key
  int64_t FullChanged(const View& view, size_t early) const;
  std::optional<Since> Parse(const std::string& version, const std::string& present) const;
  std::shared_ptr<const std::string> Body(const View& view, const BoardAnswer& answer,
                                          const std::optional<Since>& since);
  std::string Whole(const View& view);
  std::string Delta(const View& view, const Since& since);
  void AppendClosed(const View& view, const Since& since, pb::Board& out) const;
  pb::BoardTotals TotalsOf(const View& view) const;
  std::string Head(const View& view, const BoardAnswer& answer, bool delta) const;

  const std::function<void()> on_change_;
  mutable std::mutex mutex_;  // guards all that follows
  int64_t sequence_ = 0;
  int64_t first_ = 0;  // deltas can be told from versions since this sequence
  absl::Time confirmed_ = absl::InfinitePast();
  std::unordered_map<std::string, std::unique_ptr<OpenBallot>> ballots_;
  std::unordered_multimap<std::string, OpenBallot*> by_project_;
  std::unordered_map<std::string, Committee> committees_;
  Scope all_;
  std::unordered_map<std::string, uint16_t> members_;
  std::vector<const std::string*> names_;  // of members_, by number
  std::deque<Removed> removed_;
  std::unordered_set<OpenBallot*> touched_;
  absl::Time told_turn_ = absl::InfinitePast();

  int64_t directory_position_ = -1;
  int64_t references_changed_ = 0;
  std::unordered_map<std::string, std::vector<HeldGrant>> grants_;  // by person
  std::unordered_map<std::string, Sight> sights_;  // of callers with grants, within these times
  absl::Time sights_from_ = absl::InfiniteFuture(), sights_until_ = absl::InfinitePast();
  std::string services_;      // as bytes of a Board
  std::string services_key_;  // ".members": those that do not serve

  // Answers made for others; their size is limited, the ones used longest ago are dropped.
  std::list<Made> made_;  // the newest first
  std::unordered_map<std::string, std::list<Made>::iterator> made_by_key_;
  size_t made_bytes_ = 0;
};

}  // namespace placet::ballots
