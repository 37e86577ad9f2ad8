// server/access_control.h
//
// Asked at the start of every call, by every front: may this caller do this?
//
//   TASNIF_ASSIGN_OR_RETURN(auto access, AccessControl::Open("/etc/tasnif/access", files, clock));
//   absl::StatusOr<Identity> who = access->Check(
//       {.bearer = BearerOf(header), .is_loopback = IsLoopback(listening), .address = peer},
//       Role::kClassify);
//   if (!who.ok()) return Refuse(who.status());        // UNAUTHENTICATED, PERMISSION_DENIED
//   …
//   access->Refresh();                                 // now and then: reads the file again
//
// A front over HTTP answers UNAUTHENTICATED with 401 and `WWW-Authenticate: Bearer`,
// PERMISSION_DENIED with 403.
// Threads: safe. Cost: that of AccessRules::Decide and a short lock; Check() never reads a file.
#ifndef TASNIF_SERVER_ACCESS_CONTROL_H_
#define TASNIF_SERVER_ACCESS_CONTROL_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/mutex.h"
#include "server/access_rules.h"

namespace tasnif {

class AccessControl {
 public:
  // Reads the file. files and clock must outlive the object.
  // Errors of Files::Read and AccessRules::Parse, with the path.
  static absl::StatusOr<std::unique_ptr<AccessControl>> Open(const std::string& path, Files& files,
                                                             const Clock& clock);

  // DecideWithoutRules() for every call.
  static std::unique_ptr<AccessControl> WithoutFile(const Clock& clock);

  // Errors of AccessRules::Decide, or of DecideWithoutRules.
  absl::StatusOr<Identity> Check(const Caller& caller, Role needed) const;

  // Reads the file again. Where it cannot be used the rules stay as they were, and the error of
  // Open() is returned, once for each new content: what is called every second need not say the
  // same every second.
  absl::Status Refresh();

  bool has_file() const { return !path_.empty(); }

 private:
  AccessControl(std::string path, Files* files, const Clock& clock)
      : path_(std::move(path)), files_(files), clock_(clock) {}

  // Constant after construction.
  const std::string path_;
  Files* const files_;  // Null without a file.
  const Clock& clock_;

  // Held while the file is read; never together with a call.
  Mutex refresh_mu_;
  // Content, or the error of reading it; nullopt before the first look.
  std::optional<std::string> last_seen_ ABSL_GUARDED_BY(refresh_mu_);

  mutable Mutex mu_;
  std::shared_ptr<const AccessRules> rules_ ABSL_GUARDED_BY(mu_);  // Null without a file.
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_ACCESS_CONTROL_H_
