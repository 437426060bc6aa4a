// Which rpcs there are: read from a FileDescriptorSet, so that a new one needs no line in here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/type_resolver.h"

namespace placet::gateway {

struct Method {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  std::string name;         // "placet.ballots.v1.BallotService/GetBallot"
  std::string path;         // the same with a slash before it, as gRPC wants it
  std::string request_url;  // type URLs, for JSON
  std::string response_url;
  bool safe = false;  // NO_SIDE_EFFECTS: may be asked with GET
  bool open = false;  // anybody may call it: placet.access.v1.CALLER_ANYONE

  bool IsUnary() const {
    return !descriptor->client_streaming() && !descriptor->server_streaming();
  }
};

class Catalogue {
 public:
  // A serialised google.protobuf.FileDescriptorSet with all imports, as protoc --include_imports
  // -o FILE writes it; with --include_source_info the comments are in openapi.json.
  static absl::StatusOr<std::unique_ptr<Catalogue>> Load(const std::string& file);

  // By "placet.ballots.v1.BallotService/GetBallot"; nullptr: there is none.
  const Method* Find(absl::string_view name) const;
  std::vector<const Method*> All() const;  // by name
  const google::protobuf::DescriptorPool& pool() const { return pool_; }
  google::protobuf::util::TypeResolver& types() const { return *types_; }

 private:
  Catalogue() = default;
  void Add(const google::protobuf::ServiceDescriptor& service);

  google::protobuf::DescriptorPool pool_;
  std::unique_ptr<google::protobuf::util::TypeResolver> types_;
  absl::flat_hash_map<std::string, Method> methods_;
};

}  // namespace placet::gateway
