#include "services/gateway/openapi.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace placet::gateway {
namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

class Document {
 public:
  std::string Write(const Catalogue& catalogue, const Backends& backends,
                    const std::string& version) {
    writer_.StartObject();
    Pair("openapi", "3.1.0");
    writer_.Key("info");
    writer_.StartObject();
    Pair("title", "Placet");
    Pair("version", version);
    writer_.EndObject();
    writer_.Key("paths");
    writer_.StartObject();
    for (const Method* method : catalogue.All()) {
      if (method->IsUnary()) Paths(*method, backends);
    }
    writer_.EndObject();
    Components();
    writer_.EndObject();
    return std::string(buffer_.GetString(), buffer_.GetSize());
  }

 private:
  // What every service has stands behind the name of each.
  void Paths(const Method& method, const Backends& backends) {
    if (backends.Of(method).ok()) return Path(method, method.path);
    for (const Backend& backend : backends.all()) {
      Path(method, absl::StrCat("/", backend.name, method.path));
    }
  }

  void Path(const Method& method, const std::string& path) {
    writer_.Key(path.c_str());
    writer_.StartObject();
    writer_.Key("post");
    writer_.StartObject();
    Pair("operationId", absl::StrCat(path.substr(1)));
    Comment(*method.descriptor, "description");
    writer_.Key("tags");
    writer_.StartArray();
    Text(method.descriptor->service()->full_name());
    writer_.EndArray();
    if (method.open) {
      writer_.Key("security");
      writer_.StartArray();
      writer_.EndArray();
    }
    writer_.Key("requestBody");
    writer_.StartObject();
    writer_.Key("required");
    writer_.Bool(true);
    Content(*method.descriptor->input_type());
    writer_.EndObject();
    writer_.Key("responses");
    writer_.StartObject();
    Response("200", "The answer.", *method.descriptor->output_type());
    ErrorResponse();
    writer_.EndObject();
    writer_.EndObject();
    writer_.EndObject();
  }

  void Response(const char* status, const char* description, const pb::Descriptor& type) {
    writer_.Key(status);
    writer_.StartObject();
    Pair("description", description);
    Content(type);
    writer_.EndObject();
  }

  void ErrorResponse() {
    writer_.Key("default");
    writer_.StartObject();
    Pair("description", "A refusal, as the Connect protocol writes it.");
    writer_.Key("content");
    writer_.StartObject();
    writer_.Key("application/json");
    writer_.StartObject();
    writer_.Key("schema");
    Ref("connect.Error");
    writer_.EndObject();
    writer_.EndObject();
    writer_.EndObject();
  }

  void Content(const pb::Descriptor& type) {
    writer_.Key("content");
    writer_.StartObject();
    writer_.Key("application/json");
    writer_.StartObject();
    writer_.Key("schema");
    Ref(type.full_name());
    writer_.EndObject();
    writer_.EndObject();
    Need(type);
  }

  void Components() {
    writer_.Key("components");
    writer_.StartObject();
    writer_.Key("securitySchemes");
    writer_.StartObject();
    writer_.Key("bearer");
    writer_.StartObject();
    Pair("type", "http");
    Pair("scheme", "bearer");
    writer_.EndObject();
    writer_.EndObject();
    writer_.Key("schemas");
    writer_.StartObject();
    ErrorSchema();
    // Describing one finds others.
    while (!open_.empty()) {
      const pb::Descriptor& type = **open_.begin();
      open_.erase(open_.begin());
      Message(type);
    }
    writer_.EndObject();
    writer_.EndObject();
    writer_.Key("security");
    writer_.StartArray();
    writer_.StartObject();
    writer_.Key("bearer");
    writer_.StartArray();
    writer_.EndArray();
    writer_.EndObject();
    writer_.EndArray();
  }

  void ErrorSchema() {
    static constexpr char kSchema[] =
        R"({"type":"object","required":["code"],"properties":{"code":{"type":"string"},)"
        R"("message":{"type":"string"},"details":{"type":"array","items":{"type":"object",)"
        R"("properties":{"type":{"type":"string"},"value":{"type":"string"},"debug":{}}}}}})";
    writer_.Key("connect.Error");
    writer_.RawValue(kSchema, sizeof kSchema - 1, rapidjson::kObjectType);
  }

