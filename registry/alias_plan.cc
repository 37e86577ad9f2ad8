#include "registry/alias_plan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tasnif {
namespace {

absl::Status NoSuchVersion(const std::string& version, const HeadFolder& head) {
  return absl::NotFoundError(
      absl::StrCat("version ", version, " is not on disk; found ",
                   head.versions.empty() ? "none" : absl::StrJoin(head.versions, ", "),
                   "; publish it, or point the alias elsewhere with 'tasnif models promote'"));
}

}  // namespace

AliasPlan PlanAliases(const HeadFolder& head, const AliasMap& before,
                      const std::function<absl::Status(const std::string& version)>& load) {
  AliasPlan plan;
  if (!head.aliases_status.ok()) {
    plan.aliases = before;
    plan.problems[std::string(kAliasesFile)] = head.aliases_status;
    return plan;
  }
  std::map<std::string, absl::Status> loaded;
  for (const auto& [alias, version] : head.aliases) {
    const bool is_there =
        std::find(head.versions.begin(), head.versions.end(), version) != head.versions.end();
    const auto [entry, is_new] = loaded.try_emplace(version);
    if (is_new) entry->second = is_there ? load(version) : NoSuchVersion(version, head);
    if (entry->second.ok()) {
      plan.aliases[alias] = version;
      continue;
    }
    plan.problems[alias] = entry->second;
    const auto last_good = before.find(alias);
    if (last_good != before.end()) plan.aliases[alias] = last_good->second;
  }
  return plan;
}

}  // namespace tasnif
