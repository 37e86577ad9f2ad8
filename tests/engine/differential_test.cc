// Our scorers against libfasttext, on every kind of model, on realistic and on hostile text.
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/compiled_model.h"
#include "engine/compiler.h"
#include "engine/explanation.h"
#include "engine/fasttext_model.h"
#include "engine/reference_scorer.h"
#include "engine/scorer.h"
#include "gtest/gtest.h"
#include "tests/engine/agreement.h"
#include "tests/engine/corpus.h"
#include "tests/engine/oracle.h"
#include "tests/engine/specs.h"

namespace tasnif {
namespace {

constexpr double kTolerance = 1e-4;

class Differential : public testing::TestWithParam<OracleSpec> {
 protected:
  void SetUp() override {
    oracle_ = Oracle::Train(GetParam());
    ASSERT_NE(oracle_, nullptr);
    auto model = FastTextModel::Parse(oracle_->bytes(), GetParam().name);
    ASSERT_TRUE(model.ok()) << model.status();
    model_ = *std::move(model);
  }

  Answer EmptyAnswer() const {
    Answer answer{model_->loss(), {}, model_->tree().inner, {}};
    for (uint32_t i = 0; i < model_->label_count(); ++i) {
      answer.labels.emplace_back(model_->label(i));
    }
    return answer;
  }

  // All hostile lines up to four symbols; up to two where 300 labels make each one slow.
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines = RealisticLines();
    const int length = model_->label_count() > 50 ? 2 : 4;
    for (std::string& line : AdversarialLines(length)) lines.push_back(std::move(line));
    return lines;
  }

  std::unique_ptr<const CompiledModel> Compile(const CompileOptions& options) const {
    auto bytes = CompileModel(*model_, options);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    auto compiled = CompiledModel::FromBytes(*std::move(bytes), GetParam().name);
    EXPECT_TRUE(compiled.ok()) << compiled.status();
    return compiled.ok() ? *std::move(compiled) : nullptr;
  }

  std::unique_ptr<Oracle> oracle_;
  std::unique_ptr<const FastTextModel> model_;
};

// One scorer under test and how near it must come.
struct Contender {
  std::string name;
  double tolerance;
  std::function<absl::Status(absl::Span<const std::string_view>, std::vector<float>*)> score;
};

Contender CompiledContender(std::string name, const CompiledModel& model, double tolerance,
                            Scratch* scratch) {
  return {std::move(name), tolerance,
          [&model, scratch](absl::Span<const std::string_view> words, std::vector<float>* logits) {
            return Score(model, words, scratch, logits).status();
          }};
}

TEST_P(Differential, EveryScorerAgreesWithLibfasttext) {
  const auto float32 = Compile({});
  const auto float16 = Compile({.precision = Precision::kFloat16});
  const auto int8 = Compile({.precision = Precision::kInt8});
  Scratch scratch;
  const std::vector<Contender> contenders = {
      {"reference", kTolerance,
       [this](absl::Span<const std::string_view> words, std::vector<float>* logits) {
         return ReferenceScore(*model_, words, logits);
       }},
      CompiledContender("float32", *float32, kTolerance, &scratch),
      CompiledContender("float16", *float16, 20 * kTolerance, &scratch),
      CompiledContender("int8", *int8, 200 * kTolerance, &scratch)};
  Answer answer = EmptyAnswer();
  for (const std::string& line : Lines()) {
    const auto expected = oracle_->Predict(line);
    const auto words = SplitLikeFastText(line);
    for (const Contender& contender : contenders) {
      SCOPED_TRACE(contender.name + " on " + testing::PrintToString(line));
      const absl::Status status = contender.score(words, &answer.logits);
      if (expected.empty()) {
        ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
        continue;
      }
      ASSERT_EQ(status, absl::OkStatus());
      ASSERT_EQ(Difference(expected, answer, contender.tolerance), "");
    }
  }
}

// For hierarchical softmax: the signed sum along the label's path.
double LogitOf(const CompiledModel& model, const std::vector<float>& logits, uint32_t label) {
  if (model.loss() != LossKind::kHierarchical) return logits[label];
  std::vector<PathStep> path;
  PathOf(model.tree(), model.label_count(), label, &path);
  double sum = 0;
  for (const PathStep& step : path) sum += (step.goes_right ? 1 : -1) * logits[step.column];
  return sum;
}

TEST_P(Differential, ContributionsAddUpToTheLogit) {
  for (Precision precision : {Precision::kFloat32, Precision::kFloat16, Precision::kInt8}) {
    const auto compiled = Compile({.precision = precision});
    ASSERT_NE(compiled, nullptr);
    Scratch scratch;
    std::vector<float> logits;
    std::vector<WordContribution> parts;
    for (const std::string& line : RealisticLines()) {
      const auto words = SplitLikeFastText(line);
      if (!Score(*compiled, words, &scratch, &logits).ok()) continue;
      for (uint32_t label = 0; label < compiled->label_count();
           label += 1 + compiled->label_count() / 8) {
        const auto sum = Explain(*compiled, scratch.hashed_words(), label, &scratch, &parts);
        ASSERT_TRUE(sum.ok()) << sum.status();
        double added = 0;
        for (const WordContribution& part : parts) {
          added += part.logit;
          ASSERT_LE(part.first_word + part.word_count, scratch.hashed_words().size());
        }
        ASSERT_NEAR(added, LogitOf(*compiled, logits, label), 1e-4) << line;
        ASSERT_NEAR(*sum, added, 1e-5);
      }
    }
  }
}

// Of every logit the same is taken away, which softmax does not see.
TEST_P(Differential, AgainstTheMeanLabelContributionsAddUpToTheDistance) {
  const auto compiled = Compile({});
  ASSERT_NE(compiled, nullptr);
  Scratch scratch;
  std::vector<float> logits;
  std::vector<WordContribution> parts;
  for (const std::string& line : RealisticLines()) {
    if (!Score(*compiled, SplitLikeFastText(line), &scratch, &logits).ok()) continue;
    const auto sum =
        Explain(*compiled, scratch.hashed_words(), 0, &scratch, &parts, Baseline::kMeanLabel);
    if (compiled->loss() != LossKind::kSoftmax) {
      ASSERT_EQ(sum.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_TRUE(sum.ok()) << sum.status();
    const double mean = std::accumulate(logits.begin(), logits.end(), 0.0) / logits.size();
    ASSERT_NEAR(*sum, logits[0] - mean, 1e-4) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(AllKinds, Differential, testing::ValuesIn(AllSpecs()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tasnif
