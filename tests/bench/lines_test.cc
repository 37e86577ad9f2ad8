#include "bench/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/timing.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<std::string> Pieces(size_t bytes, size_t max_pieces) {
  return CutPieces({"aa bb cc\n", "dd\n", "\n", "ee ff gg hh ii\n", "jj kk ll mm\n"}, bytes,
                   max_pieces);
}

TEST(MakeLines, WordsAreNormalisedAndJoinedByBlanks) {
  const auto lines = MakeLines({{"The  CAT, sat.", "en", "a"}, {"...", "en", "a"}});
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines, ElementsAre("the cat sat\n", "\n"));
}

TEST(CutPieces, EachPieceBeginsWithALineAndIsFilledUpByTheNext) {
  EXPECT_THAT(Pieces(9, 10), ElementsAre("aa bb cc\n", "dd ee ff\n", "jj kk ll\n"));
}

TEST(CutPieces, NoMoreThanAskedFor) { EXPECT_THAT(Pieces(9, 2), SizeIs(2)); }

TEST(CutPieces, FirstPieceIsFullEvenFromLittleText) {
  const std::vector<std::string> pieces = Pieces(500, 10);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_GT(pieces[0].size(), 490u);
  EXPECT_LE(pieces[0].size(), 500u);
}

TEST(CutPieces, WordLongerThanThePieceIsKept) {
  EXPECT_THAT(CutPieces({"abcdefghij k\n"}, 5, 1), ElementsAre("abcdefghij\n"));
}

TEST(SplitLine, GivesWordsWithoutBlanks) {
  std::vector<std::string_view> words = {"old"};
  SplitLine("aa  bb cc\n", &words);
  EXPECT_THAT(words, ElementsAre("aa", "bb", "cc"));
  SplitLine("\n", &words);
  EXPECT_THAT(words, SizeIs(0));
}

TEST(Median, IsTheMiddleOrTheMeanOfTwo) {
  EXPECT_EQ(Median({3, 1, 2}), 2);
  EXPECT_EQ(Median({4, 1, 2, 3}), 2.5);
  EXPECT_EQ(Median({}), 0);
}

}  // namespace
}  // namespace tasnif
