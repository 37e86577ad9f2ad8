// The text format, read strictly: every line is a comment of a family or a sample of it.
#include "server/metrics_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Sample line without its value → value. Fails the test where the text breaks the format.
std::map<std::string, double> ReadSamples(const std::string& text) {
  static const std::regex kComment(R"(# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*))");
  static const std::regex kSample(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*\})? (\S+))re");
  std::map<std::string, double> samples;
  std::set<std::string> families;
  std::string family;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (std::regex_match(line, match, kComment)) {
      family = match[2];
      if (match[1] == "TYPE") {
        EXPECT_TRUE(families.insert(family).second) << line;
      }
      continue;
    }
    EXPECT_TRUE(std::regex_match(line, match, kSample)) << line;
    EXPECT_EQ(match[1].str().rfind(family, 0), 0u) << line << " stands under " << family;
    const std::string key = match[1].str() + match[2].str();
    EXPECT_TRUE(samples.emplace(key, std::stod(match[6])).second) << key << " twice";
  }
  EXPECT_EQ(text.back(), '\n');
  return samples;
}

MetricsSnapshot Snapshot() {
  Metrics metrics;
  metrics.OnCall({.front = "http",
                  .method = "Classify",
                  .articles = 2,
                  .bytes = 3000,
                  .queue = absl::Milliseconds(3),
                  .compute = absl::Milliseconds(40)});
  v1::ArticleResult result;
  v1::LabelPrediction& topic = *result.mutable_prediction()->mutable_topic();
  topic.set_model("topic@1");
  topic.set_label("a \"quoted\"\\label");
  topic.set_probability(0.96f);
  metrics.OnArticle(result);
  MetricsSnapshot snapshot = {.reading = metrics.Read(), .version = "0.1.0"};
  snapshot.admission.refused = 7;
  v1::Model& model = snapshot.models.emplace_back();
  model.set_head("topic");
  model.set_version("1");
  model.set_state(v1::MODEL_STATE_READY);
  model.add_aliases("champion");
  v1::TrafficShare* share = model.add_traffic();
  share->set_use(v1::TRAFFIC_USE_CANARY);
  share->set_percent(12.5);
  snapshot.shadow.versions["topic@2"] = {
      .compared = 9, .disagreements = 2, .pairs = {{{"sport", "abstained"}, 2}}};
  snapshot.shadow.dropped[ShadowDrop::kBusy] = 3;
  snapshot.training_labels = {{"topic@1", {{"sport", 30}, {"health", 10}}}};
  snapshot.recent_labels = {{"topic@1", {{"sport", 100}, {"health", 100}}}};
  return snapshot;
}

TEST(MetricsText, IsInTheFormatAndSaysWhatWasCounted) {
  const std::map<std::string, double> samples = ReadSamples(MetricsText(Snapshot()));
  const struct {
    const char* sample;
    double expected;
  } kCases[] = {
      {R"(tasnif_requests_total{front="http",method="Classify",code="OK"})", 1},
      {R"(tasnif_request_articles_total{front="http",method="Classify",code="OK"})", 2},
      {R"(tasnif_request_bytes_total{front="http",method="Classify",code="OK"})", 3000},
      {R"(tasnif_request_queue_seconds_count{front="http",method="Classify"})", 1},
      {R"(tasnif_request_queue_seconds_bucket{front="http",method="Classify",le="0.0025"})", 0},
      {R"(tasnif_request_queue_seconds_bucket{front="http",method="Classify",le="0.005"})", 1},
      {R"(tasnif_request_queue_seconds_bucket{front="http",method="Classify",le="+Inf"})", 1},
      {R"(tasnif_articles_total{code="OK"})", 1},
      {R"(tasnif_labels_total{head="topic",version="1",label="a \"quoted\"\\label"})", 1},
      {R"(tasnif_admission_refused_total)", 7},
      {R"(tasnif_model_state{head="topic",version="1",state="ready"})", 1},
      {R"(tasnif_model_alias{head="topic",version="1",alias="champion"})", 1},
      {R"(tasnif_traffic_percent{head="topic",version="1",use="canary"})", 12.5},
      {R"(tasnif_shadow_compared_total{head="topic",version="2"})", 9},
      {R"(tasnif_shadow_disagreements_total{head="topic",version="2",label="sport",shadow_label="abstained"})",
       2},
      {R"(tasnif_shadow_dropped_total{reason="busy"})", 3},
      {R"(tasnif_shadow_dropped_total{reason="failed"})", 0},
      {R"(tasnif_training_label_share{head="topic",version="1",label="sport"})", 0.75},
      {R"(tasnif_build_info{version="0.1.0"})", 1},
  };
  for (const auto& test : kCases) {
    ASSERT_EQ(samples.count(test.sample), 1u) << test.sample;
    EXPECT_DOUBLE_EQ(samples.at(test.sample), test.expected) << test.sample;
  }
  EXPECT_NEAR(samples.at(R"(tasnif_label_drift_psi{head="topic",version="1"})"), 0.2747, 0.001);
}

TEST(MetricsText, FewAnswersSayNothingOfDrift) {
  MetricsSnapshot snapshot = Snapshot();
  snapshot.recent_labels["topic@1"] = {{"sport", 199}};
  EXPECT_THAT(MetricsText(snapshot), Not(HasSubstr("tasnif_label_drift_psi{")));
}

TEST(MetricsText, AServerThatDidNothingHasValidMetricsToo) { ReadSamples(MetricsText({})); }

TEST(ProcessFigures, AreThoseOfThisProcess) {
  const ProcessFigures figures = ReadProcessFigures();
  EXPECT_GT(figures.resident_bytes, 1u << 20);
  EXPECT_GT(figures.virtual_bytes, figures.resident_bytes);
  EXPECT_GE(figures.open_files, 3u);
  EXPECT_GE(figures.max_files, figures.open_files);
  EXPECT_GE(figures.threads, 1u);
  EXPECT_GT(figures.cpu_seconds, 0);
  const double now = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  EXPECT_LT(figures.start_seconds, now + 2);
  EXPECT_GT(figures.start_seconds, now - 3600);
}

}  // namespace
}  // namespace tasnif
