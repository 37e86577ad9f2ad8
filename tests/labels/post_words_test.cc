#include "labels/post_words.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

class PostWordsTest : public ::testing::Test {
 protected:
  // The words that both functions make of `text` from its first token to its last.
  std::string Made(const std::string& text) {
    v1::Article article;
    article.set_text(text);
    EXPECT_TRUE(reader_->Read(article, &text_).ok());
    const ByteRange range = {text_.tokens[0].begin_byte,
                             text_.tokens[text_.tokens.size() - 1].end_byte};
    Words words;
    AddSymbolWords(text_, range, &words);
    AddHashtagWords(text_, range, &words);
    std::string made;
    for (const std::string_view word : words.words) {
      if (!made.empty()) made += ' ';
      made += word;
    }
    return made;
  }

  std::unique_ptr<ArticleReader> reader_ = *ArticleReader::Create();
  ArticleText text_;
};

TEST_F(PostWordsTest, SignsAndHashtagsBecomeWords) {
  const struct {
    const char* text;
    const char* words;
    const char* why;
  } cases[] = {
      {"قرار ممتاز", "", "words alone"},
      {"قرار ممتاز 👍🏽👍🏽", "e:👍",
       "each once, without its skin tone, also behind the last word"},
      {"😂 كلام", "e:😂", "before the first word"},
      {"متى؟ really?! wow", "e:? e:!", "question marks of any script"},
      {"نعم #لا_للحرب اليوم", "h:لا_للحرب", "a hashtag as one word"},
      {"#نعم_للسلام كلنا", "h:نعم_للسلام", "before the first word"},
      {"#Clean_Streets now #أوقفوا_الهدر", "h:clean_streets h:اوقفوا_الهدر", "normalised"},
      {"# وحده", "", "a lone sign is no hashtag"},
      {"رقم#5", "h:5", "glued to a word"},
      {"#واحد #اثنان", "h:واحد h:اثنان", "side by side"},
  };
  for (const auto& test : cases) EXPECT_EQ(Made(test.text), test.words) << test.why;
}

TEST_F(PostWordsTest, OnlyTheRangeCounts) {
  v1::Article article;
  article.set_text("أحب هذا 👍 #نعم وأكره ذاك 👎 #لا جدا");
  ASSERT_TRUE(reader_->Read(article, &text_).ok());
  Words words;
  const ByteRange second = {text_.tokens[3].begin_byte, text_.tokens[5].begin_byte};
  AddSymbolWords(text_, second, &words);
  AddHashtagWords(text_, second, &words);
  for (const std::string_view word : words.words) {
    EXPECT_NE(word, "e:👍");
    EXPECT_NE(word, "h:نعم");
  }
}

}  // namespace
}  // namespace tasnif
