// The voting rules of ISO and IEC as data, and the arithmetic that applies them.
//
// This folder needs a C++20 compiler and nothing else: no protobuf, no database, no clock, no
// allocation in the arithmetic. Take it and check us. A rule is a row: kind of ballot x edition ->
// who votes, how long, under which criteria; every value names its clause and how sure it is. Rows
// are added, never edited: a ballot is tallied under the row in force when it opened.
//
// Everything is decided by whole numbers. A percentage never decides anything.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace placet::ballots::rules {

// Kinds of ballots that a row can be for. The letters are those of the documents.
enum class Kind { kNp, kDis, kFdis, kDtr };

// Status of a national body in the committee.
enum class Status { kP, kO, kNeither };

// What a body may do on a ballot.
enum class Entitlement { kMustVote, kMayVote, kMayComment, kObserves };

// Who has a vote.
enum class Electorate {
  kAllBodies,  // every member body, in the committee or not; P-members must (2.6.1, 2.7.1, 1.7.1)
  kPMembers,   // the P-members of the committee, and they must; O-members may comment
};

// Who may open, extend, close and cancel a ballot of this kind.
enum class Office { kCentralSecretariat, kCommitteeManager };

// A vote as the rules see it. A body that sent nothing has no vote.
enum class Answer { kYes, kYesWithComments, kNo, kAbstain };

// What a criterion counts ...
enum class Part {
  kYes,           // approvals
  kNo,            // disapprovals with reasons
  kExpertBodies,  // P-members that approve and name at least one expert (2.3.5)
};
// ... and among whom.
enum class Whole {
  kPMembersVoting,    // P-members that voted yes or no
  kAllBodiesVoting,   // all entitled bodies that voted yes or no, P-members included
  kNumberOfPMembers,  // no fraction: the bound depends on the size of the committee
};

enum class Comparison { kAtLeast, kMoreThan, kAtMost };

// How sure a value is.
enum class Sureness {
  kConfirmed,  // read in the text that `clause` names
  kMeasured,   // practice, measured on dates that ISO publishes
  kAssumed,    // likely, or decided by Placet where the texts are silent; `source` says which
};

// One condition of approval.
struct Criterion {
  std::string_view id;      // "two-thirds-p": stable, used by clients
  std::string_view text;    // one sentence in Placet's own words
  std::string_view clause;  // "ISO/IEC Directives Part 1, 2020, 2.6.3"
  Part part;
  Whole whole;
  Comparison comparison;
  // The bound: part / whole against bound_numerator / bound_denominator. It lies between 0 and 1,
  // neither of them; kYes goes with kAtLeast or kMoreThan, kNo with kAtMost.
  // kNumberOfPMembers, with kExpertBodies and kAtLeast only: part against bound_numerator in a
  // committee of at most `small_committee` P-members, against bound_large in a larger one.
  int bound_numerator;
  int bound_denominator = 1;
  int small_committee = 0;
  int bound_large = 0;
};

// A question put beside the vote. Choices and text_needed are separated by '|'.
struct Question {
  std::string_view id;
  std::string_view text;
  std::string_view choices;      // "yes|no"; empty: free text
  std::string_view text_needed;  // choices that need a text
  std::string_view source;       // where it comes from, and how sure that is
};

