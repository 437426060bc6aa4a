// Completion scripts for shells, made from the app itself: verbs, options and fixed choices. An
// argument has fixed choices when its type name reads "one|two|three".
#pragma once

#include <string>

#include "CLI/App.hpp"
#include "absl/strings/string_view.h"

namespace placet::cli {

// The script to source in bash, zsh or fish. Throws Usage for another shell.
std::string CompletionScript(const CLI::App& app, absl::string_view shell);

}  // namespace placet::cli
