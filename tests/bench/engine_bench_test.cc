// Structure and agreement of the engine benchmark; never how fast anything is.
#include "bench/engine_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "base/json.h"
#include "bench/engine_report.h"
#include "bench/lines.h"
#include "tests/base/temporary_folder.h"
#include "tests/bench/small_texts.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> Names(const std::vector<CaseResult>& cases) {
  std::vector<std::string> names;
  for (const CaseResult& result : cases) names.push_back(result.name);
  return names;
}

// One benchmark for all tests of it.
class EngineBenchTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    TemporaryFolder folder;
    auto bench = RunEngineBench(SmallEngineBench(folder.path()),
                                [](const std::string& what) { told_.push_back(what); });
    ASSERT_TRUE(bench.ok()) << bench.status();
    bench_ = *std::move(bench);
  }

  static inline EngineBench bench_;
  static inline std::vector<std::string> told_;
};

TEST_F(EngineBenchTest, MeasuresEveryKindLengthAndNumberOfHeads) {
  std::vector<std::string> models;
  for (const ModelBench& model : bench_.models) {
    models.push_back(model.name);
    EXPECT_THAT(Names(model.cases),
                ElementsAre(model.name + "/short/1-head", model.name + "/article/1-head",
                            model.name + "/long/1-head", model.name + "/raw-article/1-head",
                            model.name + "/short/3-heads", model.name + "/article/3-heads",
                            model.name + "/long/3-heads", model.name + "/raw-article/3-heads"));
  }
  EXPECT_THAT(models, ElementsAre("words", "bigrams", "sub-words", "quantized"));
  EXPECT_THAT(told_, Contains("bigrams/article/3-heads"));
}

TEST_F(EngineBenchTest, BothEnginesGiveTheSameLabels) {
  for (const ModelBench& model : bench_.models) {
    for (const CaseResult& result : model.cases) {
      EXPECT_EQ(result.agreement, 1) << result.name;
      EXPECT_LE(result.max_abs_diff, 1e-4) << result.name;
    }
  }
}

// Where libfasttext prefers no label, none of ours can be wrong; it must prefer some.
TEST(Comparison, AgreementIsAboutDecidedTexts) {
  TemporaryFolder folder;
  std::vector<BenchText> texts;
  std::vector<std::string> lines;
  for (int i = 0; i < 60; ++i) {
    texts.push_back({"", "", i % 2 == 0 ? "sport" : "bank"});
    lines.push_back(i % 2 == 0 ? "goal match team\n" : "money loan rate\n");
  }
  const std::string rows = folder.Path("rows.txt");
  ASSERT_TRUE(WriteTrainingRows(texts, lines, rows).ok());
  const auto path = TrainKind(kTrainedKinds[0], {.dim = 8, .epoch = 25}, rows, folder.path());
  ASSERT_TRUE(path.ok()) << path.status();
  ASSERT_TRUE(CompileFile(*path, Precision::kFloat32, folder.Path("a.tsf")).ok());
  Sides sides;
  sides.libfasttext.push_back(FastTextRunner::Load(*path).value());
  sides.tasnif = TasnifRunner::Open({folder.Path("a.tsf")}).value();
  const CaseResult result = Compare("a", {"goal match\n", "loan rate\n", "unknown\n"}, sides, 1);
  EXPECT_EQ(result.undecided, 0u);
  EXPECT_EQ(result.agreement, 1);
  EXPECT_EQ(sides.libfasttext[0]->labels()[sides.libfasttext[0]->Top("goal match\n")], "sport");
  std::vector<int32_t> tops;
  sides.tasnif->Top("loan rate\n", &tops);
  EXPECT_EQ(sides.tasnif->head(0).label(tops[0]), "bank");
}

TEST_F(EngineBenchTest, EveryNumberIsMeasured) {
  for (const ModelBench& model : bench_.models) {
    for (const CaseResult& result : model.cases) {
      EXPECT_GT(result.libfasttext_us, 0) << result.name;
      EXPECT_GT(result.tasnif_us, 0) << result.name;
      EXPECT_LE(result.lowest_ratio, result.highest_ratio) << result.name;
      EXPECT_EQ(result.tasnif_one_head_us > 0, result.heads > 1) << result.name;
    }
    EXPECT_GT(model.open.libfasttext_cold_ms, 0);
    EXPECT_GT(model.open.unverified_warm_ms, 0);
    EXPECT_GT(model.memory.tasnif.shared_bytes, 0) << model.name;
    EXPECT_GT(CostOfThreeHeads(model, "article"), 0);
  }
  EXPECT_EQ(CostOfThreeHeads(bench_.models[0], "no such length"), 0);
}

