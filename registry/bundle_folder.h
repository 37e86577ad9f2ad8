// registry/bundle_folder.h
//
// One version of one head as a folder: write it whole or not at all, read it verified.
#ifndef TASNIF_REGISTRY_BUNDLE_FOLDER_H_
#define TASNIF_REGISTRY_BUNDLE_FOLDER_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "labels/head_model.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

inline constexpr std::string_view kBundleFile = "bundle.json";
inline constexpr std::string_view kModelFile = "model.tsf";

// Reads MODELS/<head>/<version>: manifest, checksum of every file, versions of the text rules, and
// the self-tests. NOT_FOUND: no manifest (an unfinished publish). DATA_LOSS: a checksum differs or
// the model is damaged. FAILED_PRECONDITION: a newer format, another normaliser, a failed self-test.
// INVALID_ARGUMENT: the manifest is not valid; the message names file and field.
absl::StatusOr<std::shared_ptr<const HeadModel>> LoadBundle(const std::string& folder,
                                                            const Files& files);

// Only the manifest, without reading the model.
absl::StatusOr<v1::Bundle> ReadManifest(const std::string& folder, const Files& files);

// Publishes `bundle` with its files (name → content; "model.tsf" is required) as
// MODELS/<head>/<version>: written to a temporary folder, synced, renamed; the manifest with the
// checksums comes last. ALREADY_EXISTS: the version is there.
absl::Status WriteBundle(Files& files, const std::string& models_folder, v1::Bundle bundle,
                         const std::map<std::string, std::string>& contents);

// Points an alias at a version in MODELS/<head>/aliases.json, atomically.
absl::Status WriteAlias(Files& files, const std::string& models_folder, const std::string& head,
                        const std::string& alias, const std::string& version);

// The next free version number of a head: "1" where there is none.
std::string NextVersion(const Files& files, const std::string& models_folder,
                        const std::string& head);

// Runs the self-tests of a bundle on its model. FAILED_PRECONDITION names the first that fails,
// found against expected.
absl::Status RunSelfTests(const HeadModel& model);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_BUNDLE_FOLDER_H_
