#include "server/model_list.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status.h"
#include "base/suggest.h"

namespace tasnif {
namespace {

// "topic" means "topic@champion".
std::pair<std::string, std::string> SplitReference(const std::string& reference) {
  std::pair<std::string, std::string> parts = absl::StrSplit(reference, absl::MaxSplits('@', 1));
  if (parts.second.empty()) parts.second = std::string(kChampion);
  return parts;
}

bool Answers(const v1::Model& model, const std::string& head, const std::string& name) {
  return model.head() == head &&
         (model.version() == name || absl::c_linear_search(model.aliases(), name));
}

}  // namespace

absl::StatusOr<v1::ListModelsResponse> ListModels(const Registry& registry, std::string_view head) {
  v1::ListModelsResponse response;
  std::vector<std::string> heads;
  for (v1::Model& model : registry.List()) {
    if (heads.empty() || heads.back() != model.head()) heads.push_back(model.head());
    if (head.empty() || model.head() == head) *response.add_models() = std::move(model);
  }
  if (!head.empty() && response.models().empty()) {
    return absl::NotFoundError(
        absl::StrCat("no head '", std::string(head), "'", DidYouMean(head, heads)));
  }
  return response;
}

absl::StatusOr<v1::GetModelResponse> GetModel(const Registry& registry,
                                              std::string_view reference) {
  const auto [head, name] = SplitReference(std::string(reference));
  const std::shared_ptr<const ModelSet> models = registry.Snapshot();
  const absl::StatusOr<const HeadModel*> loaded = models->Resolve(reference);
  v1::GetModelResponse response;
  for (v1::Model& model : registry.List()) {
    if (loaded.ok() ? !Answers(model, (*loaded)->head(), (*loaded)->bundle.version())
                    : !Answers(model, head, name)) {
      continue;
    }
    *response.mutable_model() = std::move(model);
    if (loaded.ok()) *response.mutable_bundle() = (*loaded)->bundle;
    return response;
  }
  // Resolve() knows the near names.
  return loaded.ok() ? absl::NotFoundError(absl::StrCat("no model '", std::string(reference), "'"))
                     : loaded.status();
}

}  // namespace tasnif
