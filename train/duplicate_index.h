// train/duplicate_index.h
//
// Finds, for each text of a stream, the first one before it that is the same or nearly the same.
//
//   DuplicateIndex index({.similarity = 0.8, .max_bytes = 1 << 30});
//   TASNIF_ASSIGN_OR_RETURN(DuplicateIndex::Match match, index.FindOrAdd(text_hash, min_hash));
//   if (match.kind != DuplicateKind::kNone) …  // match.id is the number of the one before
//
// Only texts that repeat none are kept, numbered from 0.
// Threads: not safe. Memory: about 250 bytes for each text that is kept. Cost: kBands look-ups a
// text, and one comparison for each candidate.
#ifndef TASNIF_TRAIN_DUPLICATE_INDEX_H_
#define TASNIF_TRAIN_DUPLICATE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "train/min_hash.h"

namespace tasnif {

struct DuplicateOptions {
  // Texts are nearly the same from this Jaccard similarity on; 0 or below: only the same ones
  // count.
  double similarity = 0.8;
  // RESOURCE_EXHAUSTED beyond it.
  size_t max_bytes = size_t{4} << 30;
};

enum class DuplicateKind { kNone, kSame, kNear };

class DuplicateIndex {
 public:
  struct Match {
    DuplicateKind kind = DuplicateKind::kNone;
    uint32_t id = 0;  // Of the first one; for kNone, that of the text itself, now kept.
  };

  explicit DuplicateIndex(const DuplicateOptions& options);

  // text_hash: 64 bits of a good hash over what makes texts the same.
  // RESOURCE_EXHAUSTED: options.max_bytes are used up; says how to go on.
  absl::StatusOr<Match> FindOrAdd(uint64_t text_hash, const MinHash& min_hash);

  // As FindOrAdd, but keeps nothing; id means nothing for kNone.
  Match Find(uint64_t text_hash, const MinHash& min_hash) const;

  size_t size() const { return kept_.size(); }
  // Of memory, about.
  size_t bytes() const;

 private:
  // Open addressing over the numbers of kept texts; 0 is free, id + 1 otherwise.
  using Table = std::vector<uint32_t>;

  void Insert(uint32_t id);
  void InsertInto(size_t band, uint32_t id);
  void Grow();

  // Constant after construction.
  const DuplicateOptions options_;

  absl::flat_hash_map<uint64_t, uint32_t> same_;  // Hash of each text, kept or not → its first.
  std::vector<MinHash> kept_;
  std::vector<Table> tables_;  // [kBands]
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DUPLICATE_INDEX_H_
