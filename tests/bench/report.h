// What a run has found: one table for people, one JSON file for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace placet::bench {

struct Goal {
  enum class Kind { kAtLeast, kAtMost };
  Kind kind = Kind::kAtLeast;
  double bound = 0;
};
inline Goal AtLeast(double bound) { return {Goal::Kind::kAtLeast, bound}; }
inline Goal AtMost(double bound) { return {Goal::Kind::kAtMost, bound}; }

struct Rival {
  std::string name;
  double value = 0;  // in the unit of `absolute`
};

struct Figure {
  std::string name;  // "cast.ratio_pgbench64": an object and a field of the JSON
  double value = 0;
  std::string unit = {};
  // For a ratio: Placet's own figure and the rival's, both absolute.
  std::optional<double> placet = {};
  std::optional<Rival> rival = {};
  std::string absolute = {};  // unit of these two
  std::optional<Goal> goal = {};
  std::vector<double> rounds = {};  // of which `value` is the median

  bool met() const;
};

double Median(std::vector<double> values);
// The median of a[i] / b[i].
std::vector<double> Ratios(const std::vector<double>& a, const std::vector<double>& b);

class Report {
 public:
  void Add(Figure figure);
  // Said below the table, and in the JSON.
  void Note(const std::string& text);
  // What the run was made on: "kernel", "PostgreSQL", ...
  void Machine(const std::string& name, const std::string& value);

  void Print() const;
  bool WriteJson(const std::string& path) const;

 private:
  std::vector<Figure> figures_;
  std::vector<std::string> notes_;
  std::vector<std::pair<std::string, std::string>> machine_;
};

// One line while it runs, with the seconds since the start.
void Progress(const std::string& text);

}  // namespace placet::bench
