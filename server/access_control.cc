#include "server/access_control.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<AccessControl>> AccessControl::Open(const std::string& path,
                                                                   Files& files,
                                                                   const Clock& clock) {
  if (path.empty()) {
    return absl::InvalidArgumentError("the access file has no name; name one with --access FILE");
  }
  std::unique_ptr<AccessControl> access(new AccessControl(path, &files, clock));
  TASNIF_RETURN_IF_ERROR(access->Refresh());
  return access;
}

std::unique_ptr<AccessControl> AccessControl::WithoutFile(const Clock& clock) {
  return std::unique_ptr<AccessControl>(new AccessControl("", nullptr, clock));
}

absl::StatusOr<Identity> AccessControl::Check(const Caller& caller, Role needed) const {
  std::shared_ptr<const AccessRules> rules;
  {
    MutexLock lock(mu_);
    rules = rules_;
  }
  if (rules == nullptr) return DecideWithoutRules(caller, needed);
  return rules->Decide(caller, needed, clock_.Now());
}

absl::Status AccessControl::Refresh() {
  if (!has_file()) return absl::OkStatus();
  MutexLock lock(refresh_mu_);
  const absl::StatusOr<std::string> text = files_->Read(path_);
  std::string seen = text.ok() ? *text : text.status().ToString();
  if (seen == last_seen_) return absl::OkStatus();
  last_seen_ = std::move(seen);
  TASNIF_RETURN_IF_ERROR(text.status());
  absl::StatusOr<AccessRules> parsed = AccessRules::Parse(*text);
  if (!parsed.ok()) return Annotate(parsed.status(), path_);
  auto rules = std::make_shared<const AccessRules>(*std::move(parsed));
  MutexLock swap(mu_);
  rules_ = std::move(rules);
  return absl::OkStatus();
}

}  // namespace tasnif
