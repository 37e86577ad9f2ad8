#include "labels/target_matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "labels/arabic_words.h"
#include "labels/country_forms.h"
#include "labels/inflection.h"
#include "labels/letter_case.h"
#include "text/tokenizer.h"

namespace tasnif {
namespace {

absl::StatusOr<std::unique_ptr<const TargetMatcher>> Create(std::vector<TargetEntry> entries) {
  const auto tokenizer = Tokenizer::Create();
  if (!tokenizer.ok()) return tokenizer.status();
  return TargetMatcher::Create(std::move(entries), tokenizer->get());
}

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Readings(std::string_view word) {
  ArabicReadings readings;
  ReadArabicWord(word, &readings);
  std::vector<std::string> out;
  for (const ArabicReading& reading : readings) {
    out.emplace_back(reading.has_article ? "+" : "");
    out.back() += reading.stem;
  }
  return out;
}

TEST(ReadArabicWord, ListsEveryReadingWithTheWordItselfFirst) {
  EXPECT_THAT(Readings("روسيا"), ElementsAre("روسيا"));
  EXPECT_THAT(Readings("العراق"), ElementsAre("العراق", "+عراق"));
  EXPECT_THAT(Readings("وبالعراق"), ElementsAre("وبالعراق", "بالعراق", "العراق", "+عراق"));
  EXPECT_THAT(Readings("فللعراق"), ElementsAre("فللعراق", "للعراق", "لعراق", "+عراق"));
  EXPECT_THAT(Readings("لبنان"), ElementsAre("لبنان", "بنان"));
}

TEST(ReadArabicWord, LeavesStemsOfAtLeastTwoLetters) {
  EXPECT_THAT(Readings("وال"), ElementsAre("وال", "ال"));
  EXPECT_THAT(Readings("لل"), ElementsAre("لل"));
  EXPECT_THAT(Readings("و"), ElementsAre("و"));
  EXPECT_THAT(Readings("word"), ElementsAre("word"));
  EXPECT_THAT(Readings(""), IsEmpty());
}

TEST(Nisba, IsMadeFromTheName) {
  for (const auto& [name, nisba] :
       std::vector<std::pair<std::string, std::string>>{{"روسيا", "روسي"},
                                                        {"مصر", "مصري"},
                                                        {"السعودية", "سعودي"},
                                                        {"فرنسا", "فرنسي"},
                                                        {"سنغافورة", "سنغافوري"},
                                                        {"الإمارات", "إماراتي"},
                                                        {"جيبوتي", "جيبوتي"},
                                                        {"توغو", ""},
                                                        {"كوريا الجنوبية", ""}}) {
    EXPECT_EQ(NisbaOf(name), nisba) << name;
  }
}

TEST(Nisba, WordsOfAPairAreInflectedTogether) {
  const std::vector<std::string> forms = NisbaForms("جنوب أفريقي");
  EXPECT_THAT(forms, Contains("جنوب أفريقية"));
  EXPECT_THAT(NisbaForms("كوري شمالي"), Contains("كوريين شماليين"));
}

TEST(LetterCase, KnowsCapitalsOfThreeScripts) {
  EXPECT_TRUE(StartsWithCapital("Turkey", "turkey"));
  EXPECT_FALSE(StartsWithCapital("turkey", "turkey"));
  EXPECT_TRUE(StartsWithCapital("Россия", "россия"));
  EXPECT_TRUE(StartsWithCapital("Ελλάδα", "ελλάδα"));
  EXPECT_FALSE(StartsWithCapital("أمريكا", "امريكا")) << "folded, but no capital";
  EXPECT_FALSE(StartsWithCapital("", ""));
  EXPECT_TRUE(IsAllCapitals("U.S", "u.s"));
  EXPECT_TRUE(IsAllCapitals("США", "сша"));
  EXPECT_FALSE(IsAllCapitals("Us", "us"));
  EXPECT_FALSE(IsAllCapitals("1.2", "1.2"));
}

TEST(Inflection, FollowsTheEndingOfTheName) {
  EXPECT_THAT(InflectName("ru", "Россия"), ElementsAre("Россия", "России", "Россию", "Россией"));
  EXPECT_THAT(InflectName("ru", "Чили"), ElementsAre("Чили"));
  EXPECT_THAT(InflectName("ru", "Шри Ланка"), ElementsAre("Шри Ланка"));
  EXPECT_THAT(InflectName("de", "Iran"), ElementsAre("Iran", "Irans"));
  EXPECT_THAT(InflectName("en", "Iran"), ElementsAre("Iran"));
  EXPECT_THAT(InflectAdjective("российск"), Contains("российскому"));
}

TEST(CountryForms, RefusesALineThatItCannotRead) {
  EXPECT_TRUE(ParseCountryForms("\nEG\tar\tname\tمصر;أم الدنيا\n").ok());
  for (const char* bad :
       {"EG\tar\tname", "EGY\tar\tname\tx", "EG\t\tname\tx", "EG\tar\tnames\tx"}) {
    EXPECT_EQ(ParseCountryForms(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

// Text as it comes from ArticleReader, body only.
ArticleText Tokenized(const std::string& text) {
  ArticleText out;
  out.text = text;
  out.language = "en";
  (*Tokenizer::Create())->Tokenize(out.text, &out.tokens);
  out.token_kinds.assign(out.tokens.size(), SegmentKind::kBody);
  return out;
}

TargetEntry Entry(const std::string& name, std::vector<TargetAlias> aliases) {
  TargetEntry entry;
  entry.name = name;
  entry.source = "list";
  entry.aliases = std::move(aliases);
  return entry;
}

TargetAlias Alias(const std::string& text, const std::string& language = "") {
  TargetAlias alias;
  alias.text = text;
  alias.language = language;
  return alias;
}

// Names of the targets found in `text` by a matcher of `entries`.
std::vector<std::string> Found(std::vector<TargetEntry> entries, const std::string& text,
                               const std::string& language = "en") {
  const auto matcher = Create(std::move(entries));
  EXPECT_TRUE(matcher.ok()) << matcher.status();
  ArticleText article = Tokenized(text);
  article.language = language;
  std::vector<std::string> names;
  for (const TargetMentions& found : (*matcher)->Find(article)) {
    names.push_back(found.name);
    names.back() += '*';
    names.back() += std::to_string(found.mentions.size());
  }
  return names;
}

TEST(TargetMatcher, LongestNameWins) {
  EXPECT_THAT(
      Found({Entry("Guinea", {Alias("Guinea")}), Entry("Papua", {Alias("Papua New Guinea")}),
             Entry("", {Alias("Gulf of Guinea")})},
            "Papua New Guinea, the Gulf of Guinea and Guinea"),
      ElementsAre("Papua*1", "Guinea*1"));
}

TEST(TargetMatcher, SameNameCountsForEveryTargetThatHasIt) {
  EXPECT_THAT(Found({Entry("A", {Alias("Union")}), Entry("B", {Alias("union"), Alias("Union")})},
                    "The Union won"),
              ElementsAre("A*1", "B*1"));
}

TEST(TargetMatcher, NamesCountInTheirLanguageAndEverywhereInArabicAndEnglish) {
  const std::vector<TargetEntry> entries = {
      Entry("IS", {Alias("Island", "de"), Alias("Iceland", "en"), Alias("آيسلندا", "ar")})};
  EXPECT_THAT(Found(entries, "Island and Iceland and آيسلندا", "fr"), ElementsAre("IS*2"));
  EXPECT_THAT(Found(entries, "Island and Iceland and آيسلندا", "de-AT"), ElementsAre("IS*3"));
}

TEST(TargetMatcher, WeakNameNeedsAnother) {
  TargetAlias weak = Alias("Georgia");
  weak.is_weak = true;
  const std::vector<TargetEntry> entries = {Entry("GE", {weak, Alias("Tbilisi")})};
  EXPECT_THAT(Found(entries, "Georgia votes"), IsEmpty());
  EXPECT_THAT(Found(entries, "Georgia votes in Tbilisi"), ElementsAre("GE*2"));
}

TEST(TargetMatcher, NameAcrossASegmentBorderIsNone) {
  const auto matcher = Create({Entry("NP", {Alias("North Pole")})});
  ASSERT_TRUE(matcher.ok()) << matcher.status();
  ArticleText text = Tokenized("North Pole");
  EXPECT_EQ((*matcher)->Find(text).size(), 1u);
  text.token_kinds[1] = SegmentKind::kReadMore;
  EXPECT_THAT((*matcher)->Find(text), IsEmpty());
}

TEST(TargetMatcher, FindAllAnswersForEveryEntryInOrder) {
  const auto matcher =
      Create({Entry("A", {Alias("alpha")}), Entry("B", {Alias("beta")})});
  ASSERT_TRUE(matcher.ok()) << matcher.status();
  const auto all = (*matcher)->FindAll(Tokenized("beta beta"));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "A");
  EXPECT_THAT(all[0].mentions, IsEmpty());
  EXPECT_EQ(all[1].mentions.size(), 2u);
  EXPECT_THAT((*matcher)->FindAll(Tokenized("")), testing::SizeIs(2));
}

TEST(TargetMatcher, NameWithoutAWordIsRefused) {
  const auto status =
      Create({Entry("Smiley", {Alias("Smiley"), Alias(":-)")})}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("target 'Smiley': ':-)'"));
}

TEST(TargetMatcher, MoreLanguagesThanItCanTellApartAreRefused) {
  TargetEntry entry = Entry("X", {});
  for (int i = 0; i < 61; ++i) entry.aliases.push_back(Alias("X", "l" + std::to_string(i)));
  EXPECT_EQ(Create({entry}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
