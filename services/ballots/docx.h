// A small writer of Word documents (Office Open XML, ECMA-376): headings, paragraphs, tables on A4
// pages with a header and a numbered footer. It is what the forms of a decision need and no more.
//
// The same calls give the same bytes: nothing of the clock, the machine or a library's compression
// gets in. So a form can be made again years later and compared with what was filed.
//
// Text may come from anybody. It is never markup; a line break stays one, a tab stays one, other
// control characters are left out, and what is not UTF-8 becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace placet::ballots::docx {

// What a reader shows as the properties of the file; empty ones are left out.
struct Properties {
  std::string subject;
  std::string author;
  std::string created;  // "2026-11-23T22:00:00Z"
  std::string language = "en-GB";
};

// Which cells of a table are heads: printed bold, and the first row again on each page.
enum class Heads { kFirstRow, kFirstColumn };

class Document {
 public:
  // The title stands on top of the first page and in the properties.
  explicit Document(std::string_view title, Properties properties = {});

  // On top of every page; and at its foot, before the number of the page.
  void PageHeader(std::string_view text);
  void PageFooter(std::string_view text);

  void Heading(int level, std::string_view text);  // levels 1 to 3; others are the nearest of these
  void Paragraph(std::string_view text);

  // Rows may differ in length; the longest says how many columns there are. `shares` are the widths
  // of the columns as parts of a whole, { 1, 3 }; those missing count as 1. No rows, no table.
  void Table(const std::vector<std::vector<std::string>>& rows, Heads heads = Heads::kFirstRow,
             const std::vector<int>& shares = {});

  // The file.
  std::string Bytes() const;

 private:
  std::string title_;  // these are escaped
  Properties properties_;
  std::string header_;
  std::string footer_;
  std::string body_;
};

}  // namespace placet::ballots::docx
