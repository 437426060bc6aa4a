// The verb that checks files of comments without a server.
#include "clients/cli/check.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/comments.h"
#include "clients/cli/csv.h"
#include "clients/cli/names.h"
#include "services/comments/tables/document_order.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/types.h"

namespace placet::cli {
namespace {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about
namespace tables = placet::comments::tables;

constexpr char kNoComments[] = "no comments";

void Refuse(const std::string& path, const absl::Status& status, CheckedFiles& checked) {
  RefusedFile& refused = *checked.add_refused();
  refused.set_file(path.substr(path.rfind('/') + 1));
  refused.set_refusal(tables::RefusalOf(status));
  refused.set_text(std::string(status.message()));
  const std::string remedy = tables::RemedyOf(status);
  refused.set_remedy(remedy.empty() ? "check the name and the rights of the file" : remedy);
}

void AddNotice(const Notice& notice, Table& table) {
  table.Add({notice.row() == 0 ? Cell("") : Cell(notice.row()),
             notice.column() == 0 ? Cell("") : Cell(notice.column()),
             {Word(notice.kind()), Style::kWarn},
             notice.text()});
}

void Show(Shell& shell, const CommentTable& table) {
  shell.Print(FileFacts(table), table.file());
  if (table.comments_size() > 0) shell.Print(AcceptedTable(table), "Accepted");
  if (table.rejected_size() > 0) shell.Print(RejectedTable(table), "Rejected");
  const Table notices = NoticesTable(table);
  if (!notices.empty()) shell.Print(notices, "Worth a look");
}

void Check(Shell& shell, const std::vector<std::string>& paths) {
  const CheckedFiles checked = CheckFiles(paths);
  if (HasFaults(checked)) shell.exit_code = kPrecondition;
  if (shell.PrintedJson(checked)) return;
  for (const CommentTable& table : checked.tables()) Show(shell, table);
  if (checked.refused_size() > 0) shell.Print(RefusedTable(checked), "Refused");
}

}  // namespace

CheckedFiles CheckFiles(const std::vector<std::string>& paths) {
  CheckedFiles checked;
  for (const std::string& path : paths) {
    const absl::StatusOr<std::string> bytes = ReadFile(path);
    if (!bytes.ok()) {
      Refuse(path, bytes.status(), checked);
      continue;
    }
    absl::StatusOr<CommentTable> table = tables::Read(path, *bytes);
    if (table.ok()) {
      *checked.add_tables() = *std::move(table);
    } else {
      Refuse(path, table.status(), checked);
    }
  }
  return checked;
}

bool HasFaults(const CheckedFiles& checked) {
  if (checked.refused_size() > 0) return true;
  for (const CommentTable& table : checked.tables()) {
    if (table.rejected_size() > 0) return true;
  }
  return false;
}

Table FileFacts(const CommentTable& table) {
  Table facts = Table::Facts();
  facts.AddFact("format", absl::AsciiStrToUpper(Word(table.format())));
  facts.AddFact("variant", table.variant());
  facts.AddFact("date", table.date());
  facts.AddFact("document", table.document());
  facts.AddFact("project", table.project());
  facts.AddFact("title", table.title());
  facts.AddFact("accepted", table.comments_size() == 0 ? std::string(kNoComments)
                                                       : Count(table.comments_size(), "row"));
  if (table.rejected_size() > 0) {
    facts.AddFact("rejected", {Count(table.rejected_size(), "row"), Style::kBad});
  }
  return facts;
}

Table AcceptedTable(const CommentTable& table) {
  Table rows({{"row", true},
              "label",
              "member",
              "clause",
              "element",
              "line",
              "type",
              "comment",
              "proposed change",
              "disposition"});
  for (const Comment& comment : table.comments()) {
    const std::string body = comment.member().empty() ? comment.liaison() : Id(comment.member());
    rows.Add({comment.origin().row(), comment.label(), body, comment.clause(), comment.element(),
              comment.line(), tables::TypesCell(comment), comment.comment(),
              comment.proposed_change(),
              comment.disposition() == DISPOSITION_UNSPECIFIED ? std::string()
                                                               : Word(comment.disposition())});
  }
  return rows;
}

Table RejectedTable(const CommentTable& table) {
  Table rows({{"row", true}, {"column", true}, "reason", "what is wrong", "remedy", "cells"});
  for (const RejectedRow& row : table.rejected()) {
    std::vector<std::string> cells;
    for (int column = 1; column <= 8; ++column) {
      const auto found = row.raw_cells().find(column);
      if (found != row.raw_cells().end()) cells.push_back(found->second.substr(0, 40));
    }
    rows.Add({row.row(),
              row.column() == 0 ? Cell("") : Cell(row.column()),
              {Word(row.reason()), Style::kBad},
              row.text(),
              row.remedy(),
              absl::StrJoin(cells, " | ")});
  }
  return rows;
}

Table NoticesTable(const CommentTable& table) {
  Table rows({{"row", true}, {"column", true}, "notice", "what was found"});
  for (const Notice& notice : table.notices()) AddNotice(notice, rows);
  for (const Comment& comment : table.comments()) {
    for (const Notice& notice : comment.origin().notices()) AddNotice(notice, rows);
  }
  return rows;
}

Table RefusedTable(const CheckedFiles& checked) {
  Table rows({"file", "reason", "what is wrong", "remedy"});
  for (const RefusedFile& refused : checked.refused()) {
    const bool read = refused.refusal() != FILE_REFUSAL_UNSPECIFIED;
    rows.Add({refused.file(),
              {read ? Word(refused.refusal()) : "not-opened", Style::kBad},
              refused.text(),
              refused.remedy()});
  }
  return rows;
}

void AddCheckVerb(CLI::App& group, Shell& shell) {
  auto paths = std::make_shared<std::vector<std::string>>();
  auto* check =
      CommentVerb(group, "check",
                  "What an import of files would take and what it would refuse; asks no server.",
                  "placet comments check 'ISO_DIS 19156_DIN.docx' comments.xlsx");
  check->add_option("FILE", *paths, "DOCX, XLSX, CSV, YAML or JSON; - is the standard input")
      ->required()
      ->type_name("FILE");
  check->callback([=, &shell] { Check(shell, *paths); });
}

}  // namespace placet::cli
