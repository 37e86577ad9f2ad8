#include "labels/label_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>

#include "labels/contributions.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AnswerBasis Sound() {
  AnswerBasis basis;
  basis.words = 50;
  basis.known_share = 0.9f;
  basis.is_recognised = true;
  basis.probability = 0.8f;
  return basis;
}

v1::Abstention Strict() {
  v1::Abstention abstention;
  abstention.set_min_probability(0.5f);
  abstention.set_min_words(5);
  abstention.set_min_known_share(0.25f);
  return abstention;
}

TEST(AbstentionReason, NamesTheFirstThatHolds) {
  const struct {
    std::string_view expected, why;
    void (*spoil)(AnswerBasis*);
  } kCases[] = {
      {"", "sound", [](AnswerBasis*) {}},
      {"empty", "no words", [](AnswerBasis* b) { *b = AnswerBasis(); }},
      {"too_short", "one below", [](AnswerBasis* b) { b->words = 4; }},
      {"", "just enough", [](AnswerBasis* b) { b->words = 5; }},
      {"out_of_vocabulary", "few known", [](AnswerBasis* b) { b->known_share = 0.2f; }},
      {"", "just enough known", [](AnswerBasis* b) { b->known_share = 0.25f; }},
      {"out_of_vocabulary", "none known", [](AnswerBasis* b) { b->is_recognised = false; }},
      {"unsupported_language", "", [](AnswerBasis* b) { b->is_supported_language = false; }},
      {"low_margin", "unsure", [](AnswerBasis* b) { b->probability = 0.49f; }},
      {"", "just sure enough", [](AnswerBasis* b) { b->probability = 0.5f; }},
      {"too_short", "short and unknown",
       [](AnswerBasis* b) {
         b->words = 1;
         b->is_recognised = false;
       }},
      {"out_of_vocabulary", "unknown and foreign",
       [](AnswerBasis* b) {
         b->known_share = 0;
         b->is_supported_language = false;
       }},
      {"unsupported_language", "foreign and unsure",
       [](AnswerBasis* b) {
         b->is_supported_language = false;
         b->probability = 0;
       }},
  };
  for (const auto& c : kCases) {
    AnswerBasis basis = Sound();
    c.spoil(&basis);
    EXPECT_EQ(AbstentionReason(Strict(), basis), c.expected) << c.why;
  }
}

TEST(AbstentionReason, WithoutThresholdsOnlyNothingAbstains) {
  AnswerBasis basis;
  basis.words = 1;
  basis.is_recognised = true;
  EXPECT_EQ(AbstentionReason(v1::Abstention(), basis), "");
  basis.is_recognised = false;
  EXPECT_EQ(AbstentionReason(v1::Abstention(), basis), "out_of_vocabulary");
  basis.words = 0;
  EXPECT_EQ(AbstentionReason(v1::Abstention(), basis), "empty");
}

TEST(TemperatureFor, LanguageGoesBeforeTheBundle) {
  v1::Calibration calibration;
  EXPECT_FLOAT_EQ(TemperatureFor(calibration, "ar"), 1);
  calibration.set_temperature(2);
  (*calibration.mutable_language_temperature())["ar"] = 3;
  (*calibration.mutable_language_temperature())["en"] = 0;
  EXPECT_FLOAT_EQ(TemperatureFor(calibration, "ar"), 3);
  EXPECT_FLOAT_EQ(TemperatureFor(calibration, "en"), 2);
  EXPECT_FLOAT_EQ(TemperatureFor(calibration, "fr"), 2);
  EXPECT_FLOAT_EQ(TemperatureFor(calibration, ""), 2);
}

TEST(IsSupportedLanguage, UnknownOrUnlistedLanguagesAreNotHeldAgainstTheArticle) {
  v1::Bundle bundle;
  EXPECT_TRUE(IsSupportedLanguage(bundle, "fr"));
  bundle.add_languages("ar");
  EXPECT_TRUE(IsSupportedLanguage(bundle, "ar"));
  EXPECT_TRUE(IsSupportedLanguage(bundle, "und"));
  EXPECT_TRUE(IsSupportedLanguage(bundle, ""));
  EXPECT_FALSE(IsSupportedLanguage(bundle, "fr"));
}

