#include "server/traffic_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// topic@1 and stance@1 answer; topic@2 and stance@2 are on trial.
class TrafficPlanTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const char* head : {"topic", "stance"}) {
      for (const char* version : {"1", "2"}) {
        made_->push_back(LoadTinyModel(MakeTinyModel(head, version)));
      }
    }
  }
  TrafficPlanTest() : labeller_(*Labeller::Create({})) {
    for (const auto& model : *made_) EXPECT_EQ(models_.Add(model), absl::OkStatus());
    for (const char* head : {"topic", "stance"}) {
      EXPECT_EQ(models_.SetAlias(head, kChampion, "1"), absl::OkStatus());
      EXPECT_EQ(models_.SetAlias(head, "challenger", "2"), absl::OkStatus());
    }
  }
  void Share(std::string_view head, std::string_view use, const std::string& version,
             uint32_t hundredths) {
    ASSERT_EQ(models_.SetTraffic(head, use, {version, hundredths}), absl::OkStatus());
  }
  TrafficChoice Choose(const v1::ClassifyOptions& options = {}, const std::string& id = "a") {
    plan_ = *labeller_->Plan(options, models_);
    v1::Article article;
    article.set_id(id);
    return ChooseModels(PlanTraffic(plan_, options, models_), plan_, article);
  }
  static std::vector<std::string> Names(const std::optional<LabelPlan>& plan) {
    std::vector<std::string> names;
    if (!plan.has_value()) return names;
    for (const HeadModel* model : plan->models) names.push_back(model->reference());
    return names;
  }

  static inline auto* const made_ = new std::vector<std::shared_ptr<const HeadModel>>;
  const std::unique_ptr<const Labeller> labeller_;
  ModelSet models_;
  LabelPlan plan_;
};

TEST_F(TrafficPlanTest, WithoutSharesTheChampionsAnswer) {
  const TrafficChoice choice = Choose();
  EXPECT_FALSE(choice.answer.has_value());
  EXPECT_FALSE(choice.shadow.has_value());
}

TEST_F(TrafficPlanTest, ACanaryAnswersInThePlaceOfItsChampionAlone) {
  Share("topic", kCanary, "2", kAllTraffic);
  const TrafficChoice choice = Choose();
  EXPECT_THAT(Names(choice.answer), ElementsAre("stance@1", "topic@2"));
  EXPECT_FALSE(choice.shadow.has_value());
}

TEST_F(TrafficPlanTest, OnlyArticlesOfTheShareGoToIt) {
  Share("topic", kCanary, "2", 2500);
  int taken = 0;
  for (int i = 0; i < 1000; ++i) taken += Choose({}, absl::StrCat(i)).answer.has_value() ? 1 : 0;
  EXPECT_NEAR(taken, 250, 55) << "four standard deviations";
}

TEST_F(TrafficPlanTest, WhoNamesAVersionGetsThatOne) {
  Share("topic", kCanary, "2", kAllTraffic);
  Share("topic", kShadow, "2", kAllTraffic);
  for (const char* pin : {"topic", "topic@1", "topic@champion", "topic@2"}) {
    v1::ClassifyOptions options;
    options.add_models(pin);
    const TrafficChoice choice = Choose(options);
    EXPECT_FALSE(choice.answer.has_value()) << pin;
    EXPECT_FALSE(choice.shadow.has_value()) << pin;
  }
  v1::ClassifyOptions other;
  other.add_models("stance@1");
  EXPECT_TRUE(Choose(other).answer.has_value()) << "another head";
}

TEST_F(TrafficPlanTest, AHeadThatIsNotAskedForTakesNoPart) {
  Share("topic", kCanary, "2", kAllTraffic);
  v1::ClassifyOptions options;
  options.add_heads("stance");
  EXPECT_FALSE(Choose(options).answer.has_value());
}

TEST_F(TrafficPlanTest, TheChampionIsNoVersionOnTrial) {
  Share("topic", kCanary, "1", kAllTraffic);
  Share("topic", kShadow, "1", kAllTraffic);
  v1::ClassifyOptions options;
  plan_ = *labeller_->Plan(options, models_);
  EXPECT_TRUE(PlanTraffic(plan_, options, models_).empty());
}

TEST_F(TrafficPlanTest, AShadowIsAskedForItsLabelAlone) {
  Share("topic", kShadow, "2", kAllTraffic);
  v1::ClassifyOptions options;
  options.set_explain(true);
  options.set_return_text(true);
  options.set_top_k(9);
  const TrafficChoice choice = Choose(options);
  EXPECT_FALSE(choice.answer.has_value());
  EXPECT_THAT(Names(choice.shadow), ElementsAre("topic@2"));
  EXPECT_THAT(choice.shadow_heads, ElementsAre("topic"));
  EXPECT_FALSE(choice.shadow->explain);
  EXPECT_FALSE(choice.shadow->return_text);
  EXPECT_EQ(choice.shadow->top_k, 1u);
}

TEST_F(TrafficPlanTest, WhatAnswersAsCanaryIsNotAskedTwice) {
  Share("topic", kCanary, "2", 5000);
  Share("topic", kShadow, "2", kAllTraffic);
  int canaries = 0;
  for (int i = 0; i < 100; ++i) {
    const TrafficChoice choice = Choose({}, absl::StrCat(i));
    canaries += choice.answer.has_value() ? 1 : 0;
    EXPECT_NE(choice.answer.has_value(), choice.shadow.has_value()) << i;
  }
  EXPECT_GT(canaries, 0);
  EXPECT_LT(canaries, 100);
}

TEST_F(TrafficPlanTest, SharesOfSeveralHeadsAreDrawnApart) {
  Share("topic", kCanary, "2", 5000);
  Share("stance", kCanary, "2", 5000);
  std::set<std::vector<std::string>> seen;
  for (int i = 0; i < 100; ++i) seen.insert(Names(Choose({}, absl::StrCat(i)).answer));
  EXPECT_THAT(seen, ::testing::UnorderedElementsAre(IsEmpty(), ElementsAre("stance@1", "topic@2"),
                                                    ElementsAre("stance@2", "topic@1"),
                                                    ElementsAre("stance@2", "topic@2")));
}

}  // namespace
}  // namespace tasnif
