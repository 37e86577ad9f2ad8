#include "labels/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BuildWordsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { family_ = ArticleReader::Create()->release(); }
  static void TearDownTestSuite() { delete family_; }

  void SetUp() override { reader_ = *family_->CreateSibling(); }

  const std::vector<std::string_view>& Build(std::string_view title, std::string_view text,
                                             const v1::TextOptions& options) {
    v1::Article article;
    article.set_title(std::string(title));
    article.set_text(std::string(text));
    EXPECT_EQ(reader_->Read(article, &text_), absl::OkStatus());
    words_.Clear();
    BuildWords(text_, options, &words_);
    EXPECT_EQ(words_.words.size(), words_.origins.size());
    return words_.words;
  }

  static inline ArticleReader* family_ = nullptr;
  std::unique_ptr<ArticleReader> reader_;
  ArticleText text_;
  Words words_;
};

TEST_F(BuildWordsTest, TitleIsReadFirstWhereWanted) {
  v1::TextOptions options;
  EXPECT_THAT(Build("Big News", "The text", options), ElementsAre("the", "text"));
  options.set_use_title(true);
  EXPECT_THAT(Build("Big News", "The text", options), ElementsAre("big", "news", "the", "text"));
  options.set_title_prefix("t:");
  EXPECT_THAT(Build("Big News", "The text", options),
              ElementsAre("t:big", "t:news", "the", "text"));
  EXPECT_TRUE(words_.origins[0].in_title);
  EXPECT_FALSE(words_.origins[2].in_title);
  EXPECT_EQ(words_.origins[1].begin_byte, 4u);
  EXPECT_EQ(words_.origins[1].end_byte, 8u);
}

TEST_F(BuildWordsTest, NumbersBecomeZeroOrGo) {
  v1::TextOptions options;
  options.set_use_title(true);
  EXPECT_THAT(Build("In 1999", "Won 3 of 12 games", options),
              ElementsAre("in", "0", "won", "0", "of", "0", "games"));
  options.set_drop_numbers(true);
  EXPECT_THAT(Build("In 1999", "Won 3 of 12 games", options),
              ElementsAre("in", "won", "of", "games"));
}

TEST_F(BuildWordsTest, MaxWordsCountsTheBodyOnly) {
  v1::TextOptions options;
  options.set_use_title(true);
  options.set_max_words(2);
  EXPECT_THAT(Build("a b c", "d e f g", options), ElementsAre("a", "b", "c", "d", "e"));
}

constexpr std::string_view kScraped =
    "Rain closed several roads in the northern valley on Monday and people were asked to stay at "
    "home until the water goes down, the mayor of the largest town told residents in a letter.\n"
    "Schools will open again on Thursday if the forecast holds, she added, and buses follow.\n"
    "Keywords: flood, valley\n"
    "Read also:\n"
    "Chess champion retires\n";

TEST_F(BuildWordsTest, BoilerplateAndTheRelatedArticleAreLeftOut) {
  const auto& words = Build("", kScraped, v1::TextOptions());
  ASSERT_FALSE(words.empty());
  EXPECT_EQ(words.front(), "rain");
  EXPECT_EQ(words.back(), "follow");
}

TEST_F(BuildWordsTest, KeywordLinesAreReadWhereWanted) {
  v1::TextOptions options;
  options.set_use_keywords(true);
  const auto& words = Build("", kScraped, options);
  EXPECT_EQ(words.back(), "valley");
  EXPECT_EQ(words[words.size() - 2], "flood");
}

TEST_F(BuildWordsTest, AttributionInTheBodyBecomesOneWord) {
  constexpr std::string_view kText =
      "The president spoke on Monday (Agence France-Presse) about the budget of next year.";
  v1::TextOptions options;
  const size_t plain = Build("", kText, options).size();
  ASSERT_EQ(text_.attributions.size(), 1u);
  options.set_mask_attribution(true);
  const auto& words = Build("", kText, options);
  ASSERT_EQ(words.size(), plain - 2);
  EXPECT_EQ(words[5], kAttributionWord);
  EXPECT_EQ(words[6], "about");
  EXPECT_EQ(words_.origins[5].begin_byte, words_.origins[5].end_byte);
  EXPECT_EQ(words_.origins[5].begin_byte, text_.attributions[0].range.begin_byte);
}

TEST_F(BuildWordsTest, CreditedPlacesBecomeWords) {
  v1::TextOptions options;
  options.set_attribution_words(2);
  EXPECT_THAT(Build("", "LONDON (Reuters) - It rained.", options),
              ElementsAre("attr:dateline", "attr:dateline", "it", "rained"));
  EXPECT_THAT(Build("", "It rained.", options),
              ElementsAre("attr:none", "attr:none", "it", "rained"));
}

TEST_F(BuildWordsTest, OnlyTheFirstOfEqualWordsIsReadWhereWanted) {
  v1::TextOptions options;
  options.set_use_title(true);
  options.set_unique_words(true);
  options.set_max_words(2);
  options.set_attribution_words(2);
  EXPECT_THAT(Build("Rain", "Rain and rain and wind and hail", options),
              ElementsAre("attr:none", "attr:none", "rain", "and", "wind"))
      << "words that are skipped do not count";
}

TEST_F(BuildWordsTest, OriginsPointAtWhatWasRead) {
  v1::TextOptions options;
  Build("", "قال الوزيرُ: إنَّ 12 قطارا", options);
  const auto text_of = [this](size_t i) {
    return Slice(text_.text, {words_.origins[i].begin_byte, words_.origins[i].end_byte});
  };
  EXPECT_EQ(text_of(1), "الوزيرُ");
  EXPECT_EQ(words_.words[3], "0");
  EXPECT_EQ(text_of(3), "12");
}

TEST_F(BuildWordsTest, TextWithoutWordsGivesNone) {
  EXPECT_THAT(Build("", "!!! ...", v1::TextOptions()), IsEmpty());
}

TEST_F(BuildWordsTest, SameWordsMeansTheSameOptionsForText) {
  v1::TextOptions a, b;
  b.set_normalizer_version(7);  // Checked at load; changes nothing here.
  EXPECT_TRUE(MakesSameWords(a, b));
  const auto differs = [&a](auto set) {
    v1::TextOptions other = a;
    set(&other);
    return !MakesSameWords(a, other);
  };
  EXPECT_TRUE(differs([](v1::TextOptions* o) { o->set_use_title(true); }));
  EXPECT_TRUE(differs([](v1::TextOptions* o) { o->set_title_prefix("t"); }));
  EXPECT_TRUE(differs([](v1::TextOptions* o) { o->set_use_keywords(true); }));
  EXPECT_TRUE(differs([](v1::TextOptions* o) { o->set_drop_numbers(true); }));
  EXPECT_TRUE(differs([](v1::TextOptions* o) { o->set_max_words(1); }));
  EXPECT_TRUE(differs([](v1::TextOptions* o) { o->set_mask_attribution(true); }));
}

}  // namespace
}  // namespace tasnif
