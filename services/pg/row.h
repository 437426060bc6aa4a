// Parameters going out and rows coming back. Results are asked for in PostgreSQL's binary form, so
// a column is read without parsing: integers of any width, booleans, text, bytea, timestamptz.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace placet::pg {

// The parameters of one job, in order ($1, $2, ...). A statement in the form of a set gets those of
// all jobs that wait for it, as arrays: see Statement.
class Params {
 public:
  Params& Text(absl::string_view value) { return Add({Type::kText, false, 0, std::string(value)}); }
  Params& TextOrNull(absl::string_view value);  // empty becomes NULL
  Params& Int(int64_t value) { return Add({Type::kInt, false, value, ""}); }
  Params& Bool(bool value) { return Add({Type::kBool, false, value ? 1 : 0, ""}); }
  Params& Bytes(absl::string_view value) {
    return Add({Type::kBytes, false, 0, std::string(value)});
  }
  Params& Time(absl::Time value);  // InfiniteFuture and InfinitePast become NULL
  // Arrays, for a job of many rows; not in a statement in the form of a set. text[], bytea[],
  // bigint[].
  Params& Texts(const std::vector<absl::string_view>& values);
  Params& Blobs(const std::vector<absl::string_view>& values);
  Params& Ints(const std::vector<int64_t>& values);
  Params& Null() { return Add({Type::kText, true, 0, ""}); }

  int size() const { return static_cast<int>(values_.size()); }

 private:
  friend class Wire;
  enum class Type { kText, kInt, kBool, kBytes, kTime, kArray };
  struct Value {
    Type type;
    bool null;
    int64_t number;     // of kInt and kBool; of kTime in microseconds since 2000
    std::string bytes;  // of kText and kBytes; of kArray as PostgreSQL sends it
  };

  Params& Add(Value value) {
    values_.push_back(std::move(value));
    return *this;
  }

  std::vector<Value> values_;
};

// Parameters in the form of PQsendQueryPrepared.
class Wire {
 public:
  // Of one job, which it does not outlive: long texts are not copied. Numbers go as text, so that
  // the statement's casts say how wide they are.
  explicit Wire(const Params& params);
  // Of a set: for each parameter an array in PostgreSQL's binary form with an element for each job;
  // text[], bigint[], boolean[], bytea[] or timestamptz[].
  explicit Wire(const std::vector<const Params*>& jobs);

  int size() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  using Type = Params::Type;
  friend class Params;
  static uint32_t Oid(Type type);
  static void AppendElement(std::string& array, const Params::Value& value);
  void Point();

  std::vector<std::string> bytes_;
  std::vector<bool> null_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// One row of a result; valid while its Rows lives. Columns are read in order, each once.
class Row {
 public:
  Row(const PGresult* result, int row, int column = 0)
      : result_(result), row_(row), column_(column) {}

  // The next column. A NULL reads as 0, false, empty or InfinitePast: IsNull asks first.
  int64_t Int();
  bool Bool();
  std::string Text();
  std::string Bytes() { return Text(); }
  absl::Time Time();
  bool IsNull() const;  // of the column that would be read next
  void Skip() { ++column_; }

 private:
  absl::string_view Next();

  const PGresult* result_;
  int row_;
  int column_;
};

// The rows that a statement returned for one job.
class Rows {
 public:
  Rows() = default;
  explicit Rows(PGresult* result)
      : Rows(std::shared_ptr<PGresult>(result, &PQclear), 0, PQntuples(result), 0) {}
  // `size` rows of a result, beginning with `first`; the columns before `column` are not the job's.
  Rows(std::shared_ptr<PGresult> result, int first, int size, int column)
      : result_(std::move(result)), first_(first), size_(size), column_(column) {}

  int size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Row operator[](int row) const { return Row(result_.get(), first_ + row, column_); }

 private:
  std::shared_ptr<PGresult> result_;
  int first_ = 0;
  int size_ = 0;
  int column_ = 0;
};

}  // namespace placet::pg
