// What is at which path.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/gateway/connection.h"
#include "services/gateway/feeds.h"
#include "services/gateway/pages.h"
#include "services/gateway/rpcs.h"
#include "services/gateway/session.h"

namespace placet::gateway {

class Gateway final : public Handler {
 public:
  Gateway(const Behind& behind, std::string pages, std::string version);

  Task<> Serve(Exchange& exchange) override;
  Answer Refused(const absl::Status& status) override;

 private:
  Task<> Read(Exchange& exchange, Answer answer) const;
  Task<Answer> Ready(Exchange& exchange) const;
  Task<> ServePage(Exchange& exchange);

  const Behind behind_;
  const Rpcs rpcs_;
  const Sessions sessions_;
  const Feeds feeds_;
  Pages pages_;
  const std::string openapi_;
};

}  // namespace placet::gateway
