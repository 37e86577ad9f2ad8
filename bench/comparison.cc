#include "bench/comparison.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "bench/lines.h"
#include "bench/timing.h"

namespace tasnif {
namespace {

double SecondsOf(const std::function<void()>& work) {
  const double start = ThreadSeconds();
  work();
  return ThreadSeconds() - start;
}

double MeanBytes(const std::vector<std::string>& lines) {
  size_t bytes = 0;
  for (const std::string& line : lines) bytes += line.size();
  return static_cast<double>(bytes) / static_cast<double>(lines.size());
}

double MicrosecondsEach(const std::vector<double>& seconds, size_t texts) {
  return 1e6 * Median(seconds) / static_cast<double>(texts);
}

// One of those that are timed, and where its time goes.
struct Side {
  const std::function<void()>* run;
  double* us;
  std::vector<double> seconds;
};

using WordLists = std::vector<std::vector<std::string_view>>;

WordLists SplitLines(const std::vector<std::string>& lines) {
  WordLists lists(lines.size());
  for (size_t i = 0; i < lines.size(); ++i) SplitLine(lines[i], &lists[i]);
  return lists;
}

void SetRatios(const std::vector<double>& theirs, const std::vector<double>& ours,
               CaseResult* result) {
  std::vector<double> ratios;
  for (size_t i = 0; i < theirs.size(); ++i) ratios.push_back(theirs[i] / ours[i]);
  result->ratio = result->libfasttext_us / result->tasnif_us;
  result->lowest_ratio = *std::min_element(ratios.begin(), ratios.end());
  result->highest_ratio = *std::max_element(ratios.begin(), ratios.end());
}

// The labels of the two models may stand in any order; -1: missing.
std::vector<int32_t> LabelNumbers(const FastTextRunner& libfasttext, const CompiledModel& model) {
  std::vector<int32_t> numbers;
  for (const std::string& label : libfasttext.labels()) {
    int32_t number = -1;
    for (uint32_t i = 0; i < model.label_count(); ++i) {
      if (model.label(i) == label) number = static_cast<int32_t>(i);
    }
    numbers.push_back(number);
  }
  return numbers;
}

// Ours in the order of libfasttext's labels; zeros where nothing was recognised.
std::vector<float> Reordered(const std::vector<float>& ours, const std::vector<int32_t>& numbers) {
  std::vector<float> ordered;
  for (const int32_t number : numbers) ordered.push_back(number < 0 ? 0 : ours[number]);
  return ordered;
}

double LargestDifference(const std::vector<float>& theirs, const std::vector<float>& ours) {
  double largest = 0;
  for (size_t i = 0; i < theirs.size(); ++i) {
    if (theirs[i] >= 0) largest = std::max<double>(largest, std::fabs(theirs[i] - ours[i]));
  }
  return largest;
}

}  // namespace

TopTwo TopTwoOf(const std::vector<float>& probabilities) {
  TopTwo top;
  float first = -1, second = -1;
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const float p = probabilities[i];
    if (p > first) {
      second = std::exchange(first, p);
      top.best = static_cast<int32_t>(i);
    } else if (p > second) {
      second = p;
    }
  }
  top.margin = first - std::max(second, 0.0f);
  return top;
}

void RunFastText(const std::vector<std::string>& lines, Sides& sides) {
  for (const std::string& line : lines) {
    for (const auto& head : sides.libfasttext) head->Top(line);
  }
}

void TimeInTurn(const Contestants& contestants, size_t rounds, CaseResult* result) {
  const size_t texts = result->texts;
  std::vector<Side> sides;
  const auto add = [&](const std::function<void()>& run, double* us) {
    if (run) sides.push_back({&run, us, {}});
  };
  add(contestants.libfasttext, &result->libfasttext_us);
  add(contestants.tasnif, &result->tasnif_us);
  add(contestants.tasnif_from_line, &result->tasnif_line_us);
  add(contestants.tasnif_one_head, &result->tasnif_one_head_us);
  for (const Side& side : sides) (*side.run)();
  for (size_t round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < sides.size(); ++i) {
      Side& side = sides[round % 2 == 0 ? i : sides.size() - 1 - i];
      side.seconds.push_back(SecondsOf(*side.run));
    }
  }
  for (const Side& side : sides) *side.us = MicrosecondsEach(side.seconds, texts);
  SetRatios(sides[0].seconds, sides[1].seconds, result);
}

void CompareAnswers(const std::vector<std::string>& lines, Sides& sides, CaseResult* result) {
  FastTextRunner& libfasttext = *sides.libfasttext[0];
  const std::vector<int32_t> numbers = LabelNumbers(libfasttext, sides.tasnif->head(0));
  std::vector<float> theirs, ours;
  size_t same = 0, decided = 0;
  for (const std::string& line : lines) {
    libfasttext.All(line, &theirs);
    if (!sides.tasnif->All(line, &ours)) ours.assign(sides.tasnif->head(0).label_count(), 0.0f);
    const std::vector<float> ordered = Reordered(ours, numbers);
    result->max_abs_diff = std::max(result->max_abs_diff, LargestDifference(theirs, ordered));
    const TopTwo top = TopTwoOf(theirs);
    if (top.margin <= kDecidedMargin) continue;
    ++decided;
    same += top.best == TopTwoOf(ordered).best ? 1 : 0;
  }
  result->undecided = lines.size() - decided;
  result->agreement = decided == 0 ? 1 : static_cast<double>(same) / static_cast<double>(decided);
}

CaseResult Compare(const std::string& name, const std::vector<std::string>& lines, Sides& sides,
                   size_t rounds) {
  CaseResult result;
  result.name = name;
  result.heads = sides.libfasttext.size();
  result.texts = lines.size();
  result.mean_bytes = MeanBytes(lines);
  const WordLists lists = SplitLines(lines);
  std::vector<int32_t> tops;
  const auto through = [&](size_t heads) {
    for (const auto& words : lists) sides.tasnif->TopOfWords(words, heads, &tops);
  };
  Contestants contestants = {.libfasttext = [&] { RunFastText(lines, sides); },
                             .tasnif = [&] { through(result.heads); },
                             .tasnif_from_line =
                                 [&] {
                                   for (const std::string& line : lines) {
                                     sides.tasnif->Top(line, &tops);
                                   }
                                 }};
  if (result.heads > 1) contestants.tasnif_one_head = [&] { through(1); };
  TimeInTurn(contestants, rounds, &result);
  CompareAnswers(lines, sides, &result);
  return result;
}

}  // namespace tasnif
