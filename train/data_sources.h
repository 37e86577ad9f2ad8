// train/data_sources.h
//
// Licence and origin of each data set, for the model card: models/recipes/data_sources.json.
//
//   {"newsmtsc": {"title": "NewsMTSC", "licence": "MIT", "note": "English news sentences"}}
#ifndef TASNIF_TRAIN_DATA_SOURCES_H_
#define TASNIF_TRAIN_DATA_SOURCES_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tasnif {

struct DataSource {
  std::string title;
  std::string licence;
  std::string note;
};

using DataSources = std::map<std::string, DataSource>;  // By LabelledArticle::source.

// INVALID_ARGUMENT names the key.
absl::StatusOr<DataSources> ParseDataSources(std::string_view json);
// path: empty gives none. Errors of Files::Read.
absl::StatusOr<DataSources> ReadDataSources(const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_SOURCES_H_
