#include "labels/article_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::Article TextArticle(std::string text) {
  v1::Article article;
  article.set_text(std::move(text));
  return article;
}

v1::Article ContentArticle(std::string content) {
  v1::Article article;
  article.set_content(std::move(content));
  return article;
}

// ASCII and Arabic letters only.
std::string Utf16(std::u16string_view text) {
  std::string bytes = "\xFF\xFE";
  for (const char16_t c : text) {
    bytes += static_cast<char>(c & 0xFF);
    bytes += static_cast<char>(c >> 8);
  }
  return bytes;
}

class ArticleReaderTest : public ::testing::Test {
 protected:
  // Rules take a while to compile; readers of one family share them.
  static void SetUpTestSuite() { family_ = ArticleReader::Create()->release(); }
  static void TearDownTestSuite() { delete family_; }

  void SetUp() override { reader_ = *family_->CreateSibling(); }

  const ArticleText& Read(const v1::Article& article) {
    EXPECT_EQ(reader_->Read(article, &text_), absl::OkStatus());
    return text_;
  }

  static inline ArticleReader* family_ = nullptr;
  std::unique_ptr<ArticleReader> reader_;
  ArticleText text_;
};

TEST_F(ArticleReaderTest, BadArticleIsInvalidArgumentAndSaysWhy) {
  v1::Article unknown_charset = ContentArticle("plain words");
  unknown_charset.set_charset("klingon-8");
  std::string junk;
  for (int i = 0; i < 4096; ++i) junk += static_cast<char>((i * 2654435761u) >> 13);
  const struct {
    v1::Article article;
    std::string_view message;
  } kCases[] = {
      {v1::Article(), "text is empty; send an article"},
      {TextArticle(""), "text is empty; send an article"},
      {TextArticle(" \n\t\r "), "only white space"},
      {TextArticle("\u00A0\u200F\uFEFF\u3000"), "only white space"},
      {TextArticle(std::string("\0\0\0", 3)), "only white space"},
      {ContentArticle(""), "empty"},
      {ContentArticle("<!doctype html><html><body><script>x()</script></body></html>"),
       "content holds no text"},
      {unknown_charset, "klingon-8"},
      {ContentArticle("\x89PNG\r\n\x1A\n" + junk), "binary"},
      {ContentArticle(junk), "binary"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = reader_->Read(c.article, &text_);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(c.message)));
  }
}

TEST_F(ArticleReaderTest, HundredMegabytesAreRefusedBeforeTheyAreRead) {
  const v1::Article article = TextArticle(std::string(100u << 20, 'a'));
  const auto begin = std::chrono::steady_clock::now();
  const absl::Status status = reader_->Read(article, &text_);
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("has 104857600 bytes, at most 10485760 are allowed"));
  EXPECT_LT(took, std::chrono::milliseconds(50));
}

