#include "services/comments/tables/disposition.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

using Words = std::vector<std::string>;

constexpr size_t kMostWords = 16;  // the disposition leads the sentence

// The words of the first sentence, in lower case.
Words FirstSentence(absl::string_view text) {
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : Trimmed(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalpha(byte)) {
      word += absl::ascii_tolower(byte);
      continue;
    }
    end_word();
    if (absl::string_view(".;:!?\n(").find(c) != absl::string_view::npos) break;
    if (words.size() == kMostWords) break;
  }
  end_word();
  // "Proposed change accepted", "Comment noted".
  const auto opens = [](const std::string& w) {
    return w == "comment" || w == "comments" || w == "proposal" || w == "proposed" ||
           w == "change" || w == "the" || w == "is" || w == "was";
  };
  words.erase(words.begin(), std::find_if_not(words.begin(), words.end(), opens));
  return words;
}

bool Accepts(const std::string& word) { return word == "accepted" || word == "accept"; }
bool Partially(const std::string& word) { return word == "partially" || word == "partly"; }
bool Modifies(const std::string& word) {
  return absl::StartsWith(word, "modif") || word == "change" || word == "changes" ||
         word == "amendment" || word == "amendments";
}

// What follows "accepted".
v1::Disposition HowAccepted(const Words& words) {
  const auto word = [&](size_t i) { return i < words.size() ? words[i] : std::string(); };
  if (Partially(word(1)) || (word(1) == "in" && word(2) == "part")) {
    return v1::DISPOSITION_PARTIALLY_ACCEPTED;
  }
  if (word(1) == "in" && word(2) == "principle") return v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE;
  if (word(1) == "as" && Modifies(word(2))) return v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE;
  // "with modification", "with some minor modifications"
  if (word(1) == "with" && (Modifies(word(2)) || Modifies(word(3)) || Modifies(word(4)))) {
    return v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE;
  }
  return v1::DISPOSITION_ACCEPTED;
}

}  // namespace

v1::Disposition ParseDisposition(absl::string_view observation) {
  const Words words = FirstSentence(observation);
  if (words.empty()) return v1::DISPOSITION_UNSPECIFIED;
  const std::string& first = words[0];
  const std::string second = words.size() > 1 ? words[1] : "";
  if (first == "not" && Accepts(second)) return v1::DISPOSITION_NOT_ACCEPTED;
  if (first == "rejected" || first == "reject") return v1::DISPOSITION_NOT_ACCEPTED;
  if (Partially(first) && Accepts(second)) return v1::DISPOSITION_PARTIALLY_ACCEPTED;
  if (first == "awm") return v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE;
  if (Accepts(first)) return HowAccepted(words);
  if (first == "noted") return v1::DISPOSITION_NOTED;
  if (first == "duplicate" || first == "duplicated") return v1::DISPOSITION_DUPLICATE;
  if (first == "withdrawn") return v1::DISPOSITION_WITHDRAWN;
  return v1::DISPOSITION_UNSPECIFIED;
}

absl::string_view DispositionWords(v1::Disposition disposition) {
  switch (disposition) {
    case v1::DISPOSITION_ACCEPTED:
      return "Accepted";
    case v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE:
      return "Accepted in principle";
    case v1::DISPOSITION_PARTIALLY_ACCEPTED:
      return "Partially accepted";
    case v1::DISPOSITION_NOT_ACCEPTED:
      return "Not accepted";
    case v1::DISPOSITION_NOTED:
      return "Noted";
    case v1::DISPOSITION_DUPLICATE:
      return "Duplicate";
    case v1::DISPOSITION_WITHDRAWN:
      return "Withdrawn";
    default:
      return "";
  }
}

std::string ObservationCell(const v1::Comment& comment) {
  const absl::string_view words = DispositionWords(comment.disposition());
  const std::string& text = comment.observation();
  if (words.empty() || ParseDisposition(text) == comment.disposition()) return text;
  if (IsBlank(text)) return std::string(words);
  return absl::StrCat(words, "\n", text);
}

}  // namespace placet::comments::tables
