#include "services/rpc/personal.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "placet/access/v1/access.pb.h"

namespace placet::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsPersonal(const FieldDescriptor& field) {
  return field.options().GetExtension(placet::access::v1::personal);
}

// Is anything personal in a type, or in the types that it holds? `seen`: types that hold themselves
// are looked at once.
bool Reaches(const Descriptor& type, std::unordered_set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsPersonal(field)) return true;
    if (field.message_type() != nullptr && Reaches(*field.message_type(), seen)) return true;
  }
  return false;
}

// The fields of a type that are personal, or hold messages in which something is. Needed for each
// request, so each thread keeps what it has found.
const std::vector<const FieldDescriptor*>& Ways(const Descriptor& type) {
  thread_local std::unordered_map<const Descriptor*, std::vector<const FieldDescriptor*>> known;
  const auto [found, is_new] = known.try_emplace(&type);
  for (int i = 0; is_new && i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    std::unordered_set<const Descriptor*> seen;
    const bool holds = field.message_type() != nullptr && Reaches(*field.message_type(), seen);
    if (IsPersonal(field) || holds) found->second.push_back(&field);
  }
  return found->second;
}

}  // namespace

bool HoldsPersonal(const Message& message) {
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : Ways(*message.GetDescriptor())) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field)
                                          : (reflection.HasField(message, field) ? 1 : 0);
    if (size > 0 && IsPersonal(*field)) return true;
    for (int i = 0; i < size; ++i) {
      const Message& held = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                 : reflection.GetMessage(message, field);
      if (HoldsPersonal(held)) return true;
    }
  }
  return false;
}

void ClearPersonal(Message& message) {
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : Ways(*message.GetDescriptor())) {
    if (IsPersonal(*field)) {
      reflection.ClearField(&message, field);
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearPersonal(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else if (reflection.HasField(message, field)) {
      ClearPersonal(*reflection.MutableMessage(&message, field));
    }
  }
}

}  // namespace placet::rpc
