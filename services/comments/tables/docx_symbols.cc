#include "services/comments/tables/docx_symbols.h"

#include <string_view>

namespace placet::comments::tables {
namespace {

// Adobe's Symbol encoding, 0x20 to 0x7E.
constexpr std::u32string_view kLower =
    U" !\u2200#\u2203%&\u220B()\u2217+,\u2212./0123456789:;<=>?"
    U"\u2245\u0391\u0392\u03A7\u0394\u0395\u03A6\u0393\u0397\u0399\u03D1\u039A\u039B\u039C\u039D"
    U"\u039F\u03A0\u0398\u03A1\u03A3\u03A4\u03A5\u03C2\u03A9\u039E\u03A8\u0396[\u2234]\u22A5_"
    U"\u203E\u03B1\u03B2\u03C7\u03B4\u03B5\u03C6\u03B3\u03B7\u03B9\u03D5\u03BA\u03BB\u03BC\u03BD"
    U"\u03BF\u03C0\u03B8\u03C1\u03C3\u03C4\u03C5\u03D6\u03C9\u03BE\u03C8\u03B6{|}\u223C";

struct Place {
  unsigned place;
  char32_t value;
};
constexpr Place kUpper[] = {
    {0xA3, 0x2264}, {0xA5, 0x221E}, {0xAB, 0x2194}, {0xAC, 0x2190}, {0xAD, 0x2191}, {0xAE, 0x2192},
    {0xAF, 0x2193}, {0xB0, 0x00B0}, {0xB1, 0x00B1}, {0xB3, 0x2265}, {0xB4, 0x00D7}, {0xB5, 0x221D},
    {0xB6, 0x2202}, {0xB7, 0x2022}, {0xB8, 0x00F7}, {0xB9, 0x2260}, {0xBA, 0x2261}, {0xBB, 0x2248},
    {0xC6, 0x2205}, {0xC7, 0x2229}, {0xC8, 0x222A}, {0xCC, 0x2282}, {0xCD, 0x2286}, {0xCE, 0x2208},
    {0xCF, 0x2209}, {0xD1, 0x2207}, {0xD5, 0x220F}, {0xD6, 0x221A}, {0xDB, 0x21D4}, {0xDE, 0x21D2},
    {0xE5, 0x2211}, {0xF2, 0x222B},
};

}  // namespace

char32_t FromSymbolFont(unsigned place) {
  if (place >= 0x20 && place - 0x20 < kLower.size()) return kLower[place - 0x20];
  for (const Place& known : kUpper) {
    if (known.place == place) return known.value;
  }
  return 0;
}

}  // namespace placet::comments::tables
