// bench/engine_bench.h
//
// Our engine against libfasttext: the same texts, the same models, one thread, both in turn in one
// run.
//
//   TASNIF_ASSIGN_OR_RETURN(const EngineBench bench, RunEngineBench({.texts = texts}, tell));
//   std::fputs(EngineBenchTable(bench).c_str(), stdout);
//
// Threads: one, but for the training of models where none is given.
#ifndef TASNIF_BENCH_ENGINE_BENCH_H_
#define TASNIF_BENCH_ENGINE_BENCH_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/comparison.h"
#include "bench/texts.h"
#include "bench/trained_models.h"

namespace tasnif {

struct EngineBenchOptions {
  std::vector<BenchText> texts;  // Not empty.
  // fastText models, .bin or .ftz; empty: those of trained_models.h are made from the texts.
  std::vector<std::string> model_paths;
  TrainingSettings training;
  size_t rounds = 5;        // At least 1.
  size_t max_pieces = 400;  // Texts of one case.
  std::string work_folder;  // For models; must exist.
};

// Times in milliseconds, the files in the page cache.
struct OpenResult {
  double libfasttext_ms = 0;
  double tasnif_ms = 0;
  double ratio = 0;
};

// What a process grows by when a model is loaded and has scored the texts.
struct MemoryResult {
  double libfasttext_bytes = 0;
  double tasnif_bytes = 0;
  double ratio = 0;  // libfasttext / ours.
};

struct ModelBench {
  std::string name;
  std::vector<CaseResult> cases;
  OpenResult open;
  MemoryResult memory;
};

struct EngineBench {
  std::vector<ModelBench> models;
};

// tell: called with what is done next; may be empty.
// INVALID_ARGUMENT: no text leaves a word. Errors of MakeLines, TrainKind, FastTextRunner::Load and
// CompileFile.
absl::StatusOr<EngineBench> RunEngineBench(const EngineBenchOptions& options,
                                           const std::function<void(const std::string&)>& tell);

// For people: one line a case, then opening and memory.
std::string EngineBenchTable(const EngineBench& bench);

// {"machine": {…}, "cases": […], "open": {…}, "memory": {…}}, as docs/performance.md explains;
// "open" and "memory" are those of the model with the largest file, "models" has all of them.
std::string EngineBenchJson(const EngineBench& bench);

}  // namespace tasnif

#endif  // TASNIF_BENCH_ENGINE_BENCH_H_
