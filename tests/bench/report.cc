#include "tests/bench/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace placet::bench {
namespace {

using google::protobuf::Struct;

// Three digits that matter: 0.123, 12.3, 12345; a count as it is.
std::string Digits(double value) {
  const double size = std::fabs(value);
  if (size >= 100 || value == std::floor(value)) return absl::StrFormat("%.0f", value);
  return size >= 10 ? absl::StrFormat("%.1f", value)
                    : absl::StrFormat(size >= 1 ? "%.2f" : "%.3f", value);
}

std::string With(double value, const std::string& unit) {
  return unit.empty() ? Digits(value) : absl::StrCat(Digits(value), " ", unit);
}

std::string Words(const Goal& goal) {
  return absl::StrCat(goal.kind == Goal::Kind::kAtLeast ? ">= " : "<= ", Digits(goal.bound));
}

void Put(Struct& into, const std::string& name, double value) {
  (*into.mutable_fields())[name].set_number_value(value);
}

void Put(Struct& into, const std::string& name, const std::string& value) {
  (*into.mutable_fields())[name].set_string_value(value);
}

Struct& In(Struct& into, const std::string& name) {
  return *(*into.mutable_fields())[name].mutable_struct_value();
}

Struct ToJson(const Figure& figure) {
  Struct json;
  Put(json, "value", figure.value);
  Put(json, "unit", figure.unit);
  if (figure.placet) Put(json, "placet", *figure.placet);
  if (!figure.absolute.empty()) Put(json, "absolute_unit", figure.absolute);
  if (figure.rival) {
    Put(In(json, "rival"), "name", figure.rival->name);
    Put(In(json, "rival"), "value", figure.rival->value);
  }
  if (figure.goal) {
    Put(json, "goal", Words(*figure.goal));
    (*json.mutable_fields())["met"].set_bool_value(figure.met());
  }
  for (const double round : figure.rounds) {
    (*json.mutable_fields())["rounds"].mutable_list_value()->add_values()->set_number_value(round);
  }
  return json;
}

}  // namespace

bool Figure::met() const {
  if (!goal) return true;
  return goal->kind == Goal::Kind::kAtLeast ? value >= goal->bound : value <= goal->bound;
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<double> Ratios(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> ratios;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) ratios.push_back(a[i] / b[i]);
  return ratios;
}

void Report::Add(Figure figure) { figures_.push_back(std::move(figure)); }

void Report::Note(const std::string& text) { notes_.push_back(text); }

void Report::Machine(const std::string& name, const std::string& value) {
  machine_.emplace_back(name, value);
}

void Report::Print() const {
  std::printf("\n");
  for (const auto& [name, value] : machine_) {
    std::printf("%-12s %s\n", name.c_str(), value.c_str());
  }
  std::printf("\n%-31s %9s  %-11s %-27s %-8s %s\n", "figure", "value", "Placet", "rival", "goal",
              "met");
  for (const Figure& figure : figures_) {
    const std::string placet = figure.placet ? With(*figure.placet, figure.absolute) : "";
    const std::string rival =
        figure.rival
            ? absl::StrCat(With(figure.rival->value, figure.absolute), " ", figure.rival->name)
            : "";
    std::printf("%-31s %9s  %-11s %-27s %-8s %s\n", figure.name.c_str(),
                With(figure.value, figure.unit).c_str(), placet.c_str(), rival.c_str(),
                figure.goal ? Words(*figure.goal).c_str() : "",
                figure.goal ? (figure.met() ? "yes" : "NO") : "");
  }
  std::printf("\n");
  for (const std::string& note : notes_) std::printf("* %s\n", note.c_str());
}

bool Report::WriteJson(const std::string& path) const {
  Struct json;
  for (const auto& [name, value] : machine_) Put(In(json, "machine"), name, value);
  for (const Figure& figure : figures_) {
    const size_t dot = figure.name.find('.');
    In(In(json, figure.name.substr(0, dot)), figure.name.substr(dot + 1)) = ToJson(figure);
  }
  for (const std::string& note : notes_) {
    (*json.mutable_fields())["notes"].mutable_list_value()->add_values()->set_string_value(note);
  }
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(json, &text, options).ok()) return false;
  std::ofstream file(path);
  file << text;
  file.flush();
  return file.good();
}

void Progress(const std::string& text) {
  static const absl::Time start = absl::Now();
  std::printf("%5.1f s  %s\n", absl::ToDoubleSeconds(absl::Now() - start), text.c_str());
  std::fflush(stdout);
}

}  // namespace placet::bench
