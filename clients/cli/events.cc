// The verb that shows what changed, as it changes.
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using Members = Connection::Members;
using Ballots = Connection::Ballots;

struct EventArguments {
  std::string service = "ballots";
  std::string subject;
  int64_t after = 0;
  bool follow = false;
};

std::string InWords(const placet::members::v1::SeatHistory& history) {
  if (history.seats().empty()) return "";
  const auto& seat = *history.seats().rbegin();
  return absl::StrCat(seat.period().until().empty() ? "" : "left as ", Word(seat.status()));
}

// What became of the subject, in a few words.
std::string InWords(const placet::members::v1::Event& event) {
  using Event = placet::members::v1::Event;
  switch (event.change_case()) {
    case Event::kMember:
      return absl::StrCat("member ", event.member().country());
    case Event::kCommittee:
      return absl::StrCat("committee ", event.committee().reference());
    case Event::kGroup:
      return absl::StrCat("group ", event.group().reference());
    case Event::kSeats:
      return absl::StrCat("seat ", InWords(event.seats()));
    case Event::kLiaison:
      return absl::StrCat("liaison ", event.liaison().organization());
    case Event::kPerson:
      return "person";
    case Event::kGrant:
      return absl::StrCat(event.grant().period().until().empty() ? "grant " : "grant until ",
                          event.grant().period().until(), " ", Word(event.grant().role()));
    default:
      return "something this program does not know";
  }
}

std::string InWords(const placet::ballots::v1::Event& event) {
  using Event = placet::ballots::v1::Event;
  switch (event.change_case()) {
    case Event::kProject:
      return absl::StrCat("project at stage ", event.project().stage());
    case Event::kBallot:
      return absl::StrCat("ballot ", Word(event.ballot().state()), " ", event.ballot().reason());
    case Event::kVote:
      return absl::StrCat("vote ", Word(event.vote().answer()), ", revision ",
                          event.vote().revision());
    case Event::kRollEntry:
      return absl::StrCat("roll ", Word(event.roll_entry().status()), ", ",
                          Word(event.roll_entry().entitlement()));
    case Event::kTally:
      return absl::StrCat("tally ", Word(event.tally().verdict()));
    case Event::kReminder:
      return absl::StrCat("reminder for ", event.reminder().year(), " ", event.reminder().reason());
    case Event::kDecision:
      return absl::StrCat("decision ", event.decision().option(), " ", event.decision().stage(),
                          event.decision().objections().empty() ? "" : ", objected to");
    case Event::kErasure:
      return absl::StrCat("an expert was erased from versions of the vote: ",
                          event.erasure().versions());
    case Event::kHidden:
      return "not to be seen while the ballot is open";
    default:
      return "something this program does not know";
  }
}

template <class Event>
void PrintEvent(Shell& shell, const Event& event) {
  if (shell.options.json) return shell.Write(ToJson(event, Layout::kOneLine));
  const absl::Time time = ToTime(event.commit_time());
  const std::string parts[] = {absl::StrCat(event.sequence()),
                               shell.options.csv ? Utc(time) : Geneva(time), event.actor(),
                               event.subject(), InWords(event)};
  if (shell.options.csv) {
    shell.Write(absl::StrCat(absl::StrJoin(parts, ",",
                                           [](std::string* out, const std::string& part) {
                                             out->append(CsvCell(part));
                                           }),
                             "\r\n"));
  } else {
    shell.Write(absl::StrCat(Clean(absl::StrJoin(parts, "  ")), "\n"));
  }
}

// Reads one stream to its end; `after` is the last sequence seen.
template <class Stub, class Request, class Event>
grpc::Status Read(Shell& shell, const EventArguments& given, int64_t& after) {
  Connection& connection = shell.connection();
  Request request;
  request.set_after_sequence(after);
  request.set_subject_prefix(given.subject);
  request.set_until_head(!given.follow);
  grpc::ClientContext context;
  connection.Prepare(&context);
  const auto reader = connection.stub<Stub>().WatchEvents(&context, request);
  Event event;
  while (reader->Read(&event)) {
    PrintEvent(shell, event);
    after = event.sequence();
    if (given.follow) std::fflush(stdout);
  }
  return reader->Finish();
}

// With --follow a stream that was cut off goes on where it was, a second later.
template <class Stub, class Request, class Event>
void Watch(Shell& shell, const EventArguments& given) {
  int64_t after = given.after;
  while (true) {
    const grpc::Status status = Read<Stub, Request, Event>(shell, given, after);
    if (status.ok() && !given.follow) return;
    const bool again =
        given.follow && (status.ok() || ToExitCode(status.error_code()) == kUnavailable);
    if (!again) {
      std::cerr << "the last event seen is " << after << "\n";
      throw shell.connection().Refused<Stub>(status, Request());
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

}  // namespace

void AddEventVerb(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<EventArguments>();
  auto* events = Verb(app, kToolGroup, "events", "What changed, in the order in which it did.",
                      "placet events --subject ballots/iso-dis-20435 --follow");
  events->add_option("--service", given->service, "Whose events")
      ->type_name("ballots|members")
      ->capture_default_str();
  events->add_option("--after", given->after, "Only those after this number")
      ->type_name("SEQUENCE");
  events->add_option("--subject", given->subject, "Only subjects that begin with this")
      ->type_name("PREFIX");
  events->add_flag("--follow", given->follow, "Wait for more, until interrupted");
  events->callback([=, &shell] {
    if (given->service == "members") {
      Watch<Members, placet::members::v1::WatchEventsRequest, placet::members::v1::Event>(shell,
                                                                                          *given);
    } else if (given->service == "ballots") {
      Watch<Ballots, placet::ballots::v1::WatchEventsRequest, placet::ballots::v1::Event>(shell,
                                                                                          *given);
    } else {
      throw Usage(absl::StrCat("\"", given->service, "\" is neither ballots nor members"));
    }
  });
}

}  // namespace placet::cli