TEST(IsSupportedLanguage, LanguageHeadIsNeverToldTheLanguage) {
  v1::Bundle bundle;
  bundle.set_head("language");
  bundle.add_languages("ar");
  EXPECT_TRUE(IsSupportedLanguage(bundle, "fr"));
}

class TellLanguageTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    tiny_ = new TinyModel(MakeTinyModel("language"));
    scratch_ = LabelScratch::Create()->release();
  }
  static void TearDownTestSuite() {
    delete tiny_;
    delete scratch_;
  }

  static std::string Tell(const std::string& text) {
    v1::Article article;
    article.set_text(text);
    EXPECT_EQ(scratch_->reader->ReadUnguessed(article, &scratch_->text), absl::OkStatus());
    scratch_->has_article_words = false;
    return TellLanguage(*LoadTinyModel(*tiny_), scratch_);
  }

  static inline TinyModel* tiny_ = nullptr;
  static inline LabelScratch* scratch_ = nullptr;
};

TEST_F(TellLanguageTest, IsTheBestLabel) {
  EXPECT_EQ(Tell("The minister said that the city is very long"), "en");
  EXPECT_EQ(Tell("Der Minister sagte, dass die Stadt sehr lang ist"), "de");
  EXPECT_EQ(Tell("قال الوزير إن هذا المشروع بدأ"), "ar");
}

TEST_F(TellLanguageTest, IsEmptyWhereTheModelAbstains) {
  EXPECT_EQ(Tell("12 34"), "") << "no word that it knows";
  EXPECT_EQ(Tell("Xyzzy plugh"), "") << "no word that it knows";
  tiny_->bundle.mutable_abstention()->set_min_probability(0.999f);
  EXPECT_EQ(Tell("minister Minister"), "") << "not sure";
  tiny_->bundle.clear_abstention();
}

class PredictLabelTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    tiny_ = new TinyModel(MakeTinyModel("topic"));
    scratch_ = LabelScratch::Create()->release();
  }
  static void TearDownTestSuite() {
    delete tiny_;
    delete scratch_;
  }

  v1::LabelPrediction Predict(const std::string& text, const std::string& language = "") {
    return Predict(text, language, *LoadTinyModel(*tiny_));
  }

  v1::LabelPrediction Predict(const std::string& text, const std::string& language,
                              const HeadModel& model) {
    v1::Article article;
    article.set_text(text);
    article.set_title(title_);
    article.set_language(language);
    EXPECT_EQ(scratch_->reader->Read(article, &scratch_->text), absl::OkStatus());
    scratch_->has_article_words = false;
    v1::LabelPrediction prediction;
    PredictLabel(model, plan_, scratch_, &prediction);
    return prediction;
  }

  static inline TinyModel* tiny_ = nullptr;
  static inline LabelScratch* scratch_ = nullptr;
  LabelPlan plan_;
  std::string title_;
};

constexpr char kGoal[] = "The striker scored the winning goal in the last minute of the match";

TEST_F(PredictLabelTest, BestLabelThenTheNextBestOnes) {
  const v1::LabelPrediction prediction = Predict(kGoal);
  EXPECT_EQ(prediction.label(), "sport");
  EXPECT_EQ(prediction.model(), "topic@1");
  EXPECT_FALSE(prediction.abstained());
  ASSERT_EQ(prediction.alternatives_size(), 3);
  float before = prediction.probability(), sum = before;
  for (const v1::LabelScore& next : prediction.alternatives()) {
    EXPECT_LE(next.probability(), before);
    before = next.probability();
    sum += before;
  }
  EXPECT_NEAR(sum, 1, 1e-5);
  EXPECT_THAT(prediction.explanation(), IsEmpty());
}

TEST_F(PredictLabelTest, TopKBoundsTheAlternatives) {
  plan_.top_k = 1;
  EXPECT_EQ(Predict(kGoal).alternatives_size(), 1);
  plan_.top_k = 32;
  EXPECT_EQ(Predict(kGoal).alternatives_size(), 3);
}

