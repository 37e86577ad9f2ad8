#include "text/segmenter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/attribution.h"

namespace tasnif {
namespace {

const Segmenter& TheSegmenter() {
  static const auto& segmenter = *new auto(Segmenter::Create().value());
  return *segmenter;
}

const AttributionFinder& TheFinder() {
  static const auto& finder = *new auto(AttributionFinder::Create().value());
  return *finder;
}

std::vector<std::string> PartsOf(std::string_view text, SegmentKind kind) {
  std::vector<std::string> parts;
  for (const Segment& segment : TheSegmenter().Segment(text).segments) {
    if (segment.kind != kind) continue;
    std::string part(Slice(text, segment.range));
    while (!part.empty() && part.back() == '\n') part.pop_back();
    parts.push_back(part);
  }
  return parts;
}

// "Reuters@dateline" for each attribution; a '*' where it belongs to a related article.
std::vector<std::string> AttributionsOf(std::string_view text) {
  std::vector<std::string> found;
  for (const auto& a : TheFinder().Find(text, TheSegmenter().Segment(text))) {
    found.push_back(a.agency + "@" + std::string(AttributionPlaceName(a.place)) +
                    (a.is_related ? "*" : ""));
  }
  return found;
}

void ExpectCover(std::string_view text, const Segmentation& segmentation) {
  uint32_t end = 0;
  for (const Segment& segment : segmentation.segments) {
    ASSERT_EQ(segment.range.begin_byte, end);
    ASSERT_LT(segment.range.begin_byte, segment.range.end_byte);
    end = segment.range.end_byte;
  }
  ASSERT_EQ(end, text.size());
}

// A made-up article as crawlers deliver it.
constexpr char kArticle[] =
    "وزارة الري تعلن خطة جديدة لتنظيم مياه السدود\n"
    "تاريخ النشر: 4th, March 2023 GMT\n"
    "كشفت وزارة الري عن خطة تمتد ثلاثة أعوام لتنظيم تخزين المياه في السدود الكبرى، وذلك بعد موسم "
    "أمطار ضعيف أثر في المحاصيل الصيفية.\n"
    "إقرأ المزيدوأوضح المتحدث باسم الوزارة أن الخطة تشمل صيانة القنوات القديمة وتدريب المزارعين "
    "على "
    "طرق ري توفر المياه.\n"
    "ونقلت رويترز عن خبراء قولهم إن التمويل ما زال غير مؤكد.\n"
    "المصدر: RT Arabic\n"
    "كلمات دلالية: السدود وزارة الري المحاصيل\n"
    "إقرأ أيضاً:\n"
    "منتخب الناشئين يبدأ معسكره التدريبي\n"
    "بدأ المنتخب معسكره في مدينة ساحلية استعدادا للبطولة، وقال المدرب إن اللاعبين في حال جيدة.\n"
    "وكالة سبوتنيك\n"
    "إنضم لقناة أخبار السدود على واتساب";

TEST(Segmenter, SetsASecondArticleApart) {
  ExpectCover(kArticle, TheSegmenter().Segment(kArticle));
  using Strings = std::vector<std::string>;
  EXPECT_EQ(PartsOf(kArticle, SegmentKind::kDateline), Strings{"تاريخ النشر: 4th, March 2023 GMT"});
  EXPECT_EQ(PartsOf(kArticle, SegmentKind::kReadMore), Strings{"إقرأ المزيد"});
  EXPECT_EQ(PartsOf(kArticle, SegmentKind::kSource),
            (Strings{"المصدر: RT Arabic", "وكالة سبوتنيك"}));
  EXPECT_EQ(PartsOf(kArticle, SegmentKind::kKeywords),
            Strings{"كلمات دلالية: السدود وزارة الري المحاصيل"});
  EXPECT_EQ(PartsOf(kArticle, SegmentKind::kRelatedMarker), Strings{"إقرأ أيضاً:"});
  EXPECT_EQ(PartsOf(kArticle, SegmentKind::kSocial), Strings{"إنضم لقناة أخبار السدود على واتساب"});
  const auto related = PartsOf(kArticle, SegmentKind::kRelated);
  ASSERT_EQ(related.size(), 1u);
  EXPECT_EQ(related[0].find("منتخب الناشئين"), 0u);
}

TEST(Segmenter, BodyHoldsTheProseOnly) {
  const std::string body = BodyText(kArticle, TheSegmenter().Segment(kArticle));
  EXPECT_NE(body.find("كشفت وزارة الري"), std::string::npos);
  EXPECT_NE(body.find("\nوأوضح المتحدث"), std::string::npos);
  EXPECT_EQ(body.find("المنتخب"), std::string::npos);
  EXPECT_EQ(body.find("المصدر"), std::string::npos);
}

TEST(AttributionFinder, FindsNamesWhereAttributionStands) {
  const std::string_view text = kArticle;
  const auto found = TheFinder().Find(text, TheSegmenter().Segment(text));
  ASSERT_EQ(found.size(), 2u);  // The Reuters of the prose is a quotation.
  EXPECT_EQ(found[0].agency, "RT Arabic");
  EXPECT_EQ(found[0].kind, "outlet");
  EXPECT_EQ(Slice(text, found[0].range), "RT Arabic");
  EXPECT_FALSE(found[0].is_related);
  EXPECT_EQ(found[1].agency, "Sputnik");
  EXPECT_EQ(found[1].kind, "wire");
  EXPECT_EQ(Slice(text, found[1].range), "وكالة سبوتنيك");
  EXPECT_TRUE(found[1].is_related);
}

constexpr char kProse[] =
    "The council agreed on a budget for the coming year after two days of talks, and the mayor "
    "said "
    "that work on the bridge would begin in spring.\nResidents had asked for the bridge for years, "
    "as the old one is closed to lorries.\n";

TEST(Segmenter, MarkerNeedsProseBeforeIt) {
  const std::string early = std::string("Related articles\n") + kProse;
  EXPECT_TRUE(PartsOf(early, SegmentKind::kRelated).empty()) << "first line";
  EXPECT_TRUE(PartsOf(early, SegmentKind::kRelatedMarker).empty());
  EXPECT_EQ(PartsOf(early, SegmentKind::kReadMore).size(), 1u) << "its words are no prose";

  std::string late_tail;
  for (int i = 0; i < 5; ++i) late_tail += kProse;
  const std::string in_first_quarter = std::string(kProse) + "Related articles\n" + late_tail;
  EXPECT_TRUE(PartsOf(in_first_quarter, SegmentKind::kRelated).empty()) << "first quarter";

  const std::string behind = std::string(kProse) + "Related articles\nAnother story\n";
  EXPECT_EQ(PartsOf(behind, SegmentKind::kRelated).size(), 1u) << "behind the prose";
}

TEST(Segmenter, AReadMoreLineCutsNothing) {
  const std::string text = std::string(kProse) + "Read more\n" + kProse;
  EXPECT_TRUE(PartsOf(text, SegmentKind::kRelated).empty());
  EXPECT_EQ(PartsOf(text, SegmentKind::kReadMore).size(), 1u);
}

TEST(Segmenter, MarkerWithAHeadlineInItsLineCutsNothing) {
  const std::string text = std::string(kProse) + "Read also: another story\n" + kProse;
  EXPECT_TRUE(PartsOf(text, SegmentKind::kRelated).empty());
}

TEST(Segmenter, CopesWithOddTexts) {
  const std::string cases[] = {
      "",
      "\n",
      "\n\n x \n\n",
      std::string(1 << 20, 'x'),
      std::string(1 << 20, '\n'),
      std::string("a\0b\n\0", 5),
      "\xFF\xFE bad \x80\n\xC3",
      "\u200F\u0640\u064E\n",
      "المصدر:",
  };
  for (const std::string& text : cases) {
    ExpectCover(text, TheSegmenter().Segment(text));
    TheFinder().Find(text, TheSegmenter().Segment(text));
  }
}

TEST(Segmenter, AMegabyteOfLinksStaysLinear) {
  std::string text;
  while (text.size() < (1 << 20)) text += "إقرأ المزيد ";
  ExpectCover(text, TheSegmenter().Segment(text));
  std::string lines;
  while (lines.size() < (1 << 20)) lines += text.substr(0, 40000) + "\n";
  ExpectCover(lines, TheSegmenter().Segment(lines));
}

struct AttributionCase {
  std::string text;
  std::vector<std::string> expected;
  std::string why;
};

TEST(AttributionFinder, KnowsPlaces) {
  const std::string prose = kProse;
  const AttributionCase cases[] = {
      {"", {}, "empty"},
      {"LONDON (AP) — " + prose, {"Associated Press@dateline"}, "English dateline"},
      {"Budget agreed\nCAIRO, May 5 (Reuters) - " + prose, {"Reuters@dateline"}, "behind a title"},
      {"ميزانية جديدة\nالقاهرة - أ ف ب: أقر المجلس الميزانية بعد يومين من النقاش.",
       {"Agence France-Presse@dateline"},
       "Arabic dateline"},
      {"الرياض - واس - استقبل الوزير نظيره.", {"SPA@dateline"}, "weak alias in a dateline"},
      {"قنا - أ ش أ: افتتح المحافظ المعرض.", {"MENA@dateline"}, "a city named like an agency"},
      {"قنا - افتتح المحافظ معرضا للكتاب.", {}, "that city alone"},
      {"وقعت (جمهورية مصر العربية) الاتفاق.", {}, "an everyday word in parentheses"},
      {"ساحة واسعة في واس الكبيرة قنا وبنا\nنص", {}, "weak aliases in prose"},
      {prose + "Source: Reuters\n", {"Reuters@source_line"}, "source line"},
      {prose + "المصدر: رويترز + د ب أ\n", {"Reuters@source_line", "dpa@source_line"}, "two"},
      {prose + "(أ ش أ)", {"MENA@source_line"}, "alone in the last line"},
      {prose + "م.ع / س.ن (د ب أ، رويترز)", {"dpa@body_tail", "Reuters@body_tail"}, "signature"},
      {"By Reuters Staff\n" + prose, {"Reuters@byline"}, "byline"},
      {prose + "Tags: Reuters, bridge", {"Reuters@keyword_tail"}, "keywords"},
      {"The mayor spoke (Reuters) of the bridge.", {"Reuters@body_head"}, "first sentence"},
      {prose + "A Reuters poll found that most residents of the town agree with the plan, while a "
               "third would rather keep the old bridge.",
       {},
       "a quotation in a long last line"},
  };
  for (const AttributionCase& c : cases) EXPECT_EQ(AttributionsOf(c.text), c.expected) << c.why;
}

}  // namespace
}  // namespace tasnif
