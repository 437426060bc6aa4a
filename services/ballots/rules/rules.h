// The voting rules of ISO, IEC, JTC 1 and CEN as data, and the arithmetic that applies them.
//
// This folder needs a C++20 compiler and nothing else: no protobuf, no database, no clock, no
// allocation in the arithmetic. Take it and check us. A rule is a row: kind of ballot x edition ->
// who votes, what may be answered, how long, under which criteria; every value names its clause and
// how sure it is. Rows are added, never edited: a ballot is tallied under the row in force when it
// opened.
//
// Everything is decided by whole numbers. A percentage never decides anything.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace placet::ballots::rules {

// Kinds of ballots that a row can be for. The letters are those of the documents.
enum class Kind {
  kPwi,                // registration of a preliminary work item
  kNp,                 // new work item proposal; also a new part, a TS, a revision with wider scope
  kCd,                 // committee draft, by vote
  kCdConsultation,     // committee draft, by comments alone
  kDis,                // enquiry; IEC: CDV
  kFdis,               // approval
  kMinorRevision,      // approval without an enquiry
  kDam,                // enquiry on an amendment
  kFdam,               // approval of an amendment
  kFastTrackDis,       // enquiry on a standard from elsewhere
  kFastTrackFdis,      // approval of a standard of a recognized body
  kDts,                // draft technical specification
  kDtr,                // draft technical report
  kDpas,               // draft publicly available specification
  kConversion,         // a TS or PAS becomes an International Standard
  kReview,             // systematic review
  kWithdrawal,         // withdrawal of a standard
  kReinstatementDis,   // a withdrawn standard comes back, from the enquiry on
  kReinstatementFdis,  // the same, by approval alone
  kGuide,              // draft Guide
  kCib,                // committee internal ballot, with questions of its own
  kResolution,         // resolution by correspondence
  kNewCommittee,       // proposal for a new field of work
  kProjectCommittee,   // proposal for a project committee
  kNewSubcommittee,    // establishing a subcommittee
  kDissolution,        // dissolving a subcommittee
  kScope,              // title and scope of a committee
  kConvenor,           // convenor of a working group
  kChair,              // chair of a subcommittee
  kLiaison,            // liaison of category A, B or C
  kAllMembers,         // a question to all member bodies
  kWgConsultation,     // the experts of a working group
};

// Status of a national body in the committee; kExpert: no body but a person, asked in a
// consultation of a working group.
enum class Status { kP, kO, kNeither, kExpert };

// What a body may do on a ballot.
enum class Entitlement { kMustVote, kMayVote, kMayComment, kObserves };

// Who has a vote.
enum class Electorate {
  kAllBodies,  // every member body, in the committee or not (2.6.1, 2.7.1, 1.7.1)
  kPMembers,   // the P-members of the committee; O-members may comment
  kNobody,     // a consultation: P- and O-members comment
  kExperts,    // a consultation of a working group: its experts comment, bodies observe
  kWeighted,   // the bodies in the row's table of weights, whatever their status
};

// What a ballot is about: with a project, its stage moves; without, the committee decides itself.
enum class Subject { kProject, kCommittee };

// Who may open, extend, close and cancel a ballot of this kind.
enum class Office { kCentralSecretariat, kCommitteeManager };

// Who sees the positions of all bodies, and the running tally, before closing. A body always sees
// its own; whoever else watches over the committee's ballots sees who has voted, and not what.
enum class Early {
  kNobody,
  kCentralSecretariat,
  kOfficers,  // the committee's manager and ballot monitors, and the central secretariat
};

// A vote as the rules see it. A body that sent nothing has no vote.
enum class Answer {
  kYes,
  kYesWithComments,
  kNo,
  kAbstain,
  kConfirm,     // systematic review
  kRevise,      // systematic review: revise or amend
  kWithdraw,    // systematic review
  kComments,    // a consultation, or a body without a vote: comments, and counts nowhere
  kNoComments,  // the same: seen, nothing to say
  kReply,       // the vote is the answers to the ballot's own questions
};

// Whether an answer takes a text.
enum class TextRule {
  kOptional,
  kNone,           // a text is refused
  kNeededToCount,  // without one the vote is received and counts nowhere
  kCompulsory,     // without one the vote is refused
};

// An answer that a row offers.
struct Offer {
  Answer answer;
  TextRule text = TextRule::kOptional;
};

