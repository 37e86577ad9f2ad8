// train/evaluate.h
//
// Measures a head on labelled articles, through Labeller::Label: the very path that serves.
//
//   EvaluateOptions options{.head = "topic", .filter = {.splits = {"test"}}};
//   TASNIF_ASSIGN_OR_RETURN(Evaluation evaluation,
//                           EvaluateFile(labeller, models, "topic.jsonl.xz", options, pool));
//   std::puts(EvaluationTable(evaluation).c_str());
//
// Memory is bounded by the outcomes (some 100 bytes an article), not by the texts.
#ifndef TASNIF_TRAIN_EVALUATE_H_
#define TASNIF_TRAIN_EVALUATE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/executor.h"
#include "base/progress.h"
#include "labels/json_lines.h"
#include "labels/labeller.h"
#include "labels/model_set.h"
#include "train/metrics.h"

namespace tasnif {

// Which articles count. An empty list lets everything through.
struct EvaluationFilter {
  std::vector<std::string> sources;
  std::vector<std::string> splits;
  std::vector<std::string> publishers;
  std::vector<std::string> languages;
  // True labels of the head; of a stance head, stances.
  std::vector<std::string> labels;
};

// Of everything but the labels, for which the head must be known. Pure.
bool Accepts(const EvaluationFilter& filter, const LabelledArticle& article);

// ", split test, label a|b"; empty for a filter that lets everything through.
std::string DescribeFilter(const EvaluationFilter& filter);

struct EvaluateOptions {
  // `topic`, `topic@2` or `topic@challenger`.
  std::string head;
  EvaluationFilter filter;
  // A further condition; may be empty.
  std::function<bool(const LabelledArticle&)> accept;
  // Clears url, publisher and byline, so that only the text is judged.
  bool text_only = false;
  // Fills Outcome.probabilities with the best label and up to 32 alternatives.
  bool keeps_probabilities = false;
  LabellerOptions labeller;  // For the scratch memory of the workers.
};

// The article as it is labelled: without what options.text_only takes away.
v1::Article ArticleToMeasure(const LabelledArticle& article, const EvaluateOptions& options);

// Of a head that is not about stance. It must have been asked for.
const v1::LabelPrediction& PredictionOf(const v1::Prediction& prediction, const std::string& head);

struct Outcomes {
  std::vector<Outcome> outcomes;  // In the order of the file.
  uint64_t failed = 0;            // Articles or lines that could not be read.
  std::string first_failure;      // With its line number; empty where none failed.
};

// Labels every article of `path` (JSON lines, compressed or not) that carries a label of the head.
// A stance target with a stance is one outcome; `undetermined` counts by the best of its three
// probabilities, and as `neutral` with probability 0 where there was no evidence at all.
// progress: may be null; counts articles.
// NOT_FOUND: no such file, head or version. INVALID_ARGUMENT: no article of the file carries a
// label of this head after the filter; the message says what the filter left out. Errors of
// LineReader.
absl::StatusOr<Outcomes> CollectOutcomes(const Labeller& labeller, const ModelSet& models,
                                         const std::string& path, const EvaluateOptions& options,
                                         Executor& executor, Progress* progress);

// CollectOutcomes and Evaluate. INVALID_ARGUMENT besides: no article of the file carries a label of
// this head after the filter; the message says what was asked for.
absl::StatusOr<Evaluation> EvaluateFile(const Labeller& labeller, const ModelSet& models,
                                        const std::string& path, const EvaluateOptions& options,
                                        Executor& executor, Progress* progress = nullptr);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_EVALUATE_H_
