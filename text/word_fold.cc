#include "text/word_fold.h"

#include <string>

namespace tasnif {

WordFold::ComposedLetter WordFold::TryCompose(const CharTable& table, std::string_view letter,
                                              char32_t mark) {
  size_t position = 0;
  const char32_t c = NextCodePoint(letter, &position);
  // "ß" folds to two letters, of which the mark belongs to the second: rare enough for ICU.
  if (position < letter.size()) return {4, {}};
  const char32_t composed = table.Compose(c, mark);
  if (composed == 0) return {0, {}};
  std::string bytes;  // Too short to be allocated.
  AppendUtf8(composed, &bytes);
  ComposedLetter result{bytes.size(), {}};
  bytes.copy(result.bytes, sizeof(result.bytes));
  return result;
}

}  // namespace tasnif
