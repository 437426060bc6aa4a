// What may be decided once a ballot is closed, as rows: kinds of ballots x result -> decisions, the
// stages that they move the project to, what is due when, and who may object.
//
// rules.h says whether the criteria are met; it is people who decide what follows, within the
// options that the Directives leave them. A row is one option. The rules of this folder hold here,
// too: whole numbers, no clock, no allocation, every value with its clause and how sure it is.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rules.h"

namespace placet::ballots::rules {

// The result that a decision may follow.
enum class When {
  kMet,
  kNotMet,
  kAny,
  // A joint ISO/IEC document that one organization approved and the other did not: the one whose
  // ballot this is approved it, or did not.
  kOneSidedMet,
  kOneSidedNotMet,
};

// What must hold besides, which no tally can see (kNoNegativeVotes excepted). NeedText has it as a
// sentence; whoever decides affirms it.
enum class Need {
  kNothing,
  kDraftIsReady,
  kNoTechnicalChanges,
  kTechnicalChanges,
  kNoNegativeVotes,
  kTwoThirdsOfPMembers,
  kMajorityOfPMembers,
  kNoEnquiry,
  kTsOrPas,
  kOnlyExpertsMissing,
  kBothOrganizationsAgree,
  kBoardHasDecided,
};

// Whether a decision is recorded only with a reason. No clause asks for one: it is Placet's, where
// a reader of the record would ask.
enum class Reason { kNever, kAgainstProposal, kAlways };

// What a time is counted from.
enum class Start { kClosing, kDecision, kMeeting };

// Something due after a ballot.
struct Due {
  std::string_view id;    // "report": stable, used by clients
  std::string_view text;  // what is due, in Placet's own words
  int weeks = 0;          // weeks or months, never both
  int months = 0;
  Start start = Start::kClosing;
  std::string_view form = {};  // "Form 6", where one is filed
  std::string_view clause;
  Sureness sureness = Sureness::kConfirmed;
};

// Who may call a decision before a meeting: `members` P-members, within `weeks` of its circulation.
struct Objection {
  int members = 0;
  int weeks = 0;
  std::string_view clause = {};
  bool Exists() const { return members > 0; }
};

// A decision that may be taken. (rules.h calls what a tally gives an Outcome.)
struct Decision {
  std::span<const Kind> kinds;
  When when;
  std::string_view from = {};  // the stage after closing; "": whichever
  std::string_view id;    // "register-fdis": stable, used by clients, one for each kind and stage
  std::string_view text;  // one sentence in Placet's own words
  std::string_view stage = {};  // where the decision moves the project; "": it stays
  std::string_view next = {};   // where it goes from there, once what is due for that has arrived
  std::string_view new_project = {};  // the stage at which another project begins
  Need need = Need::kNothing;
  Reason reason = Reason::kNever;
  std::string_view proposal = {};  // the tally's proposal (Outcome::proposal) that this follows
  std::span<const Due> dues = {};
  Objection objection = {};
  // Only under editions in force from such a day on, or from before such a day; "": all.
  std::string_view since = {};
  std::string_view until = {};
  std::string_view organizations = "ISO|IEC|JTC1";  // of the edition
  std::string_view clause;
  Sureness sureness = Sureness::kConfirmed;
  std::string_view source = {};  // where `clause` does not say all of it
};

// A decision as one ballot permits it.
struct Permitted {
  const Decision* decision = nullptr;
  bool proposed = false;  // what the tally proposes
  bool needs_reason = false;
  bool moves = false;  // the stages apply: ballots of this row have a project whose stage moves
};

inline constexpr std::size_t kMostDecisions = 12;

// The decisions that a ballot permits, those proposed first.
class PermittedList {
 public:
  void Add(const Permitted& permitted);
  const Permitted* begin() const { return items_; }
  const Permitted* end() const { return items_ + size_; }
  std::size_t size() const { return size_; }
  const Permitted* Find(std::string_view id) const;  // nullptr: not permitted

 private:
  Permitted items_[kMostDecisions];
  std::size_t size_ = 0;
};

std::span<const Decision> AllDecisions();

// What may be decided after a ballot under this row with this verdict and proposal (Tally gives
// both). Where nobody voted yes or no the Directives are silent; it is taken for "not met". Where
// people decide, all options of the kind are open. `one_sided`: the document is joint, and only one
// of the two organizations approved it; that is known after both ballots.
PermittedList PermittedOutcomes(const Rule& rule, Verdict verdict, std::string_view proposal = {},
                                bool one_sided = false);

// "No technical changes are made to the text."; "" for kNothing.
std::string_view NeedText(Need need);

}  // namespace placet::ballots::rules
