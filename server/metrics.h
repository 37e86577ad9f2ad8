// server/metrics.h
//
// What the server counts of calls and answers: one object for all fronts, without any library.
// server/metrics_text.h turns it, and what is asked of others, into Prometheus' format.
//
//   Metrics metrics;
//   Classifier::Create({.observer = &metrics, …}, …);
//   metrics.Read().calls;                  // by front, method and code
//
// Threads: safe. Threads that count at the same time use different shards, so that their locks are
// free; Read() adds the shards up.
// Cost: about 100 ns a call and 100 ns for each head of an article (tests/server/metrics_test.cc
// measures them), a hundredth of labelling a short one.
#ifndef TASNIF_SERVER_METRICS_H_
#define TASNIF_SERVER_METRICS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "base/mutex.h"
#include "server/call_observer.h"
#include "server/histogram.h"

namespace tasnif {

struct CallKey {
  std::string_view front;
  std::string_view method;
  absl::StatusCode code;

  auto operator<=>(const CallKey&) const = default;
};

struct CallCounts {
  uint64_t calls = 0;
  uint64_t articles = 0;
  uint64_t bytes = 0;
};

// Of the calls of one front and method.
struct CallSizes {
  CallSizes();
  void Merge(const CallSizes& other);

  Histogram queue_seconds;
  Histogram compute_seconds;
  Histogram articles;
  Histogram bytes;
};

// What one version of one head answered.
struct HeadCounts {
  HeadCounts();
  void Merge(const HeadCounts& other);

  absl::flat_hash_map<std::string, uint64_t> labels;
  absl::flat_hash_map<std::string, uint64_t> reasons;  // To abstain.
  Histogram confidence;                                // Of the best label.
  uint64_t words = 0;
  uint64_t known_words = 0;
};

// Everything that was counted since the start.
struct MetricsReading {
  std::map<CallKey, CallCounts> calls;
  std::map<std::pair<std::string_view, std::string_view>, CallSizes> sizes;
  std::map<std::string, HeadCounts> heads;  // By `head@version`.
  std::map<int, uint64_t> failed_articles;  // By v1::ErrorCode.
  uint64_t labelled_articles = 0;
};

class Metrics : public CallObserver {
 public:
  void OnCall(const CallRecord& call) override;
  void OnArticle(const v1::ArticleResult& result) override;

  MetricsReading Read() const;

 private:
  static constexpr size_t kShards = 16;

  // On a cache line of its own.
  struct alignas(64) Shard {
    mutable Mutex mu;
    MetricsReading counts ABSL_GUARDED_BY(mu);
    // The same as counts.heads; found by hash.
    absl::flat_hash_map<std::string, HeadCounts*> heads ABSL_GUARDED_BY(mu);

    HeadCounts& Head(const std::string& model) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
    void AddAnswer(const v1::LabelPrediction& answer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
    void AddAnswer(const v1::StancePrediction& answer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
  };

  Shard& MyShard();

  std::array<Shard, kShards> shards_;
};

// How far `now` is from `before`, as the population stability index over labels: 0 where they are
// alike; over 0.1 somewhat, over 0.25 much. Both are counts; a share of nothing counts as 0.0001.
// Labels that only one of them has count. 0 where one of them is empty.
double PopulationStabilityIndex(const std::map<std::string, double>& before,
                                const std::map<std::string, double>& now);

}  // namespace tasnif

#endif  // TASNIF_SERVER_METRICS_H_
