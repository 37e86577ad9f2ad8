// engine/feature_walk.h
//
// Names every row of a compiled model that one document reads, in one pass: the fast counterpart
// of engine/features.h, shared by the scorer and the explanation.
//
// Internal to engine/.
//
//   struct Sink {
//     // The row of a word, which sums `rows` rows of the fastText model.
//     void Word(uint32_t row, uint32_t rows, size_t token);
//     // A bucket; where it is not stored, `row` means nothing and must not be read.
//     void Bucket(uint32_t row, bool is_stored, size_t first_token, size_t tokens);
//   };
//
// What costs time here is waiting for memory, and guessing wrong what a branch will do: hence the
// prefetches, the two passes over buckets, and no branch on whether a bucket is stored.
//
// Threads: as for its arguments. No allocation once `buffers` has grown.
#ifndef TASNIF_ENGINE_FEATURE_WALK_H_
#define TASNIF_ENGINE_FEATURE_WALK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compiled_model.h"
#include "engine/hashed_words.h"
#include "engine/word_hash.h"

namespace tasnif {

// A bucket that was named and not yet looked up.
struct PendingBucket {
  uint32_t bucket;
  uint32_t first_token;
  uint32_t tokens;
};

struct WalkBuffers {
  // Enough for memory to answer, few enough to stay in the first cache meanwhile.
  static constexpr size_t kChunk = 128;

  std::array<uint32_t, kChunk> candidates;
  std::array<PendingBucket, kChunk> buckets;
  std::string bracketed;            // "<word>"
  std::vector<uint32_t> hashes;     // of the tokens that were not skipped, if some were
  std::vector<uint32_t> positions;  // theirs in the document
};

// How much of the text the model knows.
struct Coverage {
  uint32_t words = 0;        // without skipped tokens and the end-of-line token
  uint32_t known_words = 0;  // in the vocabulary

  float unknown_share() const {
    return words == 0 ? 0.0f : 1.0f - static_cast<float>(known_words) / static_cast<float>(words);
  }
};

template <typename Sink>
class FeatureWalk {
 public:
  FeatureWalk(const CompiledModel& model, const HashedWords& words, WalkBuffers& buffers,
              Sink& sink)
      : model_(model), words_(words), buffers_(buffers), sink_(sink) {}

  Coverage Run() {
    for (size_t begin = 0; begin < words_.size(); begin += WalkBuffers::kChunk) {
      VisitTokens(begin, std::min(words_.size(), begin + WalkBuffers::kChunk));
    }
    if (model_.word_ngrams() > 1) VisitNgrams();
    return coverage_;
  }

 private:
  void VisitTokens(size_t begin, size_t end) {
    std::array<uint32_t, WalkBuffers::kChunk>& candidates = buffers_.candidates;
    for (size_t at = begin; at < end; ++at) model_.PrefetchSlot(words_.hashes[at]);
    for (size_t at = begin; at < end; ++at) {
      candidates[at - begin] = model_.FindCandidate(words_.hashes[at]);
    }
    for (size_t at = begin; at < end; ++at) VisitToken(at, candidates[at - begin]);
  }

  void VisitToken(size_t at, uint32_t candidate) {
    const std::string_view token = words_.tokens[at];
    const CompiledModel::Entry entry = model_.FindFrom(candidate, token, words_.hashes[at]);
    const bool is_skipped = entry.is_label || (words_.has_odd_tokens && IsSkipped(token, entry));
    if (is_skipped) StartSkipping(at);
    if (is_skipped) return;
    if (has_skipped_) Keep(at);
    const bool is_end = at + 1 == words_.size();
    coverage_.words += is_end ? 0 : 1;
    if (entry.rows > 0) {
      coverage_.known_words += is_end ? 0 : 1;
      sink_.Word(entry.row, entry.rows, at);
    } else if (!is_end && model_.max_subword_chars() > 0) {
      VisitSubwords(token, at);
    }
  }

  static bool IsSkipped(std::string_view token, const CompiledModel::Entry& entry) {
    return token.empty() || (entry.rows == 0 && token.starts_with(kLabelPrefix));
  }

  // n-grams run over the tokens that were not skipped. As nearly no document has such tokens, the
  // list of the others is only made from the first skipped token on.
  void StartSkipping(size_t at) {
    if (has_skipped_) return;
    has_skipped_ = true;
    buffers_.hashes.clear();
    buffers_.positions.clear();
    for (size_t i = 0; i < at; ++i) Keep(i);
  }

  void Keep(size_t at) {
    buffers_.hashes.push_back(words_.hashes[at]);
    buffers_.positions.push_back(static_cast<uint32_t>(at));
  }

  // Where the i-th token that was not skipped stands in the document.
  size_t PositionOf(size_t i) const { return has_skipped_ ? buffers_.positions[i] : i; }

  void VisitSubwords(std::string_view token, size_t at) {
    std::string& bracketed = buffers_.bracketed;
    bracketed.assign(1, '<');
    bracketed.append(token);
    bracketed.push_back('>');
    ForEachSubword(bracketed, model_.min_subword_chars(), model_.max_subword_chars(),
                   [&](uint32_t hash) { AddBucket(hash, at, 1); });
    FlushBuckets();
  }

  void VisitNgrams() {
    const std::vector<uint32_t>& hashes = has_skipped_ ? buffers_.hashes : words_.hashes;
    const size_t longest = static_cast<size_t>(model_.word_ngrams());
    for (size_t first = 0; first < hashes.size(); ++first) {
      const size_t position = PositionOf(first);
      const size_t end = std::min(hashes.size(), first + longest);
      uint64_t hash = BeginNgram(hashes[first]);
      for (size_t last = first + 1; last < end; ++last) {
        hash = ExtendNgram(hash, hashes[last]);
        AddBucket(hash, position, PositionOf(last) - position + 1);
      }
    }
    FlushBuckets();
  }

  // Two passes: by the time a bucket is looked up, its block has come from memory.
  void AddBucket(uint64_t hash, size_t first_token, size_t tokens) {
    const uint32_t bucket = model_.bucket_modulus().Of(hash);
    model_.PrefetchBucket(bucket);
    buffers_.buckets[pending_++] = {bucket, static_cast<uint32_t>(first_token),
                                    static_cast<uint32_t>(tokens)};
    if (pending_ == buffers_.buckets.size()) FlushBuckets();
  }

  void FlushBuckets() {
    for (size_t i = 0; i < pending_; ++i) {
      const PendingBucket& pending = buffers_.buckets[i];
      const CompiledModel::BucketPlace place = model_.FindBucket(pending.bucket);
      sink_.Bucket(place.row, place.is_stored, pending.first_token, pending.tokens);
    }
    pending_ = 0;
  }

  const CompiledModel& model_;
  const HashedWords& words_;
  WalkBuffers& buffers_;
  Sink& sink_;
  size_t pending_ = 0;
  bool has_skipped_ = false;
  Coverage coverage_;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_FEATURE_WALK_H_
