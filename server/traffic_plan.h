// server/traffic_plan.h
//
// Which model answers an article of a call, and which ones are asked in the shadow.
//
//   const TrafficPlan traffic = PlanTraffic(plan, options, models);      // once for each call
//   const TrafficChoice choice = ChooseModels(traffic, plan, article);   // once for each article
//   Label(article, choice.answer.has_value() ? *choice.answer : plan);
//
// Only heads whose version the caller left open take part: who names a version, or an alias such as
// `topic@champion`, gets that one.
// Threads: pure functions; values that borrow the ModelSet, which must outlive them.
// Cost: nothing but a look where no head of the call shares its traffic.
#ifndef TASNIF_SERVER_TRAFFIC_PLAN_H_
#define TASNIF_SERVER_TRAFFIC_PLAN_H_

#include <optional>
#include <string>
#include <vector>

#include "labels/labeller.h"
#include "labels/model_set.h"
#include "labels/traffic.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Articles that `draw` takes go to `to` instead of `from`.
struct Diversion {
  const HeadModel* from = nullptr;
  const HeadModel* to = nullptr;
  TrafficDraw draw;
};

struct TrafficPlan {
  std::vector<Diversion> canaries;
  std::vector<Diversion> shadows;

  bool empty() const { return canaries.empty() && shadows.empty(); }
};

// plan: made from `options` and `models`. A share whose version is the champion is left out.
TrafficPlan PlanTraffic(const LabelPlan& plan, const v1::ClassifyOptions& options,
                        const ModelSet& models);

struct TrafficChoice {
  // What answers; absent: the plan of the call.
  std::optional<LabelPlan> answer;
  // What is asked afterwards, for the label alone; absent: nothing.
  std::optional<LabelPlan> shadow;
  // Heads whose model in `shadow` is one on trial; others are there because these need them.
  std::vector<std::string> shadow_heads;
};

// A model in the shadow that answers the article itself, as a canary, is not asked twice.
TrafficChoice ChooseModels(const TrafficPlan& traffic, const LabelPlan& plan,
                           const v1::Article& article);

}  // namespace tasnif

#endif  // TASNIF_SERVER_TRAFFIC_PLAN_H_
