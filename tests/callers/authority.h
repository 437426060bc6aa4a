// A certificate authority of the test's own, made with openssl's command line as an operator would.
#pragma once

#include <string>

#include "services/rpc/tls.h"
#include "tests/callers/keys.h"
#include "tests/support/process.h"

namespace placet::testing {

class Authority {
 public:
  Authority() {
    Run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout ca.key "
        "-out ca.pem -days 30 -subj /CN=test -addext basicConstraints=critical,CA:TRUE");
  }

  // A certificate for 127.0.0.1 with a URI ("placet://services/ballotsd"; "" none), replaced at one
  // stroke where there is one of this name already.
  rpc::Tls Certify(const std::string& name, const std::string& uri) {
    const std::string made = absl::StrCat(name, ".", ++made_);
    Run(absl::StrCat(
        "mkdir ", made, " && cd ", made,
        " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout key.pem"
        " -out request.pem -subj /CN=",
        name, " && printf 'subjectAltName=IP:127.0.0.1", uri.empty() ? "" : ",URI:" + uri,
        "\\n' >extensions && openssl x509 -req -in request.pem -CA ../ca.pem -CAkey ../ca.key"
        " -set_serial ",
        made_,
        " -days 30 -extfile extensions -out certificate.pem"
        " && chmod 600 key.pem && cd .. && ln -s ",
        made, " new && mv -T new ", name));
    return {folder_ / (name + "/certificate.pem"), folder_ / (name + "/key.pem"),
            folder_ / "ca.pem"};
  }

  // Those who bring no certificate.
  rpc::Tls OfPeople() const { return {"", "", folder_ / "ca.pem"}; }

 private:
  void Run(const std::string& command) {
    const Ended ended =
        RunProgram({"sh", "-c", absl::StrCat("cd ", folder_.path(), " && ", command)});
    if (ended.code != 0) std::fprintf(stderr, "%s\n%s\n", command.c_str(), ended.output.c_str());
    if (ended.code != 0) std::abort();
  }

  const Folder folder_;
  int made_ = 0;
};

}  // namespace placet::testing
