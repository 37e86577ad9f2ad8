#include "bench/in_process_rate.h"

#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "base/status.h"
#include "bench/timing.h"

namespace tasnif {
namespace {

struct Lap {
  size_t articles = 0;
  double cpu_seconds = 0;
};

// Answers are made as messages and thrown away, as a server makes them.
Lap LabelFor(const std::vector<v1::Article>& articles, const Labeller& labeller,
             const LabelPlan& plan, LabelScratch* scratch, absl::Duration duration, size_t first) {
  Lap lap;
  const double cpu_start = ThreadSeconds();
  const absl::Time end = absl::Now() + duration;
  for (size_t i = first; absl::Now() < end; ++i) {
    labeller.LabelOrError(articles[i % articles.size()], plan, scratch);
    ++lap.articles;
  }
  lap.cpu_seconds = ThreadSeconds() - cpu_start;
  return lap;
}

absl::Status CheckSomeArticle(const std::vector<v1::Article>& articles, const Labeller& labeller,
                              const LabelPlan& plan, LabelScratch* scratch) {
  absl::Status last = absl::InvalidArgumentError("there is no article to label");
  for (const v1::Article& article : articles) {
    last = labeller.Label(article, plan, scratch).status();
    if (last.ok()) return last;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no article can be labelled; of the last one: ", last.message()));
}

}  // namespace

absl::StatusOr<InProcessRate> MeasureInProcess(const std::vector<v1::Article>& articles,
                                               const ModelSet& models,
                                               const InProcessOptions& options) {
  TASNIF_ASSIGN_OR_RETURN(const auto labeller, Labeller::Create(options.labeller));
  TASNIF_ASSIGN_OR_RETURN(const LabelPlan plan, labeller->Plan({}, models));
  TASNIF_ASSIGN_OR_RETURN(const auto scratches,
                          LabelScratch::CreateAll(options.labeller, options.threads));
  TASNIF_RETURN_IF_ERROR(CheckSomeArticle(articles, *labeller, plan, scratches[0].get()));
  std::vector<Lap> laps(options.threads);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < options.threads; ++t) {
    threads.emplace_back([&, t] {
      LabelScratch* scratch = scratches[t].get();
      LabelFor(articles, *labeller, plan, scratch, options.duration / 10, t);  // Warms up.
      laps[t] = LabelFor(articles, *labeller, plan, scratch, options.duration, t);
    });
  }
  for (std::thread& thread : threads) thread.join();
  InProcessRate rate;
  double cpu_seconds = 0;
  for (const Lap& lap : laps) {
    rate.articles_per_s += static_cast<double>(lap.articles);
    cpu_seconds += lap.cpu_seconds;
  }
  rate.articles_per_cpu_s = rate.articles_per_s / cpu_seconds;
  rate.articles_per_s /= absl::ToDoubleSeconds(options.duration);
  return rate;
}

}  // namespace tasnif
