// The verb that shows what is open and how it stands.
#include "clients/cli/board.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <thread>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Boards;

struct BoardArguments {
  std::string committee, member;
  bool watch = false;
};

Cell StandingOf(const BodyStanding& body) {
  if (body.voted()) return "received";
  if (body.entitlement() == ENTITLEMENT_MUST_VOTE) return {"is due", Style::kWarn};
  return Word(body.entitlement());
}

Cell CriteriaCell(const BoardEntry& entry) {
  const std::string words = CriteriaInWords(entry);
  if (entry.verdict() == VERDICT_APPROVED) return {words, Style::kGood};
  return {words, entry.criteria().empty() ? Style::kFaint : Style::kBad};
}

template <class Request>
Request ToRequest(const BoardArguments& given) {
  Request request;
  request.set_committee(Name("committees", given.committee));
  request.set_member(Name("members", given.member));
  return request;
}

void Show(Shell& shell, const BoardArguments& given, const Board& board) {
  shell.Print(BoardTable(board, Id(Name("members", given.member))));
  shell.Say(TotalsInWords(board), Style::kFaint);
  for (const ServiceHealth& service : board.services()) {
    if (service.serving()) continue;
    shell.Say(
        absl::StrCat(service.service(), " does not serve since ", Geneva(ToTime(service.since()))),
        Style::kBad);
  }
}

void ShowTheBoard(Shell& shell, const BoardArguments& given) {
  const Board board = shell.connection().Call(&Stub::GetBoard, ToRequest<GetBoardRequest>(given));
  if (!shell.PrintedJson(board)) Show(shell, given, board);
}

// On a terminal the new board takes the place of the old one; elsewhere it follows it, and only
// where something has changed.
void ShowAgain(Shell& shell, const BoardArguments& given, const Board& message,
               const Board& board) {
  const bool nothing = message.unchanged() || !message.has_totals();
  if (shell.options.json) {
    shell.Write(ToJson(message, Layout::kOneLine));
  } else if (shell.screen().terminal && !shell.options.csv) {
    shell.Write("\x1b[H\x1b[J");
    Show(shell, given, board);
  } else if (!nothing) {
    Show(shell, given, board);
  }
  std::fflush(stdout);
}

// A stream that was cut off goes on where it was, a second later.
void WatchTheBoard(Shell& shell, const BoardArguments& given) {
  Connection& connection = shell.connection();
  auto request = ToRequest<WatchBoardRequest>(given);
  Board board;
  while (true) {
    grpc::ClientContext context;
    connection.Prepare(&context);
    const auto reader = connection.stub<Stub>().WatchBoard(&context, request);
    for (Board message; reader->Read(&message);) {
      Merge(message, board);
      ShowAgain(shell, given, message, board);
      request.set_version(message.version());
    }
    const grpc::Status status = reader->Finish();
    if (ToExitCode(status.error_code()) != kUnavailable) {
      throw connection.Refused<Stub>(status, request);
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

}  // namespace

void Merge(const Board& message, Board& board) {
  if (!message.delta() && !message.unchanged()) {
    board = message;
    return;
  }
  std::map<std::string, BoardEntry> entries;
  for (BoardEntry& entry : *board.mutable_entries()) entries[entry.name()] = std::move(entry);
  for (const BoardEntry& entry : message.entries()) entries[entry.name()] = entry;
  for (const std::string& name : message.closed()) entries.erase(name);
  board.clear_entries();
  for (auto& [name, entry] : entries) *board.add_entries() = std::move(entry);
  std::stable_sort(board.mutable_entries()->begin(), board.mutable_entries()->end(),
                   [](const BoardEntry& a, const BoardEntry& b) {
                     return a.close_time().seconds() < b.close_time().seconds();
                   });
  if (message.has_totals()) *board.mutable_totals() = message.totals();
  if (!message.services().empty()) *board.mutable_services() = message.services();
  *board.mutable_as_of() = message.as_of();
  *board.mutable_age() = message.age();
  board.set_version(message.version());
}

std::string CriteriaInWords(const BoardEntry& entry) {
  if (entry.criteria().empty()) return "-";
  const auto met = std::count_if(entry.criteria().begin(), entry.criteria().end(),
                                 [](const Criterion& criterion) { return criterion.met(); });
  return absl::StrCat("met ", met, " of ", entry.criteria_size());
}

std::string TotalsInWords(const Board& board) {
  const BoardTotals& totals = board.totals();
  const auto age = google::protobuf::util::TimeUtil::DurationToMilliseconds(board.age());
  return absl::StrCat(Count(totals.open_ballots(), "ballot"), " open, ",
                      Count(totals.votes_due(), "vote"), " due, ", totals.votes_in(), " in, ",
                      totals.closing_soon(), " closing within 7 days; ", age, " ms old");
}

// "60.60 by 2027-03-01"; the day that the committee means where no limit is known.
std::string LimitOf(const BoardEntry& entry) {
  if (!entry.limit_date().empty()) {
    return absl::StrCat(entry.limit_stage(), " by ", entry.limit_date());
  }
  return entry.target_date().empty() ? "" : absl::StrCat("target ", entry.target_date());
}

std::string CommentsOf(const BoardEntry& entry) {
  return entry.has_comments() ? absl::StrCat(entry.comments().total()) : "-";
}

Table BoardTable(const Board& board, const std::string& member) {
  std::vector<Column> columns = {"ballot",     "kind",     "title",   "stage",
                                 "limit",      "closes",   "left",    {"due", true},
                                 {"in", true}, "comments", "criteria"};
  if (!member.empty()) columns.emplace_back(absl::StrCat("vote of ", member));
  Table table(std::move(columns));
  const absl::Time now = ToTime(board.as_of());
  for (const BoardEntry& entry : board.entries()) {
    const absl::Time closes = ToTime(entry.close_time());
    std::vector<Cell> row = {Id(entry.name()),  Word(entry.kind()), entry.title(),
                             entry.stage(),     LimitOf(entry),     Geneva(closes),
                             Left(closes, now), entry.votes_due(),  entry.votes_in(),
                             CommentsOf(entry), CriteriaCell(entry)};
    if (!member.empty()) row.push_back(StandingOf(entry.body()));
    table.Add(std::move(row));
  }
  return table;
}

void AddBoardVerb(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<BoardArguments>();
  auto* board = Verb(app, kBallotGroup, "board", "What is open and how it stands.",
                     "placet board iso-tc-307 --watch");
  board->add_option("COMMITTEE", given->committee, "Only of this committee");
  board->add_option("--member", given->member, "Ballots of this body, and what it has yet to do")
      ->type_name("MEMBER");
  board->add_flag("--watch", given->watch, "Show it again as it changes, until interrupted");
  board->callback([=, &shell] {
    if (given->watch) {
      WatchTheBoard(shell, *given);
    } else {
      ShowTheBoard(shell, *given);
    }
  });
}

}  // namespace placet::cli
