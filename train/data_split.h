// train/data_split.h
//
// Gives each article a split that depends on nothing but its publisher, or on its text where it has
// none: the same today and next year, on one machine and on a hundred, whatever else is in the
// data.
//
//   DataSplitter splitter({.shares = {{"train", 0.8}, {"dev", 0.1}, {"test", 0.1}}});
//   TASNIF_ASSIGN_OR_RETURN(SplitDecision decision, splitter.Decide(line));
//   if (decision.is_kept) output->Write(WithSplit(line.text, decision.split) + "\n");
//
// Articles that nearly repeat one before go where that one went, and are left out where their own
// publisher belongs to another split: either way nothing leaks.
// Threads: not safe. Memory: that of DuplicateIndex, and one byte for each text that is kept.
#ifndef TASNIF_TRAIN_DATA_SPLIT_H_
#define TASNIF_TRAIN_DATA_SPLIT_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "train/data_lines.h"
#include "train/duplicate_index.h"

namespace tasnif {

struct DataSplitOptions {
  // Split → share, in order; the shares add up to 1.
  std::vector<std::pair<std::string, double>> shares = {
      {"train", 0.8}, {"dev", 0.1}, {"test", 0.1}};
  // All articles of a publisher go to one split.
  bool by_publisher = true;
  // Another number gives another split.
  uint64_t seed = 1;
  // Articles that have a split keep it.
  bool keeps_splits = false;
  DuplicateOptions duplicates;
};

struct SplitDecision {
  std::string split;
  bool is_kept = true;  // false: it repeats an article that went to another split.
};

// "train=0.8,dev=0.1,test=0.1". INVALID_ARGUMENT: no such list, a share out of (0, 1], a sum other
// than 1.
absl::StatusOr<std::vector<std::pair<std::string, double>>> ParseShares(const std::string& text);

class DataSplitter {
 public:
  explicit DataSplitter(const DataSplitOptions& options)
      : options_(options), splits_(options.shares), duplicates_(options.duplicates) {}

  // line: with status OK. RESOURCE_EXHAUSTED: DuplicateIndex is full.
  absl::StatusOr<SplitDecision> Decide(const DataLine& line);

  // Split → articles; and those left out.
  const std::map<std::string, uint64_t>& counts() const { return counts_; }
  uint64_t left_out() const { return left_out_; }

 private:
  size_t OwnSplit(const DataLine& line) const;
  size_t IndexOf(const std::string& split);

  // Constant after construction.
  const DataSplitOptions options_;

  // Those of the options, then those that stood in the data.
  std::vector<std::pair<std::string, double>> splits_;
  DuplicateIndex duplicates_;
  std::vector<uint8_t> split_of_;  // By number of DuplicateIndex: index into splits_.
  std::map<std::string, uint64_t> counts_;
  uint64_t left_out_ = 0;
};

// The line with "split" set and everything else as it was, unknown fields included.
// INVALID_ARGUMENT: not a JSON object.
absl::StatusOr<std::string> WithSplit(const std::string& line, const std::string& split);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_SPLIT_H_
