// engine/vocabulary_writer.h
//
// Builds the records and the hash index of a compiled model.
//
//   VocabularyWriter writer;
//   writer.Add("خبر", /*rows=*/1);            // entry 0
//   TASNIF_RETURN_IF_ERROR(writer.Finish());
//   Use(writer.records(), writer.index());
//
// Threads: one owner.
#ifndef TASNIF_ENGINE_VOCABULARY_WRITER_H_
#define TASNIF_ENGINE_VOCABULARY_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/model_format.h"

namespace tasnif {

class VocabularyWriter {
 public:
  // Entries are numbered in the order of the calls. rows: how many rows its row sums; 0 for labels.
  void Add(std::string_view text, uint32_t rows);

  // Places every entry. RESOURCE_EXHAUSTED if the records exceed 32 bits, INVALID_ARGUMENT if more
  // than kMaxProbe neighbouring slots would have to be searched.
  absl::Status Finish();

  const std::string& records() const { return records_; }
  const std::vector<tsf::Slot>& index() const { return index_; }
  uint32_t max_probe() const { return max_probe_; }

 private:
  struct Placed {
    uint32_t hash;
    uint64_t record;
  };

  absl::Status Place(const Placed& entry);

  std::vector<Placed> entries_;
  std::string records_;
  std::vector<tsf::Slot> index_;
  uint32_t max_probe_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_VOCABULARY_WRITER_H_
