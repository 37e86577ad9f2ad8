// The reader of fastText files: what it takes, and that nothing in a bad file gets past it.
#include "engine/fasttext_model.h"

#include <cstring>
#include <string>
#include <vector>

#include "engine/compiler.h"
#include "engine/reference_scorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/oracle.h"

namespace tasnif {
namespace {

using testing::HasSubstr;

// Places of the arguments in the file.
constexpr size_t kVersionAt = 4;
constexpr size_t kArgumentsAt = 8;
constexpr size_t kBucketArgument = 8;
constexpr size_t kModelKindAt = kArgumentsAt + 4 * 7;
constexpr size_t kCountsAt = 64;  // entries, words, labels, tokens, pruning size
constexpr size_t kHeaderBytes = kCountsAt + 12 + 16;

// An int32 that may take other values and leave a file that is still a model. The first group
// changes nothing in predictions; with the second one the file is another, equally valid model,
// which only a checksum could tell (fastText's format has none, the compiled one has).
bool LeavesAModel(size_t at, bool is_pruned) {
  if (at >= kCountsAt + 12 && at < kCountsAt + 20) return true;  // token count
  if (at >= kVersionAt && at < kVersionAt + 4) return true;      // 11 instead of 12
  if (at < kArgumentsAt) return false;
  constexpr bool kFree[] = {
      /*dim*/ false,    /*ws*/ true,         /*epoch*/ true, /*minCount*/ true,
      /*neg*/ true,     /*wordNgrams*/ true, /*loss*/ true,  /*model*/ false,
      /*bucket*/ false, /*minn*/ true,       /*maxn*/ true,  /*lrUpdateRate*/ true};
  const size_t argument = (at - kArgumentsAt) / 4;
  if (argument == kBucketArgument) return is_pruned;  // no row count depends on it then
  return argument < std::size(kFree) ? kFree[argument] : at < kCountsAt;  // then the threshold t
}

OracleSpec Small() {
  return {.name = "small",
          .word_ngrams = 2,
          .dim = 3,
          .bucket = 50,
          .epoch = 1,
          .corpus = {.labels = 3, .lines = 8, .extra_lines = {}}};
}

OracleSpec SmallPruned() {
  return {.name = "small_pruned",
          .word_ngrams = 2,
          .dim = 3,
          .bucket = 500,
          .epoch = 1,
          .corpus = {.labels = 3, .lines = 12, .extra_lines = {}},
          .quantize = true,
          .quantize_norm = true,
          .cutoff = 300};
}

const std::string& BytesOf(const OracleSpec& spec) {
  static auto& files = *new std::map<std::string, std::string>;
  std::string& bytes = files[spec.name];
  if (bytes.empty()) bytes = Oracle::Train(spec)->bytes();
  return bytes;
}

absl::Status StatusOf(std::string_view bytes) {
  return FastTextModel::Parse(bytes, "test.bin").status();
}

bool IsRefusal(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument ||
         status.code() == absl::StatusCode::kDataLoss;
}

// Whatever a damaged file still is, using it must be safe.
void Exercise(const FastTextModel& model) {
  std::vector<float> logits;
  std::vector<float> probabilities;
  const std::vector<std::string_view> words = {"goal", "سوق", "unseenword"};
  if (ReferenceScore(model, words, &logits).ok()) {
    ReferenceProbabilities(model, logits, 1.0f, &probabilities);
    EXPECT_EQ(probabilities.size(), model.label_count());
  }
  const auto compiled = CompileModel(model);
  EXPECT_TRUE(compiled.ok() || IsRefusal(compiled.status())) << compiled.status();
}

class BadFile : public testing::TestWithParam<OracleSpec> {};

TEST_P(BadFile, EveryTruncationIsRefused) {
  const std::string& bytes = BytesOf(GetParam());
  ASSERT_EQ(StatusOf(bytes), absl::OkStatus());
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string copy = bytes.substr(0, size);  // its own memory, for the address sanitizer
    ASSERT_EQ(StatusOf(copy).code(), absl::StatusCode::kDataLoss) << size;
  }
}

TEST_P(BadFile, EveryByteOfTheHeaderMatters) {
  std::string bytes = BytesOf(GetParam());
  for (size_t at = 0; at < kHeaderBytes; ++at) {
    const char right = bytes[at];
    for (int change = 1; change < 256; ++change) {
      bytes[at] = static_cast<char>(right ^ change);
      const auto model = FastTextModel::Parse(bytes, "test.bin");
      if (model.ok()) {
        ASSERT_TRUE(LeavesAModel(at, GetParam().cutoff > 0))
            << "byte " << at << " change " << change;
        if (change % 16 == 1) Exercise(**model);
      } else {
        ASSERT_TRUE(IsRefusal(model.status())) << model.status();
      }
    }
    bytes[at] = right;
  }
}

TEST_P(BadFile, ADamagedByteAnywhereIsSafe) {
  std::string bytes = BytesOf(GetParam());
  for (size_t at = kHeaderBytes; at < bytes.size(); ++at) {
    for (const char change : {'\x01', '\x80', '\xFF'}) {
      bytes[at] ^= change;
      const auto model = FastTextModel::Parse(bytes, "test.bin");
      ASSERT_TRUE(model.ok() || IsRefusal(model.status())) << model.status();
      if (model.ok() && at % 8 == 0) Exercise(**model);
      bytes[at] ^= change;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(DenseAndPruned, BadFile, testing::Values(Small(), SmallPruned()),
                         [](const auto& instance) { return instance.param.name; });

TEST(FastTextModel, SaysThatOtherFilesAreNoModels) {
  const absl::Status status = StatusOf("PK\x03\x04 this is a zip file");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("test.bin: section 'header', byte 4"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("not a fastText model"));
}

TEST(FastTextModel, SaysThatWordVectorsCannotLabel) {
  std::string bytes = BytesOf(Small());
  bytes[kModelKindAt] = 2;  // skip-gram
  const absl::Status status = StatusOf(bytes);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("word vectors cannot label"));
}

TEST(FastTextModel, RefusesHugeCountsBeforeAllocating) {
  std::string bytes = BytesOf(Small());
  const int32_t counts[] = {2000000000, 1999999997, 3};
  std::memcpy(bytes.data() + kCountsAt, counts, sizeof(counts));
  const absl::Status status = StatusOf(bytes);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("expected 2000000000 entries"));
}

TEST(FastTextModel, RefusesNotANumber) {
  std::string bytes = BytesOf(Small());
  const uint32_t nan = 0x7FC00000u;
  std::memcpy(bytes.data() + bytes.size() - 4, &nan, sizeof(nan));
  const absl::Status status = StatusOf(bytes);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("section 'output matrix'"));
}

TEST(FastTextModel, RefusesBytesAfterTheEnd) {
  const absl::Status status = StatusOf(BytesOf(Small()) + "x");
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1 more bytes"));
}

TEST(FastTextModel, VersionElevenHasNoSubwords) {
  OracleSpec spec = Small();
  spec.name = "small_subwords";
  spec.min_chars = 2;
  spec.max_chars = 3;
  std::string bytes = BytesOf(spec);
  bytes[kVersionAt] = 11;
  const auto model = FastTextModel::Parse(bytes, "old.bin");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ((*model)->max_subword_chars(), 0);
}

TEST(FastTextModel, ReadsWhatFastTextWrote) {
  const auto model = FastTextModel::Parse(BytesOf(Small()), "small.bin");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ((*model)->dim(), 3u);
  EXPECT_EQ((*model)->word_ngrams(), 2);
  EXPECT_EQ((*model)->bucket_count(), 50u);
  EXPECT_EQ((*model)->label_count(), 3u);
  EXPECT_EQ((*model)->label(0).substr(0, 1), "t");
  EXPECT_GE((*model)->FindEntry("</s>"), 0);
  EXPECT_EQ((*model)->FindEntry("nowhere"), -1);
}

TEST(FastTextModel, OpenSaysWhichFileIsMissing) {
  const auto model = FastTextModel::Open("/nonexistent/topic.bin");
  EXPECT_EQ(model.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
