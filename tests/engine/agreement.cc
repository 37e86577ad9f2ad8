#include "tests/engine/agreement.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

double ErrorOfTable(double oracle, double logit, double tolerance) {
  const double slack = tolerance * (1 + std::abs(logit));
  double error = 1;
  for (double at : {logit - slack, logit, logit + slack}) {
    error = std::min(error, std::abs(TableSigmoid(at) - oracle));
  }
  return error;
}

// The best label if it leads by more than `margin`, else an empty name.
std::string ClearWinner(const std::map<std::string, double>& p, double margin) {
  std::string best;
  double first = 0;
  double second = 0;
  for (const auto& [label, value] : p) {
    if (value > first) {
      second = first;
      first = value;
      best = label;
    } else {
      second = std::max(second, value);
    }
  }
  return first - second > margin ? best : "";
}

}  // namespace

std::string Difference(const std::map<std::string, double>& oracle, const Answer& ours,
                       double tolerance) {
  std::vector<float> p;
  const uint32_t count = static_cast<uint32_t>(ours.labels.size());
  LogitsToProbabilities(ours.loss, ours.logits, ours.tree, count, 1.0f, &p);
  const bool is_binary =
      ours.loss == LossKind::kOneVsAll || ours.loss == LossKind::kNegativeSampling;
  std::map<std::string, double> mine;
  for (uint32_t i = 0; i < count; ++i) {
    mine[ours.labels[i]] = p[i];
    const auto found = oracle.find(ours.labels[i]);
    const double expected = found == oracle.end() ? 0 : found->second;
    const double error =
        is_binary ? ErrorOfTable(expected, ours.logits[i], tolerance) : std::abs(p[i] - expected);
    if (!(error <= tolerance)) {
      return absl::StrCat("label ", ours.labels[i], ": expected ", expected, ", found ", p[i]);
    }
  }
  // The rounded sigmoid moves margins by up to 1/64.
  const double margin = is_binary ? 0.016 : 2 * tolerance;
  const std::string winner = ClearWinner(oracle, margin);
  const auto top = std::max_element(
      mine.begin(), mine.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (!winner.empty() && top->first != winner) {
    return absl::StrCat("top label: expected ", winner, ", found ", top->first);
  }
  return "";
}

}  // namespace tasnif
