// server/model_admin.h
//
// What an administrator may do to the models of a running server, without its transport.
//
//   TASNIF_ASSIGN_OR_RETURN(v1::Model model, admin.Load("topic@3"));
//   TASNIF_ASSIGN_OR_RETURN(model, admin.SetAlias(request, "layla"));
//
// Every change is made on disk first and read back from there, so that what answers is what a
// restart would find.
//
// Threads: calls come one at a time, on the thread that reloads: they read whole models.
#ifndef TASNIF_SERVER_MODEL_ADMIN_H_
#define TASNIF_SERVER_MODEL_ADMIN_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "registry/registry.h"
#include "server/model_feed.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// `head@version`, both as they stand on disk. reference: `head`, `head@version` or `head@alias`.
// NOT_FOUND with near names.
absl::StatusOr<v1::Model> FindModel(const Registry& registry, std::string_view reference);

class ModelAdmin {
 public:
  // All must outlive the object.
  ModelAdmin(Registry& registry, Files& files, ModelFeed& feed)
      : registry_(registry), files_(files), feed_(feed) {}

  // Reads a version into memory and tests it, so that calls may pin it. NOT_FOUND,
  // FAILED_PRECONDITION, DATA_LOSS as LoadBundle.
  absl::StatusOr<v1::Model> Load(std::string_view reference);

  // Takes a version out of memory that Load() brought in. NOT_FOUND: no such model.
  // FAILED_PRECONDITION: it was not brought in so; what an alias names stays.
  absl::Status Unload(std::string_view reference);

  // See FindModel.
  absl::StatusOr<v1::Model> Find(std::string_view reference) const;

  // Points an alias at a version. INVALID_ARGUMENT: no reason, or a bad name. NOT_FOUND: no such
  // head or version. FAILED_PRECONDITION: the version does not load, or the alias points elsewhere
  // than expected.
  absl::StatusOr<v1::Model> SetAlias(const v1::SetAliasRequest& request);

  // Reads the folder again and tells whoever watches.
  absl::Status Reload();

 private:
  absl::Status CheckAliasNow(const v1::SetAliasRequest& request) const;

  Registry& registry_;
  Files& files_;
  ModelFeed& feed_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_MODEL_ADMIN_H_
