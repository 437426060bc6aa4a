// Verbs about who sits in a committee.
#include "clients/cli/seats.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::members::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Members;

struct SeatArguments {
  std::string committee, member, status, date, from, until, twin;
  bool history = false;
};

std::string SeatName(const SeatArguments& given) {
  return absl::StrCat(Name("committees", given.committee), "/seats/",
                      Id(Name("members", given.member)));
}

absl::string_view Meaning(Confidence confidence) {
  switch (confidence) {
    case CONFIDENCE_CONFIRMED:
      return "a source says it";
    case CONFIDENCE_CORROBORATED:
      return "several hints agree";
    case CONFIDENCE_INFERRED:
      return "follows from other facts";
    case CONFIDENCE_GUESS:
      return "chosen to fit a total; not verified";
    default:
      return "nobody said how sure";
  }
}

void ShowParticipation(Shell& shell, const SeatArguments& given) {
  GetParticipationRequest request;
  request.set_committee(Name("committees", given.committee));
  request.set_date(given.date);
  const Participation response = shell.connection().Call(&Stub::GetParticipation, request);
  if (shell.PrintedJson(response)) return;
  Table table({"region", {"P", true}, {"O", true}, {"total", true}});
  for (const auto& row : response.rows()) {
    table.Add({RegionWord(row.region()), row.p_members(), row.o_members(),
               row.p_members() + row.o_members()});
  }
  table.Add({"total", response.p_members(), response.o_members(),
             response.p_members() + response.o_members()});
  shell.Print(table, absl::StrCat(Id(response.committee()), " on ", response.date()));
  if (shell.options.csv) return;
  Table evidence({{"seats", true}, "how sure", "meaning"});
  for (const auto& part : response.evidence()) {
    evidence.Add({part.seats(), part.confidence() == 0 ? "not said" : Word(part.confidence()),
                  std::string(Meaning(part.confidence()))});
  }
  shell.Print(evidence, "What these counts rest on");
  if (response.inexact_periods() > 0) {
    shell.Say(absl::StrCat(Count(response.inexact_periods(), "seat"),
                           " began or ended on a day that is not exactly known."),
              Style::kWarn);
  }
}

void ListTheSeats(Shell& shell, const SeatArguments& given) {
  ListSeatsRequest request;
  request.set_parent(Name("committees", given.committee));
  request.set_date(given.date);
  request.set_history(given.history);
  request.set_status(Value<SeatStatus>(given.status));
  const auto response = shell.connection().All(&Stub::ListSeats, request);
  if (shell.PrintedJson(response)) return;
  if (!given.history) {
    shell.Print(SeatTable(response));
    return;
  }
  Table table({"member", "country", "status", "from", "until", "how sure", "basis"});
  for (const Seat& seat : response.seats()) {
    table.Add({Id(seat.name()), seat.country(), Word(seat.status()), FromDay(seat.period()),
               UntilDay(seat.period()), Word(seat.confidence()), seat.basis()});
  }
  shell.Print(table);
}

void ShowSeat(Shell& shell, const Seat& seat) {
  if (shell.PrintedJson(seat)) return;
  Table facts = Table::Facts();
  facts.AddFact("seat", seat.name());
  facts.AddFact("country", seat.country());
  facts.AddFact("acronym", seat.acronym());
  facts.AddFact("status", Word(seat.status()));
  facts.AddFact("from", FromDay(seat.period()));
  facts.AddFact("until", UntilDay(seat.period()));
  facts.AddFact("twin", Id(seat.twin()));
  facts.AddFact("how sure", Word(seat.confidence()));
  facts.AddFact("says who", {seat.basis(), Style::kFaint});
  facts.AddFact("etag", {seat.etag(), Style::kFaint});
  shell.Print(facts);
}

void Join(Shell& shell, const SeatArguments& given) {
  JoinCommitteeRequest request;
  Seat& seat = *request.mutable_seat();
  seat.set_name(SeatName(given));
  seat.set_status(Value<SeatStatus>(given.status));
  seat.set_twin(Name("members", given.twin));
  seat.mutable_period()->set_from(given.from);
  seat.mutable_period()->set_from_exact(true);
  ShowSeat(shell, shell.connection().Call(&Stub::JoinCommittee, request));
}

void Leave(Shell& shell, const SeatArguments& given) {
  LeaveCommitteeRequest request;
  request.set_name(SeatName(given));
  request.set_until(given.until);
  ShowSeat(shell, shell.connection().Call(&Stub::LeaveCommittee, request));
}

