// The group `placet comments`: verbs about comments on a draft. Each verb adds itself to the group,
// in a file of its own; the group has no arguments.
#pragma once

#include "CLI/App.hpp"
#include "clients/cli/shell.h"

namespace placet::cli {

// A verb of the group, with its line of help and an example.
CLI::App* CommentVerb(CLI::App& group, const std::string& name, const std::string& help,
                      const std::string& example);

void AddCheckVerb(CLI::App& group, Shell& shell);  // check.cc

}  // namespace placet::cli
