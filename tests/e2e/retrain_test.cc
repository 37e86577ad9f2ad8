// The whole loop through the program: train, correct, retrain, promote, roll back; and corrections
// that are poison.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "base/files.h"
#include "tests/base/temporary_folder.h"
#include "tests/e2e/program.h"
#include "tests/train/two_outlets.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RetrainTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("outlets.jsonl", TwoOutletLines());
    const std::string recipe = folder_.Write("recipe.json", TwoOutletRecipe());
    const Finished trained =
        RunTasnif({"train", recipe, "--data", folder_.path(), "--out", models()});
    ASSERT_EQ(trained.exit_code, 0) << trained.err;
  }

  std::string models() const { return folder_.Path("models"); }

  // Corrections of the outlet that the champion does not know; poison: with the labels swapped.
  void Correct(bool is_poison) {
    std::string lines;
    for (const std::string topic : {"sport", "economy"}) {
      const std::string other = topic == "sport" ? "economy" : "sport";
      for (uint64_t i = 0; i < 60; ++i) {
        lines += DumpJson(Json{{"head", "topic"},
                               {"model", "topic@1"},
                               {"predicted", other},
                               {"label", is_poison ? other : topic},
                               {"annotator", "layla"},
                               {"article",
                                {{"text", MakeOutletArticle("b.example", topic, i).text},
                                 {"publisher", "b.example"}}}}) +
                 "\n";
      }
    }
    const Finished added = RunTasnif({"feedback", "add", "--lines", "-", "--keep-text", "--store",
                                      folder_.Path("f.db"), "--models", models()},
                                     lines);
    ASSERT_EQ(added.exit_code, 0) << added.err;
  }

  Finished Retrain(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {
        "retrain",  "--head", "topic", "--data", folder_.path(), "--store", folder_.Path("f.db"),
        "--models", models()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunTasnif(arguments);
  }

  Finished Models(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "models");
    arguments.insert(arguments.end(), {"--models", models()});
    return RunTasnif(arguments);
  }

  std::string Aliases() const { return *PosixFiles().Read(models() + "/topic/aliases.json"); }

  TemporaryFolder folder_;
};

TEST_F(RetrainTest, CorrectionsMakeABetterModelThatCanBeTakenBack) {
  Correct(/*is_poison=*/false);
  // The vocabulary doubles, which the default rules would not allow.
  const std::string rules = folder_.Write("rules.json", R"({"max_size_ratio": 3})");
  const Finished done = Retrain({"--gate", rules});
  ASSERT_EQ(done.exit_code, 0) << done.out << done.err;
  EXPECT_THAT(done.out, HasSubstr("gate passed"));
  EXPECT_THAT(done.out, HasSubstr("published topic@2"));
  EXPECT_THAT(done.out, HasSubstr("next: tasnif models promote topic@2 --why REASON"));
  EXPECT_THAT(done.out, HasSubstr("tasnif models shadow topic@2 --percent 20 --why REASON"));
  EXPECT_THAT(done.out, HasSubstr("tasnif models canary topic@2 --percent 5 --why REASON"));
  EXPECT_TRUE(PosixFiles().Exists(models() + "/topic/2/gate.html"));
  EXPECT_THAT(*PosixFiles().Read(models() + "/topic/2/gate.json"), HasSubstr("\"passed\": true"));
  EXPECT_THAT(Aliases(), HasSubstr("\"champion\": \"1\"")) << "nothing answers unasked";
  ASSERT_EQ(Models({"promote", "topic", "--why", "better", "--by", "layla"}).exit_code, 0);
  EXPECT_THAT(Aliases(), HasSubstr("\"champion\": \"2\""));
  const absl::Time start = absl::Now();
  const Finished back = Models({"rollback", "topic", "--why", "a test", "--by", "layla"});
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  ASSERT_EQ(back.exit_code, 0) << back.err;
  EXPECT_THAT(Aliases(), HasSubstr("\"champion\": \"1\""));
  const Finished history = Models({"history", "topic"});
  EXPECT_THAT(history.out, HasSubstr("gate passed"));
  EXPECT_THAT(history.out, HasSubstr("rollback 1 as champion instead of 2: a test"));
  EXPECT_EQ(Models({"verify"}).exit_code, 0);
}

TEST_F(RetrainTest, PoisonedCorrectionsAreStopped) {
  Correct(/*is_poison=*/true);
  const std::string before = Aliases();
  const Finished done = Retrain();
  EXPECT_EQ(done.exit_code, 4) << done.out << done.err;
  EXPECT_THAT(done.out, HasSubstr("gate refused"));
  EXPECT_THAT(done.out, Not(HasSubstr("published")));
  EXPECT_EQ(Aliases(), before);
  EXPECT_FALSE(PosixFiles().Exists(models() + "/topic/2"));
  EXPECT_THAT(Models({"history", "topic"}).out, HasSubstr("refuse, gate failed"));
  // Forced, it is published as challenger, and everybody can see by whom.
  EXPECT_EQ(Retrain({"--force"}).exit_code, 2) << "without a reason";
  const Finished forced = Retrain({"--force", "--by", "omar", "--why", "a drill"});
  ASSERT_EQ(forced.exit_code, 0) << forced.out << forced.err;
  EXPECT_THAT(Models({"history", "topic"}).out, HasSubstr("gate forced: a drill"));
  EXPECT_THAT(*PosixFiles().Read(models() + "/topic/2/gate.html"), HasSubstr("omar"));
}

TEST_F(RetrainTest, NothingToLearnIsNoFailure) {
  const std::string line = DumpJson(Json{{"head", "topic"},
                                         {"model", "topic@1"},
                                         {"predicted", "sport"},
                                         {"label", "economy"},
                                         {"annotator", "layla"},
                                         {"article", {{"text", "only its hash is kept"}}}});
  ASSERT_EQ(RunTasnif({"feedback", "add", "--lines", "-", "--store", folder_.Path("f.db"),
                       "--models", models()},
                      line + "\n")
                .exit_code,
            0);
  const Finished done = Retrain();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("nothing to do"));
  EXPECT_THAT(done.out, HasSubstr("1 without text")) << "why there is nothing";
}

TEST_F(RetrainTest, WrongFilesAreToldBeforeTheFirstCorrection) {
  const std::string store = folder_.Path("f.db");
  ASSERT_EQ(
      RunTasnif({"feedback", "add", "--lines", "-", "--store", store, "--unchecked"}).exit_code, 0);
  const struct {
    std::vector<std::string> more;
    int exit_code;
    const char* says;
  } kRows[] = {
      {{}, 0, "nothing to do"},
      {{"--probes", folder_.Path("none.jsonl")}, 3, "none.jsonl"},
      {{"--gate", folder_.Write("rules.json", R"({"max_sizeratio": 3})")}, 2, "retraining.md"},
  };
  for (const auto& row : kRows) {
    const Finished done = Retrain(row.more);
    EXPECT_EQ(done.exit_code, row.exit_code) << done.err;
    EXPECT_THAT(done.out + done.err, HasSubstr(row.says));
  }
  const Finished no_data = RunTasnif({"retrain", "--head", "topic", "--data", folder_.Path("none"),
                                      "--store", store, "--models", models()});
  EXPECT_EQ(no_data.exit_code, 3);
  EXPECT_THAT(no_data.err, HasSubstr("--data"));
}

}  // namespace
}  // namespace tasnif