// What a criterion counts ...
enum class Part {
  kYes,                // approvals
  kNo,                 // disapprovals that count
  kExpertBodies,       // P-members that approve and name at least one expert (2.3.5)
  kExpertBodiesOfAll,  // the same, of all bodies that may vote
  kParticipants,       // of all bodies that may vote: approve and will take an active part
  kUsers,              // of all that replied: countries in which the document is adopted or used
  kConfirm,            // reviews: for confirmation
  kRevise,             // reviews: for revision or amendment
  kWithdraw,           // reviews: for withdrawal
};
// ... and among whom.
enum class Whole {
  kPMembersVoting,    // P-members that voted yes or no (reviews: for one of the three actions)
  kAllBodiesVoting,   // all bodies with a vote that voted yes or no, P-members included
  kNumberOfPMembers,  // no fraction: the bound depends on the size of the committee
  kNumber,            // no fraction: the bound stands for itself
  kWeightsVoting,     // the weights of the bodies that voted yes or no
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
  // neither of them; kNo goes with kAtMost, all others with kAtLeast or kMoreThan.
  // kNumberOfPMembers, with kAtLeast only: part against bound_numerator in a committee of at most
  // `small_committee` P-members, against bound_large in a larger one.
  // kNumber: part against bound_numerator; kNo with kAtMost, all others with kAtLeast.
  int bound_numerator;
  int bound_denominator = 1;
  int small_committee = 0;
  int bound_large = 0;
  Sureness sureness = Sureness::kConfirmed;
  // The criterion falls away where no body on the roll is a P-member (fast track without a
  // committee, F.2.3).
  bool needs_p_members = false;
  // Reviews: the action that is proposed where this holds, and where it does not; the latter comes
  // first (2.9.3.2: used in too few countries means withdrawal, whatever the majorities).
  std::string_view action = {};
  std::string_view otherwise = {};
};

// A question put beside the vote. Lists are separated by '|'.
struct Question {
  std::string_view id;
  std::string_view text;
  std::string_view choices;            // "yes|no"; empty: free text
  std::string_view text_needed;        // choices that need a text
  std::string_view source;             // where it comes from, and how sure that is
  std::string_view only_if = {};       // "adopted=yes|maybe": put only after one of these choices
  std::string_view text_refused = {};  // choices that take no text
};

// A length of a ballot, in weeks or in months.
struct Period {
  int weeks = 0;
  int months = 0;
  Sureness sureness = Sureness::kConfirmed;
  std::string_view source = {};
  std::string_view condition = {};  // when it may be chosen; "": it is what is proposed
  bool Exists() const { return weeks > 0 || months > 0; }
};

// A body's weight where votes are weighted; the key is the body's identifier, "de".
struct Weight {
  std::string_view body;
  int weight;
};

