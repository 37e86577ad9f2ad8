#include "train/duplicate_index.h"

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

constexpr size_t kFirstSlots = 1024;
// A band that so many texts share is boilerplate; comparing all of them would take for ever.
constexpr size_t kMaxCandidates = 64;

}  // namespace

DuplicateIndex::DuplicateIndex(const DuplicateOptions& options)
    : options_(options), tables_(kBands, Table(kFirstSlots, 0)) {}

size_t DuplicateIndex::bytes() const {
  constexpr size_t kMapEntry = sizeof(uint64_t) * 2 + 1;
  return same_.capacity() * kMapEntry + kept_.capacity() * sizeof(MinHash) +
         tables_.size() * tables_.front().size() * sizeof(uint32_t);
}

DuplicateIndex::Match DuplicateIndex::Find(uint64_t text_hash, const MinHash& min_hash) const {
  if (const auto found = same_.find(text_hash); found != same_.end()) {
    return {DuplicateKind::kSame, found->second};
  }
  Match best;
  if (options_.similarity <= 0) return best;
  double best_similarity = options_.similarity;
  for (size_t band = 0; band < kBands; ++band) {
    const Table& table = tables_[band];
    size_t candidates = 0;
    for (size_t slot = min_hash.bands[band] % table.size();
         table[slot] != 0 && candidates < kMaxCandidates; slot = (slot + 1) % table.size()) {
      const uint32_t id = table[slot] - 1;
      if (kept_[id].bands[band] != min_hash.bands[band]) continue;
      ++candidates;
      const double similarity = EstimateJaccard(kept_[id], min_hash);
      // Of equally similar ones the first.
      const bool is_better =
          similarity > best_similarity ||
          (similarity == best_similarity && (best.kind == DuplicateKind::kNone || id < best.id));
      if (!is_better) continue;
      best = {DuplicateKind::kNear, id};
      best_similarity = similarity;
    }
  }
  return best;
}

absl::StatusOr<DuplicateIndex::Match> DuplicateIndex::FindOrAdd(uint64_t text_hash,
                                                                const MinHash& min_hash) {
  Match match = Find(text_hash, min_hash);
  if (match.kind == DuplicateKind::kSame) return match;
  if (match.kind == DuplicateKind::kNone) {
    if (bytes() > options_.max_bytes) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "more than ", options_.max_bytes >> 20, " MiB for ", kept_.size(),
          " different texts; allow more (--max-memory), look for equal texts only (--near 0), or "
          "split the data by publisher first"));
    }
    match.id = static_cast<uint32_t>(kept_.size());
    kept_.push_back(min_hash);
    if (options_.similarity > 0) Insert(match.id);
  }
  same_.emplace(text_hash, match.id);
  return match;
}

void DuplicateIndex::Insert(uint32_t id) {
  // At most half full, so that runs stay short.
  if (2 * kept_.size() > tables_.front().size()) return Grow();
  for (size_t band = 0; band < kBands; ++band) InsertInto(band, id);
}

void DuplicateIndex::InsertInto(size_t band, uint32_t id) {
  Table& table = tables_[band];
  size_t slot = kept_[id].bands[band] % table.size();
  while (table[slot] != 0) slot = (slot + 1) % table.size();
  table[slot] = id + 1;
}

void DuplicateIndex::Grow() {
  const size_t slots = 2 * tables_.front().size();
  for (size_t band = 0; band < kBands; ++band) {
    tables_[band].assign(slots, 0);
    for (uint32_t id = 0; id < kept_.size(); ++id) InsertInto(band, id);
  }
}

}  // namespace tasnif
