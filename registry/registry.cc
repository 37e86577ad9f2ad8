#include "registry/registry.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "registry/alias_plan.h"
#include "registry/manifest.h"
#include "registry/traffic_file.h"

namespace tasnif {
namespace {

template <typename Map>
const typename Map::mapped_type& FindOr(const Map& map, const std::string& key,
                                        const typename Map::mapped_type& otherwise) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

std::string NameAll(const std::map<std::string, std::map<std::string, absl::Status>>& problems) {
  std::vector<std::string> lines;
  for (const auto& [head, by_name] : problems) {
    for (const auto& [name, status] : by_name) {
      lines.push_back(absl::StrCat(head, "@", name, ": ", status.message()));
    }
  }
  return absl::StrJoin(lines, "\n  ");
}

uint64_t ModelBytes(const v1::Bundle& bundle) {
  for (const v1::FileChecksum& file : bundle.files()) {
    if (file.name() == kModelFile) return file.bytes();
  }
  return 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Registry>> Registry::Open(const std::string& folder, Files& files,
                                                         ModelMemory memory) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<Registry> registry(new Registry(folder, files, memory));
  MutexLock lock(registry->reload_mu_);
  TASNIF_ASSIGN_OR_RETURN(const Reading reading, registry->Read({}));
  registry->Publish(reading);
  if (!registry->Snapshot()->heads().empty()) return registry;
  if (reading.problems.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("no head in '", folder, "' has a champion; make one with 'tasnif train', or ",
                     "name one with 'tasnif models promote'"));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("no head in '", folder, "' can answer:\n  ", NameAll(reading.problems)));
}

std::shared_ptr<const ModelSet> Registry::Snapshot() const {
  MutexLock lock(mu_);
  return models_;
}

std::vector<v1::Model> Registry::List() const {
  MutexLock lock(mu_);
  return list_;
}

absl::Status Registry::Reload() {
  MutexLock lock(reload_mu_);
  TASNIF_ASSIGN_OR_RETURN(const Reading reading, Read(loaded_));
  Publish(reading);
  if (reading.problems.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "not everything in '", folder_, "' can be used:\n  ", NameAll(reading.problems)));
}

absl::Status Registry::Load(const std::string& head, const std::string& version) {
  MutexLock lock(reload_mu_);
  if (!IsVersion(version) || !files_.IsFolder(absl::StrCat(folder_, "/", head, "/", version))) {
    return absl::NotFoundError(absl::StrCat("no version '", version, "' of '", head, "' in '",
                                            folder_, "'; see 'tasnif models list'"));
  }
  LoadedHeads with = loaded_;
  TASNIF_ASSIGN_OR_RETURN(with[head].versions[version], LoadVersion(head, version, with[head]));
  kept_[head].insert(version);
  TASNIF_ASSIGN_OR_RETURN(const Reading reading, Read(with));
  Publish(reading);
  return absl::OkStatus();
}

absl::Status Registry::Unload(const std::string& head, const std::string& version) {
  MutexLock lock(reload_mu_);
  const auto kept = kept_.find(head);
  if (kept == kept_.end() || kept->second.erase(version) == 0) {
    return absl::NotFoundError(absl::StrCat(head, "@", version, " was not loaded by hand"));
  }
  TASNIF_ASSIGN_OR_RETURN(const Reading reading, Read(loaded_));
  Publish(reading);
  return absl::OkStatus();
}

absl::StatusOr<Registry::Loaded> Registry::LoadVersion(const std::string& head,
                                                       const std::string& version,
                                                       const LoadedHead& before) const {
  const std::string folder = absl::StrCat(folder_, "/", head, "/", version);
  const absl::StatusOr<std::string> manifest =
      files_.Read(absl::StrCat(folder, "/", std::string(kBundleFile)));
  const auto known = before.versions.find(version);
  // The manifest holds the checksums of all else, and a published version never changes.
  if (manifest.ok() && known != before.versions.end() && known->second.manifest == *manifest) {
    return known->second;
  }
  TASNIF_ASSIGN_OR_RETURN(auto model, LoadBundle(folder, files_, memory_));
  return Loaded{manifest.ok() ? *manifest : "", std::move(model)};
}

Registry::LoadedHead Registry::ReadHead(const std::string& head, const HeadFolder& folder,
                                        const LoadedHead& before,
                                        std::map<std::string, absl::Status>* problems) const {
  std::map<std::string, Loaded> fresh;
  AliasPlan plan = PlanAliases(folder, before.aliases, [&](const std::string& version) {
    absl::StatusOr<Loaded> loaded = LoadVersion(head, version, before);
    if (loaded.ok()) fresh[version] = *std::move(loaded);
    return loaded.status();
  });
  LoadedHead now;
  now.aliases = std::move(plan.aliases);
  for (const auto& [alias, version] : now.aliases) {
    const auto found = fresh.find(version);
    now.versions[version] = found != fresh.end() ? found->second : before.versions.at(version);
  }
  *problems = std::move(plan.problems);
  return now;
}

