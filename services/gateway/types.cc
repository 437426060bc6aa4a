#include "services/gateway/types.h"

#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "google/protobuf/type.pb.h"
#include "google/protobuf/util/type_resolver_util.h"

namespace placet::gateway {
namespace {

namespace pb = google::protobuf;

// Options are copied at each use and JSON reads one of them only.
void KeepMapEntry(pb::RepeatedPtrField<pb::Option>& options) {
  for (int i = options.size() - 1; i >= 0; --i) {
    if (options[i].name() != "map_entry") options.DeleteSubrange(i, 1);
  }
}

void Strip(pb::Type& type) {
  KeepMapEntry(*type.mutable_options());
  for (pb::Field& field : *type.mutable_fields()) field.clear_options();
  type.clear_source_context();
}

void Strip(pb::Enum& type) {
  type.clear_options();
  for (pb::EnumValue& value : *type.mutable_enumvalue()) value.clear_options();
  type.clear_source_context();
}

class Kept final : public pb::util::TypeResolver {
 public:
  explicit Kept(const pb::DescriptorPool& pool)
      : made_(pb::util::NewTypeResolverForDescriptorPool(kTypeUrl, &pool)) {}

  pb::util::Status ResolveMessageType(const std::string& url, pb::Type* type) override {
    return Resolve(url, type, messages_, &TypeResolver::ResolveMessageType);
  }
  pb::util::Status ResolveEnumType(const std::string& url, pb::Enum* type) override {
    return Resolve(url, type, enums_, &TypeResolver::ResolveEnumType);
  }

 private:
  template <class T>
  pb::util::Status Resolve(const std::string& url, T* type,
                           std::unordered_map<std::string, T>& kept,
                           pb::util::Status (TypeResolver::*make)(const std::string&, T*)) {
    {
      std::shared_lock lock(mutex_);
      if (const auto found = kept.find(url); found != kept.end()) {
        *type = found->second;
        return {};
      }
    }
    // What is not there is not kept: the names come from outside.
    if (pb::util::Status status = (made_.get()->*make)(url, type); !status.ok()) return status;
    Strip(*type);
    std::unique_lock lock(mutex_);
    kept[url] = *type;
    return {};
  }

  const std::unique_ptr<TypeResolver> made_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, pb::Type> messages_;  // guarded by mutex_
  std::unordered_map<std::string, pb::Enum> enums_;     // guarded by mutex_
};

}  // namespace

std::unique_ptr<pb::util::TypeResolver> KeptTypes(const pb::DescriptorPool& pool) {
  return std::make_unique<Kept>(pool);
}

}  // namespace placet::gateway
