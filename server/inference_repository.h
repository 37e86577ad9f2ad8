// server/inference_repository.h
//
// Bringing models in and out by the calls that Triton's clients use, without their transport.
//
//   InferenceRepository repository(admin);
//   TASNIF_RETURN_IF_ERROR(repository.Load(request));
//
// Threads: as ModelAdmin: calls come one at a time, on the reloader's thread for changes.
#ifndef TASNIF_SERVER_INFERENCE_REPOSITORY_H_
#define TASNIF_SERVER_INFERENCE_REPOSITORY_H_

#include <string>

#include "absl/status/status.h"
#include "inference/repository.pb.h"
#include "server/model_admin.h"

namespace tasnif {

// There is one repository, which has no name. INVALID_ARGUMENT where one is named.
absl::Status CheckRepositoryName(const std::string& name);

class InferenceRepository {
 public:
  // admin: must outlive the object.
  explicit InferenceRepository(ModelAdmin& admin) : admin_(admin) {}

  // `topic` or `article`: reads the folder again. `topic@3`: also brings that version in.
  // INVALID_ARGUMENT: a repository is named. UNIMPLEMENTED: parameters, which would replace what is
  // on disk. Errors of ModelAdmin::Load.
  absl::Status Load(const inference::RepositoryModelLoadRequest& request);

  // `topic@3`, as it was loaded. INVALID_ARGUMENT: a repository is named. FAILED_PRECONDITION: a
  // name without a version, or one that an alias holds in memory. Errors of ModelAdmin::Unload.
  absl::Status Unload(const inference::RepositoryModelUnloadRequest& request);

 private:
  ModelAdmin& admin_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_REPOSITORY_H_
