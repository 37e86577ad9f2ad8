#include "server/inference_repository.h"

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "server/inference_model.h"

namespace tasnif {
namespace {

bool NamesVersion(const std::string& model) { return model.find('@') != std::string::npos; }

}  // namespace

absl::Status CheckRepositoryName(const std::string& name) {
  if (name.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("repository_name is '", name,
                   "', but there is one repository, without a name; leave it "
                   "empty"));
}

absl::Status InferenceRepository::Load(const inference::RepositoryModelLoadRequest& request) {
  TASNIF_RETURN_IF_ERROR(CheckRepositoryName(request.repository_name()));
  if (!request.parameters().empty()) {
    return absl::UnimplementedError(
        absl::StrCat("loading with parameters ('", request.parameters().begin()->first,
                     "') is not possible: models come from disk; use 'tasnif models publish'"));
  }
  if (NamesVersion(request.model_name())) return admin_.Load(request.model_name()).status();
  TASNIF_RETURN_IF_ERROR(admin_.Reload());
  if (request.model_name() == kArticleModel) return absl::OkStatus();
  return admin_.Find(request.model_name()).status();
}

absl::Status InferenceRepository::Unload(const inference::RepositoryModelUnloadRequest& request) {
  TASNIF_RETURN_IF_ERROR(CheckRepositoryName(request.repository_name()));
  if (NamesVersion(request.model_name())) return admin_.Unload(request.model_name());
  if (request.model_name() != kArticleModel) {
    TASNIF_RETURN_IF_ERROR(admin_.Find(request.model_name()).status());
  }
  return absl::FailedPreconditionError(
      absl::StrCat("'", request.model_name(),
                   "' stays: its aliases hold it in memory; name a version that was "
                   "loaded by RepositoryModelLoad, such as 'topic@3', or move the aliases"));
}

}  // namespace tasnif
