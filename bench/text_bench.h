// bench/text_bench.h
//
// How fast text becomes normalised words: our tokenizer against two chains over ICU, by language.
//
//   TASNIF_ASSIGN_OR_RETURN(TextBench bench, RunTextBench(texts, 5));
//   std::fputs(TextBenchTable(bench).c_str(), stdout);
//
// "icu" is what anyone would write (text/icu_reference.h): NFKC case folding of the whole text
// through UnicodeString, then a word BreakIterator. Its words are not quite ours. "oracle" is
// text/icu_tokenizer.h, whose tokens ours must equal, which is checked.
//
// Threads: one.
#ifndef TASNIF_BENCH_TEXT_BENCH_H_
#define TASNIF_BENCH_TEXT_BENCH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/machine.h"
#include "bench/texts.h"

namespace tasnif {

// Speeds are medians of the rounds, in megabytes (10^6 bytes) of UTF-8 a second.
struct TextCase {
  std::string name;  // Language, or "all".
  size_t texts = 0;
  size_t bytes = 0;
  size_t words = 0;  // Ours.
  double icu_mb_per_s = 0;
  double oracle_mb_per_s = 0;
  double tasnif_mb_per_s = 0;
  bool is_equal = false;  // Ours gave the oracle's tokens, ranges and kinds on every text.

  double ratio() const { return tasnif_mb_per_s / icu_mb_per_s; }
  double oracle_ratio() const { return tasnif_mb_per_s / oracle_mb_per_s; }
};

struct TextBench {
  Machine machine;
  size_t rounds = 0;
  // "all" first, then the languages with most bytes; no languages where the texts say none.
  std::vector<TextCase> cases;
};

inline constexpr size_t kMaxLanguages = 20;

// texts: not empty. rounds >= 1; a round before them warms up. Each case reads at most 8 MB.
// INTERNAL: ICU's data is broken.
absl::StatusOr<TextBench> RunTextBench(const std::vector<BenchText>& texts, size_t rounds);

std::string TextBenchTable(const TextBench& bench);

// One line, {"machine": {…}, "cases": [{"name", "icu_mb_per_s", "tasnif_mb_per_s", "ratio", …}]}.
std::string TextBenchJson(const TextBench& bench);

}  // namespace tasnif

#endif  // TASNIF_BENCH_TEXT_BENCH_H_
