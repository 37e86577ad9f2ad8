#include "text/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>
#include <vector>

namespace tasnif {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two sentences of a made-up report: enough letters for statistics.
constexpr char kArabic[] =
    "أعلنت وزارة الزراعة أن موسم القمح هذا العام فاق التوقعات، وقال المتحدث باسمها إن المزارعين "
    "في الشمال سلموا كميات قياسية إلى الصوامع الحكومية.\nوأضاف أن الأسعار ستبقى ثابتة حتى نهاية "
    "الشهر المقبل.";
constexpr char kFrench[] =
    "Le maire a annoncé que la bibliothèque rouvrira en février, après deux années de travaux très "
    "coûteux financés par la région.";
constexpr char kRussian[] =
    "Губернатор сообщил, что новый мост через реку откроют весной, а строительство обошлось "
    "бюджету "
    "дешевле, чем ожидалось.";

std::string Encode(std::string_view utf8, const char* charset) {
  UErrorCode error = U_ZERO_ERROR;
  std::string bytes(utf8.size() * 4 + 8, '\0');
  const int32_t size =
      ucnv_convert(charset, "UTF-8", bytes.data(), static_cast<int32_t>(bytes.size()), utf8.data(),
                   static_cast<int32_t>(utf8.size()), &error);
  EXPECT_TRUE(U_SUCCESS(error)) << charset;
  bytes.resize(static_cast<size_t>(size));
  return bytes;
}

struct DecodeCase {
  std::string text;
  const char* encoding;
  std::string charset;     // Given to the decoder.
  std::string media_type;  // Given to the decoder.
  std::string expected;    // Charset that was used.
  bool warns;
};

TEST(DecodeContent, FindsTheCharset) {
  const DecodeCase cases[] = {
      {kArabic, "UTF-8", "", "", "UTF-8", false},
      {kArabic, "UTF-8", "utf8", "text/plain", "UTF-8", false},
      {kArabic, "windows-1256", "windows-1256", "", "windows-1256", false},
      {kArabic, "windows-1256", "", "text/plain; charset=Windows-1256", "windows-1256", false},
      {kArabic, "windows-1256", "", "", "windows-1256", true},
      {kArabic, "ISO-8859-6", "", "", "ISO-8859-6", true},
      {kArabic, "UTF-16LE", "", "", "UTF-16LE", true},
      {kArabic, "UTF-16BE", "", "", "UTF-16BE", true},
      {kFrench, "UTF-16LE", "", "", "UTF-16LE", true},
      {kFrench, "windows-1252", "ISO-8859-1", "", "windows-1252", false},
      {kRussian, "windows-1251", "", "", "windows-1251", true},
      {kRussian, "KOI8-R", "", "", "KOI8-R", true},
      {"\uFEFF"s + kArabic, "UTF-8", "", "", "UTF-8", false},
      {"\uFEFF"s + kArabic, "UTF-16LE", "", "", "UTF-16LE", false},
      {"\uFEFF"s + kArabic, "UTF-16BE", "utf-16", "", "UTF-16BE", false},
      {"\uFEFF"s + kArabic, "UTF-32LE", "", "", "UTF-32LE", false},
      {"\uFEFF"s + kArabic, "UTF-32BE", "", "", "UTF-32BE", false},
      {"\uFEFF"s + kArabic, "UTF-8", "windows-1256", "", "UTF-8", true},
  };
  for (const DecodeCase& c : cases) {
    const std::string bytes = Encode(c.text, c.encoding);
    const auto decoded = DecodeContent(bytes, c.charset, c.media_type);
    ASSERT_TRUE(decoded.ok()) << c.encoding << decoded.status();
    const std::string_view text = c.text;
    EXPECT_EQ(decoded->text, text.substr(text.substr(0, 3) == "\uFEFF" ? 3 : 0)) << c.encoding;
    EXPECT_EQ(decoded->charset, c.expected) << c.encoding;
    EXPECT_EQ(!decoded->warnings.empty(), c.warns) << c.encoding;
  }
}

TEST(DecodeContent, NamesTheDetectedCharset) {
  const auto decoded = DecodeContent(Encode(kArabic, "windows-1256"), "", "");
  ASSERT_TRUE(decoded.ok());
  EXPECT_THAT(decoded->warnings, ElementsAre("no charset was given; detected windows-1256"));
}

TEST(DecodeContent, RepairsBrokenPlacesWithAWarning) {
  const auto decoded = DecodeContent(kArabic + "\xFF ok"s, "", "");
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->text, kArabic + "\uFFFD ok"s);
  EXPECT_THAT(decoded->warnings, ElementsAre("1 places are not valid UTF-8; replaced by U+FFFD"));
}

TEST(DecodeContent, KeepsAStrayNul) {
  const auto decoded = DecodeContent("a stray \0 inside an otherwise plain text"s, "", "");
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->text, "a stray \0 inside an otherwise plain text"s);
}

TEST(DecodeContent, ReadsHtmlInTheCharsetOfItsMeta) {
  const std::string page =
      "<html><head><meta charset=windows-1256><title>خبر</title></head><body>"
      "<p>" +
      std::string(kArabic) + "</p></body></html>";
  const auto decoded = DecodeContent(Encode(page, "windows-1256"), "", "");
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->title, "خبر");
  EXPECT_EQ(decoded->charset, "windows-1256");
  EXPECT_THAT(decoded->warnings, IsEmpty());
}

TEST(DecodeContent, ValidUtf8StandsBeforeAStaleMeta) {
  const std::string page =
      "<html><meta http-equiv=content-type content='text/html; "
      "charset=windows-1256'><p>القاهرة</p>";
  const auto decoded = DecodeContent(page, "", "text/html");
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->text, "القاهرة");
}

TEST(DecodeContent, PlainTextIsNotParsed) {
  const auto decoded = DecodeContent("<html> is a tag", "", "text/plain");
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->text, "<html> is a tag");
}

std::string RandomBytes(size_t size) {
  std::string bytes;
  for (uint32_t state = 1; bytes.size() < size; state = state * 1664525 + 1013904223) {
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

TEST(DecodeContent, RefusesWhatIsNoText) {
  const struct {
    std::string bytes, charset, media_type, message;
  } cases[] = {
      {"", "", "", "content is empty"},
      {"text", "klingon-8", "", "unknown charset 'klingon-8'"},
      {"text", "", "application/pdf", "media type 'application/pdf' is not supported"},
      {"\x89PNG\r\n\x1A\n and so on", "", "", "looks like binary data (a PNG image)"},
      {"\x7F"
       "ELF\x02\x01\x01"s,
       "", "", "looks like binary data (an ELF program)"},
      {"PK\x03\x04\x14", "", "text/html", "looks like binary data (a zip archive"},
      {std::string(1000, '\0'), "", "", "looks like binary data (many control characters)"},
      {RandomBytes(5000), "", "", "looks like binary data (many control characters)"},
      {RandomBytes(5000), "utf-8", "", "looks like binary data (many control characters)"},
  };
  for (const auto& c : cases) {
    const auto decoded = DecodeContent(c.bytes, c.charset, c.media_type);
    EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument) << c.message;
    EXPECT_THAT(std::string(decoded.status().message()), HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace tasnif
