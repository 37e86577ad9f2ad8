// The language head where a request is labelled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "labels/labeller.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The tiny models and a language head beside them.
class LanguageHeadTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new ModelSet(TinyModelSet());
    labeller_ = Labeller::Create({})->release();
    scratch_ = LabelScratch::Create()->release();
  }
  static void TearDownTestSuite() {
    delete models_;
    delete labeller_;
    delete scratch_;
  }

  void SetUp() override {
    for (const char* head : {"topic", "source_type", "stance"})
      AddChampion(models_->Find(head, "1"));
    AddChampion(LoadTinyModel(MakeTinyModel("language")));
  }

  void AddChampion(const std::shared_ptr<const HeadModel>& model) {
    ASSERT_TRUE(all_.Add(model).ok());
    ASSERT_TRUE(all_.SetAlias(model->head(), kChampion, model->bundle.version()).ok());
  }

  v1::Prediction LabelWith(const std::string& text, const std::string& language,
                           const v1::ClassifyOptions& options = {}) {
    v1::Article article;
    article.set_text(text);
    article.set_language(language);
    return LabelBy(all_, article, options);
  }

  static v1::Prediction LabelBy(const ModelSet& models, const v1::Article& article,
                                const v1::ClassifyOptions& options) {
    const auto plan = labeller_->Plan(options, models);
    EXPECT_TRUE(plan.ok()) << plan.status();
    if (!plan.ok()) return v1::Prediction();
    const auto prediction = labeller_->Label(article, *plan, scratch_);
    EXPECT_TRUE(prediction.ok()) << prediction.status();
    return prediction.ok() ? *prediction : v1::Prediction();
  }

  static std::vector<std::string> References(const LabelPlan& plan) {
    std::vector<std::string> references;
    for (const HeadModel* model : plan.models) references.push_back(model->reference());
    return references;
  }

  static inline ModelSet* models_ = nullptr;  // Without a language head.
  static inline const Labeller* labeller_ = nullptr;
  static inline LabelScratch* scratch_ = nullptr;
  ModelSet all_;
  // Too short for the guess by common words.
  const std::string german_ = "Der Minister sagte";
};

TEST_F(LanguageHeadTest, TellsTheLanguageWithoutBeingAskedFor) {
  const v1::Prediction prediction = LabelWith(german_, "");
  EXPECT_EQ(prediction.language(), "de");
  EXPECT_THAT(prediction.heads(), IsEmpty());
  EXPECT_EQ(prediction.topic().reason(), "unsupported_language") << "other heads know of it";
  v1::Article article;
  article.set_text(german_);
  EXPECT_EQ(LabelBy(*models_, article, {}).language(), "und") << "the guess alone does not know";
}

TEST_F(LanguageHeadTest, WhatTheRequestSaysStands) {
  EXPECT_EQ(LabelWith(german_, "fr").language(), "fr");
  EXPECT_EQ(LabelWith(german_, "und").language(), "de");
  EXPECT_EQ(LabelWith(german_, "Deutsch!").language(), "de");
}

TEST_F(LanguageHeadTest, GuessStandsInWhereItAbstains) {
  EXPECT_EQ(LabelWith("Σήμερα βρέχει", "").language(), "el");
}

TEST_F(LanguageHeadTest, CodeIsInNoLanguageAndGetsNoAnswer) {
  const std::string code =
      "for (int i = 0; i < n; ++i) { sum[i] += minister[i]; goal = (goal > 1) ? goal : 1; }";
  v1::ClassifyOptions options;
  for (const char* head : {"language", "topic", "stance"}) options.add_heads(head);
  options.add_targets()->set_name("minister");
  const v1::Prediction prediction = LabelWith(code, "", options);
  EXPECT_EQ(prediction.language(), "zxx");
  EXPECT_EQ(prediction.heads().at("language").reason(), "unsupported_language");
  EXPECT_EQ(prediction.topic().reason(), "unsupported_language");
  EXPECT_EQ(prediction.stance(0).reason(), "unsupported_language");
  EXPECT_EQ(LabelWith(code, "de", options).language(), "de") << "who sends it knows better";
}

TEST_F(LanguageHeadTest, AnswersLikeAnyOtherHeadWhereItIsAskedFor) {
  v1::ClassifyOptions options;
  options.add_heads("language");
  const v1::Prediction prediction = LabelWith(german_, "fr", options);
  EXPECT_EQ(prediction.language(), "fr");
  EXPECT_EQ(prediction.heads().at("language").label(), "de");
  EXPECT_EQ(prediction.heads().at("language").reason(), "");
  EXPECT_FALSE(prediction.has_topic());
}

TEST_F(LanguageHeadTest, AloneItIsTheDefault) {
  ModelSet alone;
  ASSERT_TRUE(alone.Add(all_.Find("language", "1")).ok());
  ASSERT_TRUE(alone.SetAlias("language", kChampion, "1").ok());
  const auto plan = labeller_->Plan({}, alone);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(References(*plan), ElementsAre("language@1"));
}

TEST_F(LanguageHeadTest, MayBePinnedWithoutBeingAskedFor) {
  ASSERT_TRUE(all_.Add(LoadTinyModel(MakeTinyModel("language", "2"))).ok());
  v1::ClassifyOptions options;
  options.add_models("language@2");
  options.add_heads("topic");
  const auto plan = labeller_->Plan(options, all_);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(References(*plan), ElementsAre("topic@1"));
  EXPECT_EQ(plan->language_model->reference(), "language@2");
}

}  // namespace
}  // namespace tasnif
