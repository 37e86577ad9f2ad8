#include "server/metrics_text.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <utility>

#include "labels/model_name.h"
#include "labels/traffic.h"

namespace tasnif {
namespace {

using Labels = std::vector<prometheus::ClientMetric::Label>;

prometheus::ClientMetric CounterOf(Labels labels, double value) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = value;
  return metric;
}

prometheus::ClientMetric GaugeOf(Labels labels, double value) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

prometheus::ClientMetric HistogramOf(Labels labels, const Histogram& histogram) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  uint64_t count = 0;
  for (size_t i = 0; i < histogram.bounds().size(); ++i) {
    count += histogram.counts()[i];
    metric.histogram.bucket.push_back({count, histogram.bounds()[i]});
  }
  count += histogram.counts().back();
  metric.histogram.sample_count = count;  // The serializer makes the bucket +Inf of it.
  metric.histogram.sample_sum = histogram.sum();
  return metric;
}

// The families of one answer, in order.
class Families {
 public:
  using Metrics = std::vector<prometheus::ClientMetric>;

  void Counter(const char* name, const char* help, Metrics metrics) {
    Add(name, help, prometheus::MetricType::Counter, std::move(metrics));
  }
  void Counter(const char* name, const char* help, double value) {
    Counter(name, help, Metrics{CounterOf({}, value)});
  }
  void Gauge(const char* name, const char* help, Metrics metrics) {
    Add(name, help, prometheus::MetricType::Gauge, std::move(metrics));
  }
  void Gauge(const char* name, const char* help, double value) {
    Gauge(name, help, Metrics{GaugeOf({}, value)});
  }
  void Histograms(const char* name, const char* help, Metrics metrics) {
    Add(name, help, prometheus::MetricType::Histogram, std::move(metrics));
  }

  std::string Text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  void Add(const char* name, const char* help, prometheus::MetricType type, Metrics metrics) {
    families_.push_back({name, help, type, std::move(metrics)});
  }

  std::vector<prometheus::MetricFamily> families_;
};

std::string Name(absl::StatusCode code) { return absl::StatusCodeToString(code); }

// {head, version} of "topic@3".
Labels ModelLabels(const std::string& model) {
  const ModelName name = SplitModelName(model);
  return {{"head", std::string(name.head)}, {"version", std::string(name.version)}};
}

Labels With(Labels labels, std::string name, std::string value) {
  labels.push_back({std::move(name), std::move(value)});
  return labels;
}

void AddCalls(const MetricsReading& reading, Families* out) {
  Families::Metrics calls, articles, bytes;
  for (const auto& [key, counts] : reading.calls) {
    const Labels labels = {{"front", std::string(key.front)},
                           {"method", std::string(key.method)},
                           {"code", Name(key.code)}};
    calls.push_back(CounterOf(labels, static_cast<double>(counts.calls)));
    articles.push_back(CounterOf(labels, static_cast<double>(counts.articles)));
    bytes.push_back(CounterOf(labels, static_cast<double>(counts.bytes)));
  }
  out->Counter("tasnif_requests_total", "Calls that are over.", std::move(calls));
  out->Counter("tasnif_request_articles_total", "Articles of these calls.", std::move(articles));
  out->Counter("tasnif_request_bytes_total", "Bytes of these calls, as they came.",
               std::move(bytes));
}

void AddSizes(const MetricsReading& reading, Families* out) {
  Families::Metrics queue, compute, articles, bytes;
  for (const auto& [key, sizes] : reading.sizes) {
    const Labels labels = {{"front", std::string(key.first)}, {"method", std::string(key.second)}};
    queue.push_back(HistogramOf(labels, sizes.queue_seconds));
    compute.push_back(HistogramOf(labels, sizes.compute_seconds));
    articles.push_back(HistogramOf(labels, sizes.articles));
    bytes.push_back(HistogramOf(labels, sizes.bytes));
  }
  out->Histograms("tasnif_request_queue_seconds", "From a call's arrival to its turn.",
                  std::move(queue));
  out->Histograms("tasnif_request_compute_seconds", "From a call's turn to its answer.",
                  std::move(compute));
  out->Histograms("tasnif_request_articles", "Articles of a call.", std::move(articles));
  out->Histograms("tasnif_request_size_bytes", "Bytes of a call.", std::move(bytes));
}

