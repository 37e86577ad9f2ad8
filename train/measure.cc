#include "train/measure.h"

#include <algorithm>
#include <utility>

#include "base/status.h"

namespace tasnif {
namespace {

constexpr uint64_t kMeasureSalt = 6;

}  // namespace

bool IsMeasured(const LabelledArticle& article, double share) {
  return HashShare(MixHash(HashArticle(article.article), kMeasureSalt)) < share;
}

absl::StatusOr<std::shared_ptr<const HeadModel>> MakeHeadModel(const v1::Bundle& bundle,
                                                               const std::string& bytes) {
  auto model = std::make_shared<HeadModel>();
  model->bundle = bundle;
  TASNIF_ASSIGN_OR_RETURN(model->model, CompiledModel::FromBytes(bytes, "the new model"));
  return model;
}

double ShareToMeasure(uint64_t articles, uint64_t most) {
  return articles <= most ? 1 : static_cast<double>(most) / static_cast<double>(articles);
}

absl::StatusOr<Outcomes> MeasurePart(const MeasureContext& context,
                                     const std::shared_ptr<const HeadModel>& model, Part part,
                                     const MeasureOptions& measured) {
  ModelSet models;
  TASNIF_RETURN_IF_ERROR(models.Add(model));
  TASNIF_RETURN_IF_ERROR(models.SetAlias(model->head(), kChampion, model->bundle.version()));
  const auto& dropped = context.recipe.selection.drop_labels;
  EvaluateOptions options;
  options.head = model->reference();
  options.keeps_probabilities = measured.keeps_probabilities;
  options.labeller = context.labeller_options;
  options.accept = [&](const LabelledArticle& article) {
    const auto label = article.labels.find(model->head());
    const bool is_dropped =
        label != article.labels.end() &&
        std::find(dropped.begin(), dropped.end(), label->second) != dropped.end();
    return !is_dropped && PartOf(context.recipe.selection, article) == part &&
           IsMeasured(article, measured.share);
  };
  Outcomes all;
  for (const std::string& path : context.data_paths) {
    TASNIF_ASSIGN_OR_RETURN(Outcomes some, CollectOutcomes(context.labeller, models, path, options,
                                                           context.executor, context.progress));
    std::move(some.outcomes.begin(), some.outcomes.end(), std::back_inserter(all.outcomes));
    if (all.failed == 0) all.first_failure = some.first_failure;
    all.failed += some.failed;
  }
  return all;
}

}  // namespace tasnif
