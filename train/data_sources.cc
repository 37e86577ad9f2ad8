#include "train/data_sources.h"

#include "base/files.h"
#include "base/json.h"
#include "base/status.h"
#include "train/strict_json.h"

namespace tasnif {

absl::StatusOr<DataSources> ParseDataSources(std::string_view text) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  StrictObject top(json, "");
  DataSources sources;
  for (const std::string& name : top.TakeNames()) {
    StrictObject object(json[name], name);
    DataSource& source = sources[name];
    object.Read("title", &source.title);
    object.Read("licence", &source.licence);
    object.Read("note", &source.note);
    top.Fail(object.Finish());
  }
  TASNIF_RETURN_IF_ERROR(top.Finish());
  return sources;
}

absl::StatusOr<DataSources> ReadDataSources(const std::string& path) {
  if (path.empty()) return DataSources();
  TASNIF_ASSIGN_OR_RETURN(const std::string json, PosixFiles().Read(path));
  absl::StatusOr<DataSources> sources = ParseDataSources(json);
  if (!sources.ok()) return Annotate(sources.status(), path);
  return sources;
}

}  // namespace tasnif
