// train/data_check.h
//
// Whether data can be trained on and judged by: schema errors with their lines, repeated articles,
// articles and publishers that stand in more than one split, texts with two labels.
//
//   DataCheck check({});
//   ForEachDataLine(paths, executor, &progress, [&](const DataLine& line) { return check.Add(line);
//   }); std::fputs(CheckTable(check).c_str(), stdout);
//
// Threads: not safe. Memory: that of DuplicateIndex, and 24 bytes for each text that is kept.
#ifndef TASNIF_TRAIN_DATA_CHECK_H_
#define TASNIF_TRAIN_DATA_CHECK_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/json.h"
#include "train/data_lines.h"
#include "train/data_stats.h"
#include "train/duplicate_index.h"

namespace tasnif {

struct DataCheckOptions {
  DuplicateOptions duplicates;
  // Of each kind of problem, the first ones are kept with their places.
  size_t max_examples = 20;
};

// A kind of problem: how often, and where first.
struct DataProblem {
  uint64_t count = 0;
  std::vector<std::string> examples;
};

class DataCheck {
 public:
  explicit DataCheck(const DataCheckOptions& options)
      : options_(options), duplicates_(options.duplicates) {}

  // RESOURCE_EXHAUSTED: DuplicateIndex is full.
  absl::Status Add(const DataLine& line);

  const DataStats& stats() const { return stats_; }
  // "bad_line", "warning", "same_text", "near_text", "two_labels", "leak" (an article of one split
  // repeats one of another), "publisher_leak" (counted once for each publisher).
  const std::map<std::string, DataProblem>& problems() const { return problems_; }
  // Split → split → articles of the first that repeat one of the second.
  const std::map<std::string, Counts>& leaks() const { return leaks_; }
  uint64_t Count(const std::string& problem) const;
  // Bad lines, two labels or leaks: what makes a result wrong. Repeats inside a split only waste.
  bool is_sound() const;

 private:
  // What is kept of the first article of each cluster.
  struct Kept {
    uint32_t file = 0;
    uint32_t line = 0;
    uint32_t labels = 0;  // Hash of its labels; 0: none.
    uint32_t splits = 0;  // One bit for each split that the cluster stands in.
  };

  void Note(const std::string& problem, std::string example);
  absl::Status LookForRepeats(const DataLine& line);
  void LookForLeaks(const DataLine& line, const std::string& first_place, Kept* kept);
  void LookForPublisherLeak(const DataLine& line);
  uint32_t SplitBit(const std::string& split);

  // Constant after construction.
  const DataCheckOptions options_;

  DataStats stats_;
  DuplicateIndex duplicates_;
  std::vector<Kept> kept_;                      // By number of DuplicateIndex.
  std::vector<std::string> files_;              // As far as they were seen.
  std::vector<std::string> splits_;             // By bit; from 31 on all share the last.
  std::map<std::string, uint32_t> publishers_;  // Publisher → its splits, as bits.
  std::map<std::string, DataProblem> problems_;
  std::map<std::string, Counts> leaks_;
};

Json CheckToJson(const DataCheck& check);
// Several lines, each ended: problems first, then the numbers of DataStats.
std::string CheckTable(const DataCheck& check);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_CHECK_H_
