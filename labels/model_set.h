// labels/model_set.h
//
// Every model that may answer at one moment, and the aliases that name them. A call takes one
// shared_ptr<const ModelSet> and uses it to its end, so that a reload never changes an answer
// midway.
//
//   std::shared_ptr<const ModelSet> models = registry.Snapshot();
//   TASNIF_ASSIGN_OR_RETURN(const HeadModel* topic, models->Resolve("topic@challenger"));
#ifndef TASNIF_LABELS_MODEL_SET_H_
#define TASNIF_LABELS_MODEL_SET_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "labels/head_model.h"
#include "labels/traffic.h"

namespace tasnif {

inline constexpr std::string_view kChampion = "champion";

// Immutable once shared. Models are shared with the set before, so that a reload keeps what it can.
class ModelSet {
 public:
  // Takes a version in; ALREADY_EXISTS for the same head and version.
  absl::Status Add(std::shared_ptr<const HeadModel> model);
  // Points `alias` of `head` at a version that was added. NOT_FOUND otherwise.
  absl::Status SetAlias(std::string_view head, std::string_view alias, std::string_view version);

  // Lets a version that was added share the traffic of `head`. NOT_FOUND otherwise.
  absl::Status SetTraffic(std::string_view head, std::string_view use, const TrafficShare& share);

  // reference: `head`, `head@version` or `head@alias`; `head` alone means `head@champion`. An alias
  // goes before a version of the same name.
  // NOT_FOUND names near heads, versions and aliases.
  absl::StatusOr<const HeadModel*> Resolve(std::string_view reference) const;

  // The version as it is shared, so that a reload can keep it; null where it was not added.
  std::shared_ptr<const HeadModel> Find(std::string_view head, std::string_view version) const;

  // Which versions share the traffic of `head`, besides the champion. All of them are in the set.
  const Traffic& traffic(std::string_view head) const;

  // Heads that have a champion, sorted.
  std::vector<std::string> heads() const;
  bool empty() const { return heads_.empty(); }

 private:
  struct Head {
    std::map<std::string, std::shared_ptr<const HeadModel>, std::less<>> versions;
    std::map<std::string, std::string, std::less<>> aliases;
    Traffic traffic;
  };
  absl::Status UnknownHead(std::string_view head) const;
  absl::Status CheckLoaded(std::string_view subject, std::string_view head,
                           std::string_view version) const;
  absl::Status UnknownVersion(std::string_view head_name, std::string_view name,
                              const Head& head) const;

  std::map<std::string, Head, std::less<>> heads_;
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_MODEL_SET_H_
