// Verbs that bring files of comments in and out: import, export.
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/bulk.h"
#include "clients/cli/cast.h"
#include "clients/cli/comment_tables.h"
#include "clients/cli/comments.h"
#include "clients/cli/csv.h"
#include "clients/cli/names.h"

namespace placet::cli {
namespace {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Comments;

constexpr size_t kPiece = 512 * 1024;

struct ImportArguments {
  std::string ballot, member, liaison, vote, text;
  std::vector<std::string> files;
  bool dry_run = false;
};

struct ExportArguments {
  std::string format, output, form;
};

struct NamedFile {
  std::string name, bytes;
};

std::vector<NamedFile> ReadAll(const std::vector<std::string>& paths) {
  std::vector<NamedFile> files;
  for (const std::string& path : paths) {
    absl::StatusOr<std::string> bytes = ReadFile(path);
    if (!bytes.ok()) throw Usage(std::string(bytes.status().message()), "check the file's name");
    files.push_back({std::filesystem::path(path).filename().string(), *std::move(bytes)});
  }
  return files;
}

// A liaison is one of the ballot's committee.
std::string LiaisonName(Shell& shell, const ImportArguments& given) {
  if (given.liaison.empty() || absl::StrContains(given.liaison, '/')) return given.liaison;
  placet::ballots::v1::GetBallotRequest request;
  request.set_name(BallotName(given.ballot));
  const auto ballot = shell.connection().Call(&Connection::Ballots::GetBallot, request);
  return absl::StrCat(ballot.committee(), "/liaisons/", given.liaison);
}

ImportCommentsRequest HeaderOf(Shell& shell, const ImportArguments& given) {
  ImportCommentsRequest request;
  ImportHeader& header = *request.mutable_header();
  header.set_ballot(BallotName(given.ballot));
  header.set_member(Name("members", given.member));
  header.set_liaison(LiaisonName(shell, given));
  header.set_validate_only(given.dry_run);
  if (given.vote.empty()) return request;
  if (given.member.empty()) throw Usage("a vote needs --member", "add --member with the body");
  auto& vote = *header.mutable_vote()->mutable_vote();
  vote.set_name(absl::StrCat(header.ballot(), "/votes/", Id(header.member())));
  vote.set_answer(ToAnswer(given.vote));
  vote.set_text(given.text);
  return request;
}

// All files as one call; what it came to.
ImportCommentsResponse Send(Shell& shell, const ImportArguments& given,
                            const std::vector<NamedFile>& files) {
  size_t pieces = 1;
  for (const NamedFile& file : files) pieces += file.bytes.size() / kPiece + 1;
  Progress progress("pieces sent", pieces);
  ImportCommentsRequest request = HeaderOf(shell, given);
  FillRequestId(request, shell.connection().request_id());
  grpc::ClientContext context;
  shell.connection().Prepare(&context);
  ImportCommentsResponse response;
  const auto writer = shell.connection().stub<Stub>().ImportComments(&context, &response);
  bool going = writer->Write(request);
  for (const NamedFile& file : files) {
    for (size_t at = 0; going && (at == 0 || at < file.bytes.size()); at += kPiece) {
      ImportCommentsRequest part;
      part.mutable_piece()->set_file(file.name);
      part.mutable_piece()->set_content(file.bytes.substr(at, kPiece));
      going = writer->Write(part);
      progress.Tick();
    }
  }
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) throw shell.connection().Refused<Stub>(status, request);
  return response;
}

void Import(Shell& shell, const ImportArguments& given) {
  const ImportCommentsResponse response = Send(shell, given, ReadAll(given.files));
  bool rejected = response.refused_size() > 0;
  for (const ImportedFile& file : response.files()) rejected |= file.rejected_size() > 0;
  if (rejected) shell.exit_code = kPrecondition;
  if (shell.PrintedJson(response)) return;
  if (given.dry_run) shell.Say("Nothing was stored. This would be:");
  shell.Print(FilesTable(response));
  const Table notices = NoticesTable(response);
  if (!notices.empty()) shell.Print(notices, "Worth knowing");
  if (rejected) shell.Print(RejectedTable(response), "Not taken");
  if (response.has_vote()) {
    shell.Say(absl::StrCat(given.dry_run ? "the vote would be " : "the vote is in: ",
                           Word(response.vote().answer())));
  }
}

TableFormat FormatOf(const ExportArguments& given) {
  if (!given.format.empty()) return Value<TableFormat>(given.format);
  const std::string ending = std::filesystem::path(given.output).extension().string();
  if (ending.size() > 1 && FindValue(*TableFormat_descriptor(), ending.substr(1)) > 0) {
    return Value<TableFormat>(ending.substr(1));
  }
  throw Usage("which format?", "add --format, or --output with .docx, .xlsx, .csv, .yaml or .json");
}

void Export(Shell& shell, const Selection& selection, const ExportArguments& given) {
  ExportCommentsRequest request;
  request.set_ballot(BallotName(selection.ballot));
  *request.mutable_filter() = ToFilter(selection);
  request.set_format(FormatOf(given));
  const bool binary =
      request.format() == TABLE_FORMAT_DOCX || request.format() == TABLE_FORMAT_XLSX;
  if (binary && given.output.empty()) {
    throw Usage("this format is not for the screen", "add --output FILE");
  }
  if (!given.form.empty()) request.set_form(ReadAll({given.form})[0].bytes);
  grpc::ClientContext context;
  shell.connection().Prepare(&context);
  const auto reader = shell.connection().stub<Stub>().ExportComments(&context, request);
  std::ofstream file;
  if (!given.output.empty()) file.open(given.output, std::ios::binary | std::ios::trunc);
  size_t bytes = 0;
  for (ExportCommentsResponse piece; reader->Read(&piece); bytes += piece.content().size()) {
    if (given.output.empty()) {
      shell.Write(piece.content());
    } else {
      file << piece.content();
    }
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) throw shell.connection().Refused<Stub>(status, request);
  if (given.output.empty()) return;
  file.flush();
  if (!file) throw Usage(absl::StrCat("\"", given.output, "\" cannot be written"));
  shell.Say(absl::StrCat("wrote ", given.output, ", ", bytes, " bytes"));
}

}  // namespace

