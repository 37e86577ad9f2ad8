#include "bench/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ReadTexts, JsonLinesGiveTextLanguageAndTopic) {
  TemporaryFolder folder;
  const std::string path = folder.Write(
      "a.jsonl",
      "{\"text\":\"فاز الفريق\",\"language\":\"ar\",\"labels\":{\"topic\":\"sport\"}}\n\n"
      "{\"text\":\"The bank fell\",\"labels\":{\"topic\":\"economy\"}}\n");
  const auto texts = ReadTexts(path, 10);
  ASSERT_TRUE(texts.ok()) << texts.status();
  ASSERT_EQ(texts->size(), 2u);
  EXPECT_EQ((*texts)[0].text, "فاز الفريق");
  EXPECT_EQ((*texts)[0].language, "ar");
  EXPECT_EQ((*texts)[0].label, "sport");
  EXPECT_EQ((*texts)[1].label, "economy");
}

TEST(ReadTexts, PlainLinesAreArticlesWithLabelsByHash) {
  TemporaryFolder folder;
  const auto texts = ReadTexts(folder.Write("a.txt", "one article\n \nanother article\n"), 10);
  ASSERT_TRUE(texts.ok()) << texts.status();
  ASSERT_EQ(texts->size(), 2u);
  EXPECT_EQ((*texts)[1].text, "another article");
  for (const BenchText& text : *texts) EXPECT_THAT(text.label, StartsWith("label-"));
}

TEST(ReadTexts, OneTextWithoutLabelTakesTheLabelsOfAll) {
  TemporaryFolder folder;
  const auto texts = ReadTexts(
      folder.Write("a.jsonl",
                   "{\"text\":\"a\",\"labels\":{\"topic\":\"sport\"}}\n{\"text\":\"b\"}\n"),
      10);
  ASSERT_TRUE(texts.ok()) << texts.status();
  for (const BenchText& text : *texts) EXPECT_THAT(text.label, StartsWith("label-"));
}

TEST(ReadTexts, StopsAtTheLimit) {
  TemporaryFolder folder;
  const auto texts = ReadTexts(folder.Write("a.txt", "one\ntwo\nthree\n{broken\n"), 2);
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_EQ(texts->size(), 2u);
}

TEST(ReadTexts, BadLineIsNamed) {
  TemporaryFolder folder;
  const std::string path = folder.Write("a.jsonl", "{\"text\":\"one\"}\n{\"text\": 7}\n");
  const absl::Status status = ReadTexts(path, 10).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(path + ": line 2"), HasSubstr("text")));
}

TEST(ReadTexts, FileWithoutTextSaysWhatIsExpected) {
  TemporaryFolder folder;
  const absl::Status status =
      ReadTexts(folder.Write("a.jsonl", "{\"title\":\"x\"}\n \n"), 10).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("one article a line"));
  EXPECT_EQ(ReadTexts(folder.Path("missing"), 10).status().code(), absl::StatusCode::kNotFound);
}

TEST(GenerateTexts, GivesTheSameTextsEveryTimeInBothScripts) {
  const std::vector<BenchText> texts = GenerateTexts(30), again = GenerateTexts(30);
  std::set<std::string> labels, languages;
  for (size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(texts[i].text, again[i].text);
    labels.insert(texts[i].label);
    languages.insert(texts[i].language);
  }
  EXPECT_GT(labels.size(), 3u);
  EXPECT_EQ(languages, (std::set<std::string>{"ar", "en"}));
}

TEST(GenerateTexts, SomeWordsAreMuchMoreFrequent) {
  std::map<std::string, size_t> counts;
  size_t words = 0;
  for (const BenchText& text : GenerateTexts(20)) {
    for (size_t begin = 0; begin < text.text.size(); ++words) {
      const size_t end = text.text.find(' ', begin);
      ++counts[text.text.substr(begin, end - begin)];
      begin = end == std::string::npos ? text.text.size() : end + 1;
    }
  }
  size_t largest = 0;
  for (const auto& [word, count] : counts) largest = std::max(largest, count);
  EXPECT_GT(words, 2000u);
  EXPECT_GT(largest * 100, words);  // Of 60,000 words one by chance would be far below.
}

}  // namespace
}  // namespace tasnif
