#include "tests/engine/specs.h"

namespace tasnif {
namespace {

// Enough labels for fastText to quantise the output matrix (it wants 256 rows).
CorpusSpec ManyLabels() { return {.labels = 300, .lines = 600, .extra_lines = {}}; }

// Tokens that look like labels or like the end of a line, inside the training text.
CorpusSpec OddTokens() {
  return {.labels = 4,
          .lines = 200,
          .extra_lines = {"__label__x a é ب 字 \xC2\xA0 < goal", "__label__t0 \xFF \xA9 a\xA9 ب",
                          "__label__t1 goal </s> ignored tail"}};
}

}  // namespace

std::vector<OracleSpec> AllSpecs() {
  std::vector<OracleSpec> specs = {
      {.name = "softmax"},
      {.name = "softmax_bigrams", .word_ngrams = 2},
      {.name = "softmax_trigrams_odd", .word_ngrams = 3, .bucket = 4096, .corpus = OddTokens()},
      {.name = "softmax_subwords_odd", .min_chars = 2, .max_chars = 4, .corpus = OddTokens()},
      {.name = "softmax_subwords_1_3", .min_chars = 1, .max_chars = 3, .corpus = OddTokens()},
      {.name = "softmax_all", .word_ngrams = 2, .min_chars = 3, .max_chars = 5, .dim = 10},
      {.name = "softmax_many_labels", .word_ngrams = 2, .dim = 8, .corpus = ManyLabels()},
      {.name = "softmax_one_label", .corpus = {.labels = 1, .lines = 50, .extra_lines = {}}},
      {.name = "hs", .loss = "hs"},
      {.name = "hs_all", .loss = "hs", .word_ngrams = 3, .min_chars = 2, .max_chars = 4},
      {.name = "hs_many_labels", .loss = "hs", .dim = 8, .corpus = ManyLabels()},
      {.name = "hs_one_label",
       .loss = "hs",
       .corpus = {.labels = 1, .lines = 50, .extra_lines = {}}},
      {.name = "ova", .loss = "ova"},
      {.name = "ova_all", .loss = "ova", .word_ngrams = 2, .min_chars = 2, .max_chars = 4},
      {.name = "ns", .loss = "ns", .word_ngrams = 2},
  };
  const OracleSpec quantised = {.name = "ftz", .word_ngrams = 2, .quantize = true};
  specs.push_back(quantised);
  OracleSpec spec = quantised;
  spec.name = "ftz_norm_subwords_odd_dim";
  spec.quantize_norm = true;
  spec.min_chars = 2;
  spec.max_chars = 4;
  spec.dim = 9;
  specs.push_back(spec);
  spec = quantised;
  spec.name = "ftz_pruned_retrained";
  spec.quantize_norm = spec.retrain = true;
  spec.cutoff = 700;
  specs.push_back(spec);
  spec.name = "ftz_pruned_subwords_hs";
  spec.loss = "hs";
  spec.retrain = false;
  spec.min_chars = 2;
  spec.max_chars = 3;
  specs.push_back(spec);
  spec = quantised;
  spec.name = "ftz_output";
  spec.quantize_output = true;
  spec.corpus = ManyLabels();
  specs.push_back(spec);
  return specs;
}

}  // namespace tasnif
