// Characters of the font "Symbol", which Word keeps by their place in the font (w:sym), as Unicode.
#pragma once

namespace placet::comments::tables {

// `place` is 0x20 to 0xFF; 0 where the place is empty or is not known here.
char32_t FromSymbolFont(unsigned place);

}  // namespace placet::comments::tables
