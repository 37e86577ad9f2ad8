// engine/loss.h
//
// What the four losses of fastText do with the numbers that leave the model: from logits to
// probabilities.
//
//   softmax             p = softmax(logits)
//   one-vs-all, ns      p = sigmoid(logit), each label for itself
//   hierarchical        a product of sigmoids along the label's path through a Huffman tree
//
// fastText reads the sigmoid of one-vs-all and ns from a table of 512 steps over [-8, 8], which is
// wrong by up to 0.008. We return the true function; TableSigmoid() exists to compare with it.
//
// Threads: pure functions over values.
// Source: Joulin et al. 2016, section 2.1; Mikolov et al. 2013 for the Huffman tree.
#ifndef TASNIF_ENGINE_LOSS_H_
#define TASNIF_ENGINE_LOSS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tasnif {

// The values are those stored in fastText files and in compiled models.
enum class LossKind : uint32_t {
  kHierarchical = 1,
  kNegativeSampling = 2,
  kSoftmax = 3,
  kOneVsAll = 4
};

// "softmax" and so on, as the fasttext program spells them.
const char* LossName(LossKind loss);

// The Huffman tree of hierarchical softmax over n labels. Nodes 0..n-1 are the labels, n..2n-2 the
// inner nodes, 2n-2 the root; inner node i has column i - n of the model's output.
struct LabelTree {
  struct Inner {
    uint32_t left;   // taken with probability 1 - sigmoid(logit)
    uint32_t right;  // taken with probability sigmoid(logit)
  };
  uint32_t label_count = 0;
  std::vector<Inner> inner;  // max(label_count, 1) - 1 entries, children before parents
};

// The same tree, and the same choice among equal counts, as fastText builds.
// counts [label_count] how often each label occurred in training.
// INVALID_ARGUMENT if a count is negative or all together reach 10^15, where fastText's own
// construction breaks.
absl::StatusOr<LabelTree> BuildLabelTree(absl::Span<const int64_t> counts);

// One step of a label's path: the column read there, and whether the path goes right.
struct PathStep {
  uint32_t column;
  bool goes_right;
};

// The path of `label` from its leaf up to the root; empty in a tree of one label.
void PathOf(absl::Span<const LabelTree::Inner> inner, uint32_t label_count, uint32_t label,
            std::vector<PathStep>* path);

double Sigmoid(double x);

// fastText's rounding of Sigmoid: the value at the table step at or below x.
double TableSigmoid(double x);

// logits [label_count], or [label_count - 1, at least 1] for kHierarchical, where `inner` is the
// tree; otherwise `inner` is ignored. Every logit is divided by `temperature` > 0 first.
// Overwrites probabilities [label_count]; allocates only if it has to grow.
void LogitsToProbabilities(LossKind loss, absl::Span<const float> logits,
                           absl::Span<const LabelTree::Inner> inner, uint32_t label_count,
                           float temperature, std::vector<float>* probabilities);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_LOSS_H_
