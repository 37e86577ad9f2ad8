// train/min_hash.h
//
// How alike two texts are, from 64 bytes each: the share of three-word pieces that they have in
// common.
//
//   MinHash a = MakeMinHash(HashWords(tokens_a));
//   if (EstimateJaccard(a, b) >= 0.8) …
//
// A text is the set of its pieces of kShingleWords words; each of kMinHashes hash functions keeps
// the smallest value over the set, and two sets share it with a probability that is their Jaccard
// similarity. Of each value one byte is kept for the estimate, and of each group of kBandRows
// values a number by which candidates are found. Threads: pure functions. Cost: kMinHashes
// multiplications a word; the standard error of an estimate of 0.8 is 0.05. Source: Broder 1997,
// "On the resemblance and containment of documents"; Li and König 2010, "b-Bit minwise hashing";
// bands: Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4.
#ifndef TASNIF_TRAIN_MIN_HASH_H_
#define TASNIF_TRAIN_MIN_HASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/tokens.h"

namespace tasnif {

inline constexpr size_t kShingleWords = 3;
inline constexpr size_t kMinHashes = 60;
inline constexpr size_t kBandRows = 5;
inline constexpr size_t kBands = kMinHashes / kBandRows;

struct MinHash {
  std::array<uint8_t, kMinHashes> bytes = {};
  // Equal in one band: perhaps alike. Similar to 0.8, two texts share a band in 99 of 100 cases;
  // similar to 0.4, in 12.
  std::array<uint32_t, kBands> bands = {};
};

// Of each word, in text order.
std::vector<uint64_t> HashWords(const Tokens& tokens);

// words: any number. Texts of fewer than kShingleWords words are alike only where they are the
// same.
MinHash MakeMinHash(const std::vector<uint64_t>& words);

// In [0, 1].
double EstimateJaccard(const MinHash& a, const MinHash& b);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MIN_HASH_H_