  void Message(const pb::Descriptor& type) {
    writer_.Key(type.full_name().c_str());
    writer_.StartObject();
    Comment(type, "description");
    if (!WellKnown(type)) {
      Pair("type", "object");
      writer_.Key("properties");
      writer_.StartObject();
      for (int i = 0; i < type.field_count(); ++i) {
        writer_.Key(type.field(i)->json_name().c_str());
        Property(*type.field(i));
      }
      writer_.EndObject();
    }
    writer_.EndObject();
  }

  // Types whose JSON is not that of their fields.
  bool WellKnown(const pb::Descriptor& type) {
    const std::string& name = type.full_name();
    if (name == "google.protobuf.Timestamp") return Form("string", "date-time");
    if (name == "google.protobuf.Duration") return Form("string", "duration");
    if (name == "google.protobuf.FieldMask") return Form("string", "");
    if (name == "google.protobuf.Any" || name == "google.protobuf.Struct")
      return Form("object", "");
    return name == "google.protobuf.Value";
  }

  bool Form(const char* type, const char* format) {
    Pair("type", type);
    if (*format != '\0') Pair("format", format);
    return true;
  }

  void Property(const Field& field) {
    writer_.StartObject();
    Comment(field, "description");
    if (field.is_map()) {
      Pair("type", "object");
      writer_.Key("additionalProperties");
      writer_.StartObject();
      Value(*field.message_type()->map_value());
      writer_.EndObject();
    } else if (field.is_repeated()) {
      Pair("type", "array");
      writer_.Key("items");
      writer_.StartObject();
      Value(field);
      writer_.EndObject();
    } else {
      Value(field);
    }
    writer_.EndObject();
  }

  void Value(const Field& field) {
    switch (field.cpp_type()) {
      case Field::CPPTYPE_MESSAGE:
        Pair("$ref", absl::StrCat("#/components/schemas/", field.message_type()->full_name()));
        Need(*field.message_type());
        break;
      case Field::CPPTYPE_ENUM:
        Enum(*field.enum_type());
        break;
      case Field::CPPTYPE_BOOL:
        Pair("type", "boolean");
        break;
      case Field::CPPTYPE_INT32:
      case Field::CPPTYPE_UINT32:
        Pair("type", "integer");
        break;
      case Field::CPPTYPE_INT64:
      case Field::CPPTYPE_UINT64:  // JSON's numbers are too small for them
        Form("string", "int64");
        break;
      case Field::CPPTYPE_STRING:
        Form("string", field.type() == Field::TYPE_BYTES ? "byte" : "");
        break;
      default:
        Pair("type", "number");
    }
  }

  void Enum(const pb::EnumDescriptor& type) {
    Pair("type", "string");
    writer_.Key("enum");
    writer_.StartArray();
    for (int i = 0; i < type.value_count(); ++i) Text(type.value(i)->name());
    writer_.EndArray();
  }

  template <class Descriptor>
  void Comment(const Descriptor& descriptor, const char* key) {
    pb::SourceLocation location;
    if (!descriptor.GetSourceLocation(&location) || location.leading_comments.empty()) return;
    Pair(key, std::string(absl::StripAsciiWhitespace(location.leading_comments)));
  }

  void Need(const pb::Descriptor& type) {
    if (seen_.insert(&type).second) open_.insert(&type);
  }
  void Ref(const std::string& name) {
    writer_.StartObject();
    Pair("$ref", absl::StrCat("#/components/schemas/", name));
    writer_.EndObject();
  }
  void Text(const std::string& text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void Pair(const char* key, const std::string& value) {
    writer_.Key(key);
    Text(value);
  }

  struct ByName {
    bool operator()(const pb::Descriptor* a, const pb::Descriptor* b) const {
      return a->full_name() < b->full_name();
    }
  };
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
  std::set<const pb::Descriptor*, ByName> seen_, open_;
};

}  // namespace

std::string OpenApi(const Catalogue& catalogue, const Backends& backends,
                    const std::string& version) {
  return Document().Write(catalogue, backends, version);
}

}  // namespace placet::gateway
