#include "labels/target_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TargetListTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    list_ = new TargetList(*TargetList::Create(""));
    reader_ = ArticleReader::Create()->release();
  }
  static void TearDownTestSuite() {
    delete list_;
    delete reader_;
  }

  static const ArticleText& Read(const std::string& text, const std::string& language) {
    v1::Article article;
    article.set_text(text);
    article.set_language(language);
    EXPECT_TRUE(reader_->Read(article, &text_).ok());
    return text_;
  }

  static std::string Words(const Mention& mention) {
    const Tokens& tokens = text_.tokens;
    return std::string(Slice(text_.text, {tokens[mention.first_token].begin_byte,
                                          tokens[mention.last_token - 1].end_byte}));
  }

  // "Russia: موسكو, روسيا; Japan: طوكيو": what was found, most mentioned first.
  static std::string Show(const std::vector<TargetMentions>& targets) {
    std::string out;
    for (const TargetMentions& target : targets) {
      if (!out.empty()) out += "; ";
      out += target.english_name.empty() ? target.name : target.english_name;
      const char* separator = ": ";
      for (const Mention& mention : target.mentions) {
        out += separator + Words(mention);
        separator = ", ";
      }
    }
    return out;
  }

  static std::string Found(const std::string& text, const std::string& language) {
    return Show(list_->Find(Read(text, language), 9));
  }

  static std::vector<std::vector<std::string>> Requested(const std::vector<v1::Target>& targets,
                                                         const std::string& text,
                                                         const std::string& language) {
    std::vector<std::vector<std::string>> out;
    const auto found = list_->FindRequested(targets, Read(text, language));
    EXPECT_TRUE(found.ok()) << found.status();
    for (const TargetMentions& target : *found) {
      EXPECT_EQ(target.source, "request");
      std::vector<std::string>& words = out.emplace_back();
      for (const Mention& mention : target.mentions) words.push_back(Words(mention));
    }
    return out;
  }

  static v1::Target Target(const std::string& name, const std::vector<std::string>& aliases = {}) {
    v1::Target target;
    target.set_name(name);
    for (const std::string& alias : aliases) target.add_aliases(alias);
    return target;
  }

  static inline const TargetList* list_ = nullptr;
  static inline ArticleReader* reader_ = nullptr;
  static inline ArticleText text_;
};

struct Row {
  const char* language;
  const char* text;
  const char* found;
  const char* why;
};

