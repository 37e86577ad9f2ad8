// server/model_admin.h
//
// What an administrator may do to the models of a running server, without its transport.
//
//   TASNIF_ASSIGN_OR_RETURN(v1::Model model, admin.Load("topic@3"));
//   TASNIF_ASSIGN_OR_RETURN(model, admin.SetAlias(request, "layla"));
//   TASNIF_ASSIGN_OR_RETURN(model, admin.Rollback(request, "layla"));
//
// Every change is made on disk first, by way of the history (registry/model_changes.h), and read
// back from there, so that what answers is what a restart would find.
//
// Threads: calls come one at a time, on the reloader's thread for changes: they read whole models.
#ifndef TASNIF_SERVER_MODEL_ADMIN_H_
#define TASNIF_SERVER_MODEL_ADMIN_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/files.h"
#include "registry/model_changes.h"
#include "registry/registry.h"
#include "server/model_feed.h"
#include "server/shadow_book.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// Of a reason; the history keeps it for good.
inline constexpr size_t kMaxReasonBytes = 2000;

// `head@version`, both as they stand on disk. reference: `head`, `head@version` or `head@alias`.
// NOT_FOUND with near names.
absl::StatusOr<v1::Model> FindModel(const Registry& registry, std::string_view reference);

// NOT_FOUND with near names. FAILED_PRECONDITION: no version of `head` is in the shadow.
absl::StatusOr<v1::GetShadowReportResponse> ShadowReport(const Registry& registry,
                                                         const ShadowBook& book,
                                                         const std::string& head);

class ModelAdmin {
 public:
  // All must outlive the object.
  ModelAdmin(Registry& registry, Files& files, ModelFeed& feed, const Clock& clock)
      : registry_(registry), files_(files), feed_(feed), clock_(clock) {}

  // Reads a version into memory and tests it, so that calls may pin it. NOT_FOUND,
  // FAILED_PRECONDITION, DATA_LOSS as LoadBundle.
  absl::StatusOr<v1::Model> Load(std::string_view reference);

  // Takes a version out of memory that Load() brought in. NOT_FOUND: no such model.
  // FAILED_PRECONDITION: it was not brought in so; what an alias names stays.
  absl::Status Unload(std::string_view reference);

  // See FindModel.
  absl::StatusOr<v1::Model> Find(std::string_view reference) const;

  // Points an alias at a version. who: for the history.
  // INVALID_ARGUMENT: no reason, one over kMaxReasonBytes, or a bad name. NOT_FOUND: no such head
  // or version. FAILED_PRECONDITION: the version does not load, or the alias points elsewhere than
  // expected. UNAVAILABLE: another process changes the head. DATA_LOSS: the history is damaged.
  absl::StatusOr<v1::Model> SetAlias(const v1::SetAliasRequest& request, std::string_view who);

  // Makes the champion before this one the champion again. FAILED_PRECONDITION: there is none, it
  // does not load, or another one answers than expected. Otherwise as SetAlias.
  absl::StatusOr<v1::Model> Rollback(const v1::RollbackRequest& request, std::string_view who);

  // Lets a version on trial share the traffic of its head, or ends that. INVALID_ARGUMENT: also no
  // use, or a percentage that is none. FAILED_PRECONDITION: the version does not load, it is the
  // champion, or there is nothing to end. Otherwise as SetAlias.
  absl::StatusOr<v1::Model> SetTraffic(const v1::SetTrafficRequest& request, std::string_view who);

  // Reads the folder again and tells whoever watches.
  absl::Status Reload();

 private:
  absl::StatusOr<Change> ChangeOf(const std::string& head, const std::string& reason,
                                  std::string_view who) const;
  // What answers after a change.
  absl::StatusOr<v1::Model> ReadBack(const std::string& head, const std::string& version);

  Registry& registry_;
  Files& files_;
  ModelFeed& feed_;
  const Clock& clock_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_MODEL_ADMIN_H_
