// engine/compiled_model.h
//
// A compiled model, used in place from a mapped file. Opening verifies; it parses nothing.
//
//   TASNIF_ASSIGN_OR_RETURN(auto model, CompiledModel::Open("models/topic/3/model.tsf"));
//   std::cout << model->label(0) << " of " << model->label_count() << "\n";
//
// Scoring is engine/scorer.h; the file is described in docs/model_format.md.
//
// Threads: immutable; any number of threads. Processes that map the same file share its memory.
// Cost: opening reads every byte once for the checksums (about 0.2 ms a megabyte).
#ifndef TASNIF_ENGINE_COMPILED_MODEL_H_
#define TASNIF_ENGINE_COMPILED_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/mapped_file.h"
#include "engine/loss.h"
#include "engine/model_format.h"
#include "engine/row_kernel.h"
#include "engine/word_hash.h"

namespace tasnif {

struct OpenOptions {
  // False skips the checksums of the sections (never that of the header, nor the checks that keep
  // lookups in bounds). For benchmarks.
  bool verifies_checksums = true;
};

class CompiledModel {
 public:
  // Maps the file. The errors of MappedFile::Open, and
  // INVALID_ARGUMENT  not a compiled model, or of another version of the format;
  // DATA_LOSS         cut off, a wrong checksum, or contents that contradict each other.
  static absl::StatusOr<std::unique_ptr<const CompiledModel>> Open(const std::string& path,
                                                                   const OpenOptions& options = {});
  // The same from memory; `name` opens the error messages.
  static absl::StatusOr<std::unique_ptr<const CompiledModel>> FromBytes(
      std::string bytes, std::string name, const OpenOptions& options = {});

  uint32_t label_count() const { return header_.label_count; }
  // As trained, without the prefix "__label__"; lives as long as the model.
  std::string_view label(uint32_t index) const { return labels_[index]; }
  LossKind loss() const { return static_cast<LossKind>(header_.loss); }
  Precision precision() const { return static_cast<Precision>(header_.precision); }
  // Length of what Score() writes: labels, or inner nodes of the label tree.
  uint32_t logit_count() const { return header_.logit_count; }
  uint32_t word_count() const { return header_.word_count; }
  uint32_t row_count() const { return header_.row_count; }
  uint32_t bucket_count() const { return header_.bucket_count; }
  int word_ngrams() const { return static_cast<int>(header_.word_ngrams); }
  int min_subword_chars() const { return static_cast<int>(header_.min_subword_chars); }
  int max_subword_chars() const { return static_cast<int>(header_.max_subword_chars); }
  bool is_hidden_form() const { return (header_.flags & tsf::kHiddenForm) != 0; }
  // Of the file, nearly all of it mapped and shared.
  size_t memory_bytes() const { return bytes_.size(); }

  // --- For the scorer and the explanation. ---

  // What the index says about a token.
  struct Entry {
    uint32_t row = 0;   // of the word
    uint32_t rows = 0;  // how many rows it sums; 0 if the token is unknown
    bool is_label = false;
  };
  // hash == HashWord(token).
  Entry Find(std::string_view token, uint32_t hash) const;

  // Find() in three steps, each of which waits for the memory that the one before asked for; worth
  // it for many tokens at a time.
  void PrefetchSlot(uint32_t hash) const {
    __builtin_prefetch(slots_.data() + tsf::HomeSlot(hash, header_.slot_count));
  }
  // The first record with this hash, or tsf::kFreeSlot. Nearly always it is that of the token, or
  // the token is unknown.
  uint32_t FindCandidate(uint32_t hash) const {
    const tsf::Slot* slots = slots_.data();
    uint32_t at = tsf::HomeSlot(hash, header_.slot_count);
    for (uint32_t probe = 0; probe < header_.max_probe; ++probe) {
      if (slots[at].hash == hash || slots[at].record == tsf::kFreeSlot) break;
      if (++at == header_.slot_count) at = 0;
    }
    const uint32_t place = slots[at].hash == hash ? slots[at].record : tsf::kFreeSlot;
    __builtin_prefetch(records_.data() + (place == tsf::kFreeSlot ? 0 : place));
    return place;
  }
  // Equals Find(token, hash); candidate == FindCandidate(hash).
  Entry FindFrom(uint32_t candidate, std::string_view token, uint32_t hash) const;

  // Reduces hashes to buckets; bucket_count() > 0.
  const Modulus& bucket_modulus() const { return bucket_modulus_; }
  // `row` where it stands; where it is not stored, a number that means nothing.
  struct BucketPlace {
    uint32_t row;
    bool is_stored;
  };
  // bucket < bucket_count().
  BucketPlace FindBucket(uint32_t bucket) const {
    if (buckets_.empty()) return {header_.word_count + bucket, true};
    const tsf::BucketBlock& block = buckets_[bucket / 64];
    const uint64_t bit = uint64_t{1} << (bucket % 64);
    const int before = __builtin_popcountll(block.stored & (bit - 1));
    return {header_.word_count + block.rank + static_cast<uint32_t>(before),
            (block.stored & bit) != 0};
  }
  // Brings what FindBucket() reads into the cache.
  void PrefetchBucket(uint32_t bucket) const { __builtin_prefetch(buckets_.data() + bucket / 64); }
  // Whether a bucket without a row counts in the mean, as a row of zeros.
  bool absent_buckets_count() const { return (header_.flags & tsf::kAbsentBucketsCount) != 0; }

  const RowTable& rows() const { return rows_; }
  // Hidden form: [logit_count x columns]; otherwise empty.
  absl::Span<const float> output() const { return output_; }
  // Hierarchical softmax: the tree's inner nodes; otherwise empty.
  absl::Span<const LabelTree::Inner> tree() const { return tree_; }

 private:
  friend class ModelVerifier;
  CompiledModel() = default;

  std::unique_ptr<MappedFile> file_;  // one of these two owns the bytes
  std::string owned_;

  // Constant after opening; views into the bytes.
  std::string_view bytes_;
  tsf::Header header_ = {};
  std::string_view records_;
  absl::Span<const tsf::Slot> slots_;
  absl::Span<const tsf::BucketBlock> buckets_;
  absl::Span<const float> output_;
  absl::Span<const LabelTree::Inner> tree_;
  RowTable rows_;
  Modulus bucket_modulus_{1};
  std::vector<std::string_view> labels_;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_COMPILED_MODEL_H_
