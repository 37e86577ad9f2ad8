#include "feedback/labelling_queue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"

namespace tasnif {
namespace {

constexpr size_t kHashDigits = 16;

// True where `a` is worth more than `b`; as the order of a heap it puts the least worthy in front.
bool IsWorthMore(const QueuedArticle& a, const QueuedArticle& b) {
  return a.uncertainty != b.uncertainty ? a.uncertainty > b.uncertainty : a.order < b.order;
}

double FromBestTwo(double best, double second, UncertaintyMeasure measure) {
  return measure == UncertaintyMeasure::kMargin ? 1 - (best - second) : 1 - best;
}

}  // namespace

double Uncertainty(const v1::LabelPrediction& prediction, UncertaintyMeasure measure) {
  const double second =
      prediction.alternatives().empty() ? 0 : prediction.alternatives(0).probability();
  return FromBestTwo(prediction.probability(), second, measure);
}

double Uncertainty(const v1::StancePrediction& prediction, UncertaintyMeasure measure) {
  const v1::StanceProbabilities& p = prediction.probabilities();
  double sorted[] = {p.favor(), p.against(), p.neutral()};
  std::sort(std::begin(sorted), std::end(sorted));
  return FromBestTwo(sorted[2], sorted[1], measure);
}

void LabellingQueue::Offer(double uncertainty, const std::string& article_sha256,
                           std::string line) {
  // The first 64 bits: two of a billion articles share them with a chance of one in thirty.
  uint64_t hash = 0;
  (void)absl::SimpleHexAtoi(article_sha256.substr(0, kHashDigits), &hash);
  if (!seen_.insert(hash).second) return;
  QueuedArticle article{uncertainty, offered_++, std::move(line)};
  if (heap_.size() == size_) {
    if (!IsWorthMore(article, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), IsWorthMore);
    heap_.pop_back();
  }
  heap_.push_back(std::move(article));
  std::push_heap(heap_.begin(), heap_.end(), IsWorthMore);
}

std::vector<QueuedArticle> LabellingQueue::Take() {
  std::sort(heap_.begin(), heap_.end(), IsWorthMore);
  return std::exchange(heap_, {});
}

}  // namespace tasnif