constexpr Row kRows[] = {
    // Arabic: clitics.
    {"ar", "وصل الوزير إلى مصر أمس", "Egypt: مصر", "the bare name"},
    {"ar", "تعهدت بدعم لبنان وبالوقوف مع لمصر", "Lebanon: لبنان; Egypt: لمصر", "preposition"},
    {"ar", "التقى وزيرا خارجية تركيا واليونان", "Turkey: تركيا; Greece: واليونان", "و + ال"},
    {"ar", "رحبت فالعراق جار قديم", "Iraq: فالعراق", "ف + ال"},
    {"ar", "شحنات إلى السودان وبالسودان ولليمن", "Sudan: السودان, وبالسودان; Yemen: ولليمن",
     "و + ب + ال, و + لل"},
    {"ar", "صادرات للصين كالهند", "China: للصين; India: كالهند", "لل and ك + ال"},
    {"ar", "وفد للبنان ولليبيا", "Lebanon: للبنان; Libya: ولليبيا", "ل before a name in ل"},
    {"ar", "سافر لألمانيا ثم بألمانيا", "Germany: لألمانيا, بألمانيا", "أل is no article"},
    {"ar", "أسلحة للولايات المتحدة وللاتحاد الروسي",
     "United States: للولايات المتحدة; Russia: وللاتحاد الروسي", "لل before two words"},
    {"ar", "إِيرَان تردّ وروســيا تصمت", "Iran: إِيرَان; Russia: وروســيا", "harakat and tatweel"},
    {"ar", "الولايات المتحدة الأمريكية حذرت", "United States: الولايات المتحدة الأمريكية",
     "the longest name is one mention"},
    // Arabic: nisba.
    {"ar", "قال الجانب الروسي إن القوات الروسية انسحبت", "Russia: الروسي, الروسية", "with ال"},
    {"ar", "دبلوماسي ياباني التقى مسؤولين صينيين وفرنسيات",
     "Japan: ياباني; China: صينيين; France: وفرنسيات", "plurals"},
    {"ar", "الشعب المصري والسوريون واللبنانيتان",
     "Egypt: المصري; Syria: والسوريون; "
     "Lebanon: واللبنانيتان",
     "cases and the dual"},
    {"ar", "أشاد بالإماراتيين وبالمغاربة والأتراك",
     "United Arab Emirates: بالإماراتيين; Morocco: وبالمغاربة; Turkey: والأتراك", "broken plurals"},
    {"ar", "الرئيس الكوري الجنوبي ونظيره الكوري الشمالي",
     "South Korea: الكوري الجنوبي; North Korea: الكوري الشمالي", "two words agree"},
    {"ar", "جندي أمريكي وآخر أميركي", "United States: أمريكي, أميركي", "both spellings"},
    {"ar", "فريق نمساوي وآخر أفغاني", "Austria: نمساوي; Afghanistan: أفغاني", "irregular"},
    {"ar", "الحكومة السعودية في السعودية", "Saudi Arabia: السعودية, السعودية", "name and nisba"},
    // Arabic: capitals stand for the state.
    {"ar", "اتهمت طوكيو وموسكو واشنطن بالتصعيد",
     "Japan: طوكيو; Russia: وموسكو; United States: واشنطن", "metonyms"},
    {"ar", "نفت الرياض ما نشرته الدوحة", "Saudi Arabia: الرياض; Qatar: الدوحة", "with ال"},
    {"ar", "ركض في رياض واسعة حول دوحة", "", "a garden and a tree without ال"},
    // Arabic: what only looks like a country.
    {"ar", "تعاني الشركة من عجز مالي ودعم مالي كبير", "", "مالي is financial"},
    {"ar", "قوات حفظ السلام في مالي غادرت باماكو", "Mali: في مالي, باماكو", "Mali in context"},
    {"ar", "مدرسة بنين جديدة افتتحت", "", "بنين is boys"},
    {"ar", "في جمهورية بنين قال رئيس بنين", "Benin: جمهورية بنين, بنين", "Benin in context"},
    {"ar", "زار عمان أمس", "", "Oman or Amman"},
    {"ar", "سلطنة عمان استقبلت الوفد في مسقط وعمان ترحب", "Oman: سلطنة عمان, مسقط, وعمان",
     "once the sultanate is named"},
    {"ar", "عاد إلى مسقط رأسه في العراق", "Iraq: العراق", "birthplace is not Muscat"},
    {"ar", "جرفت سيول البيوت في المغرب", "Morocco: المغرب", "floods are not Seoul"},
    {"ar", "أصيب اللاعب بقطع في الرباط الصليبي", "", "a ligament is not Rabat"},
    {"ar", "قطع نصف قطر الدائرة وطول القطر", "", "radius and diameter"},
    {"ar", "دول أمريكا اللاتينية وأميركا الجنوبية", "", "continents"},
    {"ar", "سعر الدولار الأمريكي مقابل الجنيه المصري", "", "currencies take no side"},
    {"ar", "سفن في المحيط الهندي وخليج عمان", "", "seas"},
    {"ar", "رئيس الهيئة تركي آل الشيخ", "", "a person called Turki"},
    {"ar", "نقلت صحيفة واشنطن بوست عن مصدر", "", "a newspaper"},
    {"ar", "اشترى الاماني وباع", "", "a word that begins like a name"},
    {"ar", "جنوب السودان والسودان", "South Sudan: جنوب السودان; Sudan: والسودان",
     "the longer name first"},
    {"arz", "مصر وليبيا", "Egypt: مصر; Libya: وليبيا", "a variety of Arabic"},
    // English.
    {"en", "Russia's army entered as Russians fled Moscow.", "Russia: Russia's, Russians, Moscow",
     "possessive, people, capital"},
    {"en", "The U.S. and the UK said US troops would leave.",
     "United States: U.S, US; United Kingdom: UK", "abbreviations"},
    {"en", "Tell us what you think of IT and the it girl.", "", "pronouns"},
    {"en", "They ate turkey on fine china with chili.", "", "lower case"},
    {"en", "Turkey and China signed.", "Turkey: Turkey; China: China", "the same, capitalised"},
    {"en", "A polish for nails; a Polish minister.", "Poland: Polish",
     "a demonym needs its capital"},
    {"en", "Michael Jordan praised Jordan Peterson.", "", "given name and surname"},
    {"en", "Talks in Jordan ended. Jordanians cheered.", "Jordan: Jordan, Jordanians",
     "the kingdom"},
    {"en", "Chad Smith plays drums.", "", "a drummer"},
    {"en", "Rebels in Chad advanced.", "Chad: Chad", "the country"},
    {"en", "Voters in Georgia chose a senator.", "", "the American state"},
    {"en", "Georgia and its capital Tbilisi protest.", "Georgia: Georgia, Tbilisi", "the country"},
    {"en", "New Mexico and Northern Ireland and the Indian Ocean", "", "longer names"},
    {"en", "South Americans and African Americans", "", "peoples of no one country"},
    {"en", "South Koreans fear North Korea.",
     "South Korea: South Koreans; North Korea: North Korea", "two words"},
    {"en", "Bosnia and Herzegovina votes", "Bosnia & Herzegovina: Bosnia and Herzegovina", "&"},
    {"en", "Côte d'Ivoire and Cote d’Ivoire", "Côte d’Ivoire: Côte d'Ivoire, Cote d’Ivoire",
     "apostrophes of both kinds"},
    // Other languages.
    {"ru", "Власти России и Китая обсудили российский газ.",
     "Russia: России, российский; China: Китая", "cases and adjectives"},
    {"ru", "США ввели санкции, Москва ответила Вашингтону.",
     "United States: США, Вашингтону; Russia: Москва", "abbreviation and capitals"},
    {"fr", "Le ministre russe critique l’Iran et les États-Unis.",
     "Russia: russe; Iran: l’Iran; United States: États-Unis", "elision, lower-case adjectives"},
    {"de", "Die Regierung Russlands warnt Frankreich.", "Russia: Russlands; France: Frankreich",
     "genitive"},
    {"tr", "Rusya'nın ve Fransa’nın açıklaması", "Russia: Rusya'nın; France: Fransa’nın",
     "suffix behind an apostrophe"},
    {"fa", "وزیر خارجه ایران به روسیه رفت", "Iran: ایران; Russia: روسیه", "Persian"},
    {"he", "ישראל ומצרים", "Israel: ישראל", "Hebrew, without its clitics"},
    {"zh", "美国和中国举行会谈。", "United States: 美国; China: 中国", "no blanks"},
    {"ja", "日本とロシアの協議", "Japan: 日本; Russia: ロシア", "no blanks"},
    {"sw", "Россия, مصر, Japan", "Egypt: مصر; Japan: Japan", "Arabic and English always count"},
};

