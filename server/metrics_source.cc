#include "server/metrics_source.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/metrics_text.h"

namespace tasnif {
namespace {

// "undetermined" is no label that a model was trained on.
constexpr char kUndetermined[] = "undetermined";

LabelCounts AnsweredLabels(const MetricsReading& reading) {
  LabelCounts counts;
  for (const auto& [model, head] : reading.heads) {
    for (const auto& [label, count] : head.labels) {
      if (label != kUndetermined) counts[model][label] = static_cast<double>(count);
    }
  }
  return counts;
}

}  // namespace

void MetricsSource::OnReload(const absl::Status& status) {
  reloads_.fetch_add(1, std::memory_order_relaxed);
  if (!status.ok()) failed_reloads_.fetch_add(1, std::memory_order_relaxed);
}

std::string MetricsSource::Text() {
  MetricsSnapshot snapshot = {.reading = metrics_.Read(),
                              .admission = classifier_.admission().state(),
                              .waiting_turns = classifier_.waiting(),
                              .models = registry_.List(),
                              .reloads = reloads_.load(std::memory_order_relaxed),
                              .failed_reloads = failed_reloads_.load(std::memory_order_relaxed),
                              .process = ReadProcessFigures(),
                              .version = version_};
  if (const ShadowBook* book = classifier_.shadow_book()) snapshot.shadow = book->Read();
  {
    MutexLock lock(mu_);
    snapshot.recent_labels = drift_.Advance(clock_.Now(), AnsweredLabels(snapshot.reading));
  }
  return MetricsText(snapshot);
}

}  // namespace tasnif
