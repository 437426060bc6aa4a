#include "services/gateway/catalogue.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "placet/access/v1/access.pb.h"
#include "services/gateway/types.h"

namespace placet::gateway {
namespace {

namespace pb = google::protobuf;

std::string UrlOf(const pb::Descriptor& type) {
  return absl::StrCat(kTypeUrl, "/", type.full_name());
}

// Options of a pool of its own are known to the generated code by their bytes.
bool IsOpen(const pb::MethodDescriptor& method) {
  pb::MethodOptions options;
  options.ParseFromString(method.options().SerializeAsString());
  return options.GetExtension(access::v1::access).caller() == access::v1::CALLER_ANYONE;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Catalogue>> Catalogue::Load(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  pb::FileDescriptorSet set;
  if (!stream || !set.ParseFromIstream(&stream)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--descriptors ", file, ": there is no FileDescriptorSet"));
  }
  std::unique_ptr<Catalogue> catalogue(new Catalogue());
  for (const pb::FileDescriptorProto& proto : set.file()) {
    const pb::FileDescriptor* built = catalogue->pool_.BuildFile(proto);
    if (built == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("--descriptors ", file, ": ", proto.name(), " cannot be built"));
    }
    for (int i = 0; i < built->service_count(); ++i) catalogue->Add(*built->service(i));
  }
  catalogue->types_ = KeptTypes(catalogue->pool_);
  return catalogue;
}

void Catalogue::Add(const pb::ServiceDescriptor& service) {
  for (int i = 0; i < service.method_count(); ++i) {
    const pb::MethodDescriptor& method = *service.method(i);
    const std::string name = absl::StrCat(service.full_name(), "/", method.name());
    methods_[name] = {
        .descriptor = &method,
        .name = name,
        .path = "/" + name,
        .request_url = UrlOf(*method.input_type()),
        .response_url = UrlOf(*method.output_type()),
        .safe = method.options().idempotency_level() == pb::MethodOptions::NO_SIDE_EFFECTS,
        .open = IsOpen(method)};
  }
}

const Method* Catalogue::Find(absl::string_view name) const {
  const auto found = methods_.find(name);
  return found == methods_.end() ? nullptr : &found->second;
}

std::vector<const Method*> Catalogue::All() const {
  std::vector<const Method*> all;
  for (const auto& [name, method] : methods_) all.push_back(&method);
  std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->name < b->name; });
  return all;
}

}  // namespace placet::gateway
