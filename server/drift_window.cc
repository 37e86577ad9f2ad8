#include "server/drift_window.h"

namespace tasnif {

LabelCounts DriftWindow::Advance(absl::Time now, const LabelCounts& counts) {
  // The oldest is the newest that is a span old.
  while (kept_.size() > 1 && kept_[1].time <= now - span_) kept_.pop_front();
  LabelCounts lately = counts;
  if (!kept_.empty() && kept_.front().time <= now - span_) {
    for (const auto& [model, labels] : kept_.front().counts) {
      for (const auto& [label, count] : labels) lately[model][label] -= count;
    }
  }
  if (kept_.empty() || now - kept_.back().time >= span_ / 12) kept_.push_back({now, counts});
  return lately;
}

}  // namespace tasnif
