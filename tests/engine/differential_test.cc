// Our scorers against libfasttext, on every kind of model, on realistic and on hostile text.
#include <string>
#include <string_view>
#include <vector>

#include "engine/fasttext_model.h"
#include "engine/reference_scorer.h"
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

INSTANTIATE_TEST_SUITE_P(AllKinds, Differential, testing::ValuesIn(AllSpecs()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tasnif
