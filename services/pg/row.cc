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

}  // namespace

Params& Params::Add(std::optional<std::string> value, int format) {
  lengths_.push_back(value ? static_cast<int>(value->size()) : 0);
  formats_.push_back(format);
  values_.push_back(std::move(value));
  return *this;
}

Params& Params::Text(absl::string_view value) { return Add(std::string(value), 0); }
Params& Params::TextOrNull(absl::string_view value) { return value.empty() ? Null() : Text(value); }
Params& Params::Int(int64_t value) { return Add(std::to_string(value), 0); }
Params& Params::Bool(bool value) { return Add(value ? "t" : "f", 0); }
Params& Params::Bytes(absl::string_view value) { return Add(std::string(value), 1); }
Params& Params::Null() { return Add(std::nullopt, 0); }

Params& Params::Time(absl::Time value) {
  if (value == absl::InfiniteFuture() || value == absl::InfinitePast()) return Null();
  return Text(absl::FormatTime("%Y-%m-%dT%H:%M:%E6S+00", value, absl::UTCTimeZone()));
}

std::vector<const char*> Params::Values() const {
  std::vector<const char*> values;
  values.reserve(values_.size());
  for (const auto& value : values_) values.push_back(value ? value->c_str() : nullptr);
  return values;
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
