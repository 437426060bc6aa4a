// One page said twice: as text of 100 columns, and as a Word document. Pure; knows nothing of
// ballots. A form is put together of blocks, so that both say the same.
#pragma once

#include <string>
#include <vector>

#include "services/ballots/docx.h"

namespace placet::ballots::layout {

struct Table {
  std::vector<std::vector<std::string>> rows;
  docx::Heads heads = docx::Heads::kFirstRow;
  std::vector<int> shares = {};  // widths in a Word document, as docx::Document::Table
};

// A heading, what is said under it, and a table; what is empty is left out.
struct Block {
  std::string heading;
  std::vector<std::string> paragraphs;
  Table table;
};

struct Page {
  std::string title;
  std::string header;  // on top of every page of a Word document
  std::string footer;
  docx::Properties properties;
  std::vector<Block> blocks;
};

std::string Text(const Page& page);
std::string Docx(const Page& page);

}  // namespace placet::ballots::layout
