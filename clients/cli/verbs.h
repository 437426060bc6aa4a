// The verbs, by noun: each function adds its verbs to the app, with arguments, help and what they
// do. The order of the calls is the order in --help.
#pragma once

#include "CLI/App.hpp"
#include "clients/cli/shell.h"

namespace placet::cli {

inline constexpr char kBallotGroup[] = "Ballots";
inline constexpr char kVoteGroup[] = "Votes";
inline constexpr char kCommentGroup[] = "Comments";
inline constexpr char kDirectoryGroup[] = "Directory";
inline constexpr char kToolGroup[] = "Tools";

void AddProjectVerbs(CLI::App& app, Shell& shell);     // project.cc
void AddBallotVerbs(CLI::App& app, Shell& shell);      // ballots.cc
void AddBoardVerb(CLI::App& app, Shell& shell);        // board.cc
void AddConductVerbs(CLI::App& app, Shell& shell);     // conduct.cc
void AddTallyVerb(CLI::App& app, Shell& shell);        // tally.cc
void AddResultVerbs(CLI::App& app, Shell& shell);      // result.cc
void AddAnalysisVerbs(CLI::App& app, Shell& shell);    // analysis.cc
void AddRulesVerb(CLI::App& app, Shell& shell);        // rules.cc
void AddDecisionVerbs(CLI::App& app, Shell& shell);    // decide.cc
void AddRollVerb(CLI::App& app, Shell& shell);         // roll.cc
void AddVoteVerbs(CLI::App& app, Shell& shell);        // votes.cc
void AddObligationVerbs(CLI::App& app, Shell& shell);  // obligations.cc
void AddCommentVerbs(CLI::App& app, Shell& shell);     // comments.cc
void AddDirectoryVerbs(CLI::App& app, Shell& shell);   // directory.cc
void AddSeatVerbs(CLI::App& app, Shell& shell);        // seats.cc
void AddPeopleVerbs(CLI::App& app, Shell& shell);      // people.cc
void AddLoadVerb(CLI::App& app, Shell& shell);         // load.cc
void AddEventVerb(CLI::App& app, Shell& shell);        // events.cc
void AddAuditVerbs(CLI::App& app, Shell& shell);       // audit.cc
void AddCallVerb(CLI::App& app, Shell& shell);         // call.cc
void AddSignInVerbs(CLI::App& app, Shell& shell);      // sign_ins.cc
void AddHealthVerb(CLI::App& app, Shell& shell);       // health.cc

}  // namespace placet::cli