TEST_F(ArticleReaderTest, LimitCountsEveryFieldThatIsRead) {
  auto reader = ArticleReader::Create(10);
  ASSERT_TRUE(reader.ok());
  v1::Article article = TextArticle("12345");
  article.set_title("123");
  article.set_byline("12");
  EXPECT_EQ((*reader)->Read(article, &text_), absl::OkStatus());
  article.set_publisher("1");
  EXPECT_EQ((*reader)->Read(article, &text_).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ArticleReaderTest, SiblingReadsTheSameUnderTheSameLimitWithoutTheOther) {
  auto first = ArticleReader::Create(100);
  ASSERT_TRUE(first.ok());
  auto sibling = (*first)->CreateSibling();
  ASSERT_TRUE(sibling.ok()) << sibling.status();
  first->reset();
  EXPECT_EQ((*sibling)->Read(TextArticle("one two"), &text_), absl::OkStatus());
  EXPECT_EQ(text_.tokens.size(), 2u);
  EXPECT_EQ((*sibling)->Read(TextArticle(std::string(101, 'a')), &text_).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ArticleReader, ImpossibleLimitIsInvalidArgument) {
  EXPECT_EQ(ArticleReader::Create(0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ArticleReader::Create(size_t{1} << 31).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ArticleReaderTest, MegabyteWithoutASpaceIsReadInLinearTime) {
  for (const std::string& unit : {std::string("a"), std::string("ب"), std::string("("),
                                  std::string("漢"), std::string("a."), std::string("http://")}) {
    std::string text;
    while (text.size() < (1u << 20)) text += unit;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(reader_->Read(TextArticle(text), &text_), absl::OkStatus()) << unit;
    // Linear reading takes a fraction of a second, quadratic reading minutes.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20)) << unit;
  }
}

TEST_F(ArticleReaderTest, InvalidUtf8IsRepairedWithAWarning) {
  v1::Article article = TextArticle("caf\xE9 noir");
  article.set_title("\xFF");
  const ArticleText& text = Read(article);
  EXPECT_EQ(text.text, "caf\uFFFD noir");
  EXPECT_THAT(text.warnings, ElementsAre("text: 1 places are not valid UTF-8; replaced by U+FFFD",
                                         "title: 1 places are not valid UTF-8; replaced by "
                                         "U+FFFD"));
}

TEST_F(ArticleReaderTest, NulSeparatesWords) {
  const ArticleText& text = Read(TextArticle(std::string("one\0two", 7)));
  ASSERT_EQ(text.tokens.size(), 2u);
  EXPECT_EQ(text.tokens.word(1), "two");
  EXPECT_EQ(text.tokens[1].begin_byte, 4u);
  EXPECT_THAT(text.warnings, IsEmpty());
}

TEST_F(ArticleReaderTest, ContentIsDecodedFromAnyCharset) {
  EXPECT_EQ(Read(ContentArticle(Utf16(u"قال الوزير إن العمل بدأ"))).text,
            "قال الوزير إن العمل بدأ");
  v1::Article windows = ContentArticle("\xE3\xD1\xCD\xC8\xC7 \xC8\xDF\xE3");
  windows.set_charset("windows-1256");
  EXPECT_EQ(Read(windows).text, "مرحبا بكم");
}

TEST_F(ArticleReaderTest, TitleComesFromTheArticleElseFromTheHtml) {
  v1::Article article = ContentArticle(
      "<!doctype html><html><head><title>عنوان الصفحة</title></head>"
      "<body><p>أعلن الوزير القرار.</p></body></html>");
  EXPECT_EQ(Read(article).title, "عنوان الصفحة");
  article.set_title("عنوان آخر");
  EXPECT_EQ(Read(article).title, "عنوان آخر");
  EXPECT_EQ(text_.title_tokens.size(), 2u);
}

TEST_F(ArticleReaderTest, LanguageIsTakenOrGuessed) {
  v1::Article article = TextArticle("أعلن الوزير أن القرار صدر في المدينة");
  EXPECT_EQ(Read(article).language, "ar");
  article.set_language("en-GB");
  EXPECT_EQ(Read(article).language, "en");
  article.set_language("und");
  EXPECT_EQ(Read(article).language, "ar");
  EXPECT_THAT(text_.warnings, IsEmpty());
  article.set_language("Arabic!");
  EXPECT_EQ(Read(article).language, "ar");
  EXPECT_THAT(text_.warnings, ElementsAre(HasSubstr("language: not a BCP 47 code")));
  EXPECT_EQ(Read(TextArticle("12 34")).language, "und");
}

TEST_F(ArticleReaderTest, UnguessedLeavesTheLanguageToTheCaller) {
  v1::Article article = TextArticle("أعلن الوزير أن القرار صدر في المدينة");
  for (const char* language : {"", "und", "Arabic!"}) {
    article.set_language(language);
    EXPECT_EQ(reader_->ReadUnguessed(article, &text_), absl::OkStatus());
    EXPECT_EQ(text_.language, "") << language;
    EXPECT_EQ(text_.tokens.size(), 7u);
  }
  article.set_language("ar-EG");
  EXPECT_EQ(reader_->ReadUnguessed(article, &text_), absl::OkStatus());
  EXPECT_EQ(text_.language, "ar");
}

constexpr std::string_view kScraped =
    "القاهرة (رويترز) - أعلن وزير النقل يوم الاثنين بدء العمل في خط السكة الحديد الجديد الذي يربط "
    "العاصمة بالميناء، وقال إن المرحلة الأولى ستنتهي العام المقبل.\n"
    "وأضاف الوزير أن الخط سيخدم آلاف الركاب كل يوم وسيخفف الازدحام على الطرق السريعة.\n"
    "المصدر: رويترز\n"
    "كلمات دلالية: نقل، قطارات\n"
    "إقرأ أيضاً:\n"
    "فريق محلي يفوز ببطولة الشطرنج\n";

TEST_F(ArticleReaderTest, EveryTokenKnowsItsSegment) {
  const ArticleText& text = Read(TextArticle(std::string(kScraped)));
  ASSERT_EQ(text.tokens.size(), text.token_kinds.size());
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    const Token& token = text.tokens[i];
    bool is_found = false;
    for (const Segment& segment : text.segmentation.segments) {
      if (token.begin_byte < segment.range.begin_byte || token.begin_byte >= segment.range.end_byte)
        continue;
      EXPECT_EQ(text.token_kinds[i], segment.kind) << text.tokens.word(i);
      is_found = true;
    }
    EXPECT_TRUE(is_found) << text.tokens.word(i);
  }
  EXPECT_EQ(text.token_kinds.back(), SegmentKind::kRelated);
}

TEST_F(ArticleReaderTest, AttributionsOfTheTextHaveTheirPlaceInIt) {
  const ArticleText& text = Read(TextArticle(std::string(kScraped)));
  ASSERT_GE(text.attributions.size(), 2u);
  EXPECT_EQ(text.attributions[0].agency, "Reuters");
  EXPECT_EQ(text.attributions[0].place, AttributionPlace::kDateline);
  EXPECT_EQ(Slice(text.text, text.attributions[0].range), "رويترز");
  EXPECT_EQ(text.attributions.back().place, AttributionPlace::kSourceLine);
}

TEST_F(ArticleReaderTest, BylineAndPublisherAreBylinesWithoutAPlaceInTheText) {
  v1::Article article = TextArticle("A plain report about the weather in the capital.");
  article.set_byline("By Jane Doe, AP");
  article.set_publisher("رويترز");
  const ArticleText& text = Read(article);
  ASSERT_EQ(text.attributions.size(), 2u);
  EXPECT_EQ(text.attributions[1].agency, "Reuters");
  for (const Attribution& attribution : text.attributions) {
    EXPECT_EQ(attribution.place, AttributionPlace::kByline);
    EXPECT_EQ(attribution.kind, "wire");
    EXPECT_TRUE(attribution.range.empty());
  }
  article.set_byline("\xFF\xFE Reuters");
  EXPECT_EQ(Read(article).attributions.size(), 2u);
}

TEST_F(ArticleReaderTest, NothingOfTheArticleBeforeIsLeft) {
  v1::Article first = TextArticle(std::string(kScraped));
  first.set_title("عنوان");
  first.set_byline("AFP");
  Read(first);
  EXPECT_GT(reader_->Sentences(text_).size(), 1u);
  const ArticleText& text = Read(TextArticle("one two"));
  EXPECT_EQ(reader_->Sentences(text_).size(), 1u);
  EXPECT_EQ(text.title, "");
  EXPECT_TRUE(text.title_tokens.empty());
  EXPECT_EQ(text.tokens.size(), 2u);
  EXPECT_EQ(text.token_kinds.size(), 2u);
  EXPECT_THAT(text.attributions, IsEmpty());
}

}  // namespace
}  // namespace tasnif
