#include "registry/bundle_folder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/sha256.h"
#include "base/status.h"
#include "registry/folder_scan.h"
#include "registry/manifest.h"
#include "registry/self_tests.h"

namespace tasnif {
namespace {

std::string PathOf(const std::string& folder, std::string_view name) {
  return absl::StrCat(folder, "/", std::string(name));
}

// The bytes of a file that are what the manifest says.
absl::StatusOr<std::string> ReadChecked(const v1::FileChecksum& file, const std::string& folder,
                                        const Files& files) {
  constexpr char kWayOut[] = "; publish the version again, or roll back to another one";
  absl::StatusOr<std::string> bytes = files.Read(PathOf(folder, file.name()));
  if (absl::IsNotFound(bytes.status())) {
    return absl::DataLossError(absl::StrCat("'", file.name(), "' is missing", kWayOut));
  }
  TASNIF_RETURN_IF_ERROR(bytes.status());
  if (bytes->size() != file.bytes()) {
    return absl::DataLossError(absl::StrCat("'", file.name(), "' has ", bytes->size(),
                                            " bytes, expected ", file.bytes(), kWayOut));
  }
  const std::string sha256 = Sha256Hex(*bytes);
  if (sha256 == file.sha256()) return bytes;
  return absl::DataLossError(absl::StrCat("'", file.name(), "' has sha256 ", sha256, ", expected ",
                                          file.sha256(), kWayOut));
}

// The folder's name says what the version is called; a copy under another name would answer to
// both.
absl::Status CheckPlace(const v1::Bundle& bundle, const std::string& folder) {
  const std::string place = absl::StrCat("/", bundle.head(), "/", bundle.version());
  const std::string full = absl::StrCat("/", folder);
  const bool is_there = full.size() >= place.size() &&
                        full.compare(full.size() - place.size(), place.size(), place) == 0;
  if (is_there) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the manifest is that of ", bundle.head(), "@",
                                                 bundle.version(), "; move the folder to ",
                                                 bundle.head(), "/", bundle.version()));
}

absl::Status CheckModelLabels(const HeadModel& model) {
  std::vector<std::string> found;
  for (uint32_t i = 0; i < model.model->label_count(); ++i) {
    found.emplace_back(model.model->label(i));
  }
  const auto& expected = model.bundle.labels();
  if (std::equal(found.begin(), found.end(), expected.begin(), expected.end())) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("the model has the labels ",
                                                 absl::StrJoin(found, ", "), ", the manifest has ",
                                                 absl::StrJoin(expected, ", ")));
}

absl::StatusOr<std::unique_ptr<const CompiledModel>> OpenModel(std::string bytes,
                                                               const std::string& path,
                                                               ModelMemory memory) {
  if (memory == ModelMemory::kMapped) return CompiledModel::Open(path);
  return CompiledModel::FromBytes(std::move(bytes), path);
}

absl::StatusOr<std::shared_ptr<const HeadModel>> Load(const std::string& folder, const Files& files,
                                                      ModelMemory memory) {
  auto model = std::make_shared<HeadModel>();
  TASNIF_ASSIGN_OR_RETURN(model->bundle, ReadManifest(folder, files));
  TASNIF_RETURN_IF_ERROR(CheckManifest(model->bundle));
  TASNIF_RETURN_IF_ERROR(CheckPlace(model->bundle, folder));
  std::string model_bytes;
  for (const v1::FileChecksum& file : model->bundle.files()) {
    TASNIF_ASSIGN_OR_RETURN(std::string bytes, ReadChecked(file, folder, files));
    if (file.name() == kModelFile) model_bytes = std::move(bytes);
  }
  TASNIF_ASSIGN_OR_RETURN(model->model,
                          OpenModel(std::move(model_bytes), PathOf(folder, kModelFile), memory));
  TASNIF_RETURN_IF_ERROR(CheckModelLabels(*model));
  TASNIF_RETURN_IF_ERROR(RunSelfTests(*model));
  return model;
}

void FillChecksums(const std::map<std::string, std::string>& contents, v1::Bundle* bundle) {
  bundle->clear_files();
  for (const auto& [name, bytes] : contents) {
    v1::FileChecksum* file = bundle->add_files();
    file->set_name(name);
    file->set_bytes(bytes.size());
    file->set_sha256(Sha256Hex(bytes));
  }
}

