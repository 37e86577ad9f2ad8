#include "server/inference_statistics.h"

#include <algorithm>
#include <cstdint>

namespace tasnif {
namespace {

void Add(absl::Duration took, inference::StatisticDuration* sum) {
  sum->set_count(sum->count() + 1);
  const int64_t nanos = absl::ToInt64Nanoseconds(std::max(took, absl::ZeroDuration()));
  sum->set_ns(sum->ns() + static_cast<uint64_t>(nanos));
}

}  // namespace

void InferenceStatistics::AddSuccess(const Key& key, const InferenceTimes& times, absl::Time now) {
  MutexLock lock(mu_);
  Entry& entry = entries_[key];
  entry.sums.set_last_inference(static_cast<uint64_t>(absl::ToUnixMillis(now)));
  entry.sums.set_inference_count(entry.sums.inference_count() + times.articles);
  entry.sums.set_execution_count(entry.sums.execution_count() + 1);
  inference::InferStatistics* stats = entry.sums.mutable_inference_stats();
  Add(times.queue + times.input + times.infer + times.output, stats->mutable_success());
  Add(times.queue, stats->mutable_queue());
  Add(times.input, stats->mutable_compute_input());
  Add(times.infer, stats->mutable_compute_infer());
  Add(times.output, stats->mutable_compute_output());
  const bool is_told_apart =
      entry.batches.count(times.articles) > 0 || entry.batches.size() < kMaxBatchSizes;
  if (!is_told_apart) return;
  inference::InferBatchStatistics& batch = entry.batches[times.articles];
  batch.set_batch_size(times.articles);
  Add(times.input, batch.mutable_compute_input());
  Add(times.infer, batch.mutable_compute_infer());
  Add(times.output, batch.mutable_compute_output());
}

void InferenceStatistics::AddFailure(const Key& key, absl::Duration took) {
  MutexLock lock(mu_);
  Add(took, entries_[key].sums.mutable_inference_stats()->mutable_fail());
}

void InferenceStatistics::Fill(std::string_view name, std::string_view version,
                               inference::ModelStatisticsResponse* response) const {
  MutexLock lock(mu_);
  for (const auto& [key, entry] : entries_) {
    const bool is_wanted =
        (name.empty() || key.first == name) && (version.empty() || key.second == version);
    if (!is_wanted) continue;
    inference::ModelStatistics* stats = response->add_model_stats();
    *stats = entry.sums;
    stats->set_name(key.first);
    stats->set_version(key.second);
    for (const auto& [size, batch] : entry.batches) *stats->add_batch_stats() = batch;
  }
}

}  // namespace tasnif
