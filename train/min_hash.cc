#include "train/min_hash.h"

#include <algorithm>
#include <limits>

#include "train/selection.h"

namespace tasnif {
namespace {

// Odd multipliers, one for each hash function; the upper half of the product is evenly spread where
// the factor already is.
std::array<uint64_t, kMinHashes> Multipliers() {
  std::array<uint64_t, kMinHashes> multipliers;
  for (size_t i = 0; i < kMinHashes; ++i) multipliers[i] = MixHash(i + 1, 0x9E37) | 1;
  return multipliers;
}

using Minima = std::array<uint64_t, kMinHashes>;

void Include(uint64_t shingle, const Minima& multipliers, Minima* minima) {
  for (size_t i = 0; i < kMinHashes; ++i) {
    // The rotation makes the functions differ in more than a factor.
    const uint64_t product = (shingle ^ (multipliers[i] >> 7)) * multipliers[i];
    (*minima)[i] = std::min((*minima)[i], product ^ (product >> 32));
  }
}

uint64_t ShingleAt(const std::vector<uint64_t>& words, size_t begin, size_t count) {
  uint64_t hash = count;
  for (size_t i = 0; i < count; ++i) hash = MixHash(words[begin + i], hash);
  return hash;
}

}  // namespace

std::vector<uint64_t> HashWords(const Tokens& tokens) {
  std::vector<uint64_t> words;
  words.reserve(tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) words.push_back(HashBytes(tokens.word(i)));
  return words;
}

MinHash MakeMinHash(const std::vector<uint64_t>& words) {
  const Minima multipliers = Multipliers();
  Minima minima;
  minima.fill(std::numeric_limits<uint64_t>::max());
  const size_t size = std::min(kShingleWords, words.size());
  for (size_t begin = 0; begin + size <= words.size() && size > 0; ++begin) {
    Include(ShingleAt(words, begin, size), multipliers, &minima);
  }
  MinHash out;
  for (size_t i = 0; i < kMinHashes; ++i) {
    out.bytes[i] = static_cast<uint8_t>(MixHash(minima[i], i));
  }
  for (size_t band = 0; band < kBands; ++band) {
    uint64_t hash = band;
    for (size_t row = 0; row < kBandRows; ++row) {
      hash = MixHash(minima[band * kBandRows + row], hash);
    }
    out.bands[band] = static_cast<uint32_t>(hash >> 32);
  }
  return out;
}

double EstimateJaccard(const MinHash& a, const MinHash& b) {
  size_t same = 0;
  for (size_t i = 0; i < kMinHashes; ++i) same += a.bytes[i] == b.bytes[i];
  // One byte in 256 is the same by chance.
  constexpr double kChance = 1.0 / 256;
  const double share = static_cast<double>(same) / kMinHashes;
  return std::max(0.0, (share - kChance) / (1 - kChance));
}

}  // namespace tasnif
