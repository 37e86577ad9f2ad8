#include "server/model_admin.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/traffic.h"
#include "registry/manifest.h"
#include "server/model_list.h"

namespace tasnif {

absl::StatusOr<v1::Model> FindModel(const Registry& registry, std::string_view reference) {
  TASNIF_ASSIGN_OR_RETURN(v1::GetModelResponse response, GetModel(registry, reference));
  return std::move(*response.mutable_model());
}

absl::StatusOr<v1::GetShadowReportResponse> ShadowReport(const Registry& registry,
                                                         const ShadowBook& book,
                                                         const std::string& head) {
  TASNIF_RETURN_IF_ERROR(ListModels(registry, head).status());
  const std::shared_ptr<const ModelSet> models = registry.Snapshot();
  const Traffic& traffic = models->traffic(head);
  const auto share = traffic.find(kShadow);
  if (!head.empty() && share != traffic.end()) return book.Report(head, share->second.version);
  return absl::FailedPreconditionError(absl::StrCat(
      "no version of '", head, "' is in the shadow; put one there with 'tasnif models ", "shadow ",
      head, " --percent N'"));
}

absl::StatusOr<v1::Model> ModelAdmin::Load(std::string_view reference) {
  TASNIF_RETURN_IF_ERROR(Reload());
  TASNIF_ASSIGN_OR_RETURN(const v1::Model model, FindModel(registry_, reference));
  absl::Status status = registry_.Load(model.head(), model.version());
  feed_.Publish([this] { return registry_.List(); });
  TASNIF_RETURN_IF_ERROR(status);
  return FindModel(registry_, absl::StrCat(model.head(), "@", model.version()));
}

absl::StatusOr<v1::Model> ModelAdmin::Find(std::string_view reference) const {
  return FindModel(registry_, reference);
}

absl::Status ModelAdmin::Unload(std::string_view reference) {
  TASNIF_ASSIGN_OR_RETURN(const v1::Model model, FindModel(registry_, reference));
  const absl::Status status = registry_.Unload(model.head(), model.version());
  feed_.Publish([this] { return registry_.List(); });
  if (!absl::IsNotFound(status)) return status;
  return absl::FailedPreconditionError(
      absl::StrCat(status.message(), "; what an alias names stays in memory: move the alias"));
}

absl::StatusOr<Change> ModelAdmin::ChangeOf(const std::string& head, const std::string& reason,
                                            std::string_view who) const {
  if (reason.empty() || reason.size() > kMaxReasonBytes) {
    return absl::InvalidArgumentError(absl::StrCat("`reason` has ", reason.size(),
                                                   " bytes, expected 1 to ", kMaxReasonBytes,
                                                   ": say why, for the history"));
  }
  if (!IsModelName(head)) {
    return absl::InvalidArgumentError("`head` is a name like [a-z][a-z0-9_]*");
  }
  if (!files_.IsFolder(absl::StrCat(registry_.folder(), "/", head))) {
    TASNIF_RETURN_IF_ERROR(ListModels(registry_, head).status());  // With near names.
    return absl::NotFoundError(absl::StrCat("head '", head, "' is gone from the disk"));
  }
  return Change{.who = std::string(who), .why = reason, .when = clock_.Now()};
}

absl::StatusOr<v1::Model> ModelAdmin::SetAlias(const v1::SetAliasRequest& request,
                                               std::string_view who) {
  TASNIF_ASSIGN_OR_RETURN(const Change change, ChangeOf(request.head(), request.reason(), who));
  TASNIF_RETURN_IF_ERROR(SetModelAlias(files_, registry_.folder(), request.head(), request.alias(),
                                       request.version(), request.expected_version(), change));
  return ReadBack(request.head(), request.version());
}

absl::StatusOr<v1::Model> ModelAdmin::Rollback(const v1::RollbackRequest& request,
                                               std::string_view who) {
  TASNIF_ASSIGN_OR_RETURN(const Change change, ChangeOf(request.head(), request.reason(), who));
  TASNIF_ASSIGN_OR_RETURN(const std::string version,
                          tasnif::Rollback(files_, registry_.folder(), request.head(),
                                           request.expected_version(), change));
  return ReadBack(request.head(), version);
}

absl::StatusOr<v1::Model> ModelAdmin::SetTraffic(const v1::SetTrafficRequest& request,
                                                 std::string_view who) {
  TASNIF_ASSIGN_OR_RETURN(const Change change, ChangeOf(request.head(), request.reason(), who));
  if (request.use() != v1::TRAFFIC_USE_SHADOW && request.use() != v1::TRAFFIC_USE_CANARY) {
    return absl::InvalidArgumentError("`use` is neither shadow nor canary");
  }
  // In the words of people, who alone make percentages that are finer than a hundredth.
  TASNIF_ASSIGN_OR_RETURN(const uint32_t hundredths, ParsePercent(absl::StrCat(request.percent())));
  TASNIF_ASSIGN_OR_RETURN(
      const std::string version,
      tasnif::SetTraffic(files_, registry_.folder(), request.head(), NameOf(request.use()),
                         {request.version(), hundredths}, change));
  return ReadBack(request.head(), version);
}

absl::StatusOr<v1::Model> ModelAdmin::ReadBack(const std::string& head,
                                               const std::string& version) {
  // What is wrong elsewhere in the folder is not this call's business.
  Reload().IgnoreError();
  return FindModel(registry_, absl::StrCat(head, "@", version));
}

absl::Status ModelAdmin::Reload() {
  absl::Status status = registry_.Reload();
  feed_.Publish([this] { return registry_.List(); });
  // Problems of single versions stand in the list.
  return absl::IsFailedPrecondition(status) ? absl::OkStatus() : status;
}

}  // namespace tasnif
