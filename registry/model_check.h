// registry/model_check.h
//
// Whether everything about the models of a head is as it was written: history, manifests, files,
// self-tests and aliases.
//
//   for (const ModelFinding& finding : CheckHead(files, "models", "topic")) …
//
// Threads: safe, as far as `files` is. Cost: reads every file of every version once.
#ifndef TASNIF_REGISTRY_MODEL_CHECK_H_
#define TASNIF_REGISTRY_MODEL_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/files.h"

namespace tasnif {

struct ModelFinding {
  std::string subject;  // "topic@3", "topic history", "topic aliases".
  absl::Status status;  // OK: it is as it was written.
  std::string note;     // Of something that is not wrong, such as a version older than the history.
};

// One finding for each version, the history, the aliases and, where there is any, the traffic.
// Statuses: those of LoadBundle and ReadHistory; DATA_LOSS: a manifest is not the one that was
// published; FAILED_PRECONDITION: an alias points elsewhere, or a share is another one, than the
// history says.
std::vector<ModelFinding> CheckHead(const Files& files, const std::string& models_folder,
                                    const std::string& head);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_MODEL_CHECK_H_
