// feedback/labelling_queue.h
//
// The articles whose labels would teach the model most, out of any number, in bounded memory.
//
//   LabellingQueue queue(100);
//   queue.Offer(Uncertainty(prediction, UncertaintyMeasure::kMargin), line);
//   for (const QueuedArticle& article : queue.Take()) …
//
// Threads: not safe. Cost: O(log size) an article.
// Source: Lewis and Gale 1994, "A Sequential Algorithm for Training Text Classifiers" (least
// confident); Scheffer et al. 2001, "Active Hidden Markov Models" (margin).
#ifndef TASNIF_FEEDBACK_LABELLING_QUEUE_H_
#define TASNIF_FEEDBACK_LABELLING_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

enum class UncertaintyMeasure {
  kLeastConfident,  // 1 - probability of the best label.
  kMargin,          // 1 - (best - second best).
};

// In [0, 1]; larger is worth more. Pure. Alternatives are needed for the margin; without any the
// second best counts as 0.
double Uncertainty(const v1::LabelPrediction& prediction, UncertaintyMeasure measure);
double Uncertainty(const v1::StancePrediction& prediction, UncertaintyMeasure measure);

struct QueuedArticle {
  double uncertainty = 0;
  uint64_t order = 0;  // The how-many-eth that was offered.
  std::string line;
};

class LabellingQueue {
 public:
  // size: articles that are kept, at least 1.
  explicit LabellingQueue(size_t size) : size_(size) {}

  // article_sha256: an article that was offered before is not taken again.
  void Offer(double uncertainty, const std::string& article_sha256, std::string line);

  // The most uncertain ones, most uncertain first, equal ones in the order they came. Empties the
  // queue.
  std::vector<QueuedArticle> Take();

  uint64_t offered() const { return offered_; }

 private:
  // Constant after construction.
  const size_t size_;

  uint64_t offered_ = 0;
  std::vector<QueuedArticle> heap_;  // The least uncertain one is in front.
  absl::flat_hash_set<uint64_t> seen_;
};

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_LABELLING_QUEUE_H_
