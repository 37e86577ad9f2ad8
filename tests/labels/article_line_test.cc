#include "labels/article_line.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

// Every field of the schema, each of which must survive.
constexpr char kLine[] =
    R"({"id":"42","title":"عنوان","text":"زار الوزير مصر","language":"ar",)"
    R"("url":"https://a.example/42","publisher":"a.example","byline":"ليلى",)"
    R"("published":"2024-02-13T10:00:00+00:00","targets":[{"name":"مصر","aliases":["القاهرة"],)"
    R"("stance":"neutral","mention":[11,14]},{"name":"فرنسا"}],"labels":{"topic":"politics"},)"
    R"("source":"letters","split":"dev","weak":true})";

TEST(ArticleLine, IsTheWayBackOfParsing) {
  const auto article = ParseArticle(kLine);
  ASSERT_EQ(article.status(), absl::OkStatus());
  EXPECT_EQ(DumpJson(ArticleToJson(*article)), kLine);
}

TEST(ArticleLine, EmptyFieldsAreLeftOut) {
  const auto article = ParseArticle(R"({"text":"x"})");
  ASSERT_EQ(article.status(), absl::OkStatus());
  EXPECT_EQ(DumpJson(ArticleToJson(*article)), R"({"text":"x"})");
}

}  // namespace
}  // namespace tasnif
