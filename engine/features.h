// engine/features.h
//
// Which rows of a fastText model one document reads: the plain, obvious form that the compiled
// scorer is tested against.
//
//   Features features;
//   ComputeFeatures(model, {"خبر", "عاجل"}, &features);
//   for (const Feature& feature : features.list) Use(feature.row);
//
// Quirks of fastText that are kept on purpose:
//   * the end-of-line token "</s>" closes every document; where the text itself holds "</s>",
//     everything after it is ignored;
//   * an unknown word adds its sub-words, or nothing where the model has none, but still takes part
//     in word n-grams; so does "</s>";
//   * a token that starts with "__label__" and is no vocabulary word is ignored; so is a token that
//     equals a label.
//
// Threads: pure function. Cost: O(words * (n-grams + characters * sub-word lengths)).
// Source: the behaviour of fastText 0.9.2, compared with it in tests/engine/differential_test.cc.
#ifndef TASNIF_ENGINE_FEATURES_H_
#define TASNIF_ENGINE_FEATURES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "engine/fasttext_model.h"

namespace tasnif {

// One row, and the words that asked for it. The end-of-line token counts as the word behind the
// last one.
struct Feature {
  uint32_t row;
  uint32_t first_word;
  uint32_t word_count;  // 1 for words and sub-words; n, or more with ignored tokens, for n-grams
};

struct Features {
  std::vector<Feature> list;
  uint32_t words = 0;        // tokens that count as words, without the end-of-line token
  uint32_t known_words = 0;  // those of them that the vocabulary holds
};

// words: tokens without white space; empty ones are skipped. Overwrites `features`.
void ComputeFeatures(const FastTextModel& model, absl::Span<const std::string_view> words,
                     Features* features);

// Sets touched[bucket] = 1 for each bucket the document reads; `touched` grows to bucket_count()
// first. Called for every training document it finds the buckets that training changed, for
// CompileOptions::touched_buckets. Not for pruned models, whose buckets are renumbered.
void MarkTouchedBuckets(const FastTextModel& model, absl::Span<const std::string_view> words,
                        std::vector<uint8_t>* touched);

// Appends the rows of one token alone: its own row where it is in the vocabulary (`id` >= 0), then
// its sub-words.
void AppendWordRows(const FastTextModel& model, std::string_view word, int32_t id,
                    std::vector<uint32_t>* rows);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_FEATURES_H_
