#include "text/symbols.h"

#include "text/utf8.h"

namespace tasnif {
namespace {

struct Block {
  char32_t first;
  char32_t last;
};

// In order. Skin tones (1F3FB to 1F3FF) and the letters of flags lie outside.
constexpr Block kEmojiBlocks[] = {
    {0x203C, 0x203C},   {0x2049, 0x2049},   {0x2600, 0x27BF},   {0x2B50, 0x2B50},
    {0x2B55, 0x2B55},   {0x1F300, 0x1F3FA}, {0x1F400, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F7E0, 0x1F7F0}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF},
};

bool IsEmoji(char32_t c) {
  if (c < kEmojiBlocks[0].first) return false;
  for (const Block& block : kEmojiBlocks) {
    if (c <= block.last) return c >= block.first;
  }
  return false;
}

bool IsQuestionMark(char32_t c) { return c == '?' || c == U'؟' || c == U'？' || c == U'՞'; }
bool IsExclamationMark(char32_t c) { return c == '!' || c == U'！' || c == U'¡'; }

// "" for what is no symbol.
std::string NameOf(char32_t c) {
  if (IsQuestionMark(c)) return "?";
  if (IsExclamationMark(c)) return "!";
  std::string name;
  if (IsEmoji(c)) AppendUtf8(c, &name);
  return name;
}

}  // namespace

void FindSymbols(std::string_view utf8, std::vector<Symbol>* out) {
  for (size_t at = 0; at < utf8.size();) {
    const uint32_t begin = static_cast<uint32_t>(at);
    std::string name = NameOf(NextCodePoint(utf8, &at));
    if (!name.empty()) out->push_back({std::move(name), {begin, static_cast<uint32_t>(at)}});
  }
}

}  // namespace tasnif
