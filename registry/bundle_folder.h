// registry/bundle_folder.h
//
// One version of one head as a folder: write it whole or not at all, read it verified.
//
//   TASNIF_RETURN_IF_ERROR(WriteBundle(files, "models", bundle, {{"model.tsf", bytes}}));
//   TASNIF_RETURN_IF_ERROR(WriteAlias(files, "models", "topic", "champion", "3"));
//   TASNIF_ASSIGN_OR_RETURN(auto model, LoadBundle("models/topic/3", files));
//
// Threads: safe, as far as `files` is; two writers of one version: one gets ALREADY_EXISTS.
// Cost: loading reads every file of the bundle once for its checksum.
#ifndef TASNIF_REGISTRY_BUNDLE_FOLDER_H_
#define TASNIF_REGISTRY_BUNDLE_FOLDER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "labels/head_model.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

inline constexpr std::string_view kBundleFile = "bundle.json";
inline constexpr std::string_view kModelFile = "model.tsf";
inline constexpr std::string_view kCardFile = "card.md";

// Where the bytes of a model live.
enum class ModelMemory {
  // In the page cache, shared between processes. Whoever shortens the file in place ends every
  // process that reads it (SIGBUS).
  kMapped,
  // In memory of its own: what happens to the file afterwards is no concern. For servers.
  kCopied,
};

// Reads MODELS/<head>/<version>: manifest, checksum of every file, versions of the text rules, and
// the self-tests. Each message names the folder.
// NOT_FOUND: no manifest (an unfinished publish). DATA_LOSS: a file is missing, a checksum differs,
// or the model is damaged. FAILED_PRECONDITION: a newer format, other text rules, a failed
// self-test. INVALID_ARGUMENT: the manifest is not valid, or the model has other labels than it.
absl::StatusOr<std::shared_ptr<const HeadModel>> LoadBundle(
    const std::string& folder, const Files& files, ModelMemory memory = ModelMemory::kMapped);

// Only the manifest, without reading the model; not checked beyond its syntax.
// NOT_FOUND, INVALID_ARGUMENT as above.
absl::StatusOr<v1::Bundle> ReadManifest(const std::string& folder, const Files& files);

// Publishes `bundle` with its files (name → content; "model.tsf" is required) as
// MODELS/<head>/<version>: written to a temporary folder, synced, renamed; the manifest with the
// checksums comes last. format_version and files of `bundle` are filled in.
// INVALID_ARGUMENT, FAILED_PRECONDITION: CheckManifest refuses it. ALREADY_EXISTS: the version is
// there. Errors of Files; then the version is not there, except where the message says that it was
// published.
absl::Status WriteBundle(Files& files, const std::string& models_folder, v1::Bundle bundle,
                         const std::map<std::string, std::string>& contents);

// Points an alias at a version in MODELS/<head>/aliases.json, atomically.
// INVALID_ARGUMENT: a bad alias name, or aliases.json is damaged. NOT_FOUND: no such version.
absl::Status WriteAlias(Files& files, const std::string& models_folder, const std::string& head,
                        const std::string& alias, const std::string& version);

// Whether the head's aliases.json names `alias`; a damaged file counts as naming it, so that nobody
// takes over a name that is only unreadable.
bool HasAlias(const Files& files, const std::string& models_folder, const std::string& head,
              const std::string& alias);

// The next free version number of a head: "1" where there is none.
std::string NextVersion(const Files& files, const std::string& models_folder,
                        const std::string& head);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_BUNDLE_FOLDER_H_
