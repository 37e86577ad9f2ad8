#include "server/inference_statistics.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

inference::ModelStatisticsResponse Filled(const InferenceStatistics& statistics,
                                          const std::string& name, const std::string& version) {
  inference::ModelStatisticsResponse response;
  statistics.Fill(name, version, &response);
  return response;
}

TEST(InferenceStatistics, CallsAreSummedUp) {
  InferenceStatistics statistics;
  const InferenceTimes times = {.articles = 8,
                                .queue = absl::Nanoseconds(10),
                                .input = absl::Nanoseconds(20),
                                .infer = absl::Nanoseconds(300),
                                .output = absl::Nanoseconds(4)};
  statistics.AddSuccess({"topic", "3"}, times, absl::FromUnixMillis(1000));
  statistics.AddSuccess({"topic", "3"}, times, absl::FromUnixMillis(2500));
  statistics.AddFailure({"topic", "3"}, absl::Nanoseconds(7));
  const auto response = Filled(statistics, "topic", "3");
  ASSERT_EQ(response.model_stats_size(), 1);
  const inference::ModelStatistics& stats = response.model_stats(0);
  EXPECT_EQ(stats.name(), "topic");
  EXPECT_EQ(stats.version(), "3");
  EXPECT_EQ(stats.last_inference(), 2500u);
  EXPECT_EQ(stats.inference_count(), 16u);
  EXPECT_EQ(stats.execution_count(), 2u);
  EXPECT_EQ(stats.inference_stats().success().count(), 2u);
  EXPECT_EQ(stats.inference_stats().success().ns(), 668u);
  EXPECT_EQ(stats.inference_stats().fail().count(), 1u);
  EXPECT_EQ(stats.inference_stats().fail().ns(), 7u);
  EXPECT_EQ(stats.inference_stats().queue().ns(), 20u);
  EXPECT_EQ(stats.inference_stats().compute_input().ns(), 40u);
  EXPECT_EQ(stats.inference_stats().compute_infer().ns(), 600u);
  EXPECT_EQ(stats.inference_stats().compute_output().ns(), 8u);
  ASSERT_EQ(stats.batch_stats_size(), 1);
  EXPECT_EQ(stats.batch_stats(0).batch_size(), 8u);
  EXPECT_EQ(stats.batch_stats(0).compute_infer().count(), 2u);
}

TEST(InferenceStatistics, ModelsAndVersionsAreToldApart) {
  InferenceStatistics statistics;
  statistics.AddFailure({"topic", "3"}, absl::ZeroDuration());
  statistics.AddFailure({"topic", "4"}, absl::ZeroDuration());
  statistics.AddFailure({"article", "1"}, absl::ZeroDuration());
  EXPECT_EQ(Filled(statistics, "", "").model_stats_size(), 3);
  EXPECT_EQ(Filled(statistics, "topic", "").model_stats_size(), 2);
  EXPECT_EQ(Filled(statistics, "topic", "4").model_stats_size(), 1);
  EXPECT_EQ(Filled(statistics, "stance", "").model_stats_size(), 0);
}

TEST(InferenceStatistics, AClockThatStepsBackTakesNothingAway) {
  InferenceStatistics statistics;
  statistics.AddSuccess({"topic", "3"}, {.articles = 1, .queue = absl::Seconds(-5)},
                        absl::UnixEpoch());
  EXPECT_EQ(Filled(statistics, "", "").model_stats(0).inference_stats().queue().ns(), 0u);
}

TEST(InferenceStatistics, BatchSizesAreBounded) {
  InferenceStatistics statistics;
  for (size_t articles = 1; articles <= 2 * kMaxBatchSizes; ++articles) {
    statistics.AddSuccess({"topic", "3"}, {.articles = articles}, absl::UnixEpoch());
  }
  const auto stats = Filled(statistics, "", "").model_stats(0);
  EXPECT_EQ(static_cast<size_t>(stats.batch_stats_size()), kMaxBatchSizes);
  EXPECT_EQ(stats.execution_count(), 2 * kMaxBatchSizes);
}

}  // namespace
}  // namespace tasnif
