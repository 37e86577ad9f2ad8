// registry/alias_plan.h
//
// Which version each alias shall answer with, from what is on disk, what could be loaded, and what
// answered before. Pure; the registry only carries it out.
#ifndef TASNIF_REGISTRY_ALIAS_PLAN_H_
#define TASNIF_REGISTRY_ALIAS_PLAN_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "registry/folder_scan.h"

namespace tasnif {

struct AliasPlan {
  AliasMap aliases;                              // What shall answer.
  std::map<std::string, absl::Status> problems;  // Alias → why it is not what the disk says.
};

// head      from the scan; where its aliases could not be read, those before stay.
// before    what answered until now; empty at the start.
// load      whether a version is usable, in words; asked once for each version that an alias names.
// An alias whose version is unusable stays where it was before; without a before it is left out.
AliasPlan PlanAliases(const HeadFolder& head, const AliasMap& before,
                      const std::function<absl::Status(const std::string& version)>& load);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_ALIAS_PLAN_H_
