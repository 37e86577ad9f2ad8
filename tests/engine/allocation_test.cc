// Scoring allocates nothing once its buffers have grown. This program counts every allocation.
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "engine/compiled_model.h"
#include "engine/compiler.h"
#include "engine/explanation.h"
#include "engine/fasttext_model.h"
#include "engine/scorer.h"
#include "gtest/gtest.h"
#include "tests/engine/corpus.h"
#include "tests/engine/oracle.h"

namespace {

std::atomic<long> allocations{0};

void* Count(size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(size_t bytes) { return Count(bytes); }
void* operator new[](size_t bytes) { return Count(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace tasnif {
namespace {

class Allocation : public testing::TestWithParam<std::string> {};

TEST_P(Allocation, NoneIsMadeAfterTheFirstDocument) {
  const auto oracle = Oracle::Train({.name = "allocation_" + GetParam(),
                                     .loss = GetParam(),
                                     .word_ngrams = 2,
                                     .min_chars = 2,
                                     .max_chars = 4});
  ASSERT_NE(oracle, nullptr);
  const auto source = FastTextModel::Parse(oracle->bytes(), "allocation");
  ASSERT_TRUE(source.ok()) << source.status();
  const auto model = CompiledModel::FromBytes(*CompileModel(**source), "allocation");
  ASSERT_TRUE(model.ok()) << model.status();
  const std::vector<std::string> lines = RealisticLines();  // the last is the longest
  std::vector<std::vector<std::string_view>> documents;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    documents.push_back(SplitLikeFastText(*line));
  }
  Scratch scratch;
  std::vector<float> logits;
  std::vector<float> probabilities;
  std::vector<WordContribution> parts;
  long after_warm_up = 0;
  for (int round = 0; round < 2; ++round) {
    if (round == 1) after_warm_up = allocations;
    for (const auto& words : documents) {
      ASSERT_TRUE(Score(**model, words, &scratch, &logits).ok());
      Probabilities(**model, logits, 1.5f, &probabilities);
      ASSERT_TRUE(Explain(**model, scratch.hashed_words(), 0, &scratch, &parts).ok());
    }
  }
  EXPECT_GT(after_warm_up, 0);  // the counter works
  EXPECT_EQ(allocations, after_warm_up);
}

INSTANTIATE_TEST_SUITE_P(Losses, Allocation, testing::Values("softmax", "hs", "ova"),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace tasnif
