#include "services/comments/tables/document_order.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/text.h"

// A key is a part of the draft, one digit, and its components, each ended by a dot: "5.a8.a2.b10."
// is clause 8.2.10. A number is led by a letter that says how many digits it has, so that 10 comes
// after 2 and no key is the beginning of another but along with its dot. Line and element follow
// after a blank, which sorts before every component.
namespace placet::comments::tables {
namespace {

enum class Part : char {
  kWhole = '0',
  kTitle = '1',
  kContents = '2',
  kForeword = '3',
  kIntroduction = '4',
  kClauses = '5',
  kAnnexes = '6',
  kBibliography = '7',
  kIndex = '8',
  kUnsure = '9',
};

constexpr size_t kMostComponents = 12;
constexpr size_t kMostDigits = 9;
constexpr size_t kMostText = 80;
constexpr size_t kMostKey = 200;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

struct WordPart {
  absl::string_view word;  // in lower case
  Part part;
};

// What a clause cell may begin with. A word that also begins sentences must be all of the cell.
constexpr WordPart kBeginnings[] = {
    {"whole", Part::kWhole},
    {"entire", Part::kWhole},
    {"title", Part::kTitle},
    {"cover", Part::kTitle},
    {"contents", Part::kContents},
    {"table of contents", Part::kContents},
    {"foreword", Part::kForeword},
    {"introduction", Part::kIntroduction},
    {"bibliography", Part::kBibliography},
    {"index", Part::kIndex},
};
constexpr absl::string_view kWholeCells[] = {
    "all",
    "document",
    "general",
    "general comment",
    "general comments",
    "the whole document",
    "the entire document",
    "throughout",
    "n/a",
    "-",
    "\u2013",
    "\u2014",
};
struct Heading {
  absl::string_view words;
  absl::string_view number;
};
// ISO/IEC Directives Part 2 gives these three clauses their numbers.
constexpr Heading kHeadings[] = {
    {"scope", "1"}, {"normative references", "2"}, {"terms and definitions", "3"}};

constexpr absl::string_view kLeadIns[] = {"clauses",   "clause",     "subclauses",
                                          "subclause", "sub-clause", "section",
                                          "sections",  "cl.",        "\u00A7"};

// The digits at the beginning, led by their count; taken off `text`.
std::string TakeNumber(absl::string_view* text) {
  size_t size = 0;
  while (size < text->size() && IsDigit((*text)[size])) ++size;
  absl::string_view digits = text->substr(0, size);
  text->remove_prefix(size);
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  digits = digits.substr(0, kMostDigits);
  return absl::StrCat(std::string(1, static_cast<char>('a' + digits.size() - 1)), digits);
}

// Text whose numbers sort by value, in lower case.
std::string Natural(absl::string_view text, size_t most) {
  std::string out;
  text = CutAt(text, most);
  while (!text.empty()) {
    if (IsDigit(text[0])) {
      out += TakeNumber(&text);
    } else {
      out += absl::ascii_tolower(static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
    }
  }
  return out;
}

// A letter on its own: "a" in "7.a)", not the one in "7.and".
bool IsSingleLetter(absl::string_view text) {
  return !text.empty() && IsLetter(text[0]) && (text.size() == 1 || !IsLetter(text[1]));
}

// ".2.10", ".a": components after the first; stops at whatever is none.
void AppendComponents(absl::string_view rest, std::string* key) {
  for (size_t i = 1; i < kMostComponents && rest.size() > 1 && rest[0] == '.'; ++i) {
    absl::string_view component = rest.substr(1);
    if (IsDigit(component[0])) {
      absl::StrAppend(key, TakeNumber(&component), ".");
    } else if (IsSingleLetter(component)) {
      absl::StrAppend(key, "z", absl::AsciiStrToLower(component.substr(0, 1)), ".");
      component.remove_prefix(1);
    } else {
      return;
    }
    rest = component;
  }
}

std::string Begin(Part part) { return std::string({static_cast<char>(part), '.'}); }

std::string ClauseKey(absl::string_view numbers) {
  std::string key = Begin(Part::kClauses);
  absl::StrAppend(&key, TakeNumber(&numbers), ".");
  AppendComponents(numbers, &key);
  return key;
}

// "A", "A.1", "AB.2": capitals that nothing but numbers and punctuation follow.
bool IsAnnex(absl::string_view text, bool named) {
  size_t letters = 0;
  while (letters < text.size() && IsLetter(text[letters])) ++letters;
  const auto upper = [&](size_t i) {
    return absl::ascii_isupper(static_cast<unsigned char>(text[i]));
  };
  if (letters == 0 || letters > 2) return false;
  if (named) return letters == 1 || (upper(0) && upper(1));
  if (letters > 1 || !upper(0)) return false;
  const absl::string_view rest = text.substr(1);
  return rest.empty() || (rest[0] == '.' && rest.size() > 1 && IsDigit(rest[1])) ||
         IsDigit(rest[0]) || rest[0] == ',' || rest[0] == ';';
}

std::string AnnexKey(absl::string_view text) {
  size_t letters = 0;
  while (letters < text.size() && IsLetter(text[letters])) ++letters;
  std::string key = Begin(Part::kAnnexes);
  absl::StrAppend(&key, letters == 1 ? "a" : "b", absl::AsciiStrToUpper(text.substr(0, letters)),
                  ".");
  absl::string_view rest = text.substr(letters);
  if (!rest.empty() && IsDigit(rest[0])) absl::StrAppend(&key, TakeNumber(&rest), ".");  // "A1"
  AppendComponents(rest, &key);
  return key;
}

bool StartsWithWord(absl::string_view text, absl::string_view word) {
  return absl::StartsWithIgnoreCase(text, word) &&
         (text.size() == word.size() || !IsLetter(text[word.size()]));
}

// Takes "Clause", "§" and the like off a number.
absl::string_view WithoutLeadIn(absl::string_view text) {
  for (const absl::string_view word : kLeadIns) {
    if (!StartsWithWord(text, word)) continue;
    const absl::string_view rest = absl::StripLeadingAsciiWhitespace(text.substr(word.size()));
    if (!rest.empty() && IsDigit(rest[0])) return rest;
  }
  return text;
}

// The text after "Annex"; empty where it names none.
absl::string_view AfterAnnex(absl::string_view text) {
  for (const absl::string_view word : {"annexes", "annex", "appendix"}) {
    if (!StartsWithWord(text, word)) continue;
    const absl::string_view rest = absl::StripLeadingAsciiWhitespace(text.substr(word.size()));
    return IsAnnex(rest, true) ? rest : absl::string_view();
  }
  return IsAnnex(text, false) ? text : absl::string_view();
}

// The part that words name, with its components; empty where they name none.
std::string NamedKey(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  if (lower.empty()) return Begin(Part::kWhole);
  for (const absl::string_view cell : kWholeCells) {
    if (lower == cell) return Begin(Part::kWhole);
  }
  for (const Heading& heading : kHeadings) {
    if (StartsWithWord(lower, heading.words)) return ClauseKey(heading.number);
  }
  for (const WordPart& beginning : kBeginnings) {
    if (StartsWithWord(lower, beginning.word)) return Begin(beginning.part);
  }
  return "";
}

// Clause alone, ended by a dot.
std::string PlaceKey(absl::string_view clause) {
  const std::string line = OneLine(clause);
  absl::string_view text = line;
  while (!text.empty() && (text[0] == '_' || text[0] == '"')) text.remove_prefix(1);
  text = WithoutLeadIn(text);
  std::string named = NamedKey(text);
  if (!named.empty()) return named;
  if (IsDigit(text[0])) return ClauseKey(text);
  const absl::string_view annex = AfterAnnex(text);
  if (!annex.empty()) return AnnexKey(annex);
  std::string unsure = Natural(text, kMostText);
  std::replace(unsure.begin(), unsure.end(), '.', ' ');  // a dot ends a component
  return absl::StrCat(Begin(Part::kUnsure), unsure, ".");
}

// The first number of the cell; nothing where there is none.
std::string LineKey(absl::string_view line) {
  const auto digit = std::find_if(line.begin(), line.end(), IsDigit);
  line.remove_prefix(static_cast<size_t>(digit - line.begin()));
  return line.empty() ? "" : TakeNumber(&line);
}

constexpr size_t kMostFurther = 20;

struct Link {
  absl::string_view text;
  bool range;  // all that lies between, too
};
// What stands between two places of one cell.
constexpr Link kLinks[] = {
    {",", false},   {";", false}, {"&", false}, {"+", false},     {" and ", false}, {" or ", false},
    {" to ", true}, {"..", true}, {"-", true},  {"\u2013", true}, {"\u2014", true},
};

// The nearest link; its text is empty where there is none.
Link NextLink(absl::string_view text, size_t* at) {
  Link next{"", false};
  *at = text.size();
  for (const Link& link : kLinks) {
    const size_t found = text.find(link.text);
    if (found < *at) {
      *at = found;
      next = link;
    }
  }
  return next;
}

// Components of a key that is ended by a dot.
auto Depth(absl::string_view key) { return std::count(key.begin(), key.end(), '.'); }
// "6.2", "7.a)", and not "2nd paragraph".
bool IsClauseNumber(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool letter = IsLetter(text[i]) && i > 0 && text[i - 1] == '.';
    const bool end = text[i] == ')' && i + 1 == text.size();
    if (!IsDigit(text[i]) && text[i] != '.' && !letter && !end) return false;
  }
  return true;
}

bool IsSure(absl::string_view key) { return key[0] != static_cast<char>(Part::kUnsure); }

}  // namespace

std::vector<KeyRange> FurtherPlaces(absl::string_view clause) {
  std::vector<KeyRange> places;
  const std::string line = absl::AsciiStrToLower(OneLine(CutAt(clause, kMostKey)));
  const std::string typed = OneLine(CutAt(clause, kMostKey));  // an annex is a capital
  size_t at = 0;
  Link link = NextLink(line, &at);
  std::string last = PlaceKey(typed.substr(0, at));
  for (size_t begin = at; !link.text.empty() && places.size() < kMostFurther;) {
    begin += link.text.size();
    const bool range = link.range;
    link = NextLink(absl::string_view(line).substr(begin), &at);
    const std::string piece(absl::StripAsciiWhitespace(typed.substr(begin, at)));
    begin += at;
    const absl::string_view number = WithoutLeadIn(piece);
    if (piece.empty() || (IsDigit(number[0]) && !IsClauseNumber(number))) continue;
    KeyRange place = SubtreeOf(piece);
    if (!IsSure(place.from)) continue;
    const bool through = range && IsSure(last) && Depth(last) == Depth(place.from);
    std::string next = place.from;
    if (through && last < place.from) place.from = last;
    last = std::move(next);
    places.push_back(std::move(place));
  }
  return places;
}

std::string DocumentOrderKey(const Place& place) {
  std::string key = absl::StrCat(PlaceKey(place.clause), " ", LineKey(place.line), " ");
  const std::string element = Natural(OneLine(CutAt(place.element, kMostKey)), kMostText);
  absl::StrAppend(&key, element);
  return std::string(CutAt(key, kMostKey));
}

KeyRange SubtreeOf(absl::string_view clause) {
  KeyRange range{PlaceKey(clause), ""};
  range.until = range.from;
  range.until.back() = '.' + 1;
  return range;
}

bool IsInSubtree(absl::string_view key, absl::string_view clause) {
  return absl::StartsWith(key, PlaceKey(clause));
}

}  // namespace placet::comments::tables