void AddArticles(const MetricsReading& reading, Families* out) {
  Families::Metrics articles = {
      CounterOf({{"code", "OK"}}, static_cast<double>(reading.labelled_articles))};
  for (const auto& [code, count] : reading.failed_articles) {
    articles.push_back(CounterOf({{"code", Name(static_cast<absl::StatusCode>(code))}},
                                 static_cast<double>(count)));
  }
  out->Counter("tasnif_articles_total", "Articles that were labelled, or could not be.",
               std::move(articles));
}

void AddHeads(const MetricsReading& reading, Families* out) {
  Families::Metrics labels, reasons, confidence, words, unknown;
  for (const auto& [model, head] : reading.heads) {
    const Labels of = ModelLabels(model);
    for (const auto& [label, count] : std::map(head.labels.begin(), head.labels.end())) {
      labels.push_back(CounterOf(With(of, "label", label), static_cast<double>(count)));
    }
    for (const auto& [reason, count] : std::map(head.reasons.begin(), head.reasons.end())) {
      reasons.push_back(CounterOf(With(of, "reason", reason), static_cast<double>(count)));
    }
    confidence.push_back(HistogramOf(of, head.confidence));
    if (head.words == 0) continue;
    words.push_back(CounterOf(of, static_cast<double>(head.words)));
    unknown.push_back(CounterOf(of, static_cast<double>(head.words - head.known_words)));
  }
  out->Counter("tasnif_labels_total", "Answers by label, also where the model abstains.",
               std::move(labels));
  out->Counter("tasnif_abstentions_total", "Answers that abstain, by reason.", std::move(reasons));
  out->Histograms("tasnif_confidence", "Calibrated probability of the best label.",
                  std::move(confidence));
  out->Counter("tasnif_words_total", "Words that a model read.", std::move(words));
  out->Counter("tasnif_unknown_words_total", "Of these, the ones it does not know.",
               std::move(unknown));
}

// Shadow and canary.
void AddTraffic(const MetricsSnapshot& snapshot, Families* out) {
  Families::Metrics shares, compared, disagreements, dropped;
  for (const v1::Model& model : snapshot.models) {
    const Labels of = {{"head", model.head()}, {"version", model.version()}};
    for (const v1::TrafficShare& share : model.traffic()) {
      const std::string use(NameOf(share.use()));
      shares.push_back(GaugeOf(With(of, "use", use), share.percent()));
    }
  }
  for (const auto& [model, counts] : snapshot.shadow.versions) {
    const Labels of = ModelLabels(model);
    compared.push_back(CounterOf(of, static_cast<double>(counts.compared)));
    for (const auto& [labels, count] : counts.pairs) {
      disagreements.push_back(
          CounterOf(With(With(of, "label", labels.first), "shadow_label", labels.second),
                    static_cast<double>(count)));
    }
  }
  for (const auto& [why, name] :
       {std::pair(ShadowDrop::kBusy, "busy"), std::pair(ShadowDrop::kFailed, "failed")}) {
    const auto found = snapshot.shadow.dropped.find(why);
    const uint64_t count = found == snapshot.shadow.dropped.end() ? 0 : found->second;
    dropped.push_back(CounterOf({{"reason", name}}, static_cast<double>(count)));
  }
  out->Gauge("tasnif_traffic_percent", "Share of the articles that a version on trial has.",
             std::move(shares));
  out->Counter("tasnif_shadow_compared_total",
               "Answers compared with those of a version in shadow.", std::move(compared));
  out->Counter("tasnif_shadow_disagreements_total",
               "Of these, the ones that differ, by what was answered and what it would have been.",
               std::move(disagreements));
  out->Counter("tasnif_shadow_dropped_total",
               "Articles of a shadow's share that were not compared.", std::move(dropped));
}

void AddDrift(const MetricsSnapshot& snapshot, Families* out) {
  Families::Metrics drift, training;
  for (const auto& [model, before] : snapshot.training_labels) {
    double total = 0;
    for (const auto& [label, count] : before) total += count;
    for (const auto& [label, count] : before) {
      training.push_back(GaugeOf(With(ModelLabels(model), "label", label), count / total));
    }
    const auto now = snapshot.recent_labels.find(model);
    if (now == snapshot.recent_labels.end()) continue;
    double answers = 0;
    for (const auto& [label, count] : now->second) answers += count;
    if (answers < kMinDriftAnswers) continue;
    drift.push_back(GaugeOf(ModelLabels(model), PopulationStabilityIndex(before, now->second)));
  }
  out->Gauge("tasnif_label_drift_psi",
             "Population stability index of the last hour's labels against the training data.",
             std::move(drift));
  out->Gauge("tasnif_training_label_share", "Share of a label in the training data.",
             std::move(training));
}

