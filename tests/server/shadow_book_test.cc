#include "server/shadow_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

using ::testing::IsEmpty;

v1::Article ArticleOf(const std::string& id) {
  v1::Article article;
  article.set_id(id);
  article.set_text(absl::StrCat("text of ", id));
  return article;
}

v1::Prediction TopicOf(const std::string& model, const std::string& label, bool abstained = false) {
  v1::Prediction prediction;
  prediction.mutable_topic()->set_model(model);
  prediction.mutable_topic()->set_label(label);
  prediction.mutable_topic()->set_abstained(abstained);
  return prediction;
}

void AddStance(const std::string& model, const std::string& target, const std::string& label,
               v1::Prediction* prediction) {
  v1::StancePrediction& stance = *prediction->add_stance();
  stance.set_model(model);
  stance.set_target(target);
  stance.set_label(label);
}

TEST(OutcomesOf, FindsTheHeadWhereverItStands) {
  v1::Prediction prediction = TopicOf("topic@1", "sport");
  prediction.mutable_source_type()->set_model("source_type@2");
  prediction.mutable_source_type()->set_label("satire");
  prediction.mutable_source_type()->set_abstained(true);
  (*prediction.mutable_heads())["mood"].set_model("mood@3");
  (*prediction.mutable_heads())["mood"].set_label("glad");
  AddStance("stance@4", "روسيا", "favor", &prediction);
  AddStance("stance_fr@1", "روسيا", "against", &prediction);
  EXPECT_EQ(OutcomesOf(prediction, "topic").at("").outcome, "sport");
  EXPECT_EQ(OutcomesOf(prediction, "topic").at("").model, "topic@1");
  EXPECT_EQ(OutcomesOf(prediction, "source_type").at("").outcome, "abstained");
  EXPECT_EQ(OutcomesOf(prediction, "mood").at("").outcome, "glad");
  EXPECT_EQ(OutcomesOf(prediction, "stance").at("روسيا").outcome, "favor");
  EXPECT_EQ(OutcomesOf(prediction, "stance").size(), 1u);
  EXPECT_THAT(OutcomesOf(prediction, "top"), IsEmpty()) << "a beginning is no head";
}

TEST(ShadowBook, CountsByWhatWasAnsweredAndWhatItWouldHaveBeen) {
  ShadowBook book;
  const absl::Time now = absl::FromUnixSeconds(1700000000);
  const struct {
    const char* label;
    const char* other;
  } kAnswers[] = {{"sport", "sport"}, {"sport", "health"}, {"sport", "health"}, {"law", "sport"}};
  int number = 0;
  for (const auto& [label, other] : kAnswers) {
    book.Compare(ArticleOf(absl::StrCat(++number)), TopicOf("topic@1", label),
                 TopicOf("topic@2", other), "topic", now);
  }
  const ShadowCounts counts = book.Read().versions.at("topic@2");
  EXPECT_EQ(counts.compared, 4u);
  EXPECT_EQ(counts.disagreements, 3u);
  const v1::GetShadowReportResponse report = book.Report("topic", "2");
  EXPECT_EQ(report.version(), "2");
  EXPECT_EQ(report.compared(), 4u);
  ASSERT_EQ(report.pairs_size(), 2);
  EXPECT_EQ(report.pairs(0).label(), "sport") << "the most frequent one is first";
  EXPECT_EQ(report.pairs(0).shadow_label(), "health");
  EXPECT_EQ(report.pairs(0).count(), 2u);
  ASSERT_EQ(report.sample_size(), 3);
  EXPECT_EQ(report.sample(0).article_id(), "2");
  EXPECT_EQ(report.sample(0).article_sha256().size(), 64u);
  EXPECT_EQ(report.sample(0).model(), "topic@1");
  EXPECT_EQ(report.sample(0).time().seconds(), 1700000000);
}

TEST(ShadowBook, AnAbstentionIsAnOutcomeOfItsOwn) {
  ShadowBook book;
  book.Compare(ArticleOf("1"), TopicOf("topic@1", "sport"), TopicOf("topic@2", "sport", true),
               "topic", absl::UnixEpoch());
  book.Compare(ArticleOf("2"), TopicOf("topic@1", "sport", true), TopicOf("topic@2", "law", true),
               "topic", absl::UnixEpoch());
  const v1::GetShadowReportResponse report = book.Report("topic", "2");
  EXPECT_EQ(report.disagreements(), 1u) << "two that do not know agree";
  EXPECT_EQ(report.pairs(0).shadow_label(), "abstained");
}

TEST(ShadowBook, StancesAreComparedByTarget) {
  ShadowBook book;
  v1::Prediction answer;
  AddStance("stance@1", "فرنسا", "favor", &answer);
  AddStance("stance@1", "روسيا", "neutral", &answer);
  v1::Prediction shadow;
  AddStance("stance@2", "روسيا", "against", &shadow);
  AddStance("stance@2", "فرنسا", "favor", &shadow);
  AddStance("stance@2", "مصر", "favor", &shadow);
  book.Compare(ArticleOf("1"), answer, shadow, "stance", absl::UnixEpoch());
  const v1::GetShadowReportResponse report = book.Report("stance", "2");
  EXPECT_EQ(report.compared(), 2u) << "a target that was not answered is passed over";
  ASSERT_EQ(report.sample_size(), 1);
  EXPECT_EQ(report.sample(0).target(), "روسيا");
}

TEST(ShadowBook, VersionsHavePagesOfTheirOwn) {
  ShadowBook book;
  book.Compare(ArticleOf("1"), TopicOf("topic@1", "a"), TopicOf("topic@2", "b"), "topic",
               absl::UnixEpoch());
  EXPECT_EQ(book.Report("topic", "3").compared(), 0u);
  EXPECT_EQ(book.Report("topic", "2").compared(), 1u);
  EXPECT_EQ(book.Report("topi", "2").compared(), 0u);
}

TEST(ShadowBook, TheSampleIsBoundedAndDrawnFromAll) {
  ShadowBook book;
  constexpr int kAll = 2000;
  for (int i = 0; i < kAll; ++i) {
    book.Compare(ArticleOf(absl::StrCat(i)), TopicOf("topic@1", "a"), TopicOf("topic@2", "b"),
                 "topic", absl::UnixEpoch());
  }
  const v1::GetShadowReportResponse report = book.Report("topic", "2");
  EXPECT_EQ(report.disagreements(), static_cast<uint64_t>(kAll));
  ASSERT_EQ(report.sample_size(), static_cast<int>(kMaxDisagreements));
  std::set<std::string> ids;
  int late = 0;
  for (const v1::Disagreement& one : report.sample()) {
    ids.insert(one.article_id());
    late += std::stoi(one.article_id()) >= kAll / 2 ? 1 : 0;
  }
  EXPECT_EQ(ids.size(), kMaxDisagreements) << "each once";
  EXPECT_NEAR(late, 100, 28) << "half of them from the later half, within four deviations";
}

TEST(ShadowBook, DropsAreCounted) {
  ShadowBook book;
  book.CountDrop(ShadowDrop::kBusy);
  book.CountDrop(ShadowDrop::kBusy);
  book.CountDrop(ShadowDrop::kFailed);
  EXPECT_EQ(book.Read().dropped.at(ShadowDrop::kBusy), 2u);
  EXPECT_EQ(book.Report("topic", "2").dropped(), 3u);
}

}  // namespace
}  // namespace tasnif