// The votes of one group of bodies.
struct Counts {
  int entitled = 0;
  int yes = 0;                // with comments or without
  int yes_with_comments = 0;  // of these
  int no = 0;                 // with reasons: counted
  int no_without_reasons = 0;
  int abstain = 0;
  int not_voting = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

// All that the arithmetic looks at.
struct Votes {
  Counts p_members;
  Counts all_bodies;      // p_members included
  int expert_bodies = 0;  // see Part::kExpertBodies
  friend bool operator==(const Votes&, const Votes&) = default;
};

// A row of rules.
struct Rule {
  Kind kind;
  std::string_view edition;  // "ISO-2022"
  Electorate electorate;
  Office opened_by;
  int period_weeks;
  Sureness period_sureness;
  std::string_view period_source;
  std::string_view clause;  // of the ballot as such
  std::span<const Criterion> criteria;
  std::span<const Question> questions;
  // The project's stage codes: which it must have to open, where opening and closing move it.
  std::span<const std::string_view> stages_before;
  std::string_view stage_open;
  std::string_view stage_closed;
  // What may be supplied after closing and how long (NP: reasons and experts, 2 weeks); 0: nothing.
  int grace_weeks;
  std::string_view grace_clause;
  // The period of a revised draft ("DIS.2"); 0: as the first.
  int revised_period_weeks = 0;
  Sureness revised_period_sureness = Sureness::kConfirmed;
  std::string_view revised_period_source = {};
};

// An edition of the rules: which organization's, and the first day on which it is in force.
struct Edition {
  std::string_view id;            // "ISO-2022"
  std::string_view organization;  // "ISO" or "IEC": the beginning of a committee's reference
  std::string_view title;
  std::string_view from;  // ISO 8601 day
  Sureness from_sureness;
  std::string_view source;
};

enum class Verdict {
  kApproved,
  kNotApproved,
  kNoValidVotes,  // a fraction has nothing below its line: the Directives do not say what follows
  kForAPerson,    // the row has no criteria: people decide
};

// One criterion applied.
struct Judgement {
  const Criterion* criterion = nullptr;
  int numerator = 0;
  int denominator = 0;      // 0 for kNumberOfPMembers, and where nobody voted
  int bound_numerator = 0;  // the one that applied
  int bound_denominator = 1;
  bool met = false;
  // Met: how many more negative votes it would bear (kNumberOfPMembers: how many above the bound).
  // Not met: how many more positive votes it would take (kNumberOfPMembers: how many are missing).
  // Where nobody voted the criterion is not met, and one positive vote would do.
  int distance = 0;
};

inline constexpr int kMostCriteria = 4;

// All criteria of a row applied.
struct Outcome {
  Verdict verdict = Verdict::kForAPerson;
  int size = 0;
  Judgement judgements[kMostCriteria];
  std::span<const Judgement> Judgements() const {
    return {judgements, static_cast<std::size_t>(size)};
  }
};

// The rows and editions, oldest first.
std::span<const Rule> AllRules();
std::span<const Edition> AllEditions();

// The row for a kind in an edition; nullptr where there is none.
const Rule* FindRule(Kind kind, std::string_view edition);

// The edition of an organization in force on a day ("2026-11-23"); nullptr before the first. The
// organization is the beginning of the committee's reference: "ISO/TC 307" -> ISO, "IEC/TC 44" ->
// IEC, "ISO/IEC JTC 1/SC 27" -> ISO until rows of its own are added.
const Edition* EditionInForce(std::string_view committee_reference, std::string_view day);

// What a body of a status may do. `full_member`: a member body of ISO; correspondent and subscriber
// members have no vote (1.7).
Entitlement EntitlementOf(const Rule& rule, Status status, bool full_member);

// Adds one received vote (or none) of an entitled body to the counts.
void Add(Votes& votes, Status status, std::optional<Answer> answer, bool has_reasons,
         bool names_expert);

// Applies one criterion.
Judgement Judge(const Criterion& criterion, const Votes& votes);

// Applies a row. The order of verdicts: no criteria, or more than kMostCriteria -> kForAPerson; any
// fraction with nothing below its line -> kNoValidVotes, whatever the others say; any criterion not
// met -> kNotApproved; else kApproved. `criteria` must outlive the outcome.
Outcome Tally(const Rule& rule, const Votes& votes);
Outcome Tally(std::span<const Criterion> criteria, const Votes& votes);

// Names as printed: "NP", "DIS", ...
std::string_view KindName(Kind kind);

}  // namespace placet::ballots::rules
