#include "train/error_examples.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(SurestErrors, AreTheWrongOnesWithTheHighestProbability) {
  const std::vector<Outcome> outcomes = {
      {.gold = "a", .predicted = "b", .probability = 0.4f, .line = 1},
      {.gold = "a", .predicted = "a", .probability = 0.9f, .line = 2},
      {.gold = "a", .predicted = "b", .probability = 0.8f, .line = 3},
      {.gold = "a", .predicted = "b", .probability = 0.8f, .line = 4}};
  const auto lines = [](const std::vector<Outcome>& errors) {
    std::vector<uint64_t> numbers;
    for (const Outcome& error : errors) numbers.push_back(error.line);
    return numbers;
  };
  EXPECT_THAT(lines(SurestErrors(outcomes, 9)), ::testing::ElementsAre(3, 4, 1));
  EXPECT_THAT(lines(SurestErrors(outcomes, 1)), ::testing::ElementsAre(3));
  EXPECT_TRUE(SurestErrors({}, 5).empty());
}

class ExplainErrorsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { models_ = new ModelSet(TinyModelSet()); }
  static void TearDownTestSuite() { delete models_; }

  // Two articles on sport, the first with a wrong label; and a line that is no article.
  std::string Write(const std::string& name) {
    return folder_.Write(
        name,
        R"({"id":"one","title":"Late goal","text":"The striker scored the winning goal in the )"
        R"(match.","labels":{"topic":"health"},)"
        R"("targets":[{"name":"the striker","stance":"against"}]})"
        "\n{\n"
        R"({"id":"two","text":"فاز المنتخب بهدفين في مباراة الإياب","labels":{"topic":"sport"}})"
        "\n");
  }

  absl::StatusOr<std::vector<ErrorExample>> Explain(const std::vector<std::string>& paths,
                                                    const std::string& head,
                                                    const std::vector<Outcome>& errors) {
    return ExplainErrors(*labeller_, *models_, paths, {.head = head}, errors, executor_);
  }

  static inline ModelSet* models_ = nullptr;
  TemporaryFolder folder_;
  const std::unique_ptr<const Labeller> labeller_ = *Labeller::Create({});
  InlineExecutor executor_;
};

TEST_F(ExplainErrorsTest, QuotesTheArticleAndTheWords) {
  const auto examples = Explain({Write("a.jsonl"), Write("b.jsonl")}, "topic",
                                {{.gold = "health", .predicted = "sport", .file = 1, .line = 1}});
  ASSERT_EQ(examples.status(), absl::OkStatus());
  ASSERT_EQ(examples->size(), 1u);
  const ErrorExample& example = examples->front();
  EXPECT_EQ(example.id, "one");
  EXPECT_EQ(example.title, "Late goal");
  EXPECT_THAT(example.excerpt, HasSubstr("The striker scored"));
  EXPECT_EQ(example.outcome.gold, "health");
  EXPECT_FALSE(example.words.empty());
}

TEST_F(ExplainErrorsTest, OfAStanceNamesTheTarget) {
  const auto examples = Explain({Write("a.jsonl")}, "stance", {{.gold = "against", .line = 1}});
  ASSERT_EQ(examples.status(), absl::OkStatus());
  ASSERT_EQ(examples->size(), 1u);
  EXPECT_EQ(examples->front().target, "the striker");
}

TEST_F(ExplainErrorsTest, KeepsTheOrderAndLeavesOutWhatCannotBeRead) {
  const auto examples =
      Explain({Write("a.jsonl")}, "topic", {{.line = 3}, {.line = 2}, {.line = 99}, {.line = 1}});
  ASSERT_EQ(examples.status(), absl::OkStatus());
  ASSERT_EQ(examples->size(), 2u);
  EXPECT_EQ((*examples)[0].id, "two");
  EXPECT_EQ((*examples)[1].id, "one");
}

TEST_F(ExplainErrorsTest, LongTextsAreCut) {
  const std::string path =
      folder_.Write("long.jsonl", absl::StrCat(R"({"text":")", std::string(5000, 'x'), "\"}\n"));
  const auto examples = Explain({path}, "topic", {{.line = 1}});
  ASSERT_EQ(examples.status(), absl::OkStatus());
  EXPECT_LT(examples->front().excerpt.size(), 500u);
}

TEST_F(ExplainErrorsTest, UnknownHeadsAndFilesAreNotFound) {
  EXPECT_EQ(Explain({Write("a.jsonl")}, "topci", {}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Explain({folder_.Path("absent")}, "topic", {}).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
