// TLS between people, services and each other: who presents which certificate, and whom it trusts.
// Files are read again when they change, so certificates are renewed while everything runs.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"

namespace placet::rpc {

// Paths of PEM files.
struct Tls {
  std::string certificate;  // own, with the chain
  std::string key;          // of the certificate; nobody else may read it
  std::string authority;    // whose certificates are believed

  bool IsOn() const { return !certificate.empty() || !key.empty() || !authority.empty(); }
};

// Are all three there, and fit to be used?
absl::Status Check(const Tls& tls);

// Plain where TLS is not on. A client may present a certificate; one that is not of the authority
// ends the handshake.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const Tls& tls);
std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const Tls& tls);

}  // namespace placet::rpc
