// The rows of decisions, in the order of the stages. How to add one: README.md.

#include "outcomes.h"

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>

#include "rules.h"

namespace placet::ballots::rules {
namespace {

constexpr std::string_view kEveryone = "ISO|IEC|JTC1|CEN";
constexpr std::string_view kIsoAndJtc1 = "ISO|JTC1";

// The day on which TS, TR and PAS went to stage 50, and the second DIS after an approved one came.
constexpr std::string_view k2022 = "2022-06-30";

// Kinds that are decided upon alike.

constexpr Kind kPwis[] = {Kind::kPwi};
constexpr Kind kProposals[] = {Kind::kNp};
constexpr Kind kDrafts[] = {Kind::kCd, Kind::kCdConsultation};
constexpr Kind kEnquiries[] = {Kind::kDis, Kind::kDam, Kind::kReinstatementDis,
                               Kind::kFastTrackDis};
constexpr Kind kOwnEnquiries[] = {Kind::kDis, Kind::kDam, Kind::kReinstatementDis};
constexpr Kind kFastTrackEnquiries[] = {Kind::kFastTrackDis};
constexpr Kind kApprovals[] = {Kind::kFdis, Kind::kFdam, Kind::kMinorRevision,
                               Kind::kReinstatementFdis, Kind::kFastTrackFdis};
constexpr Kind kOwnApprovals[] = {Kind::kFdis, Kind::kFdam, Kind::kMinorRevision,
                                  Kind::kReinstatementFdis};
constexpr Kind kFastTrackApprovals[] = {Kind::kFastTrackFdis};
constexpr Kind kOthers[] = {Kind::kDts, Kind::kDtr, Kind::kDpas};
constexpr Kind kConversions[] = {Kind::kConversion};
constexpr Kind kReviews[] = {Kind::kReview};
constexpr Kind kWithdrawals[] = {Kind::kWithdrawal};
constexpr Kind kGuides[] = {Kind::kGuide};
constexpr Kind kWgConsultations[] = {Kind::kWgConsultation};
constexpr Kind kOwnMatters[] = {Kind::kCib,   Kind::kResolution, Kind::kConvenor,
                                Kind::kChair, Kind::kLiaison,    Kind::kAllMembers};
constexpr Kind kBoardMatters[] = {Kind::kNewSubcommittee, Kind::kDissolution, Kind::kScope};
constexpr Kind kNewCommittees[] = {Kind::kNewCommittee, Kind::kProjectCommittee};
constexpr Kind kCommitteeMatters[] = {
    Kind::kCib,     Kind::kResolution,   Kind::kConvenor,        Kind::kChair,
    Kind::kLiaison, Kind::kAllMembers,   Kind::kNewSubcommittee, Kind::kDissolution,
    Kind::kScope,   Kind::kNewCommittee, Kind::kProjectCommittee};

// What is due.

constexpr Due kPwiLapse = {
    .id = "proposal",
    .text = "A proposal must have been made of the item, or it is cancelled automatically.",
    .months = 36,
    .start = Start::kDecision,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.2.3"};

constexpr Due kNpReport = {
    .id = "report",
    .text = "The result is reported to the central secretariat (IEC: on Form RVN).",
    .weeks = 4,
    .form = "Form 6",
    .clause = "ISO/IEC Directives Part 1, 2020, 2.3.6"};

constexpr Due kNpLapse = {
    .id = "decision",
    .text = "The decision must have been taken, or ISO cancels the proposal automatically.",
    .months = 6,
    .clause = "ISO help pages, automatic cancellation of projects"};

constexpr Due kCompilation = {
    .id = "compilation",
    .text = "The comments are circulated together, with what is proposed for the draft.",
    .weeks = 4,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.5.3"};

constexpr Due kNextCd = {
    .id = "further-draft",
    .text = "If the meeting does not agree, a further draft with its decisions is circulated.",
    .weeks = 12,
    .start = Start::kMeeting,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.5.4"};

constexpr Due kDisText = {
    .id = "text",
    .text = "The finished text goes to the central secretariat, with the actions on all comments.",
    .weeks = 16,
    .start = Start::kDecision,
    .form = "Form 8A",
    .clause = "ISO/IEC Directives Part 1, 2020, 2.5.7"};

constexpr Due kDisResult = {
    .id = "result",
    .text = "The central secretariat sends votes and comments to chair and secretariat.",
    .weeks = 4,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.6.1"};

constexpr Due kDisReport = {
    .id = "report",
    .text = "The full report is circulated: result, decision, comments, an observation on each.",
    .weeks = 12,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.6.5"};

constexpr Due kFinalText = {
    .id = "text",
    .text = "The final text goes to the central secretariat, with the decision on each comment.",
    .weeks = 16,
    .form = "Form 13",
    .clause = "ISO/IEC Directives Part 1, 2020, 2.6.6"};

constexpr Due kFdisReport = {
    .id = "report",
    .text = "The central secretariat circulates the result to all national bodies.",
    .weeks = 2,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.7.5"};

constexpr Due kPublication = {.id = "publication",
                              .text = "Errors are corrected and the document is published.",
                              .weeks = 6,
                              .start = Start::kDecision,
                              .clause = "ISO/IEC Directives Part 1, 2020, 2.8.1",
                              .sureness = Sureness::kAssumed};  // the clause does not say from when

constexpr Due kTsText = {.id = "text",
                         .text = "The draft goes to the central secretariat for publication.",
                         .weeks = 16,
                         .start = Start::kDecision,
                         .clause = "ISO/IEC Directives Part 1, 2020, 3.1.2"};

constexpr Due kTsTrText = {.id = "text",
                           .text = "The draft goes to the central secretariat for publication.",
                           .weeks = 16,
                           .start = Start::kDecision,
                           .clause = "ISO/IEC Directives Part 1, 2020, 3.1.2 and 3.3.2",
                           .sureness = Sureness::kAssumed};  // for a PAS nothing is said

constexpr Due kReviewDecision = {
    .id = "decision",
    .text = "The committee takes its final decision, and the secretariat reports it.",
    .months = 6,
    .form = "Form 21",
    .clause = "ISO/IEC Directives Part 1, 2020, 2.9.2"};

constexpr Due kReviewAnswers = {
    .id = "answers",
    .text = "The members agree to the action proposed, or do not.",
    .months = 2,
    .start = Start::kDecision,
    .form = "Form 21",
    .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.1",
    .sureness = Sureness::kAssumed};  // two months are the clause's example

constexpr Due kWithdrawalObjections = {
    .id = "objections",
    .text = "The national bodies are told of the withdrawal and object, or do not.",
    .weeks = 8,
    .start = Start::kDecision,
    .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2"};

constexpr Due kAfterPwi[] = {kPwiLapse};
constexpr Due kAfterNp[] = {kNpReport, kNpLapse};
constexpr Due kAfterCd[] = {kCompilation};
constexpr Due kAfterCdMeeting[] = {kCompilation, kNextCd};
constexpr Due kAfterCdToDis[] = {kCompilation, kDisText};
constexpr Due kAfterCdToTs[] = {kCompilation, kTsText};
constexpr Due kAfterDis[] = {kDisResult, kDisReport};
constexpr Due kAfterDisApproved[] = {kDisResult, kDisReport, kFinalText};
constexpr Due kAfterDisToTs[] = {kDisResult, kDisReport, kTsText};
constexpr Due kAfterFdis[] = {kFdisReport};
constexpr Due kAfterFdisApproved[] = {kFdisReport, kPublication};
constexpr Due kAfterFdisToTs[] = {kFdisReport, kTsText};
constexpr Due kAfterDts[] = {kTsTrText};
constexpr Due kAfterReview[] = {kReviewDecision};
constexpr Due kAfterUnclearReview[] = {kReviewDecision, kReviewAnswers};
constexpr Due kAfterReviewToWithdrawal[] = {kReviewDecision, kWithdrawalObjections};

// Two P-members may force a meeting.
constexpr Objection kAgainstCdProposal = {
    .members = 2, .weeks = 8, .clause = "ISO/IEC Directives Part 1, 2020, 2.5.3"};
constexpr Objection kAgainstDisDecision = {
    .members = 2, .weeks = 8, .clause = "ISO/IEC Directives Part 1, 2020, 2.6.5"};

// Why a row is not sure.
constexpr std::string_view kCodeAssumed = "the decision is the clause's, the stage code is assumed";
constexpr std::string_view kSilent =
    "the clause does not list it; that a committee may give up a project at any time is assumed";

constexpr Decision kDecisions[] = {
    // Preliminary work items. What was registered moves by hand: to 00.99 when a proposal is made.
    {.kinds = kPwis,
     .when = When::kMet,
     .from = "00.60",
     .id = "register-pwi",
     .text = "The item enters the programme of work as a preliminary work item.",
     .dues = kAfterPwi,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.2.1"},
    {.kinds = kPwis,
     .when = When::kNotMet,
     .from = "00.60",
     .id = "reject",
     .text = "The item does not enter the programme of work.",
     .stage = "00.98",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.2.1",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},

    // Proposals.
    {.kinds = kProposals,
     .when = When::kMet,
     .from = "10.60",
     .id = "register-wd",
     .text = "The project is registered, and a working draft is prepared.",
     .stage = "10.99",
     .next = "20.00",
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.3.6"},
    {.kinds = kProposals,
     .when = When::kMet,
     .from = "10.60",
     .id = "register-cd",
     .text = "The project is registered, and its draft goes to the committee.",
     .stage = "10.99",
     .next = "30.00",
     .need = Need::kDraftIsReady,
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex F.1"},
    {.kinds = kProposals,
     .when = When::kMet,
     .from = "10.60",
     .id = "register-dis",
     .text = "The project is registered, and its draft goes to the enquiry.",
     .stage = "10.99",
     .next = "40.00",
     .need = Need::kDraftIsReady,
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex F.1"},
    {.kinds = kProposals,
     .when = When::kNotMet,
     .from = "10.60",
     .id = "ask-for-fewer-experts",
     .text = "The technical management board is asked to let the work begin with fewer experts.",
     .need = Need::kOnlyExpertsMissing,
     .reason = Reason::kAlways,
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.3.5"},
    {.kinds = kProposals,
     .when = When::kNotMet,
     .from = "10.60",
     .id = "register-wd-by-board",
     .text =
         "The project is registered with the experts that it has, and a working draft is prepared.",
     .stage = "10.99",
     .next = "20.00",
     .need = Need::kBoardHasDecided,
     .reason = Reason::kAlways,
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.3.5"},
    {.kinds = kProposals,
     .when = When::kNotMet,
     .from = "10.60",
     .id = "return-to-proposer",
     .text = "The proposal goes back to the proposer, to be defined further.",
     .stage = "10.92",
     .next = "10.00",
     .reason = Reason::kAlways,
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD"},
    {.kinds = kProposals,
     .when = When::kNotMet,
     .from = "10.60",
     .id = "reject",
     .text = "The proposal is rejected.",
     .stage = "10.98",
     .dues = kAfterNp,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD"},

    // Conversions of a TS or PAS are projects of their own.
    {.kinds = kConversions,
     .when = When::kMet,
     .from = "10.60",
     .id = "register-dis",
     .text = "The project is registered, and its text, brought up to date, goes to the enquiry.",
     .stage = "10.99",
     .next = "40.00",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.3.1 and 2.9.3.3"},
    {.kinds = kConversions,
     .when = When::kMet,
     .from = "10.60",
     .id = "register-cd",
     .text = "The project is registered; so much is to change that the committee reviews it first.",
     .stage = "10.99",
     .next = "30.00",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.3.1 and 2.9.3.3"},
    {.kinds = kConversions,
     .when = When::kNotMet,
     .from = "10.60",
     .id = "reject",
     .text = "The TS or PAS is not converted.",
     .stage = "10.98",
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD"},

    // Committee drafts. Chair and secretariat propose; nothing is won or lost by numbers.
    {.kinds = kDrafts,
     .when = When::kAny,
     .from = "30.60",
     .id = "discuss",
     .text = "Draft and comments are discussed at the next meeting.",
     .proposal = "discuss",
     .dues = kAfterCdMeeting,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.5.3 a)"},
    {.kinds = kDrafts,
     .when = When::kAny,
     .from = "30.60",
     .id = "revised-cd",
     .text = "A revised committee draft is circulated.",
     .stage = "30.92",
     .dues = kAfterCd,
     .objection = kAgainstCdProposal,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.5.3 b)"},
    {.kinds = kDrafts,
     .when = When::kAny,
     .from = "30.60",
     .id = "register-dis",
     .text = "The draft is registered for the enquiry.",
     .stage = "30.99",
     .next = "40.00",
     .reason = Reason::kAgainstProposal,
     .proposal = "proceed",
     .dues = kAfterCdToDis,
     .objection = kAgainstCdProposal,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.5.3 c)"},
    {.kinds = kDrafts,
     .when = When::kAny,
     .from = "30.60",
     .id = "final-ballot",
     .text = "The draft of a TS, TR or PAS goes to its ballot.",
     .stage = "30.99",
     .next = "50.00",
     .need = Need::kNoEnquiry,
     .reason = Reason::kAgainstProposal,
     .proposal = "proceed",
     .dues = kAfterCd,
     .since = k2022,
     .clause = "ISO/IEC Directives Part 1, 2020, 3.1.1",
     .sureness = Sureness::kMeasured,
     .source = "ISO help pages: drafts of TS, TR and PAS may be circulated at stage 30 and are "
               "balloted at stage 50; stage histories show 50.00 after 30.99"},
    {.kinds = kDrafts,
     .when = When::kAny,
     .from = "30.60",
     .id = "publish-ts",
     .text = "A technical specification is published instead, pending agreement on a standard.",
     .stage = "30.99",
     .next = "50.00",
     .need = Need::kTwoThirdsOfPMembers,
     .reason = Reason::kAlways,
     .dues = kAfterCdToTs,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.5.10 and 3.1.1",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kDrafts,
     .when = When::kAny,
     .from = "30.60",
     .id = "cancel",
     .text = "The project is cancelled.",
     .stage = "30.98",
     .reason = Reason::kAlways,
     .dues = kAfterCd,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.5.5"},

    // Enquiry.
    {.kinds = kEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "publish",
     .text = "The text is published without an approval stage, after a proof.",
     .stage = "40.99",
     .next = "50.00",
     .need = Need::kNoTechnicalChanges,
     .dues = kAfterDisApproved,
     .since = "2016-05-01",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.6.4 a)",
     .sureness = Sureness::kMeasured,
     .source = "the way by 50.00 is measured: 419 of 1,520 texts, and 13 without a proof; that it "
               "began in 2016 is background knowledge"},
    {.kinds = kEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "publish-without-proof",
     .text = "The text is published without an approval stage and without a proof.",
     .stage = "40.99",
     .next = "60.00",
     .need = Need::kNoTechnicalChanges,
     .dues = kAfterDisApproved,
     .since = "2016-05-01",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.6.4 a)",
     .sureness = Sureness::kMeasured,
     .source = "measured: 13 of 1,520 texts; that it began in 2016 is background knowledge"},
    {.kinds = kEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "publish",
     .text = "The text is published without an approval stage, after a proof.",
     .stage = "40.99",
     .next = "50.00",
     .need = Need::kNoNegativeVotes,
     .dues = kAfterDisApproved,
     .until = "2016-05-01",
     .clause = "IEC process pages, before 2016: enquiry stage",
     .sureness = Sureness::kAssumed,
     .source = "IEC's page, taken for ISO's rule of that time as well"},
    {.kinds = kEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "register-fdis",
     .text = "The text, as modified, is registered as a final draft.",
     .stage = "40.99",
     .next = "50.00",
     .need = Need::kTechnicalChanges,
     .dues = kAfterDisApproved,
     .since = "2016-05-01",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.6.4 b)"},
    {.kinds = kEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "register-fdis",
     .text = "The text is registered as a final draft.",
     .stage = "40.99",
     .next = "50.00",
     .dues = kAfterDisApproved,
     .until = "2016-05-01",
     .clause = "IEC process pages, before 2016: enquiry stage",
     .sureness = Sureness::kAssumed,
     .source = "IEC's page, taken for ISO's rule of that time as well"},
    {.kinds = kEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "second-dis",
     .text = "The text is approved, but so much is changed that it is put to a second enquiry.",
     .stage = "40.93",
     .reason = Reason::kAlways,
     .dues = kAfterDis,
     .since = k2022,
     .organizations = kIsoAndJtc1,
     .clause = "ISO, summary of the changes of 2022 to the Directives",
     .source = "the clause itself was not read; whether P-members may object is not known"},
    {.kinds = kOwnEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "revised-dis",
     .text = "A revised enquiry draft is put to the vote.",
     .stage = "40.93",
     .dues = kAfterDis,
     .objection = kAgainstDisDecision,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.6.4 c) 1)"},
    {.kinds = kOwnEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "return-to-cd",
     .text = "A revised committee draft is circulated for comments.",
     .stage = "40.92",
     .next = "30.00",
     .dues = kAfterDis,
     .objection = kAgainstDisDecision,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.6.4 c) 2)"},
    {.kinds = kOwnEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "discuss",
     .text = "Draft and comments are discussed at the next meeting.",
     .dues = kAfterDis,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.6.4 c) 3)"},
    {.kinds = kFastTrackEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "return-to-committee",
     .text = "The proposal has failed; the committee decides what is done with the text.",
     .stage = "40.92",
     .dues = kAfterDis,
     .clause = "ISO/IEC Directives Part 1, 2020, F.2.4",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kFastTrackEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "revised-dis",
     .text = "The committee decides to put a revised enquiry draft to the vote.",
     .stage = "40.93",
     .reason = Reason::kAlways,
     .dues = kAfterDis,
     .clause = "ISO/IEC Directives Part 1, 2020, F.2.4",
     .sureness = Sureness::kAssumed,
     .source = "the clause leaves further action to the committee and names none"},
    {.kinds = kEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "publish-ts",
     .text = "The text is published as a technical specification instead.",
     .stage = "40.92",
     .next = "50.00",
     .need = Need::kTwoThirdsOfPMembers,
     .reason = Reason::kAlways,
     .dues = kAfterDisToTs,
     .clause = "ISO/IEC Directives Part 1, 2020, 3.1.1",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "publish-pas",
     .text = "The text is published as a publicly available specification instead.",
     .stage = "40.92",
     .next = "50.00",
     .need = Need::kMajorityOfPMembers,
     .reason = Reason::kAlways,
     .dues = kAfterDis,
     .clause = "ISO/IEC Directives Part 1, 2020, 3.2.4",
     .sureness = Sureness::kAssumed,
     .source = "2.6.4 does not list it, 2.1.6.2 does for late projects; the stage code is assumed"},
    {.kinds = kEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "cancel",
     .text = "The project is cancelled.",
     .stage = "40.98",
     .reason = Reason::kAlways,
     .dues = kAfterDis,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kAssumed,
     .source = kSilent},
    {.kinds = kOwnEnquiries,
     .when = When::kOneSidedMet,
     .from = "40.60",
     .id = "single-logo",
     .text = "The project goes on under the logo of this organization alone; the joint working "
             "group is disbanded.",
     .stage = "40.99",
     .next = "50.00",
     .need = Need::kBothOrganizationsAgree,
     .reason = Reason::kAlways,
     .dues = kAfterDisApproved,
     .clause = "ISO/IEC Directives Part 1, 2020, B.4.2.7",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnEnquiries,
     .when = When::kOneSidedNotMet,
     .from = "40.60",
     .id = "leave-to-other",
     .text =
         "The project goes on under the logo of the other organization alone; the joint working "
         "group is disbanded.",
     .stage = "40.98",
     .need = Need::kBothOrganizationsAgree,
     .reason = Reason::kAlways,
     .dues = kAfterDis,
     .clause = "ISO/IEC Directives Part 1, 2020, B.4.2.7",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},

    // Guides have an enquiry of their own.
    {.kinds = kGuides,
     .when = When::kMet,
     .from = "40.60",
     .id = "publish",
     .text = "The Guide is published.",
     .stage = "40.99",
     .next = "60.00",
     .clause = "ISO/IEC Directives Part 1, 2020, A.5.2 and A.6",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kGuides,
     .when = When::kAny,
     .from = "40.60",
     .id = "amended-draft",
     .text = "An amended draft, which should find more agreement, is put to the vote for 8 weeks.",
     .stage = "40.93",
     .clause = "ISO/IEC Directives Part 1, 2020, A.5.3",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kGuides,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "cancel",
     .text = "The project is cancelled.",
     .stage = "40.98",
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kAssumed,
     .source = kSilent},
    {.kinds = kGuides,
     .when = When::kOneSidedMet,
     .from = "40.60",
     .id = "single-logo",
     .text = "The Guide is published under the name of this organization alone.",
     .stage = "40.99",
     .next = "60.00",
     .clause = "ISO/IEC Directives Part 1, 2020, A.5.2",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},

    // Approval.
    {.kinds = kApprovals,
     .when = When::kMet,
     .from = "50.60",
     .id = "publish",
     .text = "The document is published; only editorial errors are corrected.",
     .stage = "50.99",
     .next = "60.00",
     .dues = kAfterFdisApproved,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.6"},
    {.kinds = kOwnApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "return-to-cd",
     .text = "A modified draft is circulated as a committee draft.",
     .stage = "50.92",
     .next = "30.00",
     .dues = kAfterFdis,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.7"},
    {.kinds = kOwnApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "return-to-dis",
     .text = "A modified draft is put to an enquiry again.",
     .stage = "50.92",
     .next = "40.00",
     .dues = kAfterFdis,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.7"},
    {.kinds = kOwnApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "second-fdis",
     .text = "A modified draft is put to the vote as a final draft again.",
     .stage = "50.92",
     .next = "50.00",
     .dues = kAfterFdis,
     .organizations = kIsoAndJtc1,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.7"},
    {.kinds = kOwnApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "second-fdis",
     .text = "A modified draft is put to the vote as a final draft again, by a derogation.",
     .stage = "50.92",
     .next = "50.00",
     .need = Need::kBoardHasDecided,
     .reason = Reason::kAlways,
     .dues = kAfterFdis,
     .organizations = "IEC",
     .clause = "ISO/IEC Directives Part 1, 2020, B.4.2.8"},
    {.kinds = kFastTrackApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "return-to-committee",
     .text = "The proposal has failed; the committee decides what is done with the text.",
     .stage = "50.92",
     .dues = kAfterFdis,
     .clause = "ISO/IEC Directives Part 1, 2020, F.2.4",
     .sureness = Sureness::kAssumed,
     .source = "the stage code is assumed; without a committee the originating organization and "
               "the central secretariat discuss it"},
    {.kinds = kApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "publish-ts",
     .text = "The text is published as a technical specification instead.",
     .stage = "50.92",
     .next = "50.00",
     .need = Need::kTwoThirdsOfPMembers,
     .reason = Reason::kAlways,
     .dues = kAfterFdisToTs,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.7 and 3.1.1",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "publish-pas",
     .text = "The text is published as a publicly available specification instead.",
     .stage = "50.92",
     .next = "50.00",
     .need = Need::kMajorityOfPMembers,
     .reason = Reason::kAlways,
     .dues = kAfterFdis,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.7 and 3.2.4",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "cancel",
     .text = "The project is cancelled.",
     .stage = "50.98",
     .reason = Reason::kAlways,
     .dues = kAfterFdis,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.7.7"},
    {.kinds = kOwnApprovals,
     .when = When::kOneSidedMet,
     .from = "50.60",
     .id = "single-logo",
     .text = "The document is published under the logo of this organization alone; the joint "
             "working group is disbanded.",
     .stage = "50.99",
     .next = "60.00",
     .need = Need::kBothOrganizationsAgree,
     .reason = Reason::kAlways,
     .dues = kAfterFdisApproved,
     .clause = "ISO/IEC Directives Part 1, 2020, B.4.2.8",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnApprovals,
     .when = When::kOneSidedNotMet,
     .from = "50.60",
     .id = "leave-to-other",
     .text = "The document is published under the logo of the other organization alone; the joint "
             "working group is disbanded.",
     .stage = "50.98",
     .need = Need::kBothOrganizationsAgree,
     .reason = Reason::kAlways,
     .dues = kAfterFdis,
     .clause = "ISO/IEC Directives Part 1, 2020, B.4.2.8",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},

    // TS, TR, PAS: balloted at stage 30 until 2022-06-30, at stage 50 since.
    {.kinds = kOthers,
     .when = When::kMet,
     .from = "50.60",
     .id = "publish",
     .text = "The document is published.",
     .stage = "50.99",
     .next = "60.00",
     .dues = kAfterDts,
     .clause = "ISO/IEC Directives Part 1, 2020, 3.1.1, 3.2.4 and 3.3.1"},
    {.kinds = kOthers,
     .when = When::kAny,
     .from = "50.60",
     .id = "second-ballot",
     .text = "A changed draft is put to the vote again.",
     .stage = "50.92",
     .next = "50.00",
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kMeasured,
     .source = "stage histories of ISO, 2024 and 2025: at least 24 of 260"},
    {.kinds = kOthers,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "return-to-cd",
     .text = "A modified draft is circulated in the committee for comments.",
     .stage = "50.92",
     .next = "30.00",
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kAssumed,
     .source = "by analogy with 2.7.7; clause 3 does not say what follows"},
    {.kinds = kOthers,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "cancel",
     .text = "The project is cancelled.",
     .stage = "50.98",
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kAssumed,
     .source = kSilent},
    {.kinds = kOthers,
     .when = When::kMet,
     .from = "30.60",
     .id = "publish",
     .text = "The document is published.",
     .stage = "30.99",
     .next = "60.00",
     .dues = kAfterDts,
     .clause = "ISO/IEC Directives Part 1, 2020, 3.1.1, 3.2.4 and 3.3.1",
     .sureness = Sureness::kMeasured,
     .source = "stage histories of ISO to 2022; some went by 50.00"},
    {.kinds = kOthers,
     .when = When::kAny,
     .from = "30.60",
     .id = "second-ballot",
     .text = "A changed draft is put to the vote again.",
     .stage = "30.92",
     .next = "30.00",
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kMeasured,
     .source = "stage histories of ISO to 2022"},
    {.kinds = kOthers,
     .when = When::kNotMet,
     .from = "30.60",
     .id = "cancel",
     .text = "The project is cancelled.",
     .stage = "30.98",
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, Annex SD",
     .sureness = Sureness::kAssumed,
     .source = kSilent},

    // Reviews. The tally proposes; the committee decides, and says why if it decides otherwise.
    {.kinds = kReviews,
     .when = When::kAny,
     .from = "90.60",
     .id = "confirm",
     .text = "The document is confirmed as it is.",
     .stage = "90.93",
     .reason = Reason::kAgainstProposal,
     .proposal = "confirm",
     .dues = kAfterReview,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 1"},
    {.kinds = kReviews,
     .when = When::kAny,
     .from = "90.60",
     .id = "revise",
     .text = "The document is revised or amended: a resolution with target dates and a leader, and "
             "a call for experts.",
     .stage = "90.92",
     .new_project = "10.99",
     .reason = Reason::kAgainstProposal,
     .proposal = "revise",
     .dues = kAfterReview,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 2 and 2.3.1"},
    {.kinds = kReviews,
     .when = When::kAny,
     .from = "90.60",
     .id = "revise-later",
     .text =
         "The document is confirmed for now, and its revision registered as a preliminary item.",
     .stage = "90.93",
     .new_project = "00.00",
     .reason = Reason::kAgainstProposal,
     .proposal = "revise",
     .dues = kAfterReview,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 2",
     .sureness = Sureness::kAssumed,
     .source = "the decision is the clause's; that the item begins at 00.00 is assumed"},
    {.kinds = kReviews,
     .when = When::kAny,
     .from = "90.60",
     .id = "withdraw",
     .text = "Withdrawal is proposed, and the national bodies are asked for objections.",
     .stage = "90.99",
     .reason = Reason::kAgainstProposal,
     .proposal = "withdraw",
     .dues = kAfterReviewToWithdrawal,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3"},
    {.kinds = kReviews,
     .when = When::kAny,
     .from = "90.60",
     .id = "convert",
     .text = "The TS or PAS becomes an International Standard, as a rule from the enquiry on.",
     .stage = "90.92",
     .new_project = "10.99",
     .need = Need::kTsOrPas,
     .reason = Reason::kAgainstProposal,
     .dues = kAfterReview,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.3 and 2.3.1",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kReviews,
     .when = When::kAny,
     .from = "90.60",
     .id = "ask-members",
     .text = "The result is not definite: the members are asked to agree to an action by a day.",
     .dues = kAfterUnclearReview,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.1"},

    // Withdrawals: not counted; one objection goes to the board.
    {.kinds = kWithdrawals,
     .when = When::kMet,
     .from = "95.60",
     .id = "withdraw",
     .text = "Nobody objected: the document is withdrawn.",
     .stage = "95.99",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3"},
    {.kinds = kWithdrawals,
     .when = When::kNotMet,
     .from = "95.60",
     .id = "refer-to-board",
     .text = "The objections are referred to the technical management board.",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3"},
    {.kinds = kWithdrawals,
     .when = When::kNotMet,
     .from = "95.60",
     .id = "withdraw-by-board",
     .text = "The document is withdrawn all the same.",
     .stage = "95.99",
     .need = Need::kBoardHasDecided,
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3"},
    {.kinds = kWithdrawals,
     .when = When::kNotMet,
     .from = "95.60",
     .id = "keep",
     .text = "The document is not withdrawn.",
     .stage = "95.92",
     .need = Need::kBoardHasDecided,
     .reason = Reason::kAlways,
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3"},

    // What committees decide without a project.
    {.kinds = kOwnMatters,
     .when = When::kMet,
     .id = "adopt",
     .text = "The motion is adopted.",
     .organizations = kEveryone,
     .clause = "ISO/IEC Directives Part 1, 2020, Foreword"},
    {.kinds = kBoardMatters,
     .when = When::kMet,
     .id = "adopt",
     .text = "The motion is adopted and goes to the technical management board for its approval.",
     .clause = "ISO/IEC Directives Part 1, 2020, 1.5.10, 1.6.1 and 1.6.2"},
    {.kinds = kNewCommittees,
     .when = When::kMet,
     .id = "adopt",
     .text = "The proposal is supported; the technical management board decides.",
     .clause = "ISO/IEC Directives Part 1, 2020, 1.5.7 and K.1"},
    {.kinds = kCommitteeMatters,
     .when = When::kNotMet,
     .id = "reject",
     .text = "The motion is not adopted.",
     .organizations = kEveryone,
     .clause = "ISO/IEC Directives Part 1, 2020, Foreword"},
    {.kinds = kOwnMatters,
     .when = When::kNotMet,
     .id = "discuss",
     .text = "The matter is put on the agenda of the next meeting.",
     .organizations = kEveryone,
     .clause = "ISO/IEC Directives Part 1, 2020, Foreword",
     .sureness = Sureness::kAssumed,
     .source = "matters of strategy need a discussion; that others may have one is assumed"},

    // What experts are asked is not decided upon at all.
    {.kinds = kWgConsultations,
     .when = When::kAny,
     .id = "note",
     .text = "The convenor takes the comments into account; nothing else is decided.",
     .clause = "ISO/IEC Directives Part 1, 2020, 1.12.1",
     .sureness = Sureness::kAssumed,
     .source = "a working group works by consensus; how a consultation ends is not said"},

    // CEN: the options are public guidance, the internal regulations were not read.
    {.kinds = kOwnEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "register-fdis",
     .text = "The text goes to the formal vote.",
     .stage = "40.99",
     .next = "50.00",
     .organizations = "CEN",
     .clause = "CEN, guidance on the enquiry",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnEnquiries,
     .when = When::kMet,
     .from = "40.60",
     .id = "publish",
     .text = "The formal vote is skipped, and the text is published.",
     .stage = "40.99",
     .next = "50.00",
     .need = Need::kNoTechnicalChanges,
     .organizations = "CEN",
     .clause = "CEN, guidance on the practice of voting",
     .sureness = Sureness::kAssumed,
     .source = "the stage code, and that technical changes stand in the way, are assumed"},
    {.kinds = kOwnEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "revised-dis",
     .text = "A revised draft is put to a second enquiry.",
     .stage = "40.93",
     .organizations = "CEN",
     .clause = "CEN, guidance on the enquiry",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "publish-ts",
     .text = "The text is published as a technical specification instead.",
     .stage = "40.92",
     .next = "50.00",
     .reason = Reason::kAlways,
     .organizations = "CEN",
     .clause = "CEN, guidance on the enquiry",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnEnquiries,
     .when = When::kNotMet,
     .from = "40.60",
     .id = "cancel",
     .text = "The work item is deleted.",
     .stage = "40.98",
     .reason = Reason::kAlways,
     .organizations = "CEN",
     .clause = "CEN, guidance on the enquiry",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnApprovals,
     .when = When::kMet,
     .from = "50.60",
     .id = "publish",
     .text = "The document is published.",
     .stage = "50.99",
     .next = "60.00",
     .organizations = "CEN",
     .clause = "CEN, guidance on the formal vote",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
    {.kinds = kOwnApprovals,
     .when = When::kNotMet,
     .from = "50.60",
     .id = "return-to-committee",
     .text = "The document is not published; the committee decides what is done with the text.",
     .stage = "50.92",
     .organizations = "CEN",
     .clause = "CEN, guidance on the formal vote",
     .sureness = Sureness::kAssumed,
     .source = kCodeAssumed},
};

// Is a word one of those in a list separated by '|'?
constexpr bool Listed(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::string_view first = list.substr(0, list.find('|'));
    if (first == word) return !word.empty();
    list.remove_prefix(first.size() == list.size() ? first.size() : first.size() + 1);
  }
  return false;
}

constexpr bool Has(std::span<const Kind> kinds, Kind wanted) {
  for (const Kind kind : kinds) {
    if (kind == wanted) return true;
  }
  return false;
}

constexpr bool WellFormed(const Due& due) {
  return !due.id.empty() && !due.text.empty() && !due.clause.empty() &&
         (due.weeks > 0) != (due.months > 0);
}

constexpr bool WellFormed(const Decision& row) {
  for (const Due& due : row.dues) {
    if (!WellFormed(due)) return false;
  }
  const bool explained = row.sureness == Sureness::kConfirmed || !row.source.empty();
  return !row.kinds.empty() && !row.id.empty() && !row.text.empty() && !row.clause.empty() &&
         explained && (row.next.empty() || !row.stage.empty()) &&
         (row.stage.empty() || !row.from.empty());
}

constexpr bool AllWellFormed() {
  for (const Decision& row : kDecisions) {
    if (!WellFormed(row)) return false;
  }
  return true;
}

static_assert(AllWellFormed());

const Edition* FindEdition(std::string_view id) {
  for (const Edition& edition : AllEditions()) {
    if (edition.id == id) return &edition;
  }
  return nullptr;
}

// Days are ISO 8601 and compare as text.
bool InForce(const Decision& row, const Edition& edition) {
  return Listed(row.organizations, edition.organization) &&
         (row.since.empty() || edition.from >= row.since) &&
         (row.until.empty() || edition.from < row.until);
}

// A row for a stage is none for ballots that end at another, or that have no project.
bool AtStage(const Decision& row, const Rule& rule) {
  if (row.from.empty()) return true;
  if (rule.subject == Subject::kCommittee) return false;
  return rule.stage_closed.empty() || row.from == rule.stage_closed;
}

// What a verdict says of the criteria. People decide for two causes: there is nothing to be met, or
// a criterion does not hold and the row leaves it to them.
enum class Result { kMet, kNotMet, kOpen };

Result ResultOf(const Rule& rule, Verdict verdict) {
  if (verdict == Verdict::kApproved) return Result::kMet;
  if (verdict != Verdict::kForAPerson) return Result::kNotMet;
  const bool failed = !rule.criteria.empty() && !rule.advice && rule.kind != Kind::kReview &&
                      rule.not_met == Verdict::kForAPerson;
  return failed ? Result::kNotMet : Result::kOpen;
}

bool Fits(When when, Result result, bool one_sided) {
  if (result == Result::kOpen) {
    return one_sided || (when != When::kOneSidedMet && when != When::kOneSidedNotMet);
  }
  switch (when) {
    case When::kAny:
      return true;
    case When::kMet:
      return result == Result::kMet && !one_sided;
    case When::kNotMet:
      return result == Result::kNotMet || one_sided;
    case When::kOneSidedMet:
      return result == Result::kMet && one_sided;
    case When::kOneSidedNotMet:
      return result == Result::kNotMet && one_sided;
  }
  return false;
}

Permitted Permit(const Decision& row, const Rule& rule, std::string_view proposal) {
  const bool proposed = !proposal.empty() && row.proposal == proposal;
  const bool against = !proposal.empty() && !proposed;
  return {.decision = &row,
          .proposed = proposed,
          .needs_reason =
              row.reason == Reason::kAlways || (row.reason == Reason::kAgainstProposal && against),
          .moves = !row.stage.empty() && !rule.stage_closed.empty()};
}

}  // namespace

void PermittedList::Add(const Permitted& permitted) {
  if (size_ < std::size(items_)) items_[size_++] = permitted;
}

const Permitted* PermittedList::Find(std::string_view id) const {
  for (const Permitted& permitted : *this) {
    if (permitted.decision->id == id) return &permitted;
  }
  return nullptr;
}

std::span<const Decision> AllDecisions() { return kDecisions; }

PermittedList PermittedOutcomes(const Rule& rule, Verdict verdict, std::string_view proposal,
                                bool one_sided) {
  PermittedList list;
  const Edition* edition = FindEdition(rule.edition);
  if (edition == nullptr) return list;
  const Result result = ResultOf(rule, verdict);
  for (const bool proposed : {true, false}) {
    for (const Decision& row : kDecisions) {
      if (!Has(row.kinds, rule.kind) || !InForce(row, *edition) || !AtStage(row, rule)) continue;
      if (!Fits(row.when, result, one_sided)) continue;
      const Permitted permitted = Permit(row, rule, proposal);
      if (permitted.proposed == proposed) list.Add(permitted);
    }
  }
  return list;
}

std::string_view NeedText(Need need) {
  switch (need) {
    case Need::kNothing:
      return "";
    case Need::kDraftIsReady:
      return "The draft is ready for that stage, and the members agreed to begin there.";
    case Need::kNoTechnicalChanges:
      return "No technical changes are made to the text.";
    case Need::kTechnicalChanges:
      return "Technical changes are made to the text.";
    case Need::kNoNegativeVotes:
      return "Nobody voted no.";
    case Need::kTwoThirdsOfPMembers:
      return "At least two thirds of the P-members voting agreed to it.";
    case Need::kMajorityOfPMembers:
      return "More than half of the P-members voting agreed to it.";
    case Need::kNoEnquiry:
      return "The document is to be a TS, TR or PAS, which have no enquiry.";
    case Need::kTsOrPas:
      return "The document is a TS or a PAS.";
    case Need::kOnlyExpertsMissing:
      return "The members approved, and nothing but experts is missing.";
    case Need::kBothOrganizationsAgree:
      return "The officers of both committees and both central secretariats agreed to it.";
    case Need::kBoardHasDecided:
      return "The technical management board has decided so.";
  }
  return "";
}

}  // namespace placet::ballots::rules
