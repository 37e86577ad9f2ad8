#include "bench/trained_models.h"

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"
#include "bench/fasttext_runner.h"
#include "train/fasttext_trainer.h"

namespace tasnif {
namespace {

FastTextArgs ArgsOf(const TrainedKind& kind, const TrainingSettings& settings) {
  FastTextArgs args;
  args.dim = settings.dim;
  args.bucket = settings.bucket;
  args.epoch = settings.epoch;
  args.threads = settings.threads;
  args.min_count = 1;  // fastText's default for labelled text.
  args.word_ngrams = kind.word_ngrams;
  args.minn = kind.minn;
  args.maxn = kind.maxn;
  return args;
}

}  // namespace

absl::Status WriteTrainingRows(const std::vector<BenchText>& texts,
                               const std::vector<std::string>& lines, const std::string& path) {
  std::string rows;
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&rows, "__label__", texts[i].label, " ", lines[i]);
  }
  return PosixFiles().Write(path, rows);
}

absl::StatusOr<std::string> TrainKind(const TrainedKind& kind, const TrainingSettings& settings,
                                      const std::string& rows_path, const std::string& folder) {
  const std::string stem = absl::StrCat(folder, "/", std::string(kind.name));
  const std::string bin = stem + ".bin";
  TASNIF_RETURN_IF_ERROR(TrainFastText(ArgsOf(kind, settings), rows_path, bin, nullptr));
  if (!kind.is_quantized) return bin;
  const std::string ftz = stem + ".ftz";
  TASNIF_RETURN_IF_ERROR(QuantizeFastText(bin, settings.quantize_cutoff, ftz));
  TASNIF_RETURN_IF_ERROR(PosixFiles().RemoveAll(bin));
  return ftz;
}

}  // namespace tasnif
