#include "server/shadow_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/server/manual_executor.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

// topic@1 answers, topic@2 is in the shadow.
class ShadowScorerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto models = std::make_shared<ModelSet>();
    for (const char* version : {"1", "2"}) {
      ASSERT_EQ(models->Add(LoadTinyModel(MakeTinyModel("topic", version))), absl::OkStatus());
    }
    ASSERT_EQ(models->SetAlias("topic", kChampion, "1"), absl::OkStatus());
    ASSERT_EQ(models->SetTraffic("topic", kShadow, {"2", kAllTraffic}), absl::OkStatus());
    *models_ = std::move(models);
  }
  ShadowScorerTest() : labeller_(*Labeller::Create({})), plan_(*labeller_->Plan({}, **models_)) {
    MakeScorer({});
  }

  void MakeScorer(const AdmissionLimits& limits) {
    scorer_.reset();
    admission_ = std::make_unique<Admission>(limits, clock_);
    scorer_ = std::make_unique<ShadowScorer>(*labeller_, *LabelScratch::Create(), executor_,
                                             *admission_, clock_);
  }

  // Answers with topic@1, and offers the rest.
  v1::Prediction Offer(const v1::Article& article) {
    const v1::Prediction answer = *labeller_->Label(article, plan_, scratch_.get());
    TrafficChoice choice = ChooseModels(PlanTraffic(plan_, {}, **models_), plan_, article);
    EXPECT_TRUE(choice.shadow.has_value());
    scorer_->Offer(article, answer, std::move(choice), *models_);
    return answer;
  }

  uint64_t Compared() const { return scorer_->book().Report("topic", "2").compared(); }
  uint64_t Dropped(ShadowDrop why) const {
    const ShadowReading reading = scorer_->book().Read();
    const auto found = reading.dropped.find(why);
    return found == reading.dropped.end() ? 0 : found->second;
  }

  static inline auto* const models_ = new std::shared_ptr<const ModelSet>;
  FakeClock clock_;
  ManualExecutor executor_;
  const std::unique_ptr<const Labeller> labeller_;
  const LabelPlan plan_;
  const std::unique_ptr<LabelScratch> scratch_ = *LabelScratch::Create();
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<ShadowScorer> scorer_;
};

TEST_F(ShadowScorerTest, NothingIsLabelledOnTheWayOfTheAnswer) {
  Offer(TinyArticles()[0]);
  EXPECT_EQ(Compared(), 0u);
  EXPECT_EQ(executor_.pending(), 1u);
  executor_.RunAll();
  EXPECT_EQ(Compared(), 1u);
}

TEST_F(ShadowScorerTest, ItComparesWithWhatTheOtherModelSaysAlone) {
  v1::ClassifyOptions pinned;
  pinned.add_models("topic@2");
  pinned.add_heads("topic");
  const LabelPlan other = *labeller_->Plan(pinned, **models_);
  uint64_t differ = 0;
  for (const v1::Article& article : TinyArticles()) {
    const std::string label = Offer(article).topic().label();
    const v1::Prediction alone = *labeller_->Label(article, other, scratch_.get());
    differ += OutcomesOf(alone, "topic").at("").outcome != label ? 1 : 0;
  }
  executor_.RunAll();
  EXPECT_EQ(Compared(), TinyArticles().size());
  EXPECT_EQ(scorer_->book().Report("topic", "2").disagreements(), differ);
}

TEST_F(ShadowScorerTest, WhatWaitsIsCountedByAdmissionAndGivenBack) {
  Offer(TinyArticles()[0]);
  EXPECT_EQ(admission_->state().held.articles, 1u);
  EXPECT_EQ(admission_->state().held.bytes, TinyArticles()[0].text().size());
  executor_.RunAll();
  EXPECT_EQ(admission_->state().held, WorkSize());
}

TEST_F(ShadowScorerTest, WithoutRoomItIsDroppedAndNobodyIsRefused) {
  MakeScorer({.max_articles = 4, .max_bytes = 1 << 20});
  const Permit held = *admission_->Admit({.client = "somebody"}, {.articles = 3, .bytes = 1000});
  const uint64_t admitted = admission_->state().admitted;
  Offer(TinyArticles()[0]);
  Offer(TinyArticles()[0]);
  // One is left, and bulk work may have half of all: the second finds no room.
  EXPECT_EQ(admission_->state().admitted, admitted + 1);
  EXPECT_EQ(admission_->state().refused, 0u) << "nobody was told to come back";
  EXPECT_EQ(Dropped(ShadowDrop::kBusy), 1u);
  executor_.RunAll();
  EXPECT_EQ(Compared(), 1u);
}

TEST_F(ShadowScorerTest, AtMostSoManyWait) {
  for (size_t i = 0; i < ShadowScorer::kMaxWaiting + 10; ++i) Offer(TinyArticles()[0]);
  EXPECT_EQ(admission_->state().held.articles, ShadowScorer::kMaxWaiting);
  EXPECT_EQ(Dropped(ShadowDrop::kBusy), 10u);
  executor_.RunAll();
  EXPECT_EQ(Compared(), ShadowScorer::kMaxWaiting);
  Offer(TinyArticles()[0]);
  executor_.RunAll();
  EXPECT_EQ(Compared(), ShadowScorer::kMaxWaiting + 1) << "room again";
}

TEST_F(ShadowScorerTest, ItsEndDropsWhatWaits) {
  Offer(TinyArticles()[0]);
  Offer(TinyArticles()[1]);
  scorer_.reset();
  EXPECT_EQ(admission_->state().held, WorkSize());
  EXPECT_EQ(executor_.pending(), 2u);
  executor_.RunAll();  // Finds nothing, and touches nothing that is gone.
}

TEST_F(ShadowScorerTest, ItsEndWaitsForWhatIsUnderWay) {
  ThreadPool pool(1);
  for (int round = 0; round < 10; ++round) {
    Admission admission({}, clock_);
    ShadowScorer scorer(*labeller_, *LabelScratch::Create(), pool, admission, clock_);
    for (const v1::Article& article : TinyArticles()) {
      TrafficChoice choice = ChooseModels(PlanTraffic(plan_, {}, **models_), plan_, article);
      scorer.Offer(article, {}, std::move(choice), *models_);
    }
  }
}

}  // namespace
}  // namespace tasnif
