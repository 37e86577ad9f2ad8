#include "server/traffic_plan.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "labels/model_name.h"

namespace tasnif {
namespace {

bool IsPinned(std::string_view head, const v1::ClassifyOptions& options) {
  return std::any_of(
      options.models().begin(), options.models().end(),
      [&](const std::string& reference) { return SplitModelName(reference).head == head; });
}

void Exchange(const HeadModel* from, const HeadModel* to, LabelPlan* plan) {
  std::replace(plan->models.begin(), plan->models.end(), from, to);
  if (plan->language_model == from) plan->language_model = to;
}

// A stance pack leaves the targets that it knows to itself and the others to the general model, so
// that one of them is never asked alone.
bool IsNeeded(const HeadModel& model, const std::vector<const HeadModel*>& shadows) {
  return std::any_of(shadows.begin(), shadows.end(), [&](const HeadModel* shadow) {
    return shadow == &model || (shadow->bundle.kind() == v1::HEAD_KIND_STANCE &&
                                model.bundle.kind() == v1::HEAD_KIND_STANCE);
  });
}

// What the models in the shadow are asked with, beside what answers the article.
void ChooseShadows(const TrafficPlan& traffic, const LabelPlan& answer, uint64_t hash,
                   TrafficChoice* choice) {
  std::vector<const HeadModel*> shadows;
  LabelPlan asked = answer;
  for (const Diversion& shadow : traffic.shadows) {
    if (!shadow.draw.Takes(hash)) continue;
    for (const HeadModel*& model : asked.models) {
      if (model->head() != shadow.to->head() || model == shadow.to) continue;
      model = shadow.to;
      shadows.push_back(shadow.to);
      choice->shadow_heads.push_back(shadow.to->head());
    }
  }
  if (shadows.empty()) return;
  asked.models.erase(
      std::remove_if(asked.models.begin(), asked.models.end(),
                     [&](const HeadModel* model) { return !IsNeeded(*model, shadows); }),
      asked.models.end());
  asked.top_k = 1;
  asked.explain = false;
  asked.return_text = false;
  choice->shadow = std::move(asked);
}

}  // namespace

TrafficPlan PlanTraffic(const LabelPlan& plan, const v1::ClassifyOptions& options,
                        const ModelSet& models) {
  TrafficPlan out;
  for (const HeadModel* model : plan.models) {
    const Traffic& traffic = models.traffic(model->head());
    if (traffic.empty() || IsPinned(model->head(), options)) continue;
    for (const auto& [use, share] : traffic) {
      const std::shared_ptr<const HeadModel> other = models.Find(model->head(), share.version);
      if (other == nullptr || other.get() == model) continue;
      const Diversion diversion{model, other.get(), TrafficDraw(use, model->head(), share)};
      (use == kCanary ? out.canaries : out.shadows).push_back(diversion);
    }
  }
  return out;
}

TrafficChoice ChooseModels(const TrafficPlan& traffic, const LabelPlan& plan,
                           const v1::Article& article) {
  TrafficChoice choice;
  if (traffic.empty()) return choice;
  const uint64_t hash = ArticleHash(article);
  for (const Diversion& canary : traffic.canaries) {
    if (!canary.draw.Takes(hash)) continue;
    if (!choice.answer.has_value()) choice.answer = plan;
    Exchange(canary.from, canary.to, &*choice.answer);
  }
  const LabelPlan& answer = choice.answer.has_value() ? *choice.answer : plan;
  const bool is_any_taken =
      std::any_of(traffic.shadows.begin(), traffic.shadows.end(),
                  [&](const Diversion& shadow) { return shadow.draw.Takes(hash); });
  if (is_any_taken) ChooseShadows(traffic, answer, hash, &choice);
  return choice;
}

}  // namespace tasnif
