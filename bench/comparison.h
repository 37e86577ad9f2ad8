// bench/comparison.h
//
// One case of the engine benchmark: both engines over the same lines, in turn, round by round, on
// this thread; and whether they say the same.
//
//   TASNIF_ASSIGN_OR_RETURN(CaseResult result, Compare("bigrams/article/3-heads", lines, sides,
//   5));
//
// Threads: as for the engines.
#ifndef TASNIF_BENCH_COMPARISON_H_
#define TASNIF_BENCH_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/fasttext_runner.h"
#include "bench/tasnif_runner.h"

namespace tasnif {

// Times are medians of the rounds, in microseconds a text.
struct CaseResult {
  std::string name;
  size_t heads = 1;
  size_t texts = 0;
  double mean_bytes = 0;
  double libfasttext_us = 0;
  double tasnif_us = 0;
  double ratio = 0;         // libfasttext_us / tasnif_us
  double lowest_ratio = 0;  // Of single rounds.
  double highest_ratio = 0;
  // From the bytes of the line, which is cut into words first; 0 where that was not measured.
  double tasnif_line_us = 0;
  // Tasnif's time with the first head only, taken in the same rounds; 0 where there is but one.
  double tasnif_one_head_us = 0;
  double agreement = 0;     // Share of texts with the same top label, where libfasttext is decided.
  size_t undecided = 0;     // Texts where its two best labels are within kDecidedMargin.
  double max_abs_diff = 0;  // Of probabilities, over all texts and labels.
};

inline constexpr double kDecidedMargin = 1e-4;

// As many heads as both sides have; those of libfasttext are one runner each.
struct Sides {
  std::vector<std::unique_ptr<FastTextRunner>> libfasttext;
  std::unique_ptr<TasnifRunner> tasnif;
};

// The label that libfasttext prefers, and by how much.
struct TopTwo {
  int32_t best = -1;
  double margin = 0;
};
TopTwo TopTwoOf(const std::vector<float>& probabilities);

// Every line through every head of libfasttext.
void RunFastText(const std::vector<std::string>& lines, Sides& sides);

// Ours starts from words that are apart, as serving has them after the text path; from the line it
// is measured as well. lines: not empty. rounds >= 1; a round before them warms up and does not
// count.
CaseResult Compare(const std::string& name, const std::vector<std::string>& lines, Sides& sides,
                   size_t rounds);

// What is timed against each other; each handles all texts once.
struct Contestants {
  std::function<void()> libfasttext;
  std::function<void()> tasnif;
  std::function<void()> tasnif_from_line = {};  // May be empty.
  std::function<void()> tasnif_one_head = {};   // May be empty.
};

// Fills in the times of a case, all contestants once a round, in one order and the other by turns.
// result->texts must be set.
void TimeInTurn(const Contestants& contestants, size_t rounds, CaseResult* result);

// Agreement and max_abs_diff of the first head; sets them and `undecided`.
void CompareAnswers(const std::vector<std::string>& lines, Sides& sides, CaseResult* result);

}  // namespace tasnif

#endif  // TASNIF_BENCH_COMPARISON_H_
