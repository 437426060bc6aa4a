#include "services/rpc/tls.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include "absl/strings/str_cat.h"
#include "services/callers/keys.h"
#include "services/callers/signer.h"

namespace placet::rpc {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

constexpr unsigned kLookEvery = 1;  // seconds

std::shared_ptr<FileWatcherCertificateProvider> Watch(const Tls& tls) {
  return std::make_shared<FileWatcherCertificateProvider>(tls.key, tls.certificate, tls.authority,
                                                          kLookEvery);
}

}  // namespace

absl::Status Check(const Tls& tls) {
  if (!tls.IsOn()) return absl::OkStatus();
  if (tls.certificate.empty() || tls.key.empty() || tls.authority.empty()) {
    return absl::InvalidArgumentError(
        "--tls-certificate, --tls-key and --tls-authority belong together");
  }
  absl::Status status = callers::ReadPrivateKey(tls.key).status();
  status.Update(callers::ReadFile(tls.certificate).status());
  status.Update(callers::ReadFile(tls.authority).status());
  return status;
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const Tls& tls) {
  if (!tls.IsOn()) return grpc::InsecureServerCredentials();
  grpc::experimental::TlsServerCredentialsOptions options(Watch(tls));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const Tls& tls) {
  if (!tls.IsOn()) return grpc::InsecureChannelCredentials();
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(tls));
  options.watch_root_certs();
  if (!tls.certificate.empty()) options.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace placet::rpc
