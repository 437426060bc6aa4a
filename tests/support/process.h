// Child processes, ports and waiting, for tests that need more than one program.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace placet::testing {

// Everything that a test waits for happens within this time, also on a busy machine.
inline constexpr absl::Duration kPatience = absl::Seconds(30);

// A program that runs beside the test; killed when this ends.
class Process {
 public:
  // argv[0] is a path or is looked up in PATH. Its output goes to the end of the file `log`.
  Process(const std::vector<std::string>& argv, std::string log);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  // Its exit code, or 128 + the signal that ended it; nothing: it still runs.
  std::optional<int> Wait(absl::Duration longest = kPatience);
  // What it has written so far.
  std::string Log() const;

 private:
  const std::string log_;
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

struct Ended {
  int code = 0;
  std::string output;
};

// Runs a program to its end; kills it when it takes longer.
Ended RunProgram(const std::vector<std::string>& argv, absl::Duration longest = kPatience);

// A port of 127.0.0.1 on which nobody listens now.
int FreePort();

// Looks again and again until the condition holds; false: it did not within the time.
bool Eventually(const std::function<bool()>& condition, absl::Duration longest = kPatience);

}  // namespace placet::testing
