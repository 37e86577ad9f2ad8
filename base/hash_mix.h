// base/hash_mix.h
//
// Hashes that are the same on every machine and in every version: what is drawn by them stays so.
// Not for secrets.
//
//   SplitMix(Fnv1a(article.id()) ^ salt) % 10000 < share
//
// Threads: pure functions. Cost: one multiplication a byte; two for a mix.
// Source: FNV-1a, 64 bits (Fowler, Noll, Vo); the finaliser of SplitMix64 (Steele, Lea and Flood
// 2014, "Fast splittable pseudorandom number generators", OOPSLA).
#ifndef TASNIF_BASE_HASH_MIX_H_
#define TASNIF_BASE_HASH_MIX_H_

#include <cstdint>
#include <string_view>

namespace tasnif {

inline constexpr uint64_t kFnv1aSeed = 0xCBF29CE484222325u;

// hash: of the bytes before, so that pieces hash as their concatenation does.
constexpr uint64_t Fnv1a(std::string_view bytes, uint64_t hash = kFnv1aSeed) {
  for (const char byte : bytes) hash = (hash ^ static_cast<uint8_t>(byte)) * 0x100000001B3u;
  return hash;
}

// A permutation. Low bits of FNV-1a follow the last bytes closely; these follow all of them.
constexpr uint64_t SplitMix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

}  // namespace tasnif

#endif  // TASNIF_BASE_HASH_MIX_H_