TEST_F(TargetListTest, CountriesAreFoundAndOnlyCountries) {
  for (const Row& row : kRows) {
    EXPECT_EQ(Found(row.text, row.language), row.found) << row.why << ": " << row.text;
  }
}

TEST_F(TargetListTest, NamesAreThoseOfTheArticlesLanguage) {
  const auto name = [](const char* text, const char* language) {
    const std::vector<TargetMentions> found = list_->Find(Read(text, language));
    std::string out;
    if (!found.empty()) out = found[0].name;
    if (!found.empty()) out.append(1, '/').append(found[0].source);
    return out;
  };
  EXPECT_EQ(name("قالت موسكو", "ar"), "روسيا/country");
  EXPECT_EQ(name("قالت موسكو", "arz"), "روسيا/country");
  EXPECT_EQ(name("Moscow said", "en"), "Russia/country");
  EXPECT_EQ(name("Москва заявила", "ru"), "Россия/country");
  EXPECT_EQ(name("Palestinians said", "en"), "Palestine/country");
  EXPECT_EQ(name("Moscow", "xx"), "Russia/country") << "English where there is no other name";
}

TEST_F(TargetListTest, MostMentionedComeFirstThenThoseMentionedEarlier) {
  const char* text = "France met Japan and Egypt. Egypt met Italy.";
  EXPECT_EQ(Show(list_->Find(Read(text, "en"))),
            "Egypt: Egypt, Egypt; France: France; Japan: Japan");
  EXPECT_EQ(Show(list_->Find(Read(text, "en"), 1)), "Egypt: Egypt, Egypt");
  EXPECT_THAT(list_->Find(Read(text, "en"), 0), IsEmpty());
}

