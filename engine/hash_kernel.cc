#include "engine/hash_kernel.h"

#include <algorithm>
#include <cstddef>

#include "engine/load.h"
#include "engine/processor.h"
#include "engine/word_hash.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tasnif {
namespace {

uint32_t ContinueHash(uint32_t hash, std::string_view rest) {
  for (char byte : rest) hash = HashByte(hash, byte);
  return hash;
}

void HashFour(const std::string_view* words, uint32_t* hashes) {
  const size_t shared = std::min(std::min(words[0].size(), words[1].size()),
                                 std::min(words[2].size(), words[3].size()));
  uint32_t h[4] = {kHashSeed, kHashSeed, kHashSeed, kHashSeed};
  for (size_t at = 0; at < shared; ++at) {
    for (int i = 0; i < 4; ++i) h[i] = HashByte(h[i], words[i][at]);
  }
  for (int i = 0; i < 4; ++i) hashes[i] = ContinueHash(h[i], words[i].substr(shared));
}

#if defined(__x86_64__)
constexpr size_t kLanes = 8;

// A word from which four bytes at a time are read, without a look beyond its ends and without a
// branch on its length.
struct Lane {
  const char* bytes;
  size_t last;  // Where the last four bytes begin.

  // The bytes from `at` on, the first one lowest; what lies behind the word is anything.
  uint32_t LoadFour(size_t at) const {
    const size_t from = std::min(at, last);
    return Load<uint32_t>(bytes + from) >> (8 * ((at - from) & 3));
  }
};

// `room`: four bytes, for words that have fewer.
Lane LaneOf(std::string_view word, char* room) {
  if (word.size() >= 4) return {word.data(), word.size() - 4};
  for (size_t i = 0; i < word.size(); ++i) room[i] = word[i];
  return {room, 0};
}

TASNIF_AVX2 void HashEight(const std::string_view* words, uint32_t* hashes) {
  alignas(32) uint32_t sizes[kLanes];
  char rooms[kLanes][4] = {};
  Lane lanes[kLanes];
  size_t longest = 0;
  for (size_t i = 0; i < kLanes; ++i) {
    sizes[i] = static_cast<uint32_t>(words[i].size());
    lanes[i] = LaneOf(words[i], rooms[i]);
    longest = std::max(longest, words[i].size());
  }
  const __m256i prime = _mm256_set1_epi32(16777619);
  __m256i rest = _mm256_load_si256(reinterpret_cast<const __m256i*>(sizes));
  __m256i hash = _mm256_set1_epi32(static_cast<int>(kHashSeed));
  for (size_t at = 0; at < longest; at += 4) {
    const auto load = [&](int i) { return static_cast<int>(lanes[i].LoadFour(at)); };
    __m256i bytes =
        _mm256_setr_epi32(load(0), load(1), load(2), load(3), load(4), load(5), load(6), load(7));
    for (int i = 0; i < 4; ++i) {
      const __m256i byte = _mm256_srai_epi32(_mm256_slli_epi32(bytes, 24), 24);
      const __m256i next = _mm256_mullo_epi32(_mm256_xor_si256(hash, byte), prime);
      const __m256i is_inside = _mm256_cmpgt_epi32(rest, _mm256_setzero_si256());
      hash = _mm256_blendv_epi8(hash, next, is_inside);
      bytes = _mm256_srli_epi32(bytes, 8);
      rest = _mm256_sub_epi32(rest, _mm256_set1_epi32(1));
    }
  }
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(hashes), hash);
}

// A text of 2 GiB without a blank is one word, and lengths are signed in HashEight.
bool AreOrdinary(const std::string_view* words) {
  size_t all = 0;
  for (size_t i = 0; i < kLanes; ++i) all |= words[i].size();
  return all < (size_t{1} << 20);
}
#endif

}  // namespace

void HashAllPortably(absl::Span<const std::string_view> words, uint32_t* hashes) {
  size_t at = 0;
  for (; at + 4 <= words.size(); at += 4) HashFour(&words[at], hashes + at);
  for (; at < words.size(); ++at) hashes[at] = HashWord(words[at]);
}

void HashAll(absl::Span<const std::string_view> words, uint32_t* hashes) {
  size_t at = 0;
#if defined(__x86_64__)
  const bool has_avx2 = HasAvx2();
  for (; has_avx2 && at + kLanes <= words.size() && AreOrdinary(&words[at]); at += kLanes) {
    HashEight(&words[at], hashes + at);
  }
#endif
  HashAllPortably(words.subspan(at), hashes + at);
}

}  // namespace tasnif
