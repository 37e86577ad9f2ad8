#include "train/min_hash.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "text/tokenizer.h"
#include "train/selection.h"

namespace tasnif {
namespace {

std::vector<uint64_t> Range(uint64_t begin, uint64_t end) {
  std::vector<uint64_t> words;
  for (uint64_t i = begin; i < end; ++i) words.push_back(MixHash(i, 99));
  return words;
}

// Of the sets of three-word pieces, by counting.
double TrueJaccard(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  const auto pieces = [](const std::vector<uint64_t>& words) {
    std::set<std::vector<uint64_t>> out;
    for (size_t i = 0; i + 3 <= words.size(); ++i) {
      out.insert({words[i], words[i + 1], words[i + 2]});
    }
    return out;
  };
  const auto of_a = pieces(a);
  const auto of_b = pieces(b);
  size_t shared = 0;
  for (const auto& piece : of_a) shared += of_b.count(piece);
  return static_cast<double>(shared) / static_cast<double>(of_a.size() + of_b.size() - shared);
}

TEST(MinHash, TheEstimateIsTheShareOfCommonPieces) {
  // Overlaps from nothing to everything; twenty pairs each, so that the errors even out.
  for (const uint64_t shift : {0, 20, 50, 100, 200, 300}) {
    double sum = 0;
    double truth = 0;
    for (uint64_t pair = 0; pair < 20; ++pair) {
      const auto a = Range(pair * 10000, pair * 10000 + 300);
      const auto b = Range(pair * 10000 + shift, pair * 10000 + shift + 300);
      sum += EstimateJaccard(MakeMinHash(a), MakeMinHash(b));
      truth = TrueJaccard(a, b);
    }
    // Five standard errors of the mean of twenty estimates from sixty values.
    EXPECT_NEAR(sum / 20, truth, 0.08) << "shift " << shift;
  }
}

TEST(MinHash, TheOrderOfWordsMatters) {
  const auto words = Range(0, 100);
  std::vector<uint64_t> reversed(words.rbegin(), words.rend());
  EXPECT_LT(EstimateJaccard(MakeMinHash(words), MakeMinHash(reversed)), 0.1);
}

TEST(MinHash, ShortTextsAreAlikeOnlyWhereTheyAreTheSame) {
  EXPECT_EQ(EstimateJaccard(MakeMinHash(Range(0, 2)), MakeMinHash(Range(0, 2))), 1);
  EXPECT_LT(EstimateJaccard(MakeMinHash(Range(0, 2)), MakeMinHash(Range(0, 1))), 0.1);
  EXPECT_LT(EstimateJaccard(MakeMinHash(Range(0, 1)), MakeMinHash(Range(1, 2))), 0.1);
}

TEST(HashWords, FollowsTheTokenizer) {
  const auto tokenizer = Tokenizer::Create();
  ASSERT_EQ(tokenizer.status(), absl::OkStatus());
  Tokens one;
  Tokens two;
  (*tokenizer)->Tokenize("قالَ الرئيسُ  في الرياض", &one);
  (*tokenizer)->Tokenize("قال الرئيس في الرياض!", &two);
  EXPECT_EQ(HashWords(one), HashWords(two)) << "marks and spacing make no difference";
  EXPECT_EQ(HashWords(one).size(), 4u);
}

}  // namespace
}  // namespace tasnif
