// The small parts: hashes, checksum, float16, row kernels, losses, calibration.
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "engine/calibration.h"
#include "engine/checksum.h"
#include "engine/half.h"
#include "engine/hash_kernel.h"
#include "engine/hashed_words.h"
#include "engine/loss.h"
#include "engine/row_kernel.h"
#include "engine/row_writer.h"
#include "engine/word_hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::FloatNear;

TEST(WordHash, IsFnv1aForAscii) {
  EXPECT_EQ(HashWord(""), 0x811C9DC5u);
  EXPECT_EQ(HashWord("a"), 0xE40C292Cu);
  EXPECT_EQ(HashWord("foobar"), 0xBF9CF968u);
}

TEST(WordHash, ReadsHighBytesAsNegativeNumbers) {
  EXPECT_EQ(HashWord("\xFF"), (0x811C9DC5u ^ 0xFFFFFFFFu) * 16777619u);
}

TEST(Modulus, EqualsTheRemainder) {
  std::mt19937_64 random(5);
  for (uint32_t divisor : {1u, 2u, 3u, 64u, 1000u, 2000000u, 1u << 21, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    const Modulus modulus(divisor);
    for (uint64_t n : {uint64_t{0}, uint64_t{1}, uint64_t{divisor} - 1, uint64_t{divisor},
                       ~uint64_t{0}, ~uint64_t{0} - 1}) {
      ASSERT_EQ(modulus.Of(n), n % divisor) << n << " mod " << divisor;
    }
    for (int i = 0; i < 20000; ++i) {
      const uint64_t n = random() >> (i % 64);
      ASSERT_EQ(modulus.Of(n), n % divisor) << n << " mod " << divisor;
    }
    for (int i = 1; i < 2000; ++i) {  // near multiples, where an estimate may be one off
      const uint64_t n = (~uint64_t{0} / divisor - static_cast<uint64_t>(i)) * divisor;
      ASSERT_EQ(modulus.Of(n), 0u);
      ASSERT_EQ(modulus.Of(n - 1), divisor - 1);
    }
  }
}

TEST(HashWords, StopsAtTheEndOfLineToken) {
  const std::vector<std::string_view> words = {"a", "bcd", "efghij", "k", "lm", "</s>", "tail"};
  HashedWords hashed;
  HashWords(words, &hashed);
  ASSERT_EQ(hashed.size(), 6u);
  for (size_t i = 0; i < hashed.size(); ++i) {
    EXPECT_EQ(hashed.tokens[i], words[i]);
    EXPECT_EQ(hashed.hashes[i], HashWord(words[i]));
  }
  EXPECT_FALSE(hashed.has_odd_tokens);
}

TEST(HashWords, ClosesADocumentWithoutWords) {
  HashedWords hashed;
  HashWords({}, &hashed);
  ASSERT_EQ(hashed.size(), 1u);
  EXPECT_EQ(hashed.hashes[0], HashWord("</s>"));
}

// Words of every length stand side by side with words of every other one, each in memory of its own
// size, so that a sanitizer sees a read beyond it.
TEST(HashAll, IsTheHashOfEachWordWhateverItsNeighbours) {
  std::mt19937 random(5);
  for (size_t count = 0; count < 40; ++count) {
    for (const size_t longest : {size_t{3}, size_t{12}, size_t{70}}) {
      std::vector<std::vector<char>> bytes(count);
      std::vector<std::string_view> words;
      for (auto& word : bytes) {
        word.resize(random() % (longest + 1));
        for (char& byte : word) byte = static_cast<char>(random());
        word.shrink_to_fit();
        words.emplace_back(word.data(), word.size());
      }
      std::vector<uint32_t> fast(count), plain(count);
      HashAll(words, fast.data());
      HashAllPortably(words, plain.data());
      for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(fast[i], HashWord(words[i])) << words[i].size() << " bytes";
        ASSERT_EQ(plain[i], HashWord(words[i])) << words[i].size() << " bytes";
      }
    }
  }
}

TEST(HashAll, TakesAWordOfMegabytes) {
  const std::string giant((size_t{1} << 20) + 5, '\xD8');
  const std::vector<std::string_view> words = {"a", "b", giant, "c", "d", "e", "f", "g", "h"};
  std::vector<uint32_t> hashes(words.size());
  HashAll(words, hashes.data());
  for (size_t i = 0; i < words.size(); ++i) EXPECT_EQ(hashes[i], HashWord(words[i]));
}

