// server/inference_statistics.h
//
// What the models of the Open Inference Protocol did since the server started, by model and
// version.
//
//   statistics.AddSuccess({"topic", "3"}, {.articles = 64, .queue = …}, clock.Now());
//   statistics.AddFailure({"topic", "3"}, took);
//   statistics.Fill("topic", "", &response);
//
// Threads: safe. Cost: a short lock. Memory: one entry for each version that was called.
#ifndef TASNIF_SERVER_INFERENCE_STATISTICS_H_
#define TASNIF_SERVER_INFERENCE_STATISTICS_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "inference/repository.pb.h"

namespace tasnif {

// Batch sizes of one version that are told apart.
inline constexpr size_t kMaxBatchSizes = 64;

// One successful call: its parts follow each other. Negative ones, where the clock stepped back,
// count as none.
struct InferenceTimes {
  size_t articles = 0;
  absl::Duration queue;
  absl::Duration input;
  absl::Duration infer;
  absl::Duration output;
};

class InferenceStatistics {
 public:
  // Name and version.
  using Key = std::pair<std::string, std::string>;

  void AddSuccess(const Key& key, const InferenceTimes& times, absl::Time now);
  void AddFailure(const Key& key, absl::Duration took);

  // Adds the entries of `name` and `version`, of all where a word is empty, sorted.
  void Fill(std::string_view name, std::string_view version,
            inference::ModelStatisticsResponse* response) const;

 private:
  mutable Mutex mu_;
  // Sums that are sent as they stand.
  struct Entry {
    inference::ModelStatistics sums;  // Without batch_stats.
    std::map<size_t, inference::InferBatchStatistics> batches;
  };
  std::map<Key, Entry> entries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_STATISTICS_H_
