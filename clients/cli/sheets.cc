// What a row of each file becomes.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/load.h"
#include "clients/cli/names.h"

namespace placet::cli {
namespace {

using namespace placet::members::v1;  // NOLINT: the messages this file is about
using placet::ballots::v1::Deliverable;
using placet::ballots::v1::PutProjectRequest;
using Members = Connection::Members;
using Ballots = Connection::Ballots;

// A step that calls `rpc`; its chain is its own unless rows must keep their order.
template <class Stub, class Request, class Response>
Step MakeStep(const Fields& fields, Connection::Rpc<Stub, Request, Response> rpc,
              std::type_identity_t<Request> request, std::string chain = "") {
  request.set_request_id(fields.request_id());
  if (chain.empty()) chain = absl::StrCat("line ", fields.line());
  return {fields.line(), std::move(chain), [rpc, request](Connection& connection) mutable {
            Response response;
            return connection.Try(rpc, request, &response);
          }};
}

void SetPeriod(const Fields& fields, Period& period) {
  period.set_from(fields["from"]);
  period.set_from_exact(fields.Flag("from_exact", !period.from().empty()));
  period.set_until(fields["until"]);
  period.set_until_exact(fields.Flag("until_exact", !period.until().empty()));
}

std::string Under(absl::string_view collection, const std::string& parent, absl::string_view child,
                  const std::string& id) {
  if (parent.empty() || id.empty()) throw Usage("an identifier is missing");
  return absl::StrCat(Name(collection, parent), "/", child, "/", Id(id));
}

Step ToMember(const Fields& fields) {
  PutMemberRequest request;
  Member& member = *request.mutable_member();
  member.set_name(Name("members", fields["id"]));
  member.set_country_code(fields["country_code"]);
  member.set_country(fields["country"]);
  member.set_acronym(fields["acronym"]);
  member.set_title(fields["name"]);
  member.set_region(Value<Region>(fields["region"]));
  member.set_region_basis(fields["region_basis"]);
  member.set_category(Value<Category>(fields["category"]));
  member.set_category_basis(fields["category_basis"]);
  return MakeStep(fields, &Members::PutMember, request);
}

Step ToCommittee(const Fields& fields) {
  PutCommitteeRequest request;
  Committee& committee = *request.mutable_committee();
  committee.set_name(Name("committees", fields["id"]));
  committee.set_reference(fields["reference"]);
  committee.set_title(fields["title"]);
  committee.set_scope(fields["scope"]);
  committee.set_secretariat(Name("members", fields["secretariat"]));
  committee.set_parent(Name("committees", fields["parent"]));
  committee.set_create_date(fields["create_date"]);
  committee.set_source(fields["source"]);
  return MakeStep(fields, &Members::PutCommittee, request, "parents first");
}

Step ToGroup(const Fields& fields) {
  PutGroupRequest request;
  Group& group = *request.mutable_group();
  group.set_name(Under("committees", fields["committee"], "groups", fields["id"]));
  group.set_kind(Value<GroupKind>(fields["kind"]));
  group.set_reference(fields["reference"]);
  group.set_title(fields["title"]);
  group.set_convenor(fields["convenor"]);
  SetPeriod(fields, *group.mutable_period());
  group.set_source(fields["source"]);
  return MakeStep(fields, &Members::PutGroup, request);
}

Step ToSeat(const Fields& fields) {
  JoinCommitteeRequest request;
  Seat& seat = *request.mutable_seat();
  seat.set_name(Under("committees", fields["committee"], "seats", fields["member"]));
  seat.set_status(Value<SeatStatus>(fields["status"]));
  SetPeriod(fields, *seat.mutable_period());
  seat.set_twin(Name("members", fields["twin"]));
  seat.set_confidence(Value<Confidence>(fields["confidence"]));
  seat.set_basis(fields["basis"]);
  return MakeStep(fields, &Members::JoinCommittee, request, seat.name());
}

Step ToLiaison(const Fields& fields) {
  PutLiaisonRequest request;
  Liaison& liaison = *request.mutable_liaison();
  liaison.set_name(Under("committees", fields["committee"], "liaisons", fields["id"]));
  liaison.set_category(Value<LiaisonCategory>(fields["category"]));
  liaison.set_organization(fields["organization"]);
  SetPeriod(fields, *liaison.mutable_period());
  liaison.set_basis(fields["basis"]);
  return MakeStep(fields, &Members::PutLiaison, request);
}

Step ToPerson(const Fields& fields) {
  PutPersonRequest request;
  request.mutable_person()->set_name(Name("people", fields["id"]));
  request.mutable_person()->set_display_name(fields["display_name"]);
  request.mutable_person()->set_note(fields["note"]);
  return MakeStep(fields, &Members::PutPerson, request);
}

Step ToGrant(const Fields& fields) {
  GrantRoleRequest request;
  request.set_parent(Name("people", fields["person"]));
  Grant& grant = *request.mutable_grant();
  grant.set_role(Value<Role>(fields["role"]));
  grant.set_member(Name("members", fields["member"]));
  grant.set_committee(Name("committees", fields["committee"]));
  if (!fields["group"].empty()) {
    grant.set_group(Under("committees", fields["committee"], "groups", fields["group"]));
  }
  if (!fields["liaison"].empty()) {
    grant.set_liaison(Under("committees", fields["committee"], "liaisons", fields["liaison"]));
  }
  SetPeriod(fields, *grant.mutable_period());
  return MakeStep(fields, &Members::GrantRole, request, request.parent());
}

Step ToProject(const Fields& fields) {
  PutProjectRequest request;
  auto& project = *request.mutable_project();
  project.set_name(Name("projects", fields["id"]));
  project.set_reference(fields["reference"]);
  project.set_title(fields["title"]);
  project.set_deliverable(Value<Deliverable>(fields["deliverable"]));
  project.set_committee(Name("committees", fields["committee"]));
  project.set_stage(fields["stage"]);
  project.set_edition(fields.Number("edition"));
  project.set_source(fields["source"]);
  project.set_track_months(fields.Number("track_months"));
  project.set_start_date(fields["start_date"]);
  project.set_target_date(fields["target_date"]);
  return MakeStep(fields, &Ballots::PutProject, request);
}

// What is wrong with the header; empty where nothing is.
std::string HeaderProblem(const Sheet& sheet, const Csv& csv) {
  std::vector<absl::string_view> known = sheet.required;
  known.insert(known.end(), sheet.optional.begin(), sheet.optional.end());
  for (const absl::string_view column : sheet.required) {
    if (!csv.Has(column)) return absl::StrCat("line 1: there is no column ", column);
  }
  for (const std::string& column : csv.header()) {
    if (std::find(known.begin(), known.end(), column) != known.end()) continue;
    return absl::StrCat("line 1: \"", column, "\" is none of ", absl::StrJoin(known, ", "));
  }
  return "";
}

}  // namespace

Fields::Fields(const Csv& csv, const Csv::Row& row, absl::string_view file) : csv_(csv), row_(row) {
  std::vector<std::string> parts = {"load", std::string(file)};
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].empty()) continue;  // a new column leaves old rows what they were
    parts.push_back(csv.header()[i]);
    parts.push_back(row.cells[i]);
  }
  request_id_ = RequestIdOf(parts);
}

