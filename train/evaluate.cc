#include "train/evaluate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "labels/language_codes.h"
#include "train/line_blocks.h"

namespace tasnif {
namespace {

constexpr uint32_t kMaxTopK = 32;

bool IsIn(const std::vector<std::string>& list, const std::string& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

// What a worker makes of one line.
struct Labelled {
  absl::Status status;
  std::vector<Outcome> outcomes;
};

// The head and kind that are measured, and how to label for it.
struct Measure {
  const Labeller& labeller;
  const EvaluateOptions& options;
  const HeadModel& model;
  LabelPlan plan;
};

bool IsStance(const HeadModel& model) { return model.bundle.kind() == v1::HEAD_KIND_STANCE; }

bool IsGold(const Measure& measure, const std::string& label) {
  return !label.empty() && IsIn(measure.options.filter.labels, label);
}

bool HasGold(const Measure& measure, const LabelledArticle& article) {
  if (!IsStance(measure.model)) {
    const auto label = article.labels.find(measure.model.head());
    return label != article.labels.end() && IsGold(measure, label->second);
  }
  return std::any_of(
      article.targets.begin(), article.targets.end(),
      [&measure](const LabelledTarget& target) { return IsGold(measure, target.stance); });
}

Outcome OutcomeFor(const LabelledArticle& article, const v1::Prediction& prediction) {
  Outcome outcome;
  outcome.source = article.source;
  outcome.split = article.split;
  outcome.publisher = article.article.publisher();
  outcome.language = prediction.language();
  return outcome;
}

Outcome LabelOutcome(const LabelledArticle& article, const v1::Prediction& prediction,
                     const std::string& head) {
  const v1::LabelPrediction& label = PredictionOf(prediction, head);
  Outcome outcome = OutcomeFor(article, prediction);
  outcome.gold = article.labels.at(head);
  // What was answered is no slice to judge the answer by.
  if (head == kLanguageHead) outcome.language = outcome.gold;
  outcome.predicted = label.label();
  outcome.probability = label.probability();
  outcome.is_abstained = label.abstained();
  outcome.probabilities[label.label()] = label.probability();
  for (const v1::LabelScore& other : label.alternatives()) {
    outcome.probabilities[other.label()] = other.probability();
  }
  return outcome;
}

std::string BestStance(const v1::StanceProbabilities& probabilities) {
  std::string best = "neutral";
  float most = probabilities.neutral();
  if (probabilities.favor() > most) {
    best = "favor";
    most = probabilities.favor();
  }
  return probabilities.against() > most ? "against" : best;
}

Outcome StanceOutcome(const LabelledArticle& article, const v1::Prediction& prediction, size_t at) {
  const v1::StancePrediction& stance = prediction.stance(static_cast<int>(at));
  Outcome outcome = OutcomeFor(article, prediction);
  outcome.gold = article.targets[at].stance;
  outcome.is_abstained = stance.label() == "undetermined";
  outcome.predicted = outcome.is_abstained ? BestStance(stance.probabilities()) : stance.label();
  if (!stance.has_probabilities()) return outcome;
  outcome.probability = stance.probability();
  outcome.probabilities = {{"favor", stance.probabilities().favor()},
                           {"against", stance.probabilities().against()},
                           {"neutral", stance.probabilities().neutral()}};
  return outcome;
}

std::vector<Outcome> OutcomesOf(const Measure& measure, const LabelledArticle& article,
                                const v1::Prediction& prediction) {
  if (!IsStance(measure.model)) return {LabelOutcome(article, prediction, measure.model.head())};
  std::vector<Outcome> outcomes;
  const size_t count = std::min<size_t>(article.targets.size(), prediction.stance_size());
  for (size_t i = 0; i < count; ++i) {
    if (!IsGold(measure, article.targets[i].stance)) continue;
    outcomes.push_back(StanceOutcome(article, prediction, i));
    outcomes.back().target = static_cast<uint32_t>(i);
  }
  return outcomes;
}

Labelled LabelLine(const FileLine& line, const Measure& measure, LabelScratch* scratch) {
  Labelled out;
  out.status = line.status;
  if (!out.status.ok()) return out;
  absl::StatusOr<LabelledArticle> article = ParseArticle(line.text);
  out.status = article.status();
  if (!article.ok() || !HasGold(measure, *article)) return out;
  const EvaluateOptions& options = measure.options;
  if (!Accepts(options.filter, *article)) return out;
  if (options.accept && !options.accept(*article)) return out;
  const absl::StatusOr<v1::Prediction> prediction =
      measure.labeller.Label(ArticleToMeasure(*article, options), measure.plan, scratch);
  out.status = prediction.status();
  if (!prediction.ok()) return out;
  out.outcomes = OutcomesOf(measure, *article, *prediction);
  for (Outcome& outcome : out.outcomes) {
    outcome.line = line.number;
    if (!options.keeps_probabilities) outcome.probabilities.clear();
  }
  return out;
}

void Keep(const Labelled& labelled, const std::string& path, uint64_t line, Outcomes* all) {
  all->outcomes.insert(all->outcomes.end(), labelled.outcomes.begin(), labelled.outcomes.end());
  if (labelled.status.ok() || all->failed++ > 0) return;
  all->first_failure = absl::StrCat(path, ":", line, ": ", labelled.status.message());
}

absl::StatusOr<LabelPlan> PlanFor(const Labeller& labeller, const ModelSet& models,
                                  const HeadModel& model, bool keeps_probabilities) {
  v1::ClassifyOptions options;
  options.set_top_k(keeps_probabilities ? kMaxTopK : 1);
  options.add_heads(model.head());
  options.add_models(model.reference());
  return labeller.Plan(options, models);
}

}  // namespace

bool Accepts(const EvaluationFilter& filter, const LabelledArticle& article) {
  return IsIn(filter.sources, article.source) && IsIn(filter.splits, article.split) &&
         IsIn(filter.publishers, article.article.publisher()) &&
         IsIn(filter.languages, article.article.language());
}

const v1::LabelPrediction& PredictionOf(const v1::Prediction& prediction, const std::string& head) {
  if (head == "topic") return prediction.topic();
  if (head == "source_type") return prediction.source_type();
  return prediction.heads().at(head);
}

std::string DescribeFilter(const EvaluationFilter& filter) {
  std::string out;
  const auto add = [&out](const char* name, const std::vector<std::string>& values) {
    if (!values.empty()) absl::StrAppend(&out, ", ", name, " ", absl::StrJoin(values, "|"));
  };
  add("source", filter.sources);
  add("split", filter.splits);
  add("publisher", filter.publishers);
  add("language", filter.languages);
  add("label", filter.labels);
  return out;
}

v1::Article ArticleToMeasure(const LabelledArticle& article, const EvaluateOptions& options) {
  v1::Article sent = article.article;
  if (!options.text_only) return sent;
  sent.clear_url();
  sent.clear_publisher();
  sent.clear_byline();
  return sent;
}

absl::StatusOr<Outcomes> CollectOutcomes(const Labeller& labeller, const ModelSet& models,
                                         const std::string& path, const EvaluateOptions& options,
                                         Executor& executor, Progress* progress) {
  TASNIF_ASSIGN_OR_RETURN(const HeadModel* model, models.Resolve(options.head));
  TASNIF_ASSIGN_OR_RETURN(LabelPlan plan,
                          PlanFor(labeller, models, *model, options.keeps_probabilities));
  const Measure measure{labeller, options, *model, std::move(plan)};
  TASNIF_ASSIGN_OR_RETURN(const auto scratches,
                          LabelScratch::CreateAll(options.labeller, executor.worker_count()));
  std::vector<Labelled> block(kLinesPerBlock);
  Outcomes all;
  TASNIF_RETURN_IF_ERROR(ForEachLine(
      path, executor, progress,
      [&](const FileLine& line, size_t slot, size_t worker) {
        block[slot] = LabelLine(line, measure, scratches[worker].get());
      },
      [&](const FileLine& line, size_t slot) {
        Keep(block[slot], path, line.number, &all);
        return absl::OkStatus();
      }));
  return all;
}

absl::StatusOr<Evaluation> EvaluateFile(const Labeller& labeller, const ModelSet& models,
                                        const std::string& path, const EvaluateOptions& options,
                                        Executor& executor, Progress* progress) {
  TASNIF_ASSIGN_OR_RETURN(const Outcomes outcomes,
                          CollectOutcomes(labeller, models, path, options, executor, progress));
  if (outcomes.outcomes.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no article of '", path, "' could be measured: none carries a label of head '",
        options.head, "'", DescribeFilter(options.filter),
        outcomes.failed > 0 ? "; the first that failed: " : "", outcomes.first_failure));
  }
  Evaluation evaluation = Evaluate(outcomes.outcomes);
  evaluation.failed = outcomes.failed;
  return evaluation;
}

}  // namespace tasnif