// A version that does not load answers nothing: its share stays with the champion. A file that
// cannot be read leaves the shares as they were.
void Registry::ReadTraffic(const std::string& head, const HeadFolder& folder,
                           const LoadedHead& before, LoadedHead* now,
                           std::map<std::string, absl::Status>* problems) const {
  if (!folder.traffic_status.ok()) (*problems)[std::string(kTrafficFile)] = folder.traffic_status;
  for (const auto& [use, share] : folder.traffic_status.ok() ? folder.traffic : before.traffic) {
    if (now->versions.count(share.version) == 0) {
      absl::StatusOr<Loaded> loaded = LoadVersion(head, share.version, before);
      if (!loaded.ok()) {
        (*problems)[share.version] = loaded.status();
        continue;
      }
      now->versions[share.version] = *std::move(loaded);
    }
    now->traffic[use] = share;
  }
}

// Versions that Load() brought in and no alias names.
void Registry::KeepLoaded(const std::string& head, const HeadFolder& folder,
                          const LoadedHead& before, LoadedHead* now,
                          std::map<std::string, absl::Status>* problems) const {
  const auto kept = kept_.find(head);
  if (kept == kept_.end()) return;
  for (const std::string& version : kept->second) {
    const bool is_there = absl::c_linear_search(folder.versions, version);
    if (!is_there || now->versions.count(version) > 0) continue;
    absl::StatusOr<Loaded> loaded = LoadVersion(head, version, before);
    if (!loaded.ok()) (*problems)[version] = loaded.status();
    if (loaded.ok()) now->versions[version] = *std::move(loaded);
  }
}

absl::StatusOr<Registry::Reading> Registry::Read(const LoadedHeads& before) const {
  Reading reading;
  TASNIF_ASSIGN_OR_RETURN(reading.scan, ScanModels(folder_, files_));
  for (const auto& [head, folder] : reading.scan) {
    std::map<std::string, absl::Status> problems;
    const LoadedHead head_before = FindOr(before, head, {});
    LoadedHead now = ReadHead(head, folder, head_before, &problems);
    ReadTraffic(head, folder, head_before, &now, &problems);
    KeepLoaded(head, folder, head_before, &now, &problems);
    reading.heads[head] = std::move(now);
    if (!problems.empty()) reading.problems[head] = std::move(problems);
  }
  return reading;
}

v1::Model Registry::Describe(const std::string& head, const std::string& version,
                             const Reading& reading) const {
  v1::Model model;
  model.set_head(head);
  model.set_version(version);
  model.set_state(v1::MODEL_STATE_AVAILABLE);
  absl::StatusOr<v1::Bundle> bundle =
      ReadManifest(absl::StrCat(folder_, "/", head, "/", version), files_);
  absl::Status problem = bundle.status();
  for (const auto& [alias, wanted] : reading.scan.at(head).aliases) {
    if (wanted != version) continue;
    const absl::Status status = FindOr(FindOr(reading.problems, head, {}), alias, absl::OkStatus());
    if (problem.ok()) problem = status;
  }
  if (problem.ok()) problem = FindOr(FindOr(reading.problems, head, {}), version, absl::OkStatus());
  const LoadedHead& loaded = reading.heads.at(head);
  for (const auto& [alias, answering] : loaded.aliases) {
    if (answering == version) model.add_aliases(alias);
  }
  for (const auto& [use, share] : loaded.traffic) {
    if (share.version != version) continue;
    v1::TrafficShare* out = model.add_traffic();
    out->set_use(UseOf(use));
    out->set_percent(share.hundredths / 100.0);
  }
  if (loaded.versions.count(version) > 0) model.set_state(v1::MODEL_STATE_READY);
  if (!problem.ok()) {
    model.set_error(std::string(problem.message()));
    if (model.aliases().empty()) model.set_state(v1::MODEL_STATE_FAILED);
  }
  if (bundle.ok()) {
    *model.mutable_created() = bundle->created();
    *model.mutable_labels() = bundle->labels();
    model.set_bytes(ModelBytes(*bundle));
  }
  return model;
}

std::vector<v1::Model> Registry::MakeList(const Reading& reading) const {
  std::vector<v1::Model> list;
  for (const auto& [head, folder] : reading.scan) {
    for (const std::string& version : folder.versions) {
      list.push_back(Describe(head, version, reading));
    }
  }
  return list;
}

void Registry::Publish(const Reading& reading) {
  auto models = std::make_shared<ModelSet>();
  for (const auto& [head, loaded] : reading.heads) {
    // None can fail: versions are unique map keys, and aliases and shares name only versions of the
    // map.
    for (const auto& [version, entry] : loaded.versions) (void)models->Add(entry.model);
    for (const auto& [alias, version] : loaded.aliases) {
      (void)models->SetAlias(head, alias, version);
    }
    for (const auto& [use, share] : loaded.traffic) (void)models->SetTraffic(head, use, share);
  }
  std::vector<v1::Model> list = MakeList(reading);
  loaded_ = reading.heads;
  std::shared_ptr<const ModelSet> old = std::move(models);
  {
    MutexLock lock(mu_);
    models_.swap(old);
    list_.swap(list);
  }
  // The old set is freed here, outside of the lock.
}

}  // namespace tasnif
