// `call --may-i`: what a call would be answered, asked of its service without making it.
#pragma once

#include <string>

#include "clients/cli/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "placet/access/v1/access_service.pb.h"

namespace placet::cli {

// The one question whether this method may be called with this request.
access::v1::MayIRequest Question(const google::protobuf::MethodDescriptor& method,
                                 const google::protobuf::Message& request);

// "allowed", or the refusal with its remedy and field, each on a line of its own.
std::string Describe(const access::v1::Answer& answer);

// With which the call itself would end.
ExitCode ToExitCode(const access::v1::Answer& answer);

}  // namespace placet::cli
