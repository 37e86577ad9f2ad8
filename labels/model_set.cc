#include "labels/model_set.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "base/suggest.h"
#include "labels/model_name.h"

namespace tasnif {
namespace {

std::string Quoted(const std::vector<std::string>& names) {
  return names.empty() ? "none" : absl::StrCat("'", absl::StrJoin(names, "', '"), "'");
}

template <typename Map>
std::vector<std::string> KeysOf(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& entry : map) keys.push_back(entry.first);
  return keys;
}

}  // namespace

absl::Status ModelSet::Add(std::shared_ptr<const HeadModel> model) {
  const std::string reference = model->reference();
  Head& head = heads_[model->head()];
  if (!head.versions.emplace(model->bundle.version(), std::move(model)).second) {
    return absl::AlreadyExistsError(
        absl::StrCat("model '", reference, "' was added before; give it another version"));
  }
  return absl::OkStatus();
}

absl::Status ModelSet::SetAlias(std::string_view head, std::string_view alias,
                                std::string_view version) {
  TASNIF_RETURN_IF_ERROR(
      CheckLoaded(absl::StrCat("alias '", std::string(alias), "'"), head, version));
  heads_.find(head)->second.aliases.insert_or_assign(std::string(alias), std::string(version));
  return absl::OkStatus();
}

absl::Status ModelSet::SetTraffic(std::string_view head, std::string_view use,
                                  const TrafficShare& share) {
  TASNIF_RETURN_IF_ERROR(CheckLoaded(use, head, share.version));
  heads_.find(head)->second.traffic.insert_or_assign(std::string(use), share);
  return absl::OkStatus();
}

absl::Status ModelSet::CheckLoaded(std::string_view subject, std::string_view head,
                                   std::string_view version) const {
  const auto found = heads_.find(head);
  if (found == heads_.end()) return UnknownHead(head);
  const auto& versions = found->second.versions;
  if (versions.find(version) != versions.end()) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat(std::string(subject), " of head '", std::string(head),
                                          "': no version '", std::string(version), "'; loaded are ",
                                          Quoted(KeysOf(versions))));
}

absl::StatusOr<const HeadModel*> ModelSet::Resolve(std::string_view reference) const {
  const ModelName parts = SplitModelName(reference);
  const std::string_view head_name = parts.head;
  const std::string_view name = parts.is_head_alone ? kChampion : parts.version;
  const auto head = heads_.find(head_name);
  if (head == heads_.end()) return UnknownHead(head_name);
  const auto alias = head->second.aliases.find(name);
  const auto version =
      head->second.versions.find(alias == head->second.aliases.end() ? name : alias->second);
  if (version != head->second.versions.end()) return version->second.get();
  return UnknownVersion(head_name, name, head->second);
}

std::shared_ptr<const HeadModel> ModelSet::Find(std::string_view head,
                                                std::string_view version) const {
  const auto found = heads_.find(head);
  if (found == heads_.end()) return nullptr;
  const auto model = found->second.versions.find(version);
  return model == found->second.versions.end() ? nullptr : model->second;
}

const Traffic& ModelSet::traffic(std::string_view head) const {
  static const Traffic* const kNone = new Traffic;
  const auto found = heads_.find(head);
  return found == heads_.end() ? *kNone : found->second.traffic;
}

std::vector<std::string> ModelSet::heads() const {
  std::vector<std::string> names;
  for (const auto& [name, head] : heads_) {
    if (head.aliases.find(kChampion) != head.aliases.end()) names.push_back(name);
  }
  return names;
}

absl::Status ModelSet::UnknownHead(std::string_view head) const {
  const std::vector<std::string> names = KeysOf(heads_);
  return absl::NotFoundError(absl::StrCat("no head '", std::string(head), "'",
                                          DidYouMean(head, names), "; loaded are ", Quoted(names)));
}

absl::Status ModelSet::UnknownVersion(std::string_view head_name, std::string_view name,
                                      const Head& head) const {
  const std::vector<std::string> versions = KeysOf(head.versions);
  const std::vector<std::string> aliases = KeysOf(head.aliases);
  std::vector<std::string> names = versions;
  names.insert(names.end(), aliases.begin(), aliases.end());
  return absl::NotFoundError(absl::StrCat(
      "model '", std::string(head_name), "@", std::string(name), "': no such version or alias",
      DidYouMean(name, names), "; versions: ", Quoted(versions), ", aliases: ", Quoted(aliases)));
}

}  // namespace tasnif
