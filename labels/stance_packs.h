// labels/stance_packs.h
//
// Which of several stance models answers about a target. A target pack is a model made for few
// targets, from as little as a hundred examples; it answers about those that it knows by name, and
// then the general model does not. Its head has a name of its own, such as `stance_vaccines`.
//
//   for (const HeadModel* model : StanceModelsFor(target, plan.models)) ...
//
// Threads: pure. Cost: a look-up by name for each pack.
#ifndef TASNIF_LABELS_STANCE_PACKS_H_
#define TASNIF_LABELS_STANCE_PACKS_H_

#include <set>
#include <string>
#include <vector>

#include "labels/head_model.h"
#include "labels/model_set.h"
#include "labels/target_matcher.h"

namespace tasnif {

// Bundle.stance.known_targets_only, of a stance model.
bool IsTargetPack(const v1::Bundle& bundle);

// The model knows the target by name (labels/stance_words.h: KnownTargetWord).
bool KnowsTarget(const v1::Bundle& bundle, const TargetMentions& target);

// The stance models of `models` that answer about the target: the first pack that knows it, else
// those that are no packs, else, where there are only packs, the first, which says that it does
// not. One for each target, or as many as there are general models; empty where none is for stance.
std::vector<const HeadModel*> StanceModelsFor(const TargetMentions& target,
                                              const std::vector<const HeadModel*>& models);

// Heads whose champion is a target pack.
std::set<std::string> PackHeads(const ModelSet& models);

}  // namespace tasnif

#endif  // TASNIF_LABELS_STANCE_PACKS_H_
