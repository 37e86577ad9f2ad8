#include "server/model_admin.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "registry/bundle_folder.h"
#include "registry/folder_scan.h"
#include "registry/manifest.h"
#include "server/model_list.h"

namespace tasnif {

absl::StatusOr<v1::Model> FindModel(const Registry& registry, std::string_view reference) {
  TASNIF_ASSIGN_OR_RETURN(v1::GetModelResponse response, GetModel(registry, reference));
  return std::move(*response.mutable_model());
}

absl::StatusOr<v1::Model> ModelAdmin::Load(std::string_view reference) {
  TASNIF_RETURN_IF_ERROR(Reload());
  TASNIF_ASSIGN_OR_RETURN(const v1::Model model, FindModel(registry_, reference));
  absl::Status status = registry_.Load(model.head(), model.version());
  feed_.Publish(registry_.List());
  TASNIF_RETURN_IF_ERROR(status);
  return FindModel(registry_, absl::StrCat(model.head(), "@", model.version()));
}

absl::StatusOr<v1::Model> ModelAdmin::Find(std::string_view reference) const {
  return FindModel(registry_, reference);
}

absl::Status ModelAdmin::Unload(std::string_view reference) {
  TASNIF_ASSIGN_OR_RETURN(const v1::Model model, FindModel(registry_, reference));
  const absl::Status status = registry_.Unload(model.head(), model.version());
  feed_.Publish(registry_.List());
  if (!absl::IsNotFound(status)) return status;
  return absl::FailedPreconditionError(
      absl::StrCat(status.message(), "; what an alias names stays in memory: move the alias"));
}

absl::Status ModelAdmin::CheckAliasNow(const v1::SetAliasRequest& request) const {
  TASNIF_ASSIGN_OR_RETURN(const FolderScan scan, ScanModels(registry_.folder(), files_));
  const auto head = scan.find(request.head());
  if (head == scan.end()) return ListModels(registry_, request.head()).status();
  TASNIF_RETURN_IF_ERROR(head->second.aliases_status);
  if (!absl::c_linear_search(head->second.versions, request.version())) {
    return absl::NotFoundError(absl::StrCat("no version '", request.version(), "' of '",
                                            request.head(), "'; see ListModels"));
  }
  if (request.expected_version().empty()) return absl::OkStatus();
  const auto now = head->second.aliases.find(request.alias());
  const std::string version = now == head->second.aliases.end() ? "nothing" : now->second;
  if (version == request.expected_version()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(request.head(), "@", request.alias(), " points at ", version, ", expected ",
                   request.expected_version(), "; read it again, then decide"));
}

absl::StatusOr<v1::Model> ModelAdmin::SetAlias(const v1::SetAliasRequest& request) {
  if (request.reason().empty()) {
    return absl::InvalidArgumentError("`reason` is required: say why, for the history");
  }
  if (!IsModelName(request.head()) || !IsModelName(request.alias())) {
    return absl::InvalidArgumentError("`head` and `alias` are names like [a-z][a-z0-9_]*");
  }
  TASNIF_RETURN_IF_ERROR(CheckAliasNow(request));
  const std::string folder =
      absl::StrCat(registry_.folder(), "/", request.head(), "/", request.version());
  if (absl::Status status = LoadBundle(folder, files_).status(); !status.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the alias stays, for the version cannot answer: ", status.message()));
  }
  TASNIF_RETURN_IF_ERROR(
      WriteAlias(files_, registry_.folder(), request.head(), request.alias(), request.version()));
  // What is wrong elsewhere in the folder is not this call's business.
  Reload().IgnoreError();
  return FindModel(registry_, absl::StrCat(request.head(), "@", request.version()));
}

absl::Status ModelAdmin::Reload() {
  absl::Status status = registry_.Reload();
  feed_.Publish(registry_.List());
  // Problems of single versions stand in the list.
  return absl::IsFailedPrecondition(status) ? absl::OkStatus() : status;
}

}  // namespace tasnif
