#include "text/symbols.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

std::string Names(const std::string& text) {
  std::vector<Symbol> symbols;
  FindSymbols(text, &symbols);
  std::string names;
  for (const Symbol& symbol : symbols) names += symbol.name + " ";
  return names;
}

TEST(Symbols, AreFoundByTheirBaseSign) {
  const struct {
    const char* text;
    const char* names;
    const char* why;
  } cases[] = {
      {"", "", "nothing"},
      {"كلام words 123 - … «»", "", "no sign of tone"},
      {"؟ ? ？", "? ? ? ", "question marks of three scripts"},
      {"! ¡ ！", "! ! ! ", "exclamation marks"},
      {"👍🏽", "👍 ", "without the skin tone"},
      {"❤️", "❤ ", "without the variant"},
      {"👩‍🚀", "👩 🚀 ", "each sign of a joined sequence"},
      {"🇸🇦", "", "the letters of a flag"},
      {"☀⭐🥇🪁", "☀ ⭐ 🥇 🪁 ", "blocks of every age"},
  };
  for (const auto& test : cases) EXPECT_EQ(Names(test.text), test.names) << test.why;
}

TEST(Symbols, StandWhereTheySay) {
  std::vector<Symbol> symbols;
  FindSymbols("ok 😂!", &symbols);
  ASSERT_EQ(symbols.size(), 2u);
  EXPECT_EQ(symbols[0].range, (ByteRange{3, 7}));
  EXPECT_EQ(symbols[1].range, (ByteRange{7, 8}));
}

}  // namespace
}  // namespace tasnif