TEST(Checksum, MatchesThePublishedValues) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(Crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(Crc32c(""), 0u);
}

TEST(Checksum, IsTheSameWithAndWithoutInstructionsAndInPieces) {
  std::mt19937 random(3);
  std::string text(1000, '\0');
  for (char& byte : text) byte = static_cast<char>(random());
  for (size_t size = 0; size <= text.size(); ++size) {
    const std::string_view part = std::string_view(text).substr(0, size);
    ASSERT_EQ(Crc32c(part), PortableCrc32c(part));
    ASSERT_EQ(Crc32c(part.substr(size / 3), Crc32c(part.substr(0, size / 3))), Crc32c(part));
  }
}

// Long texts are summed in stripes.
TEST(Checksum, IsTheSameForLongTexts) {
  std::mt19937 random(4);
  std::string text(60000, '\0');
  for (char& byte : text) byte = static_cast<char>(random());
  for (size_t size = 0; size <= text.size(); size += 1 + random() % 173) {
    const std::string_view part = std::string_view(text).substr(0, size);
    ASSERT_EQ(Crc32c(part), PortableCrc32c(part)) << size;
    ASSERT_EQ(Crc32c(part, 0x12345678u), PortableCrc32c(part, 0x12345678u)) << size;
  }
}

TEST(Half, EveryFiniteValueComesBack) {
  for (uint32_t bits = 0; bits < 65536; ++bits) {
    const uint16_t half = static_cast<uint16_t>(bits);
    if ((half & 0x7C00u) == 0x7C00u) continue;  // infinity and NaN
    ASSERT_EQ(FloatToHalf(HalfToFloat(half)), half) << bits;
  }
}

TEST(Half, RoundsToNearest) {
  EXPECT_EQ(HalfToFloat(FloatToHalf(1.0f + 0x1p-11f)), 1.0f);  // a tie goes to even
  EXPECT_EQ(HalfToFloat(FloatToHalf(1.0f + 3 * 0x1p-11f)), 1.0f + 0x1p-9f);
  EXPECT_EQ(HalfToFloat(FloatToHalf(2047.9f)), 2048.0f);
  EXPECT_EQ(FloatToHalf(1e6f), 0x7C00u);
}

// What AddRows must give, from the numbers that were written.
class RowKernel : public testing::TestWithParam<Precision> {};