TEST_F(EngineBenchTest, JsonHasTheAgreedKeys) {
  const auto json = ParseJson(EngineBenchJson(bench_));
  ASSERT_TRUE(json.ok()) << json.status();
  std::vector<std::string> keys;
  for (const auto& item : json->items()) keys.push_back(item.key());
  EXPECT_THAT(keys, ElementsAre("machine", "cases", "open", "memory"));
  ASSERT_THAT((*json)["cases"], SizeIs(32));
  for (const char* key :
       {"name", "libfasttext_us", "tasnif_us", "ratio", "agreement", "max_abs_diff"}) {
    EXPECT_TRUE((*json)["cases"][0].contains(key)) << key;
  }
  for (const char* key : {"libfasttext_ms", "tasnif_ms", "ratio"}) {
    EXPECT_TRUE((*json)["open"][key].is_number()) << key;
  }
  for (const char* key : {"libfasttext_bytes", "tasnif_bytes", "ratio"}) {
    EXPECT_TRUE((*json)["memory"][key].is_number()) << key;
  }
  for (const char* key : {"processor", "cores", "compiler", "build_type", "instructions"}) {
    EXPECT_TRUE((*json)["machine"].contains(key)) << key;
  }
}

TEST_F(EngineBenchTest, TableNamesEveryCaseOnce) {
  const std::string table = EngineBenchTable(bench_);
  for (const ModelBench& model : bench_.models) {
    for (const std::string& name : Names(model.cases)) EXPECT_THAT(table, HasSubstr(name));
  }
}

TEST(EngineBench, GivenModelIsMeasuredUnderItsOwnName) {
  TemporaryFolder folder;
  EngineBenchOptions options = SmallEngineBench(folder.path());
  const auto lines = MakeLines(options.texts);
  ASSERT_TRUE(lines.ok());
  const std::string rows = folder.Path("rows.txt");
  ASSERT_TRUE(WriteTrainingRows(options.texts, *lines, rows).ok());
  const auto path = TrainKind(kTrainedKinds[1], options.training, rows, folder.path());
  ASSERT_TRUE(path.ok()) << path.status();
  const std::string renamed = folder.Path("my.topic.bin");
  ASSERT_EQ(std::rename(path->c_str(), renamed.c_str()), 0);
  options.model_paths = {renamed};
  const auto bench = RunEngineBench(options, nullptr);
  ASSERT_TRUE(bench.ok()) << bench.status();
  ASSERT_THAT(bench->models, SizeIs(1));
  EXPECT_EQ(bench->models[0].cases[0].name, "my.topic/short/1-head");
  EXPECT_EQ(bench->models[0].cases[0].agreement, 1);
  EXPECT_EQ(bench->models_made, "");
}

TEST(EngineBench, FileThatIsNoModelIsRefusedByName) {
  TemporaryFolder folder;
  EngineBenchOptions options = SmallEngineBench(folder.path());
  options.model_paths = {
      folder.Write("no.bin", "not a model, though long enough to have a header")};
  const absl::Status status = RunEngineBench(options, nullptr).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no.bin"));
}

TEST(EngineBench, TextsWithoutWordsAreRefused) {
  TemporaryFolder folder;
  EngineBenchOptions options = SmallEngineBench(folder.path());
  options.texts = {{"...", "", "a"}, {"!", "", "b"}};
  const absl::Status status = RunEngineBench(options, nullptr).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("give a file with articles"));
}

TEST(FastTextRunner, DamagedOrMissingFileIsAnError) {
  TemporaryFolder folder;
  for (const std::string& path : {folder.Path("missing.bin"), folder.Write("bad.bin", "bad")}) {
    const absl::Status status = FastTextRunner::Load(path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(path), HasSubstr("libfasttext")));
  }
}

}  // namespace
}  // namespace tasnif
