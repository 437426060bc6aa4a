// What other nouns show of projects.
#pragma once

#include <string>

#include "clients/cli/shell.h"

namespace placet::cli {

// Every move of a project's stage, oldest first.
void ShowStageHistory(Shell& shell, const std::string& project);

}  // namespace placet::cli
