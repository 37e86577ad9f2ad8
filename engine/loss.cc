#include "engine/loss.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

constexpr int64_t kUnbuilt = 1000000000000000;  // fastText's count for nodes not yet joined

absl::Status CheckCounts(absl::Span<const int64_t> counts) {
  int64_t total = 0;
  for (size_t label = 0; label < counts.size(); ++label) {
    if (counts[label] < 0 || counts[label] >= kUnbuilt - total) {
      return absl::InvalidArgumentError(
          absl::StrCat("label ", label, " has the count ", counts[label],
                       ", expected 0 or more and all counts together below 10^15"));
    }
    total += counts[label];
  }
  return absl::OkStatus();
}

void Softmax(absl::Span<const float> logits, float temperature, std::vector<float>* out) {
  const float largest = *std::max_element(logits.begin(), logits.end());
  double total = 0;
  for (size_t i = 0; i < logits.size(); ++i) {
    (*out)[i] = std::exp((logits[i] - largest) / temperature);
    total += (*out)[i];
  }
  for (float& p : *out) p = static_cast<float>(p / total);
}

}  // namespace

const char* LossName(LossKind loss) {
  switch (loss) {
    case LossKind::kHierarchical:
      return "hs";
    case LossKind::kNegativeSampling:
      return "ns";
    case LossKind::kSoftmax:
      return "softmax";
    case LossKind::kOneVsAll:
      return "ova";
  }
  return "unknown";
}

absl::StatusOr<LabelTree> BuildLabelTree(absl::Span<const int64_t> counts) {
  if (absl::Status status = CheckCounts(counts); !status.ok()) return status;
  const size_t labels = counts.size();
  LabelTree tree;
  tree.label_count = static_cast<uint32_t>(labels);
  if (labels < 2) return tree;
  std::vector<int64_t> count(counts.begin(), counts.end());
  count.resize(2 * labels - 1, kUnbuilt);
  size_t leaves = labels;  // leaves not yet joined are 0..leaves-1, the rarest last
  size_t next_inner = labels;
  const auto take = [&] {
    const bool takes_leaf = leaves > 0 && count[leaves - 1] < count[next_inner];
    return static_cast<uint32_t>(takes_leaf ? --leaves : next_inner++);
  };
  for (size_t node = labels; node < count.size(); ++node) {
    const uint32_t left = take();
    const uint32_t right = take();
    tree.inner.push_back({left, right});
    count[node] = count[left] + count[right];
  }
  return tree;
}

void PathOf(absl::Span<const LabelTree::Inner> inner, uint32_t label_count, uint32_t label,
            std::vector<PathStep>* path) {
  path->clear();
  uint32_t node = label;
  // Parents stand after their children, so one sweep finds the whole path.
  for (uint32_t column = 0; column < inner.size(); ++column) {
    if (inner[column].left != node && inner[column].right != node) continue;
    path->push_back({column, inner[column].right == node});
    node = label_count + column;
  }
}

double Sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

double TableSigmoid(double x) {
  if (x < -8) return 0;
  if (x > 8) return 1;
  return Sigmoid(std::floor((x + 8) * 32) / 32 - 8);
}

void LogitsToProbabilities(LossKind loss, absl::Span<const float> logits,
                           absl::Span<const LabelTree::Inner> inner, uint32_t label_count,
                           float temperature, std::vector<float>* probabilities) {
  if (loss != LossKind::kHierarchical) {
    probabilities->resize(label_count);
    if (loss == LossKind::kSoftmax) return Softmax(logits, temperature, probabilities);
    for (uint32_t label = 0; label < label_count; ++label) {
      (*probabilities)[label] = static_cast<float>(Sigmoid(logits[label] / temperature));
    }
    return;
  }
  // Top down: each inner node hands its probability on to its two children.
  probabilities->assign(size_t{2} * label_count - 1, 1.0f);
  for (size_t column = inner.size(); column-- > 0;) {
    const float here = (*probabilities)[label_count + column];
    const float right = static_cast<float>(Sigmoid(logits[column] / temperature));
    (*probabilities)[inner[column].left] = here * (1.0f - right);
    (*probabilities)[inner[column].right] = here * right;
  }
  probabilities->resize(label_count);
}

}  // namespace tasnif
