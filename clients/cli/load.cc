// The verb that loads a folder. Every file is read and checked before anything is sent; a file with
// refusals ends the loading, because later files build on earlier ones.
#include "clients/cli/load.h"

#include <atomic>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/bulk.h"
#include "clients/cli/table.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using Chain = std::vector<size_t>;  // positions in the steps

struct LoadedSheet {
  const Sheet* sheet;
  std::vector<Step> steps;
};

std::vector<LoadedSheet> ReadFolder(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw Usage(absl::StrCat(folder.string(), " is not a folder"));
  }
  std::vector<LoadedSheet> loaded;
  for (const Sheet& sheet : Sheets()) {
    const std::filesystem::path path = folder / sheet.file();
    if (!std::filesystem::exists(path)) continue;
    const auto text = ReadFile(path.string());
    if (!text.ok()) throw Usage(std::string(text.status().message()));
    const auto csv = Csv::Parse(*text);
    if (!csv.ok()) throw Usage(absl::StrCat(path.string(), ": ", csv.status().message()));
    loaded.push_back({&sheet, ToSteps(sheet, *csv)});
  }
  if (loaded.empty()) {
    throw Usage(absl::StrCat("nothing to load is in ", folder.string()),
                "files are members.csv, committees.csv, groups.csv, seats.csv, liaisons.csv, "
                "people.csv, grants.csv, projects.csv");
  }
  return loaded;
}

std::vector<Chain> ToChains(const std::vector<Step>& steps) {
  std::vector<Chain> chains;
  std::map<absl::string_view, size_t> places;
  for (size_t i = 0; i < steps.size(); ++i) {
    const auto [place, added] = places.emplace(steps[i].chain, chains.size());
    if (added) chains.emplace_back();
    chains[place->second].push_back(i);
  }
  return chains;
}

// One status per step; what was not sent any more, because nobody answers, is CANCELLED.
std::vector<grpc::Status> Send(Connection& connection, const LoadedSheet& loaded) {
  std::vector<grpc::Status> statuses(loaded.steps.size(), grpc::Status::CANCELLED);
  const std::vector<Chain> chains = ToChains(loaded.steps);
  std::atomic<bool> stop = false;
  Progress progress(loaded.sheet->word, loaded.steps.size());
  InParallel(chains.size(), [&](size_t i) {
    for (const size_t place : chains[i]) {
      if (stop) return;
      statuses[place] = Patiently([&] { return loaded.steps[place].send(connection); });
      const ExitCode code = ToExitCode(statuses[place].error_code());
      if (code == kUnavailable || code == kDenied) stop = true;  // the same for all that follow
      progress.Tick();
    }
  });
  return statuses;
}

// True if every row arrived.
bool Report(Shell& shell, const std::filesystem::path& folder, const LoadedSheet& loaded,
            const std::vector<grpc::Status>& statuses) {
  size_t arrived = 0;
  for (size_t i = 0; i < statuses.size(); ++i) {
    if (statuses[i].ok()) ++arrived;
    if (statuses[i].ok() || statuses[i].error_code() == grpc::StatusCode::CANCELLED) continue;
    std::cerr << (folder / loaded.sheet->file()).string() << ":" << loaded.steps[i].line << ": "
              << Sentence(statuses[i]) << "\n";
    if (shell.exit_code == kOk) shell.exit_code = ToExitCode(statuses[i].error_code());
  }
  shell.Write(absl::StrCat(loaded.sheet->word, " ", arrived, "/", statuses.size(), "\n"));
  std::fflush(stdout);
  return arrived == statuses.size();
}

void Load(Shell& shell, const std::string& folder) {
  const std::vector<LoadedSheet> sheets = ReadFolder(folder);
  shell.connection().RequireCaller();
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (Report(shell, folder, sheets[i], Send(shell.connection(), sheets[i]))) continue;
    if (shell.exit_code == kOk) shell.exit_code = kInternal;
    if (i + 1 < sheets.size()) {
      std::cerr << "placet: stopped here; the files after " << sheets[i].sheet->file()
                << " were not loaded\n"
                << "remedy: mend what is named above and load again; what arrived stays as it is\n";
    }
    return;
  }
}

}  // namespace

void AddLoadVerb(CLI::App& app, Shell& shell) {
  auto folder = std::make_shared<std::string>();
  auto* load = Verb(app, kToolGroup, "load", "Loads the CSV files of a folder; again is harmless.",
                    "placet load deploy/data --as central-secretariat");
  load->add_option("FOLDER", *folder, "With members.csv, committees.csv, and so on")->required();
  load->callback([=, &shell] { Load(shell, *folder); });
}

}  // namespace placet::cli
