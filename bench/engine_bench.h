// bench/engine_bench.h
//
// Our engine against libfasttext: the same texts, the same models, one thread, both in turn in one
// run.
//
//   TASNIF_ASSIGN_OR_RETURN(const EngineBench bench, RunEngineBench(options, tell));
//   std::fputs(EngineBenchTable(bench).c_str(), stdout);       // bench/engine_report.h
//
// For each model: short texts (200 bytes), articles (3 KB) and long texts (50 KB) with one head and
// with three; whole articles from raw bytes on our side; opening; memory. Three heads are three
// copies of the model, each in files and memory of its own, so that they share no cache line.
//
// Threads: one, but for the training of models where none is given. See RunInChild: the process may
// have no other threads.
// Cost: with the default models some minutes, 6 GB of memory and 4 GB of disk.
#ifndef TASNIF_BENCH_ENGINE_BENCH_H_
#define TASNIF_BENCH_ENGINE_BENCH_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/comparison.h"
#include "bench/machine.h"
#include "bench/opening.h"
#include "bench/resident_memory.h"
#include "bench/texts.h"
#include "bench/trained_models.h"
#include "engine/model_format.h"

namespace tasnif {

struct EngineBenchOptions {
  std::vector<BenchText> texts;  // Not empty.
  // fastText models, .bin or .ftz. Empty: those of trained_models.h are made from three of four
  // texts, and the fourth ones are scored, so that some words are unknown, as in real use. Where
  // there are fewer than kMinSplitTexts, all are used for both.
  std::vector<std::string> model_paths;
  TrainingSettings training;
  Precision precision = Precision::kFloat32;  // Of compiled models.
  size_t rounds = 5;                          // At least 1.
  size_t max_pieces = 4000;                   // Texts of one case; at most 2 MB besides.
  std::string work_folder;                    // For models; must exist.
};

inline constexpr size_t kMinSplitTexts = 8;

struct ModelBench {
  std::string name;  // File name without folder and ending, or "words", "bigrams", …
  size_t labels = 0;
  size_t words = 0;  // In its vocabulary.
  size_t fasttext_file_bytes = 0;
  size_t tsf_file_bytes = 0;
  std::vector<CaseResult> cases;
  OpenResult open;
  MemoryResult memory;
};

struct EngineBench {
  Machine machine;
  // What was measured, in words.
  std::string texts;
  std::string models_made;  // Empty where models were given.
  std::string precision;
  size_t rounds = 0;
  std::vector<ModelBench> models;
};

// tell: called with what is done next; may be empty.
// INVALID_ARGUMENT: no text leaves a word. Errors of MakeLines, TrainKind, FastTextRunner::Load,
// CompileFile, MeasureOpening, MeasureMemory and CompareWholePath.
absl::StatusOr<EngineBench> RunEngineBench(const EngineBenchOptions& options,
                                           const std::function<void(const std::string&)>& tell);

// "float32", "float16" or "int8".
std::string PrecisionName(Precision precision);

}  // namespace tasnif

#endif  // TASNIF_BENCH_ENGINE_BENCH_H_