std::string StateName(v1::ModelState state) {
  switch (state) {
    case v1::MODEL_STATE_AVAILABLE:
      return "available";
    case v1::MODEL_STATE_LOADING:
      return "loading";
    case v1::MODEL_STATE_READY:
      return "ready";
    case v1::MODEL_STATE_FAILED:
      return "failed";
    default:
      return "unknown";
  }
}

void AddModels(const MetricsSnapshot& snapshot, Families* out) {
  Families::Metrics states, aliases;
  for (const v1::Model& model : snapshot.models) {
    const Labels of = {{"head", model.head()}, {"version", model.version()}};
    states.push_back(GaugeOf(With(of, "state", StateName(model.state())), 1));
    for (const std::string& alias : model.aliases()) {
      aliases.push_back(GaugeOf(With(of, "alias", alias), 1));
    }
  }
  out->Gauge("tasnif_model_state", "1 for each version on disk, by its state.", std::move(states));
  out->Gauge("tasnif_model_alias", "1 for each alias and the version it names.",
             std::move(aliases));
  out->Counter("tasnif_model_reloads_total", "Times that models changed or failed to.",
               static_cast<double>(snapshot.reloads));
  out->Counter("tasnif_model_reload_failures_total",
               "Of these, the ones where something could not be used.",
               static_cast<double>(snapshot.failed_reloads));
}

void AddAdmission(const MetricsSnapshot& snapshot, Families* out) {
  const Admission::State& state = snapshot.admission;
  out->Counter("tasnif_admission_admitted_total", "Calls and stream articles that were taken.",
               static_cast<double>(state.admitted));
  out->Counter("tasnif_admission_refused_total", "The same that were told to come back.",
               static_cast<double>(state.refused));
  out->Gauge("tasnif_admission_held_articles", "Taken and not answered.",
             static_cast<double>(state.held.articles));
  out->Gauge("tasnif_admission_held_bytes", "Their bytes.", static_cast<double>(state.held.bytes));
  out->Gauge("tasnif_admission_clients", "Clients that wait for an answer.",
             static_cast<double>(state.clients));
  out->Gauge("tasnif_waiting_turns", "Turns of calls that wait for a worker.",
             static_cast<double>(snapshot.waiting_turns));
}

// Names as Prometheus' own client libraries have them.
void AddProcess(const MetricsSnapshot& snapshot, Families* out) {
  const ProcessFigures& process = snapshot.process;
  out->Counter("process_cpu_seconds_total", "CPU time, user and system.", process.cpu_seconds);
  out->Gauge("process_start_time_seconds", "Start since the epoch.", process.start_seconds);
  out->Gauge("process_resident_memory_bytes", "Memory in use.",
             static_cast<double>(process.resident_bytes));
  out->Gauge("process_virtual_memory_bytes", "Address space in use.",
             static_cast<double>(process.virtual_bytes));
  out->Gauge("process_open_fds", "Open files.", static_cast<double>(process.open_files));
  out->Gauge("process_max_fds", "Files that may be open.", static_cast<double>(process.max_files));
  out->Gauge("process_threads", "Threads.", static_cast<double>(process.threads));
  out->Gauge("tasnif_build_info", "1; the version is its label.",
             Families::Metrics{GaugeOf({{"version", snapshot.version}}, 1)});
}

}  // namespace

std::string MetricsText(const MetricsSnapshot& snapshot) {
  Families families;
  AddCalls(snapshot.reading, &families);
  AddSizes(snapshot.reading, &families);
  AddArticles(snapshot.reading, &families);
  AddHeads(snapshot.reading, &families);
  AddTraffic(snapshot, &families);
  AddDrift(snapshot, &families);
  AddModels(snapshot, &families);
  AddAdmission(snapshot, &families);
  AddProcess(snapshot, &families);
  return families.Text();
}

}  // namespace tasnif
