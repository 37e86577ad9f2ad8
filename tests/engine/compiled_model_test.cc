// The compiled file: no byte of it may be wrong unnoticed.
#include "engine/compiled_model.h"

#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "engine/compiler.h"
#include "engine/features.h"
#include "engine/scorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/corpus.h"
#include "tests/engine/fuzz/targets.h"
#include "tests/engine/oracle.h"

namespace tasnif {
namespace {

using testing::HasSubstr;

OracleSpec SmallTree() {
  return {.name = "small_tree",
          .loss = "hs",
          .word_ngrams = 2,
          .min_chars = 2,
          .max_chars = 3,
          .dim = 6,
          .bucket = 90,
          .epoch = 1,
          .corpus = {.labels = 4, .lines = 8, .extra_lines = {}}};
}

// The model's fastText bytes stay alive as long as the test program.
const FastTextModel& SourceOf(const OracleSpec& spec) {
  struct Entry {
    std::string bytes;
    std::unique_ptr<const FastTextModel> model;
  };
  static auto& sources = *new std::map<std::string, Entry>;
  Entry& entry = sources[spec.name];
  if (entry.model == nullptr) {
    entry.bytes = Oracle::Train(spec)->bytes();
    entry.model = *FastTextModel::Parse(entry.bytes, spec.name);
  }
  return *entry.model;
}

std::string SmallFile() { return *CompileModel(SourceOf(SmallTree())); }

absl::Status StatusOf(std::string bytes) {
  return CompiledModel::FromBytes(std::move(bytes), "test.tsf").status();
}

TEST(CompiledModel, EveryTruncationIsRefused) {
  const std::string bytes = SmallFile();
  ASSERT_EQ(StatusOf(bytes), absl::OkStatus());
  for (size_t size = 0; size < bytes.size(); ++size) {
    const absl::StatusCode expected =
        size == 0 ? absl::StatusCode::kInvalidArgument : absl::StatusCode::kDataLoss;
    ASSERT_EQ(StatusOf(bytes.substr(0, size)).code(), expected) << size;
  }
}

TEST(CompiledModel, EveryChangeOfTheHeaderIsRefused) {
  std::string bytes = SmallFile();
  const size_t header =
      tsf::AlignUp(sizeof(tsf::Header) + tsf::kSectionCount * sizeof(tsf::SectionEntry));
  for (size_t at = 0; at < header; ++at) {
    for (int change = 1; change < 256; ++change) {
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      const bool is_identity = at < 12;  // magic and version
      ASSERT_EQ(StatusOf(bytes).code(),
                is_identity ? absl::StatusCode::kInvalidArgument : absl::StatusCode::kDataLoss)
          << "byte " << at << " change " << change;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
    }
  }
}

TEST(CompiledModel, AChangedByteAnywhereIsRefused) {
  std::string bytes = SmallFile();
  for (size_t at = 0; at < bytes.size(); ++at) {
    bytes[at] ^= 0x10;
    ASSERT_FALSE(StatusOf(bytes).ok()) << at;
    bytes[at] ^= 0x10;
  }
}

TEST(CompiledModel, AForgedFileIsRefusedOrSafe) {
  const std::string good = SmallFile();
  const std::vector<std::string_view> words = {"goal", "سوق", "unseenword", "__label__t1"};
  Scratch scratch;
  std::vector<float> logits;
  std::vector<float> probabilities;
  int opened = 0;
  for (size_t at = 0; at < good.size(); ++at) {
    for (const char change : {'\x01', '\x7F', '\x80', '\xFF'}) {
      std::string bytes = good;
      bytes[at] ^= change;
      SealCompiledModel(&bytes);
      const auto model = CompiledModel::FromBytes(std::move(bytes), "forged.tsf");
      if (!model.ok()) continue;
      ++opened;
      if (Score(**model, words, &scratch, &logits).ok()) {
        Probabilities(**model, logits, 1.0f, &probabilities);
        EXPECT_EQ(probabilities.size(), (*model)->label_count());
      }
    }
  }
  EXPECT_GT(opened, 0);  // rows may hold any number
}

TEST(CompiledModel, SaysThatAFastTextFileIsNotCompiled) {
  const absl::Status status = StatusOf("\xBA\x16\x4F\x2F and so on");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("test.tsf"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("compile fastText models first"));
}

TEST(CompiledModel, OpensAMappedFile) {
  const std::string path = "/tmp/tasnif_compiled_" + std::to_string(getpid()) + ".tsf";
  std::ofstream(path, std::ios::binary) << SmallFile();
  const auto model = CompiledModel::Open(path);
  ASSERT_TRUE(model.ok()) << model.status();
  const FastTextModel& source = SourceOf(SmallTree());
  ASSERT_EQ((*model)->label_count(), source.label_count());
  for (uint32_t i = 0; i < source.label_count(); ++i) {
    EXPECT_EQ((*model)->label(i), source.label(i));
  }
  EXPECT_EQ((*model)->loss(), LossKind::kHierarchical);
  EXPECT_EQ((*model)->word_ngrams(), 2);
  EXPECT_EQ((*model)->memory_bytes(), SmallFile().size());
  std::remove(path.c_str());
}

TEST(CompiledModel, OpenSaysWhichFileIsMissing) {
  EXPECT_EQ(CompiledModel::Open("/nonexistent/model.tsf").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(CompileModel, GivesTheSameBytesEveryTime) { EXPECT_EQ(SmallFile(), SmallFile()); }

TEST(CompileModel, SmallerPrecisionsMakeSmallerFiles) {
  const OracleSpec spec = {.name = "wide",
                           .word_ngrams = 2,
                           .dim = 16,
                           .corpus = {.labels = 16, .lines = 60, .extra_lines = {}}};
  const FastTextModel& source = SourceOf(spec);
  const size_t float32 = CompileModel(source)->size();
  const size_t float16 = CompileModel(source, {.precision = Precision::kFloat16})->size();
  const size_t int8 = CompileModel(source, {.precision = Precision::kInt8})->size();
  EXPECT_LT(float16 * 3, float32 * 2);
  EXPECT_LT(int8, float16);
}

TEST(CompileModel, BucketsThatTrainingNeverTouchedTakeNoSpace) {
  const OracleSpec spec = {.name = "sparse",
                           .word_ngrams = 2,
                           .bucket = 100000,
                           .corpus = {.labels = 3, .lines = 40, .extra_lines = {}}};
  const FastTextModel& source = SourceOf(spec);
  std::vector<uint8_t> touched;
  const std::string text = TrainingText(spec.corpus);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    const auto words = SplitLikeFastText(std::string_view(text).substr(begin, end - begin));
    MarkTouchedBuckets(source, words, &touched);
    begin = end + 1;
  }
  const auto dense =
      CompiledModel::FromBytes(*CompileModel(source, {.drop_zero_buckets = false}), "dense");
  const auto sparse =
      CompiledModel::FromBytes(*CompileModel(source, {.touched_buckets = touched}), "sparse");
  ASSERT_TRUE(dense.ok() && sparse.ok());
  EXPECT_EQ((*dense)->row_count(), source.word_count() + 100000);
  EXPECT_LT((*sparse)->row_count(), source.word_count() + 2000);
  EXPECT_LT((*sparse)->memory_bytes() * 20, (*dense)->memory_bytes());
  // On a training text, all of whose buckets were touched, nothing changes.
  const std::string line = text.substr(0, text.find('\n'));
  Scratch scratch;
  std::vector<float> expected;
  std::vector<float> found;
  ASSERT_TRUE(Score(**dense, SplitLikeFastText(line), &scratch, &expected).ok());
  ASSERT_TRUE(Score(**sparse, SplitLikeFastText(line), &scratch, &found).ok());
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-5);
}

TEST(CompileModel, RefusesTouchedBucketsOfTheWrongLength) {
  const std::vector<uint8_t> touched(7, 1);
  const auto bytes = CompileModel(SourceOf(SmallTree()), {.touched_buckets = touched});
  EXPECT_EQ(bytes.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(bytes.status().message()), HasSubstr("expected 90"));
}

TEST(CompileModel, KeepsWordsOfAnyLength) {
  const std::string word(70000, 'w');
  const OracleSpec spec = {
      .name = "long_word",
      .min_chars = 2,
      .max_chars = 3,
      .corpus = {.labels = 2, .lines = 10, .extra_lines = {"__label__t1 " + word + " goal"}}};
  const auto model = CompiledModel::FromBytes(*CompileModel(SourceOf(spec)), "long");
  ASSERT_TRUE(model.ok()) << model.status();
  const CompiledModel::Entry entry = (*model)->Find(word, HashWord(word));
  EXPECT_GT(entry.rows, 100000u);
}

TEST(Score, SaysHowMuchOfTheTextIsKnown) {
  const auto model = CompiledModel::FromBytes(SmallFile(), "small");
  ASSERT_TRUE(model.ok());
  Scratch scratch;
  std::vector<float> logits;
  const FastTextModel& source = SourceOf(SmallTree());
  const std::string known(source.entry(source.entry(0) == kEndOfLine ? 1 : 0));
  const auto coverage = Score(**model, {known, "neverseen", "__label__t1", "", "neverseen2", known},
                              &scratch, &logits);
  ASSERT_TRUE(coverage.ok());
  EXPECT_EQ(coverage->words, 4u);
  EXPECT_EQ(coverage->known_words, 2u);
  EXPECT_FLOAT_EQ(coverage->unknown_share(), 0.5f);
}

}  // namespace
}  // namespace tasnif
