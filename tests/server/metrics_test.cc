#include "server/metrics.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace tasnif {
namespace {

v1::ArticleResult Labelled(const std::string& label, float probability,
                           const std::string& reason = "") {
  v1::ArticleResult result;
  v1::LabelPrediction& topic = *result.mutable_prediction()->mutable_topic();
  topic.set_model("topic@1");
  topic.set_label(label);
  topic.set_probability(probability);
  topic.set_reason(reason);
  topic.set_abstained(!reason.empty());
  return result;
}

TEST(Metrics, CountsCallsByFrontMethodAndCode) {
  Metrics metrics;
  const CallRecord ok = {.front = "grpc",
                         .method = "Classify",
                         .articles = 3,
                         .bytes = 1000,
                         .queue = absl::Milliseconds(2),
                         .compute = absl::Milliseconds(30)};
  CallRecord refused = ok;
  refused.code = absl::StatusCode::kResourceExhausted;
  CallRecord http = ok;
  http.front = "http";
  for (const CallRecord& call : {ok, ok, refused, http}) metrics.OnCall(call);
  const MetricsReading reading = metrics.Read();
  const auto calls = [&](const char* front, absl::StatusCode code) {
    return reading.calls.at({front, "Classify", code}).calls;
  };
  EXPECT_EQ(calls("grpc", absl::StatusCode::kOk), 2u);
  EXPECT_EQ(calls("grpc", absl::StatusCode::kResourceExhausted), 1u);
  EXPECT_EQ(calls("http", absl::StatusCode::kOk), 1u);
  EXPECT_EQ(reading.calls.at({"grpc", "Classify", absl::StatusCode::kOk}).articles, 6u);
  EXPECT_EQ(reading.calls.at({"grpc", "Classify", absl::StatusCode::kOk}).bytes, 2000u);
  const CallSizes& sizes = reading.sizes.at({"grpc", "Classify"});
  EXPECT_DOUBLE_EQ(sizes.queue_seconds.sum(), 0.006);
  EXPECT_DOUBLE_EQ(sizes.compute_seconds.sum(), 0.09);
}

TEST(Metrics, CountsAnswersOfEachModel) {
  Metrics metrics;
  v1::ArticleResult known = Labelled("sport", 0.97f);
  known.mutable_prediction()->mutable_topic()->set_words(10);
  known.mutable_prediction()->mutable_topic()->set_known_words(8);
  metrics.OnArticle(known);
  v1::ArticleResult strange = Labelled("sport", 0.3f, "low_margin");
  strange.mutable_prediction()->mutable_topic()->set_words(5);
  metrics.OnArticle(strange);
  v1::ArticleResult stance;
  v1::StancePrediction& answer = *stance.mutable_prediction()->add_stance();
  answer.set_model("stance@2");
  answer.set_label("undetermined");
  answer.set_reason("no_mention");
  metrics.OnArticle(stance);
  v1::ArticleResult failed;
  failed.mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  metrics.OnArticle(failed);
  const MetricsReading reading = metrics.Read();
  EXPECT_EQ(reading.labelled_articles, 3u);
  EXPECT_EQ(reading.failed_articles.at(v1::ERROR_CODE_INVALID_ARGUMENT), 1u);
  const HeadCounts& topic = reading.heads.at("topic@1");
  EXPECT_EQ(topic.labels.at("sport"), 2u);
  EXPECT_EQ(topic.reasons.at("low_margin"), 1u);
  EXPECT_EQ(topic.words, 15u);
  EXPECT_EQ(topic.known_words, 8u);
  EXPECT_EQ(reading.heads.at("stance@2").reasons.at("no_mention"), 1u);
  EXPECT_DOUBLE_EQ(reading.heads.at("stance@2").confidence.sum(), 0) << "there was no evidence";
}

TEST(Metrics, ThreadsLoseNothing) {
  Metrics metrics;
  constexpr int kEach = 2000;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&metrics] {
      for (int n = 0; n < kEach; ++n) {
        metrics.OnCall({.front = "grpc", .method = "Classify", .articles = 1});
        metrics.OnArticle(Labelled("sport", 0.5f));
        if (n % 500 == 0) metrics.Read();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const MetricsReading reading = metrics.Read();
  EXPECT_EQ(reading.calls.at({"grpc", "Classify", absl::StatusCode::kOk}).calls, 4u * kEach);
  EXPECT_EQ(reading.heads.at("topic@1").labels.at("sport"), 4u * kEach);
}

// A small call is labelled in some ten microseconds: counting it may take a fiftieth of that. The
// bound here is loose, for sanitizers and busy machines; the number is printed.
TEST(Metrics, CountingIsCheap) {
  Metrics metrics;
  const v1::ArticleResult result = Labelled("sport", 0.9f);
  const CallRecord call = {.front = "grpc", .method = "Classify", .articles = 1, .bytes = 500};
  constexpr int kRounds = 20000;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kRounds; ++i) {
    metrics.OnCall(call);
    metrics.OnArticle(result);
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - start;
  RecordProperty("nanoseconds_per_call", static_cast<int>(elapsed.count() / kRounds));
  std::printf("%.0f ns for a call of one article and one head\n", elapsed.count() / kRounds);
  EXPECT_LT(elapsed.count() / kRounds, 100000);
}

TEST(Histogram, AValueBelongsToTheFirstBoundNotBelowIt) {
  static constexpr double kBounds[] = {1, 2, 4};
  Histogram histogram(kBounds);
  for (const double value : {0.0, 1.0, 1.5, 4.0, 5.0}) histogram.Add(value);
  EXPECT_EQ(std::vector<uint64_t>(histogram.counts().begin(), histogram.counts().end()),
            std::vector<uint64_t>({2, 1, 1, 1}));
  Histogram other(kBounds);
  other.Add(100);
  other.Merge(histogram);
  EXPECT_DOUBLE_EQ(other.sum(), 111.5);
  EXPECT_EQ(other.counts()[3], 2u);
}

TEST(PopulationStabilityIndex, TellsHowFarLabelsMoved) {
  const struct {
    std::map<std::string, double> before;
    std::map<std::string, double> now;
    double expected;
    const char* why;
  } kCases[] = {
      {{{"a", 50}, {"b", 50}}, {{"a", 5}, {"b", 5}}, 0, "the same shares"},
      {{{"a", 50}, {"b", 50}}, {{"a", 80}, {"b", 20}}, 0.4159, "(.3)ln(1.6)+(-.3)ln(.4)"},
      {{{"a", 80}, {"b", 20}}, {{"a", 50}, {"b", 50}}, 0.4159, "the same both ways"},
      {{{"a", 1}},
       {{"a", 1}, {"b", 1}},
       4.605,
       "a new label: 0.5 against 0.0001, and 1 against 0.5"},
      {{}, {{"a", 1}}, 0, "nothing to compare with"},
      {{{"a", 1}}, {}, 0, "nothing to compare"},
  };
  for (const auto& test : kCases) {
    EXPECT_NEAR(PopulationStabilityIndex(test.before, test.now), test.expected, 0.001) << test.why;
  }
}

}  // namespace
}  // namespace tasnif
