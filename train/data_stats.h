// train/data_stats.h
//
// What a data set holds, counted while it streams by: labels, splits, languages, publishers,
// lengths, and a fingerprint.
//
//   DataStats stats;
//   stats.Add(line);                                    // for each DataLine that is an article
//   std::puts(DumpJson(StatsToJson(stats)).c_str());
//
// Threads: not safe. Memory: one number for each name that occurs.
#ifndef TASNIF_TRAIN_DATA_STATS_H_
#define TASNIF_TRAIN_DATA_STATS_H_

#include <cstdint>
#include <map>
#include <string>

#include "base/json.h"
#include "train/data_lines.h"

namespace tasnif {

using Counts = std::map<std::string, uint64_t>;

class DataStats {
 public:
  // line: with status OK.
  void Add(const DataLine& line);

  uint64_t articles() const { return articles_; }
  // Of the lines in their order; 64 hexadecimal digits. The same lines give the same one, whatever
  // they are compressed with and in however many files they stand.
  const std::string& fingerprint() const { return fingerprint_; }
  // Head → label → split → articles. A target with a stance counts for the head "stance".
  const std::map<std::string, std::map<std::string, Counts>>& labels() const { return labels_; }
  const Counts& splits() const { return splits_; }
  const Counts& sources() const { return sources_; }
  const Counts& languages() const { return languages_; }
  const Counts& publishers() const { return publishers_; }
  uint64_t unlabelled() const { return unlabelled_; }
  // Words that `share` of the articles do not exceed, to about 6 %; share in [0, 1].
  uint64_t WordsAt(double share) const;

 private:
  uint64_t articles_ = 0;
  uint64_t unlabelled_ = 0;
  std::string fingerprint_;
  std::map<std::string, std::map<std::string, Counts>> labels_;
  Counts splits_;
  Counts sources_;
  Counts languages_;
  Counts publishers_;
  std::map<uint64_t, uint64_t> lengths_;  // Upper end of a class of lengths → articles.
};

// {"articles","unlabelled","fingerprint","labels":{HEAD:{LABEL:{SPLIT:n}}},"splits","sources",
//  "languages","publishers","words":{"p10","p50","p90","p99"}}
Json StatsToJson(const DataStats& stats);
// Several lines, each ended.
std::string StatsTable(const DataStats& stats);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_STATS_H_