TEST_F(PredictLabelTest, NothingToReadAbstainsAtEvenOdds) {
  const v1::LabelPrediction prediction = Predict("!!! ...");
  EXPECT_EQ(prediction.reason(), "empty");
  EXPECT_TRUE(prediction.abstained());
  EXPECT_NE(prediction.label(), "");
  EXPECT_FLOAT_EQ(prediction.probability(), 0.25f);
}

TEST_F(PredictLabelTest, UnknownWordsAbstain) {
  const v1::LabelPrediction prediction = Predict("zzyzx qwrtp vbnmk", "en");
  EXPECT_EQ(prediction.reason(), "out_of_vocabulary");
  EXPECT_TRUE(prediction.abstained());
  EXPECT_NE(prediction.label(), "");
}

TEST_F(PredictLabelTest, UnsupportedLanguageStillNamesTheBestLabel) {
  const v1::LabelPrediction prediction = Predict(kGoal, "fr");
  EXPECT_EQ(prediction.reason(), "unsupported_language");
  EXPECT_EQ(prediction.label(), "sport");
}

TEST_F(PredictLabelTest, ThresholdsOfTheBundleHold) {
  TinyModel strict = *tiny_;
  strict.bundle.mutable_abstention()->set_min_words(5);
  strict.bundle.mutable_abstention()->set_min_probability(1.1f);
  const auto model = LoadTinyModel(strict);
  EXPECT_EQ(Predict("goal match", "", *model).reason(), "too_short");
  EXPECT_EQ(Predict(kGoal, "", *model).reason(), "low_margin");
}

TEST_F(PredictLabelTest, MarksOfAttributionVouchForNoText) {
  TinyModel marked = *tiny_;
  marked.bundle.mutable_text()->set_attribution_words(20);
  marked.bundle.mutable_abstention()->set_min_words(3);
  marked.bundle.mutable_abstention()->set_min_known_share(0.6f);
  const auto model = LoadTinyModel(marked);
  EXPECT_EQ(Predict("!!! ...", "", *model).reason(), "empty");
  EXPECT_EQ(Predict("goal match", "", *model).reason(), "too_short");
  EXPECT_EQ(Predict("zzyzx qwrtp vbnmk", "", *model).reason(), "out_of_vocabulary");
  // Unknown marks are not held against it, either.
  EXPECT_EQ(Predict(kGoal, "", *model).reason(), "");
}

TEST_F(PredictLabelTest, TemperatureFlattensTheProbabilitiesOfItsLanguageOnly) {
  TinyModel warm = *tiny_;
  (*warm.bundle.mutable_calibration()->mutable_language_temperature())["en"] = 4;
  const auto model = LoadTinyModel(warm);
  EXPECT_LT(Predict(kGoal, "en", *model).probability(), Predict(kGoal, "en").probability());
  EXPECT_EQ(Predict(kGoal, "en", *model).label(), "sport");
  EXPECT_FLOAT_EQ(Predict(kGoal, "ar", *model).probability(), Predict(kGoal, "ar").probability());
}

TEST_F(PredictLabelTest, ExplanationAddsUpToTheLogitAndQuotesTheText) {
  plan_.explain = true;
  title_ = "Cup final";
  const v1::LabelPrediction prediction = Predict(kGoal);
  ASSERT_FALSE(prediction.explanation().empty());
  uint32_t best = 0;
  while (scratch_->probabilities[best] < prediction.probability()) ++best;
  double sum = 0;
  for (const v1::Contribution& word : prediction.explanation()) {
    sum += word.logit();
    const std::string& place = word.in_title() ? scratch_->text.title : scratch_->text.text;
    EXPECT_EQ(word.text(), place.substr(word.begin_byte(), word.end_byte() - word.begin_byte()));
  }
  const double mean = std::accumulate(scratch_->logits.begin(), scratch_->logits.end(), 0.0) /
                      static_cast<double>(scratch_->logits.size());
  EXPECT_NEAR(sum, scratch_->logits[best] - mean, 1e-3);
  EXPECT_LE(prediction.explanation_size(), static_cast<int>(kMaxContributions) + 1);
  const bool has_title_word =
      std::any_of(prediction.explanation().begin(), prediction.explanation().end(),
                  [](const auto& word) { return word.in_title(); });
  EXPECT_TRUE(has_title_word);
}

