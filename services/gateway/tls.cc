#include "services/gateway/tls.h"

#include "absl/strings/str_cat.h"
#include "spdlog/spdlog.h"

namespace placet::gateway {
namespace {

namespace ssl = boost::asio::ssl;

constexpr std::chrono::seconds kLookEvery{1};

absl::StatusOr<ServerTls::Context> Read(const rpc::Tls& tls) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                           ssl::context::single_dh_use | SSL_OP_NO_RENEGOTIATION,
                       error);
  // A connection that waits keeps no buffers; there may be thousands.
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  if (!error) context->use_certificate_chain_file(tls.certificate, error);
  if (!error) context->use_private_key_file(tls.key, ssl::context::pem, error);
  if (!error) return context;
  return absl::InvalidArgumentError(
      absl::StrCat("certificate and key cannot be used: ", error.message()));
}

}  // namespace

absl::Status ServerTls::Load() {
  if (!tls_.IsOn()) return absl::OkStatus();
  std::error_code gone;
  changed_ = std::filesystem::last_write_time(tls_.certificate, gone);
  absl::StatusOr<Context> context = Read(tls_);
  if (context.ok()) context_ = *std::move(context);
  return context.status();
}

const ServerTls::Context& ServerTls::Current() {
  const auto now = std::chrono::steady_clock::now();
  if (context_ == nullptr || now - looked_ < kLookEvery) return context_;
  looked_ = now;
  std::error_code gone;
  const auto changed = std::filesystem::last_write_time(tls_.certificate, gone);
  if (gone || changed == changed_) return context_;
  if (const absl::Status status = Load(); !status.ok()) {
    spdlog::warn("the new certificate is not taken: {}", std::string(status.message()));
  }
  return context_;
}

}  // namespace placet::gateway
