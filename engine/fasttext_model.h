// engine/fasttext_model.h
//
// A supervised fastText model as it stands in its file: our own reader for `.bin` and `.ftz` of
// fastText 0.9.2, which refuses a truncated, damaged or hostile file with an error.
//
//   TASNIF_ASSIGN_OR_RETURN(auto model, FastTextModel::Open("topic.bin"));
//   int32_t id = model->FindEntry("خبر");            // -1: not in the vocabulary
//   std::string_view label = model->label(0);         // "sport", not "__label__sport"
//
// It serves the compiler (engine/compiler.h) and the plain scorer (engine/reference_scorer.h);
// services load compiled models.
//
// Threads: immutable. Memory: the file's bytes, mapped, and about 64 bytes a vocabulary entry.
// Source: the format that fastText 0.9.2 writes (version 12; 11 differs only in meaning), found
// from its public headers and by experiment; docs/model_format.md does not cover it.
#ifndef TASNIF_ENGINE_FASTTEXT_MODEL_H_
#define TASNIF_ENGINE_FASTTEXT_MODEL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/mapped_file.h"
#include "engine/byte_cursor.h"
#include "engine/loss.h"
#include "engine/matrix.h"

namespace tasnif {

class FastTextModel {
 public:
  // Maps the file. Errors of MappedFile::Open and of Parse.
  static absl::StatusOr<std::unique_ptr<const FastTextModel>> Open(const std::string& path);

  // Borrows `bytes` for the life of the model; `name` opens the error messages.
  // INVALID_ARGUMENT  not a fastText model, another version, not supervised, or outside the limits
  //                   below (which no sensible model reaches).
  // DATA_LOSS         cut off, counts that contradict each other, NaN or infinity in a matrix,
  //                   bytes after the end.
  static absl::StatusOr<std::unique_ptr<const FastTextModel>> Parse(std::string_view bytes,
                                                                    std::string name);

  // Limits that bound the work one document can cause.
  static constexpr int kMaxWordNgrams = 64;
  static constexpr int kMaxSubwordChars = 256;
  // And one that bounds memory: a pruned model can claim any number of buckets in a tiny file.
  static constexpr int kMaxBuckets = 1 << 28;

  uint32_t dim() const { return static_cast<uint32_t>(dim_); }
  int word_ngrams() const { return word_ngrams_; }
  LossKind loss() const { return loss_; }
  // Sub-words are in use if max_subword_chars() > 0.
  int min_subword_chars() const { return min_subword_chars_; }
  int max_subword_chars() const { return max_subword_chars_; }
  // Number of hash buckets; 0 where neither sub-words nor word n-grams are in use.
  uint32_t bucket_count() const { return bucket_count_; }
  bool is_quantized() const { return input_.is_quantized(); }
  bool is_pruned() const { return is_pruned_; }

  uint32_t word_count() const { return word_count_; }
  uint32_t label_count() const { return static_cast<uint32_t>(entries_.size()) - word_count_; }
  // Words first, then labels, as FindEntry numbers them.
  uint32_t entry_count() const { return static_cast<uint32_t>(entries_.size()); }
  std::string_view entry(uint32_t id) const { return entries_[id]; }
  // Without the prefix "__label__".
  std::string_view label(uint32_t index) const;
  // How often each label occurred in training.
  const std::vector<int64_t>& label_counts() const { return label_counts_; }
  // The tree of hierarchical softmax; empty for other losses.
  const LabelTree& tree() const { return tree_; }

  // Number of the vocabulary entry (a word if < word_count(), else a label), or -1.
  int32_t FindEntry(std::string_view token) const;

  // Row of the input matrix that a bucket uses, or -1 if pruning dropped it. bucket <
  // bucket_count().
  int64_t BucketRow(uint32_t bucket) const;

  // The buckets that have a row, in ascending order.
  std::vector<uint32_t> StoredBuckets() const;

  const Matrix& input() const { return input_; }    // [words + buckets kept] x dim
  const Matrix& output() const { return output_; }  // [labels] x dim

 private:
  FastTextModel() = default;

  absl::Status ParseAll(ByteCursor& cursor);
  absl::Status ParseHeader(ByteCursor& cursor);
  absl::Status ParseArguments(ByteCursor& cursor, int32_t version);
  absl::Status CheckArguments(const ByteCursor& cursor) const;
  absl::Status ParseDictionary(ByteCursor& cursor);
  absl::Status ParseEntry(ByteCursor& cursor, uint32_t id);
  absl::Status ParsePruning(ByteCursor& cursor, int64_t size);
  absl::Status ParseMatrices(ByteCursor& cursor);
  absl::Status CheckShapes(const ByteCursor& cursor) const;

  std::unique_ptr<MappedFile> file_;  // null if the caller owns the bytes

  // Constant after Parse.
  int32_t dim_ = 0;
  int32_t word_ngrams_ = 0;
  int32_t bucket_ = 0;  // as stored, even where unused
  int32_t min_subword_chars_ = 0;
  int32_t max_subword_chars_ = 0;
  LossKind loss_ = LossKind::kSoftmax;
  uint32_t bucket_count_ = 0;
  uint32_t word_count_ = 0;
  bool is_pruned_ = false;
  std::vector<std::string_view> entries_;
  std::vector<int64_t> label_counts_;
  // Abseil's tables are seeded, so that a hostile file cannot make every key collide.
  absl::flat_hash_map<std::string_view, uint32_t> ids_;
  absl::flat_hash_map<uint32_t, uint32_t> pruned_rows_;  // bucket -> row after the words
  LabelTree tree_;
  Matrix input_;
  Matrix output_;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_FASTTEXT_MODEL_H_
