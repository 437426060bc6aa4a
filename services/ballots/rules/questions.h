// What may be answered, and what is asked beside the vote.
#pragma once

#include <string_view>

#include "rules.h"

namespace placet::ballots::rules::table {

// Answers. A vote on a document counts a no only with its reasons (2.3.4, 2.5.6, 2.6.2, 2.7.2); a
// decision of a committee needs none. A ballot by correspondence always offers to abstain.

inline constexpr Offer kVote[] = {
    {Answer::kYes},
    {Answer::kYesWithComments},
    {Answer::kNo, TextRule::kNeededToCount},
    {Answer::kAbstain},
};

inline constexpr Offer kPlainVote[] = {
    {Answer::kYes},
    {Answer::kYesWithComments},
    {Answer::kNo},
    {Answer::kAbstain},
};

inline constexpr Offer kDecision[] = {{Answer::kYes}, {Answer::kNo}, {Answer::kAbstain}};

// 1.5.6: both a yes and a no need a statement.
inline constexpr Offer kStatement[] = {
    {Answer::kYes, TextRule::kNeededToCount},
    {Answer::kNo, TextRule::kNeededToCount},
    {Answer::kAbstain},
};

inline constexpr Offer kReviewAnswers[] = {
    {Answer::kConfirm},
    {Answer::kRevise, TextRule::kCompulsory},
    {Answer::kWithdraw, TextRule::kCompulsory},
    {Answer::kAbstain},
};

// Yes: no objection. Any objection goes to the Technical Management Board, so that one without
// reasons is refused rather than left out.
inline constexpr Offer kObjection[] = {
    {Answer::kYes},
    {Answer::kNo, TextRule::kCompulsory},
    {Answer::kAbstain},
};

inline constexpr Offer kReplies[] = {{Answer::kReply}};

inline constexpr Offer kCenVote[] = {
    {Answer::kYes},
    {Answer::kNo, TextRule::kCompulsory},
    {Answer::kAbstain},
};

// Questions. Experts have a field of their own in a vote.

inline constexpr std::string_view kLiveForm =
    "background knowledge: compare with the live form of ISO's electronic ballot";

inline constexpr Question kNpQuestions[] = {
    {"market-need", "Does the market or the public need this work?", "yes|no|abstain", "no",
     kLiveForm},
    {"stakeholders", "Were those concerned in your country consulted? Name their groups.", "yes|no",
     "no", kLiveForm},
    {"stage", "If the item is approved: at which stage should it begin?", "20.00|20.20|30.00|40.00",
     "", kLiveForm},
    {"track", "If the item is approved: in how many months should it be published?", "18|24|36", "",
     kLiveForm},
    {"active-part", "Will your body take an active part in the work?", "yes|no", "", kLiveForm},
    {"national-documents",
     "Are there national standards, regulations or known patents to be considered? Name them.",
     "yes|no", "yes", kLiveForm},
};

// All that is counted of an older NP: the rest of its form is not known.
inline constexpr Question kParticipation[] = {
    {"active-part", "Will your body take an active part in the work?", "yes|no", "",
     "the criterion counts it; the wording is Placet's"},
};

inline constexpr std::string_view kSixQuestions =
    "that a review asks six questions is confirmed by the contents of ISO's guidance on it; their "
    "wording is background knowledge";

inline constexpr Question kReviewQuestions[] = {
    {"adopted",
     "Is it adopted as a national standard or other publication, or will it be? Name it.", "yes|no",
     "", kSixQuestions},
    {"identical", "Is the national publication identical, or what was modified?",
     "identical|modified", "modified", kSixQuestions, "adopted=yes"},
    {"used",
     "Is it used without national adoption, or do products, processes or services rely on it?",
     "yes|no", "", kSixQuestions},
    {"regulations", "Do regulations in your country refer to it? Name them.", "yes|no", "yes",
     kSixQuestions},
    {"active-part", "If it is revised: will your body take an active part?", "yes|no", "",
     kSixQuestions},
    {"abstain-reason", "Why do you abstain: no national consensus, or no expert input?",
     "consensus|expert-input", "", kSixQuestions, "answer=abstain"},
};

inline constexpr std::string_view kWithoutWeight =
    "background knowledge: the form in use also offers to confirm with an editorial correction, "
    "and "
    "to turn a TS or PAS into a standard; no text says that either is counted apart, so that they "
    "are asked beside the action and turn no criterion";

// The review as it is asked now: the same, and what else its form lets a body say of its action.
inline constexpr Question kReviewQuestions2022[] = {
    kReviewQuestions[0],
    kReviewQuestions[1],
    kReviewQuestions[2],
    kReviewQuestions[3],
    kReviewQuestions[4],
    kReviewQuestions[5],
    {"correction", "Confirm it as it is, or with an editorial correction? Say which.",
     "as-it-is|with-correction", "with-correction", kWithoutWeight, "answer=confirm"},
    {"conversion", "A TS or PAS: should it become an International Standard?", "yes|no", "",
     kWithoutWeight},
};

}  // namespace placet::ballots::rules::table
