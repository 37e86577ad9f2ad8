// server/metrics_source.h
//
// Asks everyone who knows something for /metrics.
//
//   MetricsSource source(metrics, registry, *classifier, clock, "0.1.0");
//   Reloader(…, [&](const absl::Status& status) { source.OnReload(status); });
//   source.Text();
//
// Threads: safe. Cost of Text(): some milliseconds at most; not for a thread that must not compute.
#ifndef TASNIF_SERVER_METRICS_SOURCE_H_
#define TASNIF_SERVER_METRICS_SOURCE_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "registry/registry.h"
#include "server/classifier.h"
#include "server/drift_window.h"
#include "server/metrics.h"

namespace tasnif {

class MetricsSource {
 public:
  // All must outlive the source. version: of the program.
  MetricsSource(const Metrics& metrics, const Registry& registry, Classifier& classifier,
                const Clock& clock, std::string version)
      : metrics_(metrics),
        registry_(registry),
        classifier_(classifier),
        clock_(clock),
        version_(std::move(version)) {}

  // Models changed, or could not.
  void OnReload(const absl::Status& status);

  std::string Text();

 private:
  // Constant after construction.
  const Metrics& metrics_;
  const Registry& registry_;
  Classifier& classifier_;
  const Clock& clock_;
  const std::string version_;

  // Thread-safe.
  std::atomic<uint64_t> reloads_ = 0;
  std::atomic<uint64_t> failed_reloads_ = 0;

  Mutex mu_;
  DriftWindow drift_ ABSL_GUARDED_BY(mu_){absl::Hours(1)};
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_METRICS_SOURCE_H_