bool Fields::Flag(absl::string_view column, bool otherwise) const {
  const std::string cell = (*this)[column];
  bool flag = otherwise;
  if (!cell.empty() && !absl::SimpleAtob(cell, &flag)) {
    throw Usage(absl::StrCat(column, " is \"", cell, "\" and not true or false"));
  }
  return flag;
}

int Fields::Number(absl::string_view column) const {
  const std::string cell = (*this)[column];
  int number = 0;
  if (!cell.empty() && !absl::SimpleAtoi(cell, &number)) {
    throw Usage(absl::StrCat(column, " is \"", cell, "\" and not a number"));
  }
  return number;
}

const std::vector<Sheet>& Sheets() {
  static const auto* const kSheets = new std::vector<Sheet>{
      {"members",
       {"id", "country"},
       {"country_code", "acronym", "name", "region", "region_basis", "category", "category_basis"},
       ToMember},
      {"committees",
       {"id", "reference"},
       {"title", "scope", "secretariat", "parent", "create_date", "source"},
       ToCommittee},
      {"groups",
       {"committee", "id", "kind", "reference"},
       {"title", "convenor", "from", "from_exact", "until", "until_exact", "source"},
       ToGroup},
      {"seats",
       {"committee", "member", "status"},
       {"from", "from_exact", "until", "until_exact", "twin", "confidence", "basis"},
       ToSeat},
      {"liaisons",
       {"committee", "id", "category", "organization"},
       {"from", "from_exact", "until", "until_exact", "basis"},
       ToLiaison},
      {"people", {"id", "display_name"}, {"note"}, ToPerson},
      {"grants",
       {"person", "role"},
       {"member", "committee", "group", "liaison", "from", "until"},
       ToGrant},
      {"projects",
       {"id", "reference", "title", "deliverable", "committee", "stage"},
       {"edition", "source", "track_months", "start_date", "target_date"},
       ToProject}};
  return *kSheets;
}

std::vector<Step> ToSteps(const Sheet& sheet, const Csv& csv) {
  const std::string problem = HeaderProblem(sheet, csv);
  if (!problem.empty()) throw Usage(absl::StrCat(sheet.file(), ": ", problem));
  std::vector<Step> steps;
  std::vector<std::string> problems;
  for (const Csv::Row& row : csv.rows()) {
    try {
      steps.push_back(sheet.to_step(Fields(csv, row, sheet.file())));
    } catch (const Usage& usage) {
      problems.push_back(absl::StrCat(sheet.file(), ":", row.line, ": ", usage.what()));
    }
  }
  if (!problems.empty()) throw Usage(absl::StrJoin(problems, "; "), "nothing was loaded");
  return steps;
}

}  // namespace placet::cli
