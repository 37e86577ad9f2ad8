// server/model_list.h
//
// What the registry knows, as the Models service and `tasnif models` tell it.
#ifndef TASNIF_SERVER_MODEL_LIST_H_
#define TASNIF_SERVER_MODEL_LIST_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "registry/registry.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// Models of one head, or of all where `head` is empty. NOT_FOUND with near names where there is
// no such head.
absl::StatusOr<v1::ListModelsResponse> ListModels(const Registry& registry, std::string_view head);

// reference: `head`, `head@version` or `head@alias`. The manifest is given for versions that are in
// memory. NOT_FOUND with near names.
absl::StatusOr<v1::GetModelResponse> GetModel(const Registry& registry, std::string_view reference);

}  // namespace tasnif

#endif  // TASNIF_SERVER_MODEL_LIST_H_
