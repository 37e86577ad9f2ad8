// bench/trained_models.h
//
// The models that a benchmark makes for itself where none is given: words, bigrams, sub-words, and
// the bigrams quantized.
//
//   for (const TrainedKind& kind : kTrainedKinds) {
//     TASNIF_ASSIGN_OR_RETURN(std::string path, TrainKind(kind, rows_path, folder, settings));
//   }
//
// Threads: safe; training starts its own.
#ifndef TASNIF_BENCH_TRAINED_MODELS_H_
#define TASNIF_BENCH_TRAINED_MODELS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/texts.h"

namespace tasnif {

struct TrainedKind {
  std::string_view name;
  uint32_t word_ngrams = 1;
  uint32_t minn = 0;
  uint32_t maxn = 0;
  bool is_quantized = false;
};

inline constexpr TrainedKind kTrainedKinds[] = {
    {"words"},
    {"bigrams", 2},
    {"sub-words", 1, 3, 6},
    {"quantized", 2, 0, 0, true},
};

struct TrainingSettings {
  // As fastText's own program has them by default; how fast a model answers depends on the first
  // two, not on the third.
  uint32_t dim = 100;
  uint32_t bucket = 2000000;
  uint32_t epoch = 2;
  uint32_t threads = 1;
  size_t quantize_cutoff = 0;  // See QuantizeFastText.
};

// Writes fastText's training rows. texts and lines: the same length, see MakeLines.
// Errors of Files::Write.
absl::Status WriteTrainingRows(const std::vector<BenchText>& texts,
                               const std::vector<std::string>& lines, const std::string& path);

// Trains on the rows and returns the path of the model, FOLDER/NAME.bin or .ftz.
// Errors of TrainFastText and QuantizeFastText.
absl::StatusOr<std::string> TrainKind(const TrainedKind& kind, const TrainingSettings& settings,
                                      const std::string& rows_path, const std::string& folder);

}  // namespace tasnif

#endif  // TASNIF_BENCH_TRAINED_MODELS_H_
