#include "server/metrics.h"

#include <cmath>
#include <set>
#include <thread>

namespace tasnif {
namespace {

constexpr double kSecondBounds[] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                    0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
constexpr double kArticleBounds[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
constexpr double kByteBounds[] = {1 << 8,  1 << 10, 1 << 12, 1 << 14, 1 << 16,
                                  1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26};
constexpr double kShareBounds[] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1};

constexpr double kLeastShare = 0.0001;

template <typename Map>
void MergeCounts(const Map& from, Map* into) {
  for (const auto& [key, count] : from) (*into)[key] += count;
}

double Total(const std::map<std::string, double>& counts) {
  double total = 0;
  for (const auto& [label, count] : counts) total += count;
  return total;
}

double ShareOf(const std::string& label, const std::map<std::string, double>& counts,
               double total) {
  const auto found = counts.find(label);
  return found == counts.end() ? kLeastShare : std::max(kLeastShare, found->second / total);
}

}  // namespace

CallSizes::CallSizes()
    : queue_seconds(kSecondBounds),
      compute_seconds(kSecondBounds),
      articles(kArticleBounds),
      bytes(kByteBounds) {}

void CallSizes::Merge(const CallSizes& other) {
  queue_seconds.Merge(other.queue_seconds);
  compute_seconds.Merge(other.compute_seconds);
  articles.Merge(other.articles);
  bytes.Merge(other.bytes);
}

HeadCounts::HeadCounts() : confidence(kShareBounds) {}

void HeadCounts::Merge(const HeadCounts& other) {
  MergeCounts(other.labels, &labels);
  MergeCounts(other.reasons, &reasons);
  confidence.Merge(other.confidence);
  words += other.words;
  known_words += other.known_words;
}

HeadCounts& Metrics::Shard::Head(const std::string& model) {
  HeadCounts*& found = heads[model];
  if (found == nullptr) found = &counts.heads[model];
  return *found;
}

void Metrics::Shard::AddAnswer(const v1::LabelPrediction& answer) {
  HeadCounts& head = Head(answer.model());
  ++head.labels[answer.label()];
  if (answer.abstained()) ++head.reasons[answer.reason()];
  head.confidence.Add(answer.probability());
  head.words += answer.words();
  head.known_words += answer.known_words();
}

void Metrics::Shard::AddAnswer(const v1::StancePrediction& answer) {
  HeadCounts& head = Head(answer.model());
  ++head.labels[answer.label()];
  if (!answer.reason().empty()) ++head.reasons[answer.reason()];
  if (answer.has_probabilities()) head.confidence.Add(answer.probability());
}

Metrics::Shard& Metrics::MyShard() {
  return shards_[std::hash<std::thread::id>()(std::this_thread::get_id()) % kShards];
}

void Metrics::OnCall(const CallRecord& call) {
  Shard& shard = MyShard();
  MutexLock lock(shard.mu);
  CallCounts& counts = shard.counts.calls[{call.front, call.method, call.code}];
  ++counts.calls;
  counts.articles += call.articles;
  counts.bytes += call.bytes;
  CallSizes& sizes = shard.counts.sizes[{call.front, call.method}];
  sizes.queue_seconds.Add(absl::ToDoubleSeconds(call.queue));
  sizes.compute_seconds.Add(absl::ToDoubleSeconds(call.compute));
  sizes.articles.Add(static_cast<double>(call.articles));
  sizes.bytes.Add(static_cast<double>(call.bytes));
}

void Metrics::OnArticle(const v1::ArticleResult& result) {
  Shard& shard = MyShard();
  MutexLock lock(shard.mu);
  if (result.has_error()) {
    ++shard.counts.failed_articles[result.error().code()];
    return;
  }
  ++shard.counts.labelled_articles;
  const v1::Prediction& prediction = result.prediction();
  if (prediction.has_topic()) shard.AddAnswer(prediction.topic());
  if (prediction.has_source_type()) shard.AddAnswer(prediction.source_type());
  for (const v1::StancePrediction& stance : prediction.stance()) shard.AddAnswer(stance);
  for (const auto& [head, answer] : prediction.heads()) shard.AddAnswer(answer);
}

MetricsReading Metrics::Read() const {
  MetricsReading sum;
  for (const Shard& shard : shards_) {
    MutexLock lock(shard.mu);
    for (const auto& [key, counts] : shard.counts.calls) {
      CallCounts& total = sum.calls[key];
      total.calls += counts.calls;
      total.articles += counts.articles;
      total.bytes += counts.bytes;
    }
    for (const auto& [key, sizes] : shard.counts.sizes) sum.sizes[key].Merge(sizes);
    for (const auto& [model, head] : shard.counts.heads) sum.heads[model].Merge(head);
    MergeCounts(shard.counts.failed_articles, &sum.failed_articles);
    sum.labelled_articles += shard.counts.labelled_articles;
  }
  return sum;
}

double PopulationStabilityIndex(const std::map<std::string, double>& before,
                                const std::map<std::string, double>& now) {
  const double before_total = Total(before);
  const double now_total = Total(now);
  if (before_total <= 0 || now_total <= 0) return 0;
  std::set<std::string> labels;
  for (const auto& [label, count] : before) labels.insert(label);
  for (const auto& [label, count] : now) labels.insert(label);
  double index = 0;
  for (const std::string& label : labels) {
    const double was = ShareOf(label, before, before_total);
    const double is = ShareOf(label, now, now_total);
    index += (is - was) * std::log(is / was);
  }
  return index;
}

}  // namespace tasnif
