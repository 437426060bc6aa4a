// How long a large table takes and how much memory. Not a test: a machine decides what it prints.
//
//   comment_tables_measure write FORMAT FILE [ROWS] [CHARACTERS]    makes a table up and writes it
//   comment_tables_measure read FILE                                reads it, row by row
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/write.h"

namespace placet::comments::tables {
namespace {

class Watch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void Report(const std::string& what, double seconds) {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%s: %.2f s, %ld MB at most\n", what.c_str(), seconds, usage.ru_maxrss / 1024);
}

// Made-up words, so that compression has the work that it has with real text.
class Words {
 public:
  std::string Text(size_t characters) {
    std::string text;
    while (text.size() < characters) {
      for (unsigned syllables = random_() % 4 + 1; syllables > 0; --syllables) {
        text += "bdfgklmnprst"[random_() % 12];
        text += "aeiou"[random_() % 5];
      }
      text += random_() % 60 == 0 ? '\n' : ' ';
    }
    text.resize(characters, '.');
    if (absl::ascii_isspace(static_cast<unsigned char>(text.back()))) text.back() = '.';
    return text;
  }

 private:
  std::mt19937 random_{20260101};
};

int WriteTable(const std::string& ending, const std::string& path, int rows, size_t characters) {
  std::vector<v1::Comment> comments;
  Words words;
  for (int i = 0; i < 64; ++i) {  // repeated, so that what is made up does not count as memory
    v1::Comment comment;
    comment.set_clause(absl::StrCat(i % 12 + 1, ".", i % 7 + 1));
    comment.add_types(v1::COMMENT_TYPE_TECHNICAL);
    comment.set_comment(words.Text(characters * 6 / 10));
    comment.set_proposed_change(words.Text(characters * 3 / 10));
    comment.set_observation(absl::StrCat("Accepted. ", words.Text(characters / 10)));
    comment.set_disposition(v1::DISPOSITION_ACCEPTED);
    comments.push_back(comment);
  }
  std::ofstream file(path, std::ios::binary);
  v1::TableFormat format = v1::TABLE_FORMAT_UNSPECIFIED;
  v1::TableFormat_Parse("TABLE_FORMAT_" + absl::AsciiStrToUpper(ending), &format);
  const Watch watch;
  auto writer = MakeWriter(format, {}, [&](absl::string_view bytes) {
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file ? absl::OkStatus() : absl::DataLossError("the disk is full");
  });
  absl::Status status = writer.status();
  for (int i = 0; status.ok() && i < rows; ++i) {
    v1::Comment& comment = comments[static_cast<size_t>(i) % comments.size()];
    comment.set_label(absl::StrCat("DE-", i + 1));
    status = (*writer)->Add(comment);
  }
  if (status.ok()) status = (*writer)->Finish();
  file.close();
  Report("write " + ending, watch.seconds());
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}

// Keeps nothing but counts.
class Counter : public RowSink {
 public:
  absl::Status Take(v1::Comment comment) override {
    ++comments;
    bytes += comment.comment().size() + comment.proposed_change().size();
    return absl::OkStatus();
  }
  absl::Status Reject(v1::RejectedRow) override {
    ++rejected;
    return absl::OkStatus();
  }
  size_t comments = 0;
  size_t rejected = 0;
  size_t bytes = 0;
};

int ReadTable(const std::string& path) {
  const Watch watch;
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::string bytes(static_cast<size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  Counter counter;
  const auto head = ReadRows(path, bytes, counter);
  Report("read " + path, watch.seconds());
  if (!head.ok()) std::cerr << head.status() << "\n";
  std::printf("  %zu bytes; %zu rows with %zu bytes of text, %zu rejected\n", bytes.size(),
              counter.comments, counter.bytes, counter.rejected);
  return head.ok() ? 0 : 1;
}

}  // namespace
}  // namespace placet::comments::tables

int main(int argc, char** argv) {
  using namespace placet::comments::tables;  // NOLINT: this file is about nothing else
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "read" && argc == 3) return ReadTable(argv[2]);
  if (verb == "write" && argc >= 4) {
    return WriteTable(argv[2], argv[3], argc > 4 ? std::stoi(argv[4]) : 5'000,
                      argc > 5 ? std::stoul(argv[5]) : 10'000);
  }
  std::cerr << "comment_tables_measure write FORMAT FILE [ROWS] [CHARACTERS] | read FILE\n";
  return 2;
}
