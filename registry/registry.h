// registry/registry.h
//
// The models on disk: MODELS/<head>/<version>/{bundle.json, model.tsf, card.md} and
// MODELS/<head>/aliases.json ({"champion": "3", …}).
//
//   TASNIF_ASSIGN_OR_RETURN(auto registry, Registry::Open("models", PosixFiles()));
//   std::shared_ptr<const ModelSet> models = registry->Snapshot();
//
// Loading is verifying: manifest, checksums and self-tests are checked before a version may answer.
#ifndef TASNIF_REGISTRY_REGISTRY_H_
#define TASNIF_REGISTRY_REGISTRY_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "base/mutex.h"
#include "labels/model_set.h"
#include "registry/bundle_folder.h"
#include "registry/folder_scan.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// Thread-safe.
class Registry {
 public:
  // Loads every version that an alias or a share of the traffic names. A version that cannot be
  // loaded is listed with its error; Open fails only where nothing at all can answer. NOT_FOUND: no
  // such folder. FAILED_PRECONDITION: no head has a usable champion; every reason is named. Errors
  // of Files::List.
  static absl::StatusOr<std::unique_ptr<Registry>> Open(const std::string& folder, Files& files,
                                                        ModelMemory memory = ModelMemory::kMapped);

  // What may answer now. Cheap; hold it for one call.
  std::shared_ptr<const ModelSet> Snapshot() const;

  // Every version on disk, sorted by head and version, with its state and error.
  std::vector<v1::Model> List() const;

  // Reads the folder again, off-lock, and swaps the set. What did not change is kept in memory; a
  // version that fails to load leaves the last good one of its alias in place, with the error in
  // List(). One reload runs at a time.
  // FAILED_PRECONDITION: something could not be used; the rest was swapped in, and every problem is
  // named. NOT_FOUND and errors of Files::List: the folder cannot be read, nothing was changed.
  absl::Status Reload();

  // Reads a version into memory, so that `head@version` answers, without moving an alias; it stays
  // until Unload(), or until it is gone from the disk.
  // NOT_FOUND: no such version on disk. Errors of LoadBundle.
  absl::Status Load(const std::string& head, const std::string& version);
  // Takes that back; a version that an alias names stays. NOT_FOUND: it was not loaded so.
  absl::Status Unload(const std::string& head, const std::string& version);

  const std::string& folder() const { return folder_; }

 private:
  // A version in memory, and the manifest that tells whether the disk still has the same.
  struct Loaded {
    std::string manifest;
    std::shared_ptr<const HeadModel> model;
  };
  struct LoadedHead {
    std::map<std::string, Loaded> versions;
    AliasMap aliases;
    Traffic traffic;
  };
  using LoadedHeads = std::map<std::string, LoadedHead>;
  // Head → what went wrong, by version or by alias.
  using Problems = std::map<std::string, std::map<std::string, absl::Status>>;
  // Everything one reading of the folder gives.
  struct Reading {
    FolderScan scan;
    LoadedHeads heads;
    Problems problems;
  };

  Registry(std::string folder, Files& files, ModelMemory memory)
      : folder_(std::move(folder)), files_(files), memory_(memory) {}

  absl::StatusOr<Loaded> LoadVersion(const std::string& head, const std::string& version,
                                     const LoadedHead& before) const;
  LoadedHead ReadHead(const std::string& head, const HeadFolder& folder, const LoadedHead& before,
                      std::map<std::string, absl::Status>* problems) const;
  void ReadTraffic(const std::string& head, const HeadFolder& folder, const LoadedHead& before,
                   LoadedHead* now, std::map<std::string, absl::Status>* problems) const;
  void KeepLoaded(const std::string& head, const HeadFolder& folder, const LoadedHead& before,
                  LoadedHead* now, std::map<std::string, absl::Status>* problems) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(reload_mu_);
  absl::StatusOr<Reading> Read(const LoadedHeads& before) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(reload_mu_);
  std::vector<v1::Model> MakeList(const Reading& reading) const;
  v1::Model Describe(const std::string& head, const std::string& version,
                     const Reading& reading) const;
  void Publish(const Reading& reading) ABSL_EXCLUSIVE_LOCKS_REQUIRED(reload_mu_);

  // Constant after construction.
  const std::string folder_;
  Files& files_;
  const ModelMemory memory_;

  // Held while the folder is read; never together with a call.
  mutable Mutex reload_mu_;
  LoadedHeads loaded_ ABSL_GUARDED_BY(reload_mu_);
  // Versions by head that Load() brought in.
  std::map<std::string, std::set<std::string>> kept_ ABSL_GUARDED_BY(reload_mu_);

  mutable Mutex mu_;
  std::shared_ptr<const ModelSet> models_ ABSL_GUARDED_BY(mu_);
  std::vector<v1::Model> list_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_REGISTRY_H_
