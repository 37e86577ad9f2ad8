#include "client/call_cut.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<v1::Article> ArticlesOf(const std::vector<size_t>& text_bytes) {
  std::vector<v1::Article> articles(text_bytes.size());
  for (size_t i = 0; i < articles.size(); ++i)
    articles[i].set_text(std::string(text_bytes[i], 'x'));
  return articles;
}

std::vector<CallRange> Cut(const std::vector<v1::Article>& articles, const CallLimits& limits) {
  std::vector<size_t> sizes;
  for (const v1::Article& article : articles) sizes.push_back(BytesInRequest(article));
  return CutIntoCalls(sizes, limits);
}

TEST(CallCut, NothingNeedsNoCall) {
  EXPECT_THAT(CutIntoCalls({}, {.max_articles = 2, .max_bytes = 100}), IsEmpty());
}

TEST(CallCut, CutsAfterTheAllowedNumberOfArticles) {
  const auto articles = ArticlesOf({1, 1, 1, 1, 1});
  EXPECT_THAT(Cut(articles, {.max_articles = 2, .max_bytes = 1000}),
              ElementsAre(CallRange{0, 2}, CallRange{2, 4}, CallRange{4, 5}));
}

TEST(CallCut, CutsBeforeTheBytesOverflow) {
  const auto articles = ArticlesOf({30, 30, 30});
  const size_t two = 2 * BytesInRequest(articles[0]);
  EXPECT_THAT(Cut(articles, {.max_articles = 10, .max_bytes = two}),
              ElementsAre(CallRange{0, 2}, CallRange{2, 3}));
  EXPECT_THAT(Cut(articles, {.max_articles = 10, .max_bytes = two - 1}),
              ElementsAre(CallRange{0, 1}, CallRange{1, 2}, CallRange{2, 3}));
}

TEST(CallCut, OversizedArticleTravelsAlone) {
  const auto articles = ArticlesOf({5, 500, 5, 5});
  const CallLimits limits{.max_articles = 10, .max_bytes = 100};
  EXPECT_THAT(Cut(articles, limits),
              ElementsAre(CallRange{0, 1}, CallRange{1, 2}, CallRange{2, 4}));
  EXPECT_TRUE(IsTooLarge(articles[1], limits));
  EXPECT_FALSE(IsTooLarge(articles[0], limits));
}

TEST(CallCut, ZeroLimitsStillCoverEveryArticleOnce) {
  EXPECT_THAT(Cut(ArticlesOf({1, 1}), {.max_articles = 0, .max_bytes = 0}),
              ElementsAre(CallRange{0, 1}, CallRange{1, 2}));
}

TEST(CallCut, BytesInRequestAreAtLeastThoseOnTheWire) {
  for (size_t size : {0u, 1u, 127u, 128u, 20000u, 3000000u}) {
    v1::ClassifyRequest request;
    request.add_articles()->set_text(std::string(size, 'x'));
    EXPECT_GE(BytesInRequest(request.articles(0)), request.ByteSizeLong()) << size;
  }
}

// Whatever the sizes, every article is covered once, in order, and only lone ones break the limit.
TEST(CallCut, RangesPartitionAnyList) {
  uint32_t state = 12345;
  for (int round = 0; round < 200; ++round) {
    std::vector<size_t> sizes(round % 17);
    for (size_t& size : sizes) size = (state = state * 1664525 + 1013904223) % 300;
    const auto articles = ArticlesOf(sizes);
    const CallLimits limits{.max_articles = 1 + round % 4u, .max_bytes = 50 + round % 250u};
    size_t next = 0;
    for (const CallRange& range : Cut(articles, limits)) {
      EXPECT_EQ(range.begin, next);
      ASSERT_LT(range.begin, range.end);
      EXPECT_LE(range.end - range.begin, limits.max_articles);
      size_t bytes = 0;
      for (size_t i = range.begin; i < range.end; ++i) bytes += BytesInRequest(articles[i]);
      EXPECT_TRUE(bytes <= limits.max_bytes || range.end - range.begin == 1);
      next = range.end;
    }
    EXPECT_EQ(next, articles.size());
  }
}

}  // namespace
}  // namespace tasnif