absl::Status WriteAll(Files& files, const std::string& folder, const std::string& manifest,
                      const std::map<std::string, std::string>& contents) {
  // What a publisher that crashed may have left.
  TASNIF_RETURN_IF_ERROR(files.RemoveAll(folder));
  TASNIF_RETURN_IF_ERROR(files.CreateFolder(folder));
  for (const auto& [name, bytes] : contents) {
    TASNIF_RETURN_IF_ERROR(files.Write(PathOf(folder, name), bytes));
  }
  TASNIF_RETURN_IF_ERROR(files.Write(PathOf(folder, kBundleFile), manifest));
  return files.SyncFolder(folder);
}

}  // namespace

absl::StatusOr<v1::Bundle> ReadManifest(const std::string& folder, const Files& files) {
  const std::string path = PathOf(folder, kBundleFile);
  if (!files.Exists(path)) {
    return absl::NotFoundError(absl::StrCat("no '", std::string(kBundleFile), "' in '", folder,
                                            "': not a version, or its publish did not finish"));
  }
  TASNIF_ASSIGN_OR_RETURN(const std::string json, files.Read(path));
  absl::StatusOr<v1::Bundle> bundle = ParseManifest(json);
  if (!bundle.ok()) return Annotate(bundle.status(), path);
  return bundle;
}

absl::StatusOr<std::shared_ptr<const HeadModel>> LoadBundle(const std::string& folder,
                                                            const Files& files,
                                                            ModelMemory memory) {
  absl::StatusOr<std::shared_ptr<const HeadModel>> model = Load(folder, files, memory);
  if (!model.ok()) return Annotate(model.status(), absl::StrCat("model '", folder, "'"));
  return model;
}

absl::Status WriteBundle(Files& files, const std::string& models_folder, v1::Bundle bundle,
                         const std::map<std::string, std::string>& contents) {
  bundle.set_format_version(kBundleFormatVersion);
  FillChecksums(contents, &bundle);
  TASNIF_RETURN_IF_ERROR(CheckManifest(bundle));
  const std::string head_folder = PathOf(models_folder, bundle.head());
  const std::string folder = PathOf(head_folder, bundle.version());
  if (files.Exists(folder)) {
    return absl::AlreadyExistsError(absl::StrCat("'", folder, "' exists; the next free version is ",
                                                 NextVersion(files, models_folder, bundle.head())));
  }
  const std::string manifest = FormatManifest(bundle);
  // Named after its content: two publishers of different bundles never meet.
  const std::string temporary = absl::StrCat(head_folder, "/.publish-", bundle.version(), "-",
                                             Sha256Hex(manifest).substr(0, 16));
  absl::Status status = WriteAll(files, temporary, manifest, contents);
  if (status.ok()) status = files.Rename(temporary, folder);
  if (!status.ok()) {
    (void)files.RemoveAll(temporary);  // The first error is the one to tell.
    return Annotate(status, "cannot publish '" + folder + "'");
  }
  status = files.SyncFolder(head_folder);
  if (status.ok()) status = files.SyncFolder(models_folder);
  return Annotate(status, absl::StrCat("'", folder, "' was published, but a crash may undo it"));
}

absl::Status WriteAlias(Files& files, const std::string& models_folder, const std::string& head,
                        const std::string& alias, const std::string& version) {
  if (!IsModelName(alias)) {
    return absl::InvalidArgumentError(
        absl::StrCat("alias '", alias, "': expected a name like [a-z][a-z0-9_]*"));
  }
  const std::string head_folder = PathOf(models_folder, head);
  if (!IsVersion(version) || !files.Exists(PathOf(PathOf(head_folder, version), kBundleFile))) {
    return absl::NotFoundError(absl::StrCat("no version '", version, "' in '", head_folder,
                                            "'; see 'tasnif models list'"));
  }
  TASNIF_ASSIGN_OR_RETURN(AliasMap aliases, ReadAliases(files, head_folder));
  aliases[alias] = version;
  return WriteAtomically(files, PathOf(head_folder, kAliasesFile), FormatAliases(aliases));
}

bool HasAlias(const Files& files, const std::string& models_folder, const std::string& head,
              const std::string& alias) {
  const absl::StatusOr<AliasMap> aliases = ReadAliases(files, PathOf(models_folder, head));
  return !aliases.ok() || aliases->count(alias) > 0;
}

std::string NextVersion(const Files& files, const std::string& models_folder,
                        const std::string& head) {
  const auto names = files.List(PathOf(models_folder, head));
  return VersionAfter(names.ok() ? *names : std::vector<std::string>());
}

}  // namespace tasnif
