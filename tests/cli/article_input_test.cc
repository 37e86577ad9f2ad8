#include "cli/article_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using Form = RawArticle::Form;

std::vector<RawArticle> ReadAll(const std::vector<std::string>& paths, size_t max_bytes = 1000) {
  ArticleInput input(ExpandPaths(paths), max_bytes);
  std::vector<RawArticle> articles;
  for (RawArticle raw; input.Next(&raw);) articles.push_back(raw);
  return articles;
}

TEST(ArticleInput, FileIsOneArticleWithTheTypeOfItsName) {
  TemporaryFolder folder;
  const auto articles = ReadAll({folder.Write("a.txt", "{\"no\": \"lines\"}"),
                                 folder.Write("b.html", "<p>"), folder.Write("c", "x\r\n")});
  ASSERT_THAT(articles, SizeIs(3));
  for (const RawArticle& article : articles) EXPECT_EQ(article.form, Form::kDocument);
  EXPECT_EQ(articles[0].media_type, "text/plain");
  EXPECT_EQ(articles[1].media_type, "text/html");
  EXPECT_EQ(articles[2].media_type, "");
  EXPECT_EQ(articles[2].bytes, "x\r\n");
  EXPECT_EQ(articles[2].place, folder.Path("c"));
}

TEST(ArticleInput, LinesAreNumberedAndBlankOnesPassedOver) {
  TemporaryFolder folder;
  const auto articles = ReadAll({folder.Write("a.jsonl", "{1}\n\n  \r\n{2}"),
                                 folder.Write("b.jsonl", ""), folder.Write("c.jsonl", "{3}\n")});
  ASSERT_THAT(articles, SizeIs(3));
  EXPECT_EQ(articles[0].place, folder.Path("a.jsonl:1"));
  EXPECT_EQ(articles[1].place, folder.Path("a.jsonl:4"));
  EXPECT_EQ(articles[1].bytes, "{2}");
  EXPECT_EQ(articles[2].place, folder.Path("c.jsonl:1"));
  for (const RawArticle& article : articles) EXPECT_EQ(article.form, Form::kJsonLine);
}

TEST(ArticleInput, OversizedFileIsABadArticleAndNotKept) {
  TemporaryFolder folder;
  const auto articles = ReadAll({folder.Write("fits.txt", std::string(1000, 'x')),
                                 folder.Write("large.txt", std::string(1001, 'x'))});
  ASSERT_THAT(articles, SizeIs(2));
  EXPECT_EQ(articles[0].form, Form::kDocument);
  EXPECT_EQ(articles[1].form, Form::kBadArticle);
  EXPECT_EQ(articles[1].bytes, "");
  EXPECT_EQ(articles[1].status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(articles[1].status.message()), HasSubstr("more than 1000 bytes"));
}

TEST(ArticleInput, UnreadableInputDoesNotStopTheNext) {
  TemporaryFolder folder;
  const auto articles = ReadAll({folder.Path("nowhere.txt"), folder.Path("nowhere.jsonl"),
                                 folder.Write("cut.jsonl", std::string("\x1F\x8B\x08\x00", 4)),
                                 folder.Write("a.txt", "x")});
  ASSERT_THAT(articles, SizeIs(4));
  EXPECT_EQ(articles[0].form, Form::kBadInput);
  EXPECT_EQ(articles[0].status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(articles[1].form, Form::kBadInput);
  EXPECT_EQ(articles[2].form, Form::kBadInput);
  EXPECT_EQ(articles[2].status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(articles[3].form, Form::kDocument);
}

TEST(ArticleInput, PlaceIsValidUtf8WhateverTheName) {
  TemporaryFolder folder;
  const auto articles = ReadAll({folder.Write("caf\xE9.txt", "x")});
  ASSERT_THAT(articles, SizeIs(1));
  EXPECT_EQ(articles[0].form, Form::kDocument);
  EXPECT_THAT(articles[0].place, HasSubstr("caf\xEF\xBF\xBD.txt"));
}

}  // namespace
}  // namespace tasnif
