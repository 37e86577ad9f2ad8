#include "engine/checksum.h"

#include <array>
#include <cstddef>

#include "engine/load.h"
#include "engine/processor.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace tasnif {
namespace {

constexpr uint32_t kPolynomial = 0x82F63B78u;  // Castagnoli's, bits reversed

using Tables = std::array<std::array<uint32_t, 256>, 8>;

// tables[k][b]: the remainder of byte b followed by k zero bytes.
constexpr Tables MakeTables() {
  Tables tables{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = rest;
  }
  for (size_t k = 1; k < 8; ++k) {
    for (uint32_t byte = 0; byte < 256; ++byte) {
      const uint32_t rest = tables[k - 1][byte];
      tables[k][byte] = (rest >> 8) ^ tables[0][rest & 0xFF];
    }
  }
  return tables;
}

constexpr Tables kTables = MakeTables();

#if defined(__x86_64__)
constexpr uint32_t AfterZeroBytes(uint32_t state, size_t bytes) {
  for (size_t i = 0; i < bytes; ++i) state = (state >> 8) ^ kTables[0][state & 0xFF];
  return state;
}

// What a state becomes behind a fixed number of zero bytes: linear, so a lookup for each byte of
// it.
class Skip {
 public:
  explicit constexpr Skip(size_t bytes) {
    for (size_t k = 0; k < 4; ++k) {
      for (size_t bit = 0; bit < 8; ++bit) {
        const uint32_t image = AfterZeroBytes(uint32_t{1} << (8 * k + bit), bytes);
        for (uint32_t byte = 0; byte < 256; ++byte) {
          if ((byte >> bit & 1) != 0) images_[k][byte] ^= image;
        }
      }
    }
  }

  uint32_t Of(uint32_t state) const {
    return images_[0][state & 0xFF] ^ images_[1][state >> 8 & 0xFF] ^
           images_[2][state >> 16 & 0xFF] ^ images_[3][state >> 24];
  }

 private:
  std::array<std::array<uint32_t, 256>, 4> images_ = {};
};

// The instruction takes three cycles, but can be begun in each: three stripes at a time. Each is
// long enough for the processor to see that it is read in order, and to fetch ahead: with stripes
// of 1 KB memory was the limit, at a quarter of the speed.
constexpr size_t kStripe = 8192;
constexpr Skip kSkipOne(kStripe);
constexpr Skip kSkipTwo(2 * kStripe);

__attribute__((target("sse4.2"))) uint32_t ThreeStripes(const char* bytes, uint32_t state) {
  uint64_t first = state;
  uint64_t second = 0;
  uint64_t third = 0;
  for (size_t at = 0; at < kStripe; at += 8) {
    first = _mm_crc32_u64(first, Load<uint64_t>(bytes + at));
    second = _mm_crc32_u64(second, Load<uint64_t>(bytes + kStripe + at));
    third = _mm_crc32_u64(third, Load<uint64_t>(bytes + 2 * kStripe + at));
  }
  return kSkipTwo.Of(static_cast<uint32_t>(first)) ^ kSkipOne.Of(static_cast<uint32_t>(second)) ^
         static_cast<uint32_t>(third);
}

__attribute__((target("sse4.2"))) uint32_t HardwareCrc32c(std::string_view bytes, uint32_t before) {
  uint32_t state = ~before;
  size_t at = 0;
  for (; at + 3 * kStripe <= bytes.size(); at += 3 * kStripe) {
    state = ThreeStripes(bytes.data() + at, state);
  }
  uint64_t wide = state;
  for (; at + 8 <= bytes.size(); at += 8)
    wide = _mm_crc32_u64(wide, Load<uint64_t>(bytes.data() + at));
  state = static_cast<uint32_t>(wide);
  for (; at < bytes.size(); ++at) state = _mm_crc32_u8(state, static_cast<uint8_t>(bytes[at]));
  return ~state;
}
#endif

}  // namespace

uint32_t PortableCrc32c(std::string_view bytes, uint32_t before) {
  uint32_t crc = ~before;
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    const uint64_t word = Load<uint64_t>(bytes.data() + at) ^ crc;
    crc = 0;
    for (size_t k = 0; k < 8; ++k) crc ^= kTables[7 - k][(word >> (8 * k)) & 0xFF];
  }
  for (; at < bytes.size(); ++at) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<uint8_t>(bytes[at])) & 0xFF];
  }
  return ~crc;
}

uint32_t Crc32c(std::string_view bytes, uint32_t before) {
#if defined(__x86_64__)
  if (HasCrc32c()) return HardwareCrc32c(bytes, before);
#endif
  return PortableCrc32c(bytes, before);
}

}  // namespace tasnif
