// How a command ends when it does not end well: what is printed, and the exit code. CLI11 ends
// commands by exceptions, and so do the verbs: Usage and Refusal are caught in main only.
#pragma once

#include <grpcpp/support/status.h>

#include <stdexcept>
#include <string>

#include "absl/strings/string_view.h"

namespace placet::cli {

enum ExitCode : int {
  kOk = 0,
  kInternal = 1,
  kUsage = 2,
  kNotFound = 3,
  kDenied = 4,
  kPrecondition = 5,
  kUnavailable = 6,
};

// The table of exit codes for --help.
absl::string_view ExitCodeHelp();

ExitCode ToExitCode(grpc::StatusCode code);

// A command that cannot be carried out as typed.
class Usage : public std::runtime_error {
 public:
  explicit Usage(const std::string& sentence, std::string remedy = "")
      : std::runtime_error(sentence), remedy_(std::move(remedy)) {}

  const std::string& remedy() const { return remedy_; }

 private:
  std::string remedy_;
};

// A call that a server refused or did not answer.
class Refusal : public std::runtime_error {
 public:
  // `request_id` is what the request carried; empty for one that changes nothing.
  Refusal(grpc::Status status, std::string service, std::string address, std::string request_id);

  const grpc::Status& status() const { return status_; }
  const std::string& service() const { return service_; }
  const std::string& address() const { return address_; }
  const std::string& request_id() const { return request_id_; }

 private:
  grpc::Status status_;
  std::string service_;
  std::string address_;
  std::string request_id_;
};

// "The ballot is closed (BALLOT_CLOSED)": one line, without control characters.
std::string Sentence(const grpc::Status& status);

// Sentence, fields and remedy as a person reads them on stderr.
std::string Describe(const Usage& usage);
std::string Describe(const Refusal& refusal);

}  // namespace placet::cli
