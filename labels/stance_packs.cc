#include "labels/stance_packs.h"

#include "absl/status/statusor.h"
#include "labels/stance_words.h"

namespace tasnif {

bool IsTargetPack(const v1::Bundle& bundle) {
  return bundle.kind() == v1::HEAD_KIND_STANCE && bundle.stance().known_targets_only();
}

bool KnowsTarget(const v1::Bundle& bundle, const TargetMentions& target) {
  return KnownTargetWord(target, bundle.stance()) != nullptr;
}

std::vector<const HeadModel*> StanceModelsFor(const TargetMentions& target,
                                              const std::vector<const HeadModel*>& models) {
  std::vector<const HeadModel*> general;
  const HeadModel* first_pack = nullptr;
  for (const HeadModel* model : models) {
    if (model->bundle.kind() != v1::HEAD_KIND_STANCE) continue;
    if (!IsTargetPack(model->bundle)) {
      general.push_back(model);
    } else if (KnowsTarget(model->bundle, target)) {
      return {model};
    } else if (first_pack == nullptr) {
      first_pack = model;
    }
  }
  if (general.empty() && first_pack != nullptr) return {first_pack};
  return general;
}

std::set<std::string> PackHeads(const ModelSet& models) {
  std::set<std::string> heads;
  for (const std::string& head : models.heads()) {
    const absl::StatusOr<const HeadModel*> model = models.Resolve(head);
    if (model.ok() && IsTargetPack((*model)->bundle)) heads.insert(head);
  }
  return heads;
}

}  // namespace tasnif
