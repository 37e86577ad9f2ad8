#include "labels/post_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "text/symbols.h"

namespace tasnif {
namespace {

constexpr std::string_view kSymbolMark = "e:";
constexpr std::string_view kHashtagMark = "h:";
constexpr char kHash = '#';
constexpr char kJoint = '_';

// The number of the first token at or behind `byte`.
size_t FirstTokenAt(const Tokens& tokens, size_t byte) {
  const auto found = std::partition_point(
      tokens.begin(), tokens.end(), [&](const Token& token) { return token.begin_byte < byte; });
  return static_cast<size_t>(found - tokens.begin());
}

// A piece begins and ends with a word; its first hash and the emoji around it belong to it, too.
ByteRange WithSigns(ByteRange range, const ArticleText& text) {
  const size_t first = FirstTokenAt(text.tokens, range.begin_byte);
  const size_t next = FirstTokenAt(text.tokens, range.end_byte);
  if (first == 0) range.begin_byte = 0;
  if (range.begin_byte > 0 && text.text[range.begin_byte - 1] == kHash) --range.begin_byte;
  range.end_byte = next < text.tokens.size() ? text.tokens[next].begin_byte
                                             : static_cast<uint32_t>(text.text.size());
  return range;
}

// A hashtag goes on while its words are joined by one underscore; `hash` is where its # stands.
std::string HashtagAt(const ArticleText& text, size_t hash) {
  std::string name;
  size_t next_byte = hash + 1;
  for (size_t i = FirstTokenAt(text.tokens, next_byte); i < text.tokens.size(); ++i) {
    if (text.tokens[i].begin_byte != next_byte) break;
    if (!name.empty()) name += kJoint;
    name += text.tokens.word(i);
    next_byte = text.tokens[i].end_byte;
    if (next_byte >= text.text.size() || text.text[next_byte] != kJoint) break;
    ++next_byte;
  }
  return name;
}

}  // namespace

void AddSymbolWords(const ArticleText& text, ByteRange range, Words* out) {
  range = WithSigns(range, text);
  std::vector<Symbol> symbols;
  FindSymbols(Slice(text.text, range), &symbols);
  std::vector<std::string_view> seen;
  for (const Symbol& symbol : symbols) {
    if (std::find(seen.begin(), seen.end(), symbol.name) != seen.end()) continue;
    seen.push_back(symbol.name);
    const uint32_t begin = range.begin_byte + symbol.range.begin_byte;
    const uint32_t end = range.begin_byte + symbol.range.end_byte;
    out->AddMade(std::string(kSymbolMark) + symbol.name, {begin, end, false});
  }
}

void AddHashtagWords(const ArticleText& text, ByteRange range, Words* out) {
  range = WithSigns(range, text);
  for (size_t at = text.text.find(kHash, range.begin_byte); at < range.end_byte;
       at = text.text.find(kHash, at + 1)) {
    const std::string name = HashtagAt(text, at);
    if (name.empty()) continue;
    const uint32_t begin = static_cast<uint32_t>(at);
    out->AddMade(std::string(kHashtagMark) + name, {begin, begin + 1, false});
  }
}

}  // namespace tasnif