TEST_F(TargetListTest, OnlyTheBodyCounts) {
  const std::string body =
      "أعلنت وزارة الزراعة خطة لدعم المزارعين في القرى البعيدة، وقالت إن الخطة تبدأ مطلع العام.\n"
      "وأضافت الوزارة أن اليابان ستقدم المعدات اللازمة وأن الخبراء يصلون قبل نهاية الشهر الجاري.\n";
  EXPECT_EQ(
      Found(body + "كلمات دلالية: روسيا زراعة\nإقرأ أيضاً:\nالصين تطلق قمرا صناعيا جديدا\n", "ar"),
      "Japan: اليابان");
}

TEST_F(TargetListTest, RequestedTargetsKeepTheirOrderAlsoWithoutMention) {
  EXPECT_THAT(Requested({Target("حزب الأمل"), Target("نقابة الأطباء")},
                        "دعت نقابة الأطباء إلى إضراب، ولنقابة الأطباء سابقة", "ar"),
              ElementsAre(IsEmpty(), ElementsAre("نقابة الأطباء", "ولنقابة الأطباء")));
}

TEST_F(TargetListTest, RequestedCountryStandsForAllItsNames) {
  EXPECT_THAT(Requested({Target("روسيا"), Target("Japan"), Target("الولايات المتحدة")},
                        "قالت موسكو إن الجانب الروسي يرفض موقف طوكيو، وروسيا تحذر واشنطن", "ar"),
              ElementsAre(ElementsAre("موسكو", "الروسي", "وروسيا"), ElementsAre("طوكيو"),
                          ElementsAre("واشنطن")));
}

TEST_F(TargetListTest, RequestedAliasesCountBesideTheName) {
  EXPECT_THAT(Requested({Target("منظمة الصحة العالمية", {"WHO", "الصحة العالمية"})},
                        "حذرت الصحة العالمية، وقالت WHO إن who cares", "ar"),
              ElementsAre(ElementsAre("الصحة العالمية", "WHO")));
}

TEST_F(TargetListTest, ArticleOfARequestedNameIsOptional) {
  EXPECT_THAT(Requested({Target("الحزب الحاكم")}, "حزب حاكم والحزب الحاكم وللحزب الحاكم", "ar"),
              ElementsAre(ElementsAre("حزب حاكم", "والحزب الحاكم", "وللحزب الحاكم")));
}

TEST_F(TargetListTest, SurnameOfARequestedPersonCounts) {
  EXPECT_THAT(Requested({Target("Jane Q. Miller")},
                        "Jane Q. Miller resigned. Mr. Foe met Ms. Miller; Miller's aide and Ann "
                        "Miller and a miller left.",
                        "en"),
              ElementsAre(ElementsAre("Jane Q. Miller", "Miller", "Miller's")));
  EXPECT_THAT(Requested({Target("سامي الراوي"), Target("فلاديمير بوتين")},
                        "قال فلاديمير بوتين، ثم غادر بوتين", "ar"),
              ElementsAre(IsEmpty(), ElementsAre("فلاديمير بوتين", "بوتين")));
  EXPECT_THAT(Requested({Target("South Ruritania")}, "North Ruritania attacked", "en"),
              ElementsAre(IsEmpty()));
}

TEST_F(TargetListTest, RequestedNameWithoutAWordHasNoMentionAndHurtsNoOther) {
  EXPECT_THAT(Requested({Target("www.example.org"), Target("🙂", {"!"}), Target("Egypt")},
                        "Egypt reads www.example.org 🙂", "en"),
              ElementsAre(IsEmpty(), IsEmpty(), ElementsAre("Egypt")));
}

