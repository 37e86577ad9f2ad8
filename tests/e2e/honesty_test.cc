// What no head can know, through the real binary and the shipped models: random letters, code,
// figures, placeholder text, languages without a model. tests/e2e/noise.jsonl was written for this.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/json.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::SizeIs;

constexpr char kModels[] = TASNIF_SOURCE_DIR "/models";
constexpr char kNoise[] = TASNIF_SOURCE_DIR "/tests/e2e/noise.jsonl";

std::vector<Json> Answers(const std::string& input) {
  const Finished done = RunTasnif({"classify", input, "--models", kModels, "--format", "jsonl",
                                   "--heads", "topic,source_type"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  std::vector<Json> answers;
  for (absl::string_view line : absl::StrSplit(done.out, '\n', absl::SkipEmpty())) {
    const auto json = ParseJson(std::string(line));
    EXPECT_TRUE(json.ok()) << line;
    if (json.ok()) answers.push_back(*json);
  }
  return answers;
}

TEST(Honesty, NoiseGetsNoAnswerButAReason) {
  if (!std::filesystem::exists(std::string(kModels) + "/topic/aliases.json")) {
    GTEST_SKIP() << "no shipped models in " << kModels;
  }
  const std::vector<Json> answers = Answers(kNoise);
  ASSERT_THAT(answers, SizeIs(30));
  for (const Json& answer : answers) {
    for (const char* head : {"topic", "source_type"}) {
      EXPECT_EQ(answer[head]["abstained"], true) << answer["id"] << ' ' << answer.dump();
      EXPECT_NE(answer[head]["reason"], "") << answer["id"];
    }
  }
}

}  // namespace
}  // namespace tasnif
