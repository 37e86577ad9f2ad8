// Our scorers against libfasttext, on every kind of model, on realistic and on hostile text.
#include <string>
#include <string_view>
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

const std::vector<std::string>& AllLines() {
  static const auto& lines = *new std::vector<std::string>([] {
    std::vector<std::string> all = RealisticLines();
    for (std::string& line : AdversarialLines(4)) all.push_back(std::move(line));
    return all;
  }());
  return lines;
}

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

  std::unique_ptr<const CompiledModel> Compile(const CompileOptions& options) const {
    auto bytes = CompileModel(*model_, options);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    auto compiled = CompiledModel::FromBytes(*std::move(bytes), GetParam().name);
    EXPECT_TRUE(compiled.ok()) << compiled.status();
    return compiled.ok() ? *std::move(compiled) : nullptr;
  }

  void ExpectCompiledAgrees(const CompileOptions& options, double tolerance) const;

  std::unique_ptr<Oracle> oracle_;
  std::unique_ptr<const FastTextModel> model_;
};

TEST_P(Differential, ReferenceScorerAgreesWithLibfasttext) {
  Answer answer = EmptyAnswer();
  for (const std::string& line : AllLines()) {
    const auto expected = oracle_->Predict(line);
    const auto words = SplitLikeFastText(line);
    const absl::Status status = ReferenceScore(*model_, words, &answer.logits);
    ASSERT_EQ(status.ok(), !expected.empty()) << testing::PrintToString(line) << status;
    if (!status.ok()) {
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_EQ(Difference(expected, answer, kTolerance), "") << testing::PrintToString(line);
  }
}

void Differential::ExpectCompiledAgrees(const CompileOptions& options, double tolerance) const {
  const auto compiled = Compile(options);
  ASSERT_NE(compiled, nullptr);
  Answer answer = EmptyAnswer();
  Scratch scratch;
  for (const std::string& line : AllLines()) {
    const auto expected = oracle_->Predict(line);
    const auto words = SplitLikeFastText(line);
    const auto coverage = Score(*compiled, words, &scratch, &answer.logits);
    ASSERT_EQ(coverage.ok(), !expected.empty()) << testing::PrintToString(line);
    if (!coverage.ok()) {
      EXPECT_EQ(coverage.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_EQ(Difference(expected, answer, tolerance), "") << testing::PrintToString(line);
  }
}

TEST_P(Differential, CompiledFloat32AgreesWithLibfasttext) { ExpectCompiledAgrees({}, kTolerance); }

TEST_P(Differential, CompiledFloat16KeepsTheTopLabel) {
  ExpectCompiledAgrees({.precision = Precision::kFloat16}, 2e-3);
}

TEST_P(Differential, CompiledInt8KeepsTheTopLabel) {
  ExpectCompiledAgrees({.precision = Precision::kInt8}, 2e-2);
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
      for (uint32_t label = 0; label < compiled->label_count(); label += 3) {
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

INSTANTIATE_TEST_SUITE_P(AllKinds, Differential, testing::ValuesIn(AllSpecs()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tasnif
