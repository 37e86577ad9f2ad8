// server/metrics_text.h
//
// Everything that is worth watching, in Prometheus' text format 0.0.4. docs/metrics.md lists it.
//
//   MetricsSnapshot snapshot = {.reading = metrics.Read(), .admission = admission.state(), …};
//   std::string text = MetricsText(snapshot);
//
// Threads: pure. Cost: some hundred microseconds for each hundred lines. prometheus-cpp is known
// only here; it has the format, and our own counters have the counts, because its own take a lock
// for each number.
#ifndef TASNIF_SERVER_METRICS_TEXT_H_
#define TASNIF_SERVER_METRICS_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/admission.h"
#include "server/drift_window.h"
#include "server/metrics.h"
#include "server/process_figures.h"
#include "server/shadow_book.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// Fewer answers than this say nothing of drift.
inline constexpr double kMinDriftAnswers = 200;

struct MetricsSnapshot {
  MetricsReading reading;
  Admission::State admission;
  size_t waiting_turns = 0;
  std::vector<v1::Model> models;
  uint64_t reloads = 0;
  uint64_t failed_reloads = 0;
  ShadowReading shadow;
  // Labels of the training data, and of the last hour's answers; models without either have no
  // drift.
  LabelCounts training_labels;
  LabelCounts recent_labels;
  ProcessFigures process;
  std::string version;
};

std::string MetricsText(const MetricsSnapshot& snapshot);

}  // namespace tasnif

#endif  // TASNIF_SERVER_METRICS_TEXT_H_