void ChangeStatus(Shell& shell, const SeatArguments& given) {
  ChangeSeatRequest request;
  request.set_name(SeatName(given));
  request.set_status(Value<SeatStatus>(given.status));
  request.set_from(given.from);
  request.set_twin(Name("members", given.twin));
  ShowSeat(shell, shell.connection().Call(&Stub::ChangeSeat, request));
}

CLI::App* SeatVerb(CLI::App& app, SeatArguments& given, const std::string& name,
                   const std::string& help, const std::string& example) {
  auto* verb = Verb(app, kDirectoryGroup, name, help, example);
  verb->add_option("COMMITTEE", given.committee, "The committee")->required();
  return verb;
}

}  // namespace

std::string FromDay(const Period& period) {
  if (period.from().empty()) return "";
  return absl::StrCat(period.from_exact() ? "" : "by ", period.from());
}

std::string UntilDay(const Period& period) {
  if (period.until().empty()) return "";
  return absl::StrCat(period.until_exact() ? "" : "by ", period.until());
}

std::string RegionWord(Region region) {
  return region == REGION_UNSPECIFIED ? "unknown" : Word(region);
}

Table SeatTable(const ListSeatsResponse& seats) {
  std::vector<const Seat*> sorted;
  for (const Seat& seat : seats.seats()) sorted.push_back(&seat);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Seat* a, const Seat* b) { return a->status() < b->status(); });
  Table table({"status", "member", "country", "acronym", "region", "since", "how sure", "twin"});
  for (const Seat* seat : sorted) {
    table.Add({Word(seat->status()), Id(seat->name()), seat->country(), seat->acronym(),
               RegionWord(seat->region()), FromDay(seat->period()), Word(seat->confidence()),
               Id(seat->twin())});
  }
  return table;
}

void AddSeatVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<SeatArguments>();

  auto* participation = SeatVerb(app, *given, "participation",
                                 "How many P- and O-members, by region, and how sure that is.",
                                 "placet participation iso-tc-307 --on 2018-03-13");
  participation->add_option("--on", given->date, "The day; today if not given")->type_name("DATE");
  participation->callback([=, &shell] { ShowParticipation(shell, *given); });

  auto* seats = SeatVerb(app, *given, "seats", "Who sits in a committee.",
                         "placet seats iso-tc-307 --history");
  auto* date = seats->add_option("--on", given->date, "The day; today if not given");
  date->type_name("DATE");
  seats->add_flag("--history", given->history, "All seats ever held")->excludes(date);
  seats->add_option("--status", given->status, "Only with this status")
      ->type_name(Choices<SeatStatus>());
  seats->callback([=, &shell] { ListTheSeats(shell, *given); });

  auto* join = SeatVerb(app, *given, "join", "A national body takes part in a committee.",
                        "placet join iso-tc-307 de P --from 2026-01-01 --as central-secretariat");
  join->add_option("MEMBER", given->member, "The national body")->required();
  join->add_option("STATUS", given->status, "P or O")->required()->type_name(Choices<SeatStatus>());
  join->add_option("--from", given->from, "First day; today if not given")->type_name("DATE");
  join->add_option("--twin", given->twin, "The national body that it is twinned with");
  join->callback([=, &shell] { Join(shell, *given); });

  auto* leave = SeatVerb(app, *given, "leave", "A national body takes part no longer.",
                         "placet leave iso-tc-307 de --until 2026-07-01 --as central-secretariat");
  leave->add_option("MEMBER", given->member, "The national body")->required();
  leave->add_option("--until", given->until, "First day without the seat; today if not given")
      ->type_name("DATE");
  leave->callback([=, &shell] { Leave(shell, *given); });

  auto* status =
      SeatVerb(app, *given, "status", "P becomes O, or O becomes P.",
               "placet status iso-tc-307 de O --from 2026-07-01 --as central-secretariat");
  status->add_option("MEMBER", given->member, "The national body")->required();
  status->add_option("STATUS", given->status, "P or O")
      ->required()
      ->type_name(Choices<SeatStatus>());
  status->add_option("--from", given->from, "First day; today if not given")->type_name("DATE");
  status->add_option("--twin", given->twin, "The national body that it is twinned with");
  status->callback([=, &shell] { ChangeStatus(shell, *given); });
}

}  // namespace placet::cli