TEST_F(TargetListTest, UsersListAddsTargetsAndNamesOfCountries) {
  TemporaryFolder folder;
  const std::string path =
      folder.Write("targets.tsv", "# ours\n\nاتحاد المزارعين\tFarmers Union\r\nEgypt\tأم الدنيا\n");
  const auto list = TargetList::Create(path);
  ASSERT_TRUE(list.ok()) << list.status();
  const auto found =
      list->Find(Read("قال اتحاد المزارعين إن أم الدنيا ومصر و Farmers Union", "ar"));
  EXPECT_EQ(Show(found), "اتحاد المزارعين: اتحاد المزارعين, Farmers Union; Egypt: أم الدنيا, ومصر");
  EXPECT_EQ(found[0].source, "list");
  EXPECT_EQ(found[1].source, "country");
}

TEST_F(TargetListTest, UnusableListIsRefusedWithItsLine) {
  TemporaryFolder folder;
  EXPECT_EQ(TargetList::Create(folder.Path("none.tsv")).status().code(),
            absl::StatusCode::kNotFound);
  struct Bad {
    const char* content;
    const char* message;
  };
  for (const Bad& bad :
       {Bad{"Union\nwww.example.org\n", "line 2: 'www.example.org'"},
        Bad{"Union\t+++\n", "line 1: '+++'"}, Bad{"a\n\t\t\n", "line 2: only tabs"},
        Bad{"a\n\nb\xFF\n", "line 3: not UTF-8"}}) {
    const auto list = TargetList::Create(folder.Write("bad.tsv", bad.content));
    EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument) << bad.content;
    EXPECT_THAT(std::string(list.status().message()), HasSubstr(bad.message));
    EXPECT_THAT(std::string(list.status().message()), HasSubstr("bad.tsv"));
  }
}

TEST_F(TargetListTest, CodePointsOfATrainingRowBecomeTokens) {
  const ArticleText& text =
      Read("قال «نادي النسر» إن 🙂 الفريق فاز", "ar");
  EXPECT_EQ(Words(MentionFromCodePoints(5, 15, text)), "نادي النسر");
  EXPECT_EQ(Words(MentionFromCodePoints(6, 8, text)), "نادي") << "a part of a word is the word";
  EXPECT_EQ(Words(MentionFromCodePoints(22, 28, text)), "الفريق") << "behind four bytes";
  const Mention nothing = MentionFromCodePoints(3, 4, text);
  EXPECT_EQ(nothing.first_token, nothing.last_token);
  const Mention beyond = MentionFromCodePoints(500, 600, text);
  EXPECT_EQ(beyond.first_token, beyond.last_token);
}

TEST_F(TargetListTest, TrainingRowsTakeTheGivenMentionAndThoseThatServingFinds) {
  const ArticleText& text = Read("The sprinter said Bolt would run. Bolt ran.", "en");
  const auto mentions = [&](const LabelledTarget& labelled) {
    const auto found = list_->MentionsFor(labelled, Target("Bolt"), text);
    EXPECT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->name, "Bolt");
    std::vector<std::string> words;
    for (const Mention& mention : found->mentions) words.push_back(Words(mention));
    return words;
  };
  LabelledTarget labelled;
  EXPECT_THAT(mentions(labelled), ElementsAre("Bolt", "Bolt"));
  labelled.has_mention = true;
  labelled.mention_begin = 0;
  labelled.mention_end = 12;
  EXPECT_THAT(mentions(labelled), ElementsAre("The sprinter", "Bolt", "Bolt"));
  labelled.mention_begin = 4;
  labelled.mention_end = 22;
  EXPECT_THAT(mentions(labelled), ElementsAre("sprinter said Bolt", "Bolt"));
  labelled.mention_begin = labelled.mention_end = 900;
  EXPECT_THAT(mentions(labelled), ElementsAre("Bolt", "Bolt")) << "a range outside of the text";
}

}  // namespace
}  // namespace tasnif