// The votes of one group of bodies.
struct Counts {
  int entitled = 0;
  int yes = 0;                  // with comments or without, counted
  int yes_with_comments = 0;    // of these
  int yes_without_reasons = 0;  // where a yes needs a statement to count
  int no = 0;                   // counted
  int no_without_reasons = 0;
  int abstain = 0;
  int confirm = 0;
  int revise = 0;
  int withdraw = 0;
  int reply = 0;  // answers to questions of the ballot's own
  int not_voting = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

// All that the arithmetic looks at.
struct Votes {
  Counts p_members;
  Counts all_bodies;      // p_members included
  int expert_bodies = 0;  // see Part
  int expert_bodies_of_all = 0;
  int participants = 0;
  int users = 0;
  int weight_yes = 0;
  int weight_no = 0;
  friend bool operator==(const Votes&, const Votes&) = default;
};

// One body as the arithmetic sees it.
struct Cast {
  Status status = Status::kNeither;
  bool full_member = false;
  std::optional<Answer> answer = std::nullopt;  // nothing: no vote was received
  bool has_reasons = false;                     // a text came along
  bool names_expert = false;
  bool takes_part = false;     // will take an active part
  bool uses = false;           // the document is adopted or used in the country
  std::string_view body = {};  // looked up in a table of weights
  friend bool operator==(const Cast&, const Cast&) = default;
};

enum class Verdict {
  kApproved,
  kNotApproved,
  kNoValidVotes,  // a fraction has nothing below its line: the Directives do not say what follows
  kForAPerson,    // people decide: the row has no criteria, or they are advice
};

// A row of rules.
struct Rule {
  Kind kind;
  std::string_view edition;  // "ISO-2022"
  std::string_view clause;   // of the ballot as such
  Subject subject = Subject::kProject;
  Electorate electorate;
  bool p_must = true;  // P-members owe a vote (1.7.1)
  Office opened_by;
  Early seen_early = Early::kNobody;
  Sureness seen_early_sureness = Sureness::kAssumed;
  std::string_view seen_early_source = {};
  std::span<const Offer> answers;
  Period period;                         // proposed
  std::span<const Period> periods = {};  // permitted besides, each with its condition
  bool any_period = false;               // any length is permitted
  Period translation = {};               // before the ballot
  Period revised = {};                   // of a revised draft ("DIS.2"); none: as the first
  std::span<const Period> revised_periods = {};
  std::span<const Criterion> criteria = {};
  // The criteria are applied to each question of the ballot's own instead of to the vote.
  bool by_question = false;
  Verdict not_met = Verdict::kNotApproved;  // what a criterion that does not hold leads to
  bool advice = false;  // the criteria advise; the verdict is a person's in any case
  std::span<const Question> questions = {};
  bool own_questions = false;  // whoever creates the ballot writes questions
  // The project's stage codes: which it must have to open, where opening and closing move it.
  std::span<const std::string_view> stages_before = {};
  std::string_view stage_open = {};
  std::string_view stage_closed = {};
  // What may be supplied after closing and how long (NP: reasons and experts, 2 weeks); 0: nothing.
  int grace_weeks = 0;
  std::string_view grace_clause = {};
  // How long after a ballot resolution meeting votes may be changed; 0: never.
  int change_weeks = 0;
  std::string_view change_clause = {};
  bool late_votes_count = false;  // if an officer accepts them (CIBs)
  std::span<const Weight> weights = {};
  std::string_view unsure = {};  // what a reader of this row must know, in one sentence
};

// An edition of the rules: whose, and the days on which it is in force.
struct Edition {
  std::string_view id;            // "ISO-2022"
  std::string_view organization;  // "ISO", "IEC", "JTC1" or "CEN"
  std::string_view title;
  std::string_view from;  // ISO 8601 day
  Sureness from_sureness;
  std::string_view source;
  std::string_view until = {};  // first day on which it is not in force; "": until the next one
};

// One criterion applied.
struct Judgement {
  const Criterion* criterion = nullptr;
  int numerator = 0;
  int denominator = 0;      // 0 for numbers, and where nobody voted
  int bound_numerator = 0;  // the one that applied
  int bound_denominator = 1;
  bool met = false;
  // Met: how many more negative votes it would bear (numbers: how many above the bound, or below).
  // Not met: how many more positive votes it would take (numbers: how many are missing or too
  // many). In weights where votes are weighted. Where nobody voted the criterion is not met, and
  // one positive vote would do.
  int distance = 0;
};

inline constexpr int kMostCriteria = 6;

// All criteria of a row applied.
struct Outcome {
  Verdict verdict = Verdict::kForAPerson;
  // What is proposed where the criteria do not decide: "confirm", "revise", "withdraw" of a review,
  // "proceed" or "discuss" of a row whose criteria are advice. "": nothing.
  std::string_view proposal = {};
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

// The edition for a committee on a day ("2026-11-23"); nullptr before the first. "ISO/TC 307" ->
// ISO's, "IEC/TC 44" -> IEC's, "CEN/TC 1" -> CEN's; "ISO/IEC JTC 1/SC 27" -> one of JTC 1's own
// where one is in force, else ISO's.
const Edition* EditionInForce(std::string_view committee_reference, std::string_view day);

// The row in force for a kind on a day; nullptr where there is none.
const Rule* RuleInForce(Kind kind, std::string_view committee_reference, std::string_view day);

// The criterion that a question of a ballot's own may choose, by id ("majority-p", "two-thirds-p");
// nullptr: none such.
const Criterion* FreeCriterion(std::string_view id);
std::span<const Criterion> FreeCriteria();

// What a body of a status may do. `full_member`: a member body of ISO; correspondent and subscriber
// members have no vote (1.7).
Entitlement EntitlementOf(const Rule& rule, const Cast& cast);

// A body's weight in a row; 0 where it has none.
int WeightOf(const Rule& rule, std::string_view body);

// Does the row offer this answer to a body with this entitlement? A body that may only comment is
// offered kComments and kNoComments.
const Offer* FindOffer(const Rule& rule, Entitlement entitlement, Answer answer);

// Does this vote enter the sums? Not if it abstains, comments, or lacks a text that it needs.
bool Counted(const Rule& rule, const Cast& cast);

// Adds one body, with its vote or without, where it has one to cast.
void Add(Votes& votes, const Rule& rule, const Cast& cast);

// Applies one criterion.
Judgement Judge(const Criterion& criterion, const Votes& votes);

// Applies a row. The order of verdicts: no criteria, more than kMostCriteria, or criteria that are
// for each question -> kForAPerson; any
// fraction with nothing below its line -> kNoValidVotes, whatever the others say; any criterion not
// met -> rule.not_met; else kApproved. Advice and reviews are always kForAPerson, with a proposal.
Outcome Tally(const Rule& rule, const Votes& votes);

// Names as printed: "NP", "DIS", ...
std::string_view KindName(Kind kind);

}  // namespace placet::ballots::rules
