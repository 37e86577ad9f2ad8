#include "engine/vocabulary_writer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "engine/word_hash.h"

namespace tasnif {
namespace {

template <typename T>
void AppendBytes(const T& value, std::string* out) {
  out->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

void VocabularyWriter::Add(std::string_view text, uint32_t rows) {
  entries_.push_back({HashWord(text), records_.size()});
  const uint32_t text_bytes = static_cast<uint32_t>(text.size());
  const bool is_long = rows >= tsf::kLongRecord || text_bytes >= tsf::kLongRecord;
  tsf::Record record{static_cast<uint32_t>(entries_.size() - 1), tsf::kLongRecord,
                     tsf::kLongRecord};
  if (!is_long) {
    record.rows = static_cast<uint16_t>(rows);
    record.text_bytes = static_cast<uint16_t>(text_bytes);
  }
  AppendBytes(record, &records_);
  if (is_long) AppendBytes(tsf::LongTail{rows, text_bytes}, &records_);
  records_.append(text);
}

absl::Status VocabularyWriter::Finish() {
  if (records_.size() >= tsf::kFreeSlot) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the vocabulary takes ", records_.size(),
                     " bytes, expected less than 4 GiB; train with a higher minCount"));
  }
  index_.assign(entries_.size() * 10 / 7 + 1, tsf::Slot{0, tsf::kFreeSlot});
  for (const Placed& entry : entries_) TASNIF_RETURN_IF_ERROR(Place(entry));
  return absl::OkStatus();
}

absl::Status VocabularyWriter::Place(const Placed& entry) {
  const uint32_t slots = static_cast<uint32_t>(index_.size());
  uint32_t slot = tsf::HomeSlot(entry.hash, slots);
  for (uint32_t probe = 1; probe <= tsf::kMaxProbe; ++probe) {
    if (index_[slot].record == tsf::kFreeSlot) {
      index_[slot] = {entry.hash, static_cast<uint32_t>(entry.record)};
      max_probe_ = std::max(max_probe_, probe);
      return absl::OkStatus();
    }
    if (++slot == slots) slot = 0;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("more than ", tsf::kMaxProbe,
                   " words share neighbouring hashes; the vocabulary looks made to collide"));
}

}  // namespace tasnif
