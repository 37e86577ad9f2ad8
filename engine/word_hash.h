// engine/word_hash.h
//
// The hashes that fastText 0.9.2 uses for words, word n-grams and character n-grams.
//
//   uint32_t h = HashWord("خبر");                        // key of the vocabulary
//   uint64_t g = ExtendNgram(BeginNgram(h), HashWord("عاجل"));
//   uint32_t bucket = Modulus(2000000).Of(g);            // bucket of the word pair
//
// Threads: pure functions. Cost: one multiplication per byte.
// Source: FNV-1a (Fowler, Noll, Vo), with fastText's reading of each byte as a *signed* number, so
// that bytes from 0x80 flip the upper 24 bits too. Bojanowski et al. 2017, "Enriching Word Vectors
// with Subword Information", section 3.2, for the character n-grams.
#ifndef TASNIF_ENGINE_WORD_HASH_H_
#define TASNIF_ENGINE_WORD_HASH_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tasnif {

// The token fastText puts at the end of every line.
inline constexpr std::string_view kEndOfLine = "</s>";
// fastText does not store the prefix used in training; it always predicts with this one.
inline constexpr std::string_view kLabelPrefix = "__label__";

inline constexpr uint32_t kHashSeed = 2166136261u;

constexpr uint32_t HashByte(uint32_t hash, char byte) {
  return (hash ^ static_cast<uint32_t>(static_cast<int8_t>(byte))) * 16777619u;
}

constexpr uint32_t HashWord(std::string_view word) {
  uint32_t hash = kHashSeed;
  for (char byte : word) hash = HashByte(hash, byte);
  return hash;
}

// A word n-gram hash starts from its first word. fastText keeps word hashes as int32 and widens
// them to uint64, hence the sign extension, here and below.
constexpr uint64_t BeginNgram(uint32_t word_hash) {
  return static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(word_hash)));
}

constexpr uint64_t ExtendNgram(uint64_t ngram, uint32_t word_hash) {
  return ngram * 116049371u + BeginNgram(word_hash);
}

// n % divisor by a multiplication, for a divisor fixed at construction.
class Modulus {
 public:
  // divisor >= 1.
  explicit constexpr Modulus(uint32_t divisor)
      : divisor_(divisor), reciprocal_(~uint64_t{0} / divisor) {}

  constexpr uint32_t Of(uint64_t n) const {
    // The estimated quotient is exact or one too small, because n * (2^64 / d - reciprocal) < 2^64.
    const uint64_t quotient =
        static_cast<uint64_t>((static_cast<unsigned __int128>(n) * reciprocal_) >> 64);
    const uint64_t rest = n - quotient * divisor_;
    return static_cast<uint32_t>(rest >= divisor_ ? rest - divisor_ : rest);
  }

 private:
  uint64_t divisor_;
  uint64_t reciprocal_;
};

constexpr bool IsUtf8Continuation(char byte) { return (byte & 0xC0) == 0x80; }

// Calls sink(hash) for each character n-gram of `bracketed` (the word between '<' and '>') with
// min_chars to max_chars characters, in fastText's order. A lone first or last character is not an
// n-gram. Invalid UTF-8 is split the way fastText splits it: continuation bytes stick to whatever
// stands before them.
template <typename Sink>
void ForEachSubword(std::string_view bracketed, int min_chars, int max_chars, Sink&& sink) {
  const size_t size = bracketed.size();
  for (size_t begin = 0; begin < size; ++begin) {
    if (IsUtf8Continuation(bracketed[begin])) continue;
    uint32_t hash = kHashSeed;
    size_t end = begin;
    for (int chars = 1; end < size && chars <= max_chars; ++chars) {
      hash = HashByte(hash, bracketed[end++]);
      while (end < size && IsUtf8Continuation(bracketed[end])) {
        hash = HashByte(hash, bracketed[end++]);
      }
      const bool is_lone_bracket = chars == 1 && (begin == 0 || end == size);
      if (chars >= min_chars && !is_lone_bracket) sink(hash);
    }
  }
}

}  // namespace tasnif

#endif  // TASNIF_ENGINE_WORD_HASH_H_