TEST_P(RowKernel, AddsRowsOfEveryWidth) {
  std::mt19937 random(11);
  std::normal_distribution<double> normal;
  const double tolerance = GetParam() == Precision::kFloat32   ? 1e-4
                           : GetParam() == Precision::kFloat16 ? 0.05
                                                               : 0.8;
  for (uint32_t columns = 1; columns <= 70; ++columns) {
    RowWriter writer(GetParam(), columns);
    std::vector<std::vector<double>> rows(9, std::vector<double>(columns));
    for (auto& row : rows) {
      for (double& value : row) value = normal(random);
      ASSERT_EQ(writer.Append(row), absl::OkStatus());
    }
    const std::string bytes = std::move(writer).Finish();
    const RowTable table{bytes.data(), RowStride(GetParam(), columns), columns, GetParam()};
    const std::vector<uint32_t> chosen = {8, 0, 3, 3, 5, 8, 1};
    std::vector<float> fast(PaddedColumns(columns), 0.5f);
    std::vector<float> plain = fast;
    AddRows(table, chosen, fast.data());
    AddRowsPortably(table, chosen, plain.data());
    for (uint32_t c = 0; c < columns; ++c) {
      double expected = 0.5;
      for (uint32_t row : chosen) expected += rows[row][c];
      ASSERT_NEAR(plain[c], expected, tolerance) << columns << " columns";
      ASSERT_NEAR(fast[c], plain[c], 1e-5) << columns << " columns";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Precisions, RowKernel,
                         testing::Values(Precision::kFloat32, Precision::kFloat16,
                                         Precision::kInt8));

TEST(RowWriter, RefusesWhatFloat16CannotHold) {
  RowWriter writer(Precision::kFloat16, 1);
  EXPECT_EQ(writer.Append({70000.0}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(writer.Append({std::numeric_limits<double>::infinity()}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(LabelTree, JoinsTheRarestLabelsFirst) {
  const auto tree = BuildLabelTree({10, 5, 2, 1});
  ASSERT_TRUE(tree.ok());
  ASSERT_EQ(tree->inner.size(), 3u);
  EXPECT_EQ(tree->inner[0].left, 3u);
  EXPECT_EQ(tree->inner[0].right, 2u);
  EXPECT_EQ(tree->inner[2].right, 0u);
  std::vector<PathStep> path;
  PathOf(tree->inner, 4, 3, &path);
  EXPECT_EQ(path.size(), 3u);
}

TEST(LabelTree, RefusesCountsThatBreakFastTextsConstruction) {
  EXPECT_EQ(BuildLabelTree({1000000000000000, 1}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BuildLabelTree({3, -1}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(LabelTree, ProbabilitiesAddUpToOne) {
  const auto tree = BuildLabelTree({10, 5, 2, 1, 1});
  ASSERT_TRUE(tree.ok());
  std::vector<float> p;
  LogitsToProbabilities(LossKind::kHierarchical, {0.3f, -2.0f, 1.0f, 4.0f}, tree->inner, 5, 1.0f,
                        &p);
  ASSERT_EQ(p.size(), 5u);
  double sum = 0;
  for (float value : p) sum += value;
  EXPECT_NEAR(sum, 1.0, 1e-6);
}

TEST(Probabilities, SoftmaxSurvivesHugeLogits) {
  std::vector<float> p;
  LogitsToProbabilities(LossKind::kSoftmax, {1e30f, 0.0f, -1e30f}, {}, 3, 1.0f, &p);
  EXPECT_THAT(p, ElementsAre(1.0f, 0.0f, 0.0f));
}

TEST(Probabilities, TemperatureFlattens) {
  std::vector<float> p;
  LogitsToProbabilities(LossKind::kSoftmax, {2.0f, 0.0f}, {}, 2, 2.0f, &p);
  EXPECT_THAT(p, ElementsAre(FloatNear(0.731059f, 1e-6f), FloatNear(0.268941f, 1e-6f)));
}

// Logits whose labels are drawn from softmax(logits / 3).
TEST(Calibration, FindsTheTemperatureThatMadeTheLabels) {
  std::mt19937 random(9);
  std::normal_distribution<float> normal(0, 4);
  std::vector<float> logits;
  std::vector<uint32_t> labels;
  std::vector<float> p;
  for (int i = 0; i < 20000; ++i) {
    const std::vector<float> row = {normal(random), normal(random), normal(random)};
    LogitsToProbabilities(LossKind::kSoftmax, row, {}, 3, 3.0f, &p);
    std::discrete_distribution<uint32_t> draw(p.begin(), p.end());
    labels.push_back(draw(random));
    logits.insert(logits.end(), row.begin(), row.end());
  }
  const auto fitted = FitTemperature(logits, 3, labels);
  ASSERT_TRUE(fitted.ok()) << fitted.status();
  EXPECT_NEAR(fitted->temperature, 3.0, 0.15);
  EXPECT_LT(fitted->loss_after, fitted->loss_before);
}

TEST(Calibration, StaysWithinItsLimits) {
  const auto sure = FitTemperature({1.0f, 0.0f}, 2, {0});
  ASSERT_TRUE(sure.ok());
  EXPECT_NEAR(sure->temperature, kLowestTemperature, 1e-4);
  const auto wrong = FitTemperature({1.0f, 0.0f}, 2, {1});
  ASSERT_TRUE(wrong.ok());
  EXPECT_NEAR(wrong->temperature, kHighestTemperature, 1e-2);
}

TEST(Calibration, RefusesShapesThatDoNotFit) {
  EXPECT_EQ(FitTemperature({}, 2, {}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FitTemperature({1.0f, 2.0f, 3.0f}, 2, {0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FitTemperature({1.0f, 2.0f}, 2, {2}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FitTemperature({1.0f, NAN}, 2, {0}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CalibrationError, IsTheWeightedGap) {
  const std::vector<float> confidences = {0.9f, 0.9f, 0.9f, 0.9f, 0.55f, 0.55f};
  const std::vector<uint8_t> correct = {1, 1, 1, 0, 1, 0};
  const auto error = ExpectedCalibrationError(confidences, correct, 10);
  ASSERT_TRUE(error.ok());
  EXPECT_THAT(*error, DoubleNear((4 * 0.15 + 2 * 0.05) / 6, 1e-6));
}

TEST(CalibrationError, RefusesBadInput) {
  EXPECT_EQ(ExpectedCalibrationError({}, {}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ExpectedCalibrationError({1.5f}, {1}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