void AddCommentFileVerbs(CLI::App& comments, Shell& shell) {
  auto given = std::make_shared<ImportArguments>();
  auto* bring = CommentVerb(comments, "import",
                            "Brings files of comments in: DOCX, XLSX, CSV, "
                            "YAML, JSON.",
                            "placet comments import iso-dis-20435 DIN.docx --member de\n"
                            "  placet comments import iso-dis-20435 *.docx --dry-run\n"
                            "  placet comments import iso-dis-20435 DIN.docx --member de "
                            "--vote disapprove --text 'See comments'");
  bring->add_option("BALLOT", given->ballot, "The ballot")->required();
  bring->add_option("FILE", given->files, "Files, in any of the formats")->required();
  bring->add_option("--member", given->member,
                    "In the name of this body; without it the files say whose they are");
  bring
      ->add_option("--liaison", given->liaison,
                   "In the name of this liaison of the committee, which has no vote")
      ->excludes("--member");
  bring->add_flag("--dry-run", given->dry_run, "Say what would be, and store nothing");
  bring->add_option("--vote", given->vote, "Cast this vote together with the comments");
  bring->add_option("--text", given->text, "Text of the vote");
  bring->callback([=, &shell] { Import(shell, *given); });

  auto selection = std::make_shared<Selection>();
  auto out = std::make_shared<ExportArguments>();
  auto* file = CommentVerb(comments, "export", "A file of comments.",
                           "placet comments export iso-dis-20435 --output comments.docx\n"
                           "  placet comments export iso-dis-20435 --clause 8 --format csv");
  AddSelection(file, selection, false);
  file->add_option("--output", out->output, "Write it to this file")->type_name("FILE");
  file->add_option("--format", out->format, "Else the ending of the file says it")
      ->type_name(Choices<TableFormat>());
  file->add_option("--form", out->form, "DOCX: a form to fill instead of Placet's own")
      ->type_name("FILE");
  file->callback([=, &shell] { Export(shell, *selection, *out); });
}

}  // namespace placet::cli
