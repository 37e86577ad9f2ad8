#include "train/error_examples.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "base/status.h"
#include "text/utf8.h"
#include "train/line_blocks.h"

namespace tasnif {
namespace {

constexpr size_t kExcerptCodePoints = 400;

std::string Beginning(std::string_view text, size_t code_points) {
  size_t position = 0;
  while (position < text.size() && code_points-- > 0) NextCodePoint(text, &position);
  return std::string(text.substr(0, position)) + (position < text.size() ? " …" : "");
}

// Numbers of the examples that one line of one file gives.
using Places = std::map<std::pair<uint32_t, uint64_t>, std::vector<size_t>>;

Places PlacesOf(const std::vector<Outcome>& errors) {
  Places places;
  for (size_t i = 0; i < errors.size(); ++i) {
    places[{errors[i].file, errors[i].line}].push_back(i);
  }
  return places;
}

void FillStance(const v1::StancePrediction& stance, ErrorExample* example) {
  example->target = stance.target();
  if (!stance.evidence().empty()) example->excerpt = stance.evidence(0).text();
  example->words.assign(stance.explanation().begin(), stance.explanation().end());
}

void Fill(const LabelledArticle& article, const v1::Prediction& prediction, const HeadModel& model,
          ErrorExample* example) {
  example->id = article.article.id();
  example->title = article.article.title();
  example->excerpt = Beginning(article.article.text(), kExcerptCodePoints);
  if (model.bundle.kind() != v1::HEAD_KIND_STANCE) {
    const auto& words = PredictionOf(prediction, model.head()).explanation();
    example->words.assign(words.begin(), words.end());
    return;
  }
  const int target = static_cast<int>(example->outcome.target);
  if (target < prediction.stance_size()) FillStance(prediction.stance(target), example);
}

}  // namespace

std::vector<Outcome> SurestErrors(const std::vector<Outcome>& outcomes, size_t count) {
  std::vector<Outcome> errors;
  for (const Outcome& outcome : outcomes) {
    if (outcome.gold != outcome.predicted) errors.push_back(outcome);
  }
  std::stable_sort(errors.begin(), errors.end(), [](const Outcome& a, const Outcome& b) {
    return a.probability > b.probability;
  });
  if (errors.size() > count) errors.resize(count);
  return errors;
}

absl::StatusOr<std::vector<ErrorExample>> ExplainErrors(
    const Labeller& labeller, const ModelSet& models, const std::vector<std::string>& paths,
    const EvaluateOptions& options, const std::vector<Outcome>& errors, Executor& executor) {
  TASNIF_ASSIGN_OR_RETURN(const HeadModel* model, models.Resolve(options.head));
  v1::ClassifyOptions asked;
  asked.add_heads(model->head());
  asked.add_models(model->reference());
  asked.set_explain(true);
  TASNIF_ASSIGN_OR_RETURN(const LabelPlan plan, labeller.Plan(asked, models));
  TASNIF_ASSIGN_OR_RETURN(const auto scratches,
                          LabelScratch::CreateAll(options.labeller, executor.worker_count()));
  const Places places = PlacesOf(errors);
  std::vector<ErrorExample> examples(errors.size());
  std::vector<uint8_t> is_read(errors.size());
  // Each line fills its own examples, so that workers need no lock.
  const auto explain = [&](uint32_t file, const FileLine& line, LabelScratch* scratch) {
    const auto place = places.find({file, line.number});
    if (place == places.end() || !line.status.ok()) return;
    const auto article = ParseArticle(line.text);
    if (!article.ok()) return;
    const auto prediction = labeller.Label(ArticleToMeasure(*article, options), plan, scratch);
    if (!prediction.ok()) return;
    for (const size_t i : place->second) {
      examples[i].outcome = errors[i];
      Fill(*article, *prediction, *model, &examples[i]);
      is_read[i] = 1;
    }
  };
  for (uint32_t file = 0; file < paths.size(); ++file) {
    TASNIF_RETURN_IF_ERROR(ForEachLine(
        paths[file], executor, nullptr,
        [&](const FileLine& line, size_t, size_t worker) {
          explain(file, line, scratches[worker].get());
        },
        [](const FileLine&, size_t) { return absl::OkStatus(); }));
  }
  size_t kept = 0;
  for (size_t i = 0; i < examples.size(); ++i) {
    if (is_read[i] != 0) std::swap(examples[kept++], examples[i]);
  }
  examples.resize(kept);
  return examples;
}

}  // namespace tasnif
