// tests/engine/agreement.h
//
// Says whether our numbers are the oracle's.
#ifndef TASNIF_TESTS_ENGINE_AGREEMENT_H_
#define TASNIF_TESTS_ENGINE_AGREEMENT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/loss.h"

namespace tasnif {

struct Answer {
  LossKind loss;
  std::vector<std::string> labels;
  absl::Span<const LabelTree::Inner> tree;
  std::vector<float> logits;  // as the scorer returns them
};

// Empty if every probability is within `tolerance` of the oracle's and the top label is the same
// where the oracle's margin exceeds twice that; otherwise the first difference, in words.
//
// fastText adds 1e-5 to every probability (log(p + 1e-5)), drops labels below that in
// hierarchical softmax, and rounds the sigmoid of ova and ns to a table. For the latter the
// oracle's value must be the table's value at a logit within `tolerance` of ours.
std::string Difference(const std::map<std::string, double>& oracle, const Answer& ours,
                       double tolerance);

}  // namespace tasnif

#endif  // TASNIF_TESTS_ENGINE_AGREEMENT_H_
