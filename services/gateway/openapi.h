// /openapi.json: OpenAPI 3.1 of every unary rpc, made from the descriptors and their comments.
#pragma once

#include <string>

#include "services/gateway/backends.h"
#include "services/gateway/catalogue.h"

namespace placet::gateway {

std::string OpenApi(const Catalogue& catalogue, const Backends& backends,
                    const std::string& version);

}  // namespace placet::gateway
