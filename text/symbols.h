// text/symbols.h
//
// The signs of a text that are no words but say something: emoji, question and exclamation marks.
// The tokenizer passes over them; whoever judges a post by its tone may not.
//
//   std::vector<Symbol> symbols;
//   FindSymbols("حقا؟ 👍🏽", &symbols);   // "?" and "👍"
//
// Threads: pure. Cost: linear in the text.
// Source: Unicode Technical Standard #51, by blocks rather than by property: new emoji are added to
// the same blocks.
#ifndef TASNIF_TEXT_SYMBOLS_H_
#define TASNIF_TEXT_SYMBOLS_H_

#include <string>
#include <string_view>
#include <vector>

#include "text/byte_range.h"

namespace tasnif {

struct Symbol {
  std::string name;  // The sign without skin tone and variant; "?" and "!" for those of any script.
  ByteRange range;   // Where it stands.
};

// Appends the symbols of `utf8`, which is well-formed, in text order. Of a sequence with joiners
// each sign counts for itself; the letters of a flag are left out.
void FindSymbols(std::string_view utf8, std::vector<Symbol>* out);

}  // namespace tasnif

#endif  // TASNIF_TEXT_SYMBOLS_H_
