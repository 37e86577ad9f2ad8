#include "train/model_builder.h"

#include <memory>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "engine/compiler.h"
#include "engine/features.h"
#include "train/margin_trainer.h"

namespace tasnif {
namespace {

Precision PrecisionOf(const std::string& name) {
  if (name == "float32") return Precision::kFloat32;
  return name == "int8" ? Precision::kInt8 : Precision::kFloat16;
}

}  // namespace

absl::StatusOr<std::vector<uint8_t>> TouchedBuckets(const FastTextModel& model,
                                                    const std::string& rows_path) {
  std::vector<uint8_t> touched(model.bucket_count());
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(rows_path));
  Features features;
  std::string line;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) return touched;
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    ComputeFeatures(model, std::vector<std::string_view>(words.begin(), words.end()), &features);
    for (const Feature& feature : features.list) {
      // A model that was just trained is not pruned: bucket b has the row word_count + b.
      if (feature.row >= model.word_count()) touched[feature.row - model.word_count()] = 1;
    }
  }
}

absl::StatusOr<std::string> BuildModel(const Recipe& recipe, const TrainingInput& input,
                                       const std::string& work_folder,
                                       const TrainingProgress& progress) {
  const std::string path = absl::StrCat(work_folder, "/", std::string(kFastTextFile));
  TASNIF_RETURN_IF_ERROR(recipe.fasttext.loss == "margin"
                             ? TrainMarginModel(recipe.fasttext, input.rows_path, path, progress)
                             : TrainFastText(recipe.fasttext, input.rows_path, path, progress,
                                             input.vectors_path, input.should_stop));
  TASNIF_ASSIGN_OR_RETURN(const auto model, FastTextModel::Open(path));
  std::vector<uint8_t> touched;
  if (recipe.zero_untouched_rows) {
    TASNIF_ASSIGN_OR_RETURN(touched, TouchedBuckets(*model, input.rows_path));
  }
  CompileOptions options;
  options.precision = PrecisionOf(recipe.precision);
  options.touched_buckets = touched;
  return CompileModel(*model, options);
}

}  // namespace tasnif
