#include "services/pg/row.h"

#include <limits>
#include <utility>

namespace placet::pg {
namespace {

// PostgreSQL counts microseconds from here.
const absl::Time& Epoch() {
  static const absl::Time epoch =
      absl::FromCivil(absl::CivilSecond(2000, 1, 1), absl::UTCTimeZone());
  return epoch;
}

int64_t BigEndian(absl::string_view bytes) {
  uint64_t value = bytes.empty() || (bytes[0] & 0x80) == 0 ? 0 : ~uint64_t{0};  // sign
  for (char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return static_cast<int64_t>(value);
}

void AppendBigEndian(std::string& bytes, uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift));
  }
}

}  // namespace

Params& Params::TextOrNull(absl::string_view value) { return value.empty() ? Null() : Text(value); }

Params& Params::Time(absl::Time value) {
  const bool infinite = value == absl::InfiniteFuture() || value == absl::InfinitePast();
  if (infinite) return Add({Type::kTime, true, 0, ""});
  return Add({Type::kTime, false, absl::ToInt64Microseconds(value - Epoch()), ""});
}

namespace {

// The header of array_recv: dimensions, whether there are NULLs, type, length, first index.
std::string ArrayHeader(uint32_t oid, size_t size, bool any_null) {
  std::string array;
  AppendBigEndian(array, 1, 4);
  AppendBigEndian(array, any_null ? 1 : 0, 4);
  AppendBigEndian(array, oid, 4);
  AppendBigEndian(array, size, 4);
  AppendBigEndian(array, 1, 4);
  return array;
}

std::string ArrayOf(uint32_t oid, const std::vector<absl::string_view>& values) {
  std::string array = ArrayHeader(oid, values.size(), false);
  size_t size = array.size();
  for (const absl::string_view value : values) size += 4 + value.size();
  array.reserve(size);
  for (const absl::string_view value : values) {
    AppendBigEndian(array, value.size(), 4);
    array.append(value.data(), value.size());
  }
  return array;
}

}  // namespace

Params& Params::Texts(const std::vector<absl::string_view>& values) {
  return Add({Type::kArray, false, 0, ArrayOf(Wire::Oid(Type::kText), values)});
}

Params& Params::Blobs(const std::vector<absl::string_view>& values) {
  return Add({Type::kArray, false, 0, ArrayOf(Wire::Oid(Type::kBytes), values)});
}

Params& Params::Ints(const std::vector<int64_t>& values) {
  std::string array = ArrayHeader(Wire::Oid(Type::kInt), values.size(), false);
  for (const int64_t value : values) {
    AppendBigEndian(array, 8, 4);
    AppendBigEndian(array, static_cast<uint64_t>(value), 8);
  }
  return Add({Type::kArray, false, 0, std::move(array)});
}

Wire::Wire(const Params& params) {
  bytes_.reserve(params.values_.size());  // what values_ points to stays where it is
  for (const Params::Value& value : params.values_) {
    const bool as_is =
        value.type == Type::kBytes || value.type == Type::kText || value.type == Type::kArray;
    std::string& out = bytes_.emplace_back();
    if (value.type == Type::kInt) {
      out = std::to_string(value.number);
    } else if (value.type == Type::kBool) {
      out.push_back(value.number != 0 ? 't' : 'f');
    } else if (value.type == Type::kTime) {
      AppendBigEndian(out, static_cast<uint64_t>(value.number), 8);
    }
    const std::string& sent = as_is ? value.bytes : out;
    values_.push_back(value.null ? nullptr : sent.c_str());
    lengths_.push_back(static_cast<int>(sent.size()));
    const bool text =
        value.type == Type::kText || value.type == Type::kInt || value.type == Type::kBool;
    formats_.push_back(text ? 0 : 1);
  }
}

Wire::Wire(const std::vector<const Params*>& jobs) {
  for (size_t i = 0; i < jobs[0]->values_.size(); ++i) {
    Type type = jobs[0]->values_[i].type;
    bool any_null = false;
    for (const Params* job : jobs) {
      const Params::Value& value = job->values_[i];
      any_null = any_null || value.null;
      if (!value.null) type = value.type;
    }
    std::string& array = bytes_.emplace_back(ArrayHeader(Oid(type), jobs.size(), any_null));
    for (const Params* job : jobs) AppendElement(array, job->values_[i]);
    null_.push_back(false);
    formats_.push_back(1);
  }
  Point();
}

// pg_type.oid of the elements.
uint32_t Wire::Oid(Type type) {
  switch (type) {
    case Type::kText:
      return 25;
    case Type::kInt:
      return 20;
    case Type::kBool:
      return 16;
    case Type::kBytes:
      return 17;
    case Type::kTime:
      return 1184;
    case Type::kArray:
      break;
  }
  return 0;
}

void Wire::AppendElement(std::string& array, const Params::Value& value) {
  if (value.null) {
    AppendBigEndian(array, ~uint64_t{0}, 4);
  } else if (value.type == Type::kText || value.type == Type::kBytes) {
    AppendBigEndian(array, value.bytes.size(), 4);
    array.append(value.bytes);
  } else {
    const int width = value.type == Type::kBool ? 1 : 8;
    AppendBigEndian(array, static_cast<uint64_t>(width), 4);
    AppendBigEndian(array, static_cast<uint64_t>(value.number), width);
  }
}

void Wire::Point() {
  for (size_t i = 0; i < bytes_.size(); ++i) {
    values_.push_back(null_[i] ? nullptr : bytes_[i].c_str());
    lengths_.push_back(static_cast<int>(bytes_[i].size()));
  }
}

absl::string_view Row::Next() {
  const int column = column_++;
  return {PQgetvalue(result_, row_, column),
          static_cast<size_t>(PQgetlength(result_, row_, column))};
}

bool Row::IsNull() const { return PQgetisnull(result_, row_, column_) != 0; }

int64_t Row::Int() { return BigEndian(Next()); }

bool Row::Bool() {
  const absl::string_view value = Next();
  return !value.empty() && value[0] != 0;
}

std::string Row::Text() { return std::string(Next()); }

absl::Time Row::Time() {
  if (IsNull()) {
    Skip();
    return absl::InfinitePast();
  }
  const int64_t micros = BigEndian(Next());
  if (micros == std::numeric_limits<int64_t>::max()) return absl::InfiniteFuture();  // 'infinity'
  if (micros == std::numeric_limits<int64_t>::min()) return absl::InfinitePast();
  return Epoch() + absl::Microseconds(micros);
}

}  // namespace placet::pg
