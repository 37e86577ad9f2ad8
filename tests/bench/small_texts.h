// tests/bench/small_texts.h
//
// Made texts and settings that keep a whole benchmark under a few seconds.
#ifndef TASNIF_TESTS_BENCH_SMALL_TEXTS_H_
#define TASNIF_TESTS_BENCH_SMALL_TEXTS_H_

#include <string>

#include "bench/engine_bench.h"

namespace tasnif {

inline EngineBenchOptions SmallEngineBench(const std::string& work_folder) {
  EngineBenchOptions options;
  options.texts = GenerateTexts(120);
  options.training = {.dim = 8, .bucket = 2000, .epoch = 25, .threads = 1};
  options.rounds = 1;
  options.max_pieces = 5;
  options.work_folder = work_folder;
  return options;
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_BENCH_SMALL_TEXTS_H_