TEST_F(PredictLabelTest, HeadsWithTheSameTextOptionsShareTheWords) {
  Predict(kGoal);  // Its model is gone afterwards.
  scratch_->article_words.Add("marker", {});
  const v1::TextOptions same = tiny_->bundle.text();
  EXPECT_EQ(scratch_->ArticleWords(same).words.back(), "marker");  // Nothing was made again.
  v1::TextOptions other = same;
  other.set_max_words(3);
  EXPECT_EQ(scratch_->ArticleWords(other).words.size(), 3u);
  EXPECT_EQ(scratch_->article_hashes.size(), 4u);  // With the end of line.
}

TEST(FillContributions, StrongestFirstAndTheRestInOne) {
  ArticleText text;
  Words words;
  for (uint32_t i = 0; i < 30; ++i) {
    words.Add("w", {2 * i, 2 * i + 1, false});
    text.text += "w ";
  }
  std::vector<WordContribution> parts;
  for (uint32_t i = 0; i < 30; ++i) {
    parts.push_back({i, 1, (i % 2 == 0 ? 1.0f : -1.0f) * static_cast<float>(i)});
  }
  parts.push_back({30, 1, 1000});  // The end of line.
  google::protobuf::RepeatedPtrField<v1::Contribution> out;
  FillContributions(text, words, &parts, &out);
  ASSERT_EQ(out.size(), 21);
  for (int i = 0; i < 20; ++i) EXPECT_FLOAT_EQ(std::fabs(out[i].logit()), 29.0f - i);
  EXPECT_EQ(out[20].text(), "");
  EXPECT_FLOAT_EQ(out[20].logit(), 1000 + 0 - 1 + 2 - 3 + 4 - 5 + 6 - 7 + 8 - 9);
}

TEST(FillContributions, NgramIsOneRangeUnlessItCrossesTexts) {
  ArticleText text;
  text.title = "big cup";
  text.text = "late goal wins";
  Words words;
  words.Add("big", {0, 3, true});
  words.Add("cup", {4, 7, true});
  words.Add("late", {0, 4, false});
  words.Add("goal", {5, 9, false});
  words.AddMade("agencyx", {10, 10, false});
  std::vector<WordContribution> parts = {{2, 2, 5}, {1, 2, 4}, {4, 1, 3}, {4, 2, 2}, {0, 2, 1}};
  google::protobuf::RepeatedPtrField<v1::Contribution> out;
  FillContributions(text, words, &parts, &out);
  std::vector<std::string> shown;
  for (const v1::Contribution& word : out) shown.push_back(word.text());
  EXPECT_THAT(shown, ElementsAre("late goal", "cup", "agencyx", "agencyx", "big cup"));
  EXPECT_TRUE(out[1].in_title());
  EXPECT_FALSE(out[0].in_title());
}

TEST(FillContributions, AMarkIsOneReasonHoweverOftenItIsRepeated) {
  ArticleText text;
  text.text = "rain";
  Words words;
  for (int i = 0; i < 3; ++i) words.AddMade("attr:dateline", {0, 0, true});
  words.Add("rain", {0, 4, false});
  std::vector<WordContribution> parts = {{0, 1, 0.5f}, {1, 1, 0.5f}, {2, 1, 0.5f}, {3, 1, 1.0f}};
  google::protobuf::RepeatedPtrField<v1::Contribution> out;
  FillContributions(text, words, &parts, &out);
  ASSERT_EQ(out.size(), 2);
  EXPECT_EQ(out[0].text(), "attr:dateline");
  EXPECT_FLOAT_EQ(out[0].logit(), 1.5f);
  EXPECT_EQ(out[1].text(), "rain");
}

}  // namespace
}  // namespace tasnif
