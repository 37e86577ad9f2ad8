// engine/half.h
//
// IEEE 754 binary16, for machines without the instructions.
//
//   uint16_t half = FloatToHalf(0.1f);    // rounds to nearest, ties to even
//   float back = HalfToFloat(half);       // exact
//
// Threads: pure functions.
#ifndef TASNIF_ENGINE_HALF_H_
#define TASNIF_ENGINE_HALF_H_

#include <bit>
#include <cmath>
#include <cstdint>

namespace tasnif {

inline constexpr float kLargestHalf = 65504.0f;

// |value| <= kLargestHalf; larger values become infinity.
inline uint16_t FloatToHalf(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint16_t sign = static_cast<uint16_t>((bits >> 16) & 0x8000u);
  const float size = std::fabs(value);
  if (size > kLargestHalf) return sign | 0x7C00u;
  if (size < 0x1p-14f) {  // subnormal: a whole number of 2^-24
    return sign | static_cast<uint16_t>(std::nearbyint(size * 0x1p24f));
  }
  const uint32_t rounded = (bits & 0x7FFFFFFFu) + 0x0FFFu + ((bits >> 13) & 1u);
  return sign | static_cast<uint16_t>((rounded - (112u << 23)) >> 13);
}

inline float HalfToFloat(uint16_t half) {
  const uint32_t sign = static_cast<uint32_t>(half & 0x8000u) << 16;
  const uint32_t exponent = (half >> 10) & 0x1Fu;
  const uint32_t fraction = half & 0x3FFu;
  if (exponent == 0) {
    const float size = static_cast<float>(fraction) * 0x1p-24f;
    return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(size));
  }
  const uint32_t wide = exponent == 31 ? 255u : exponent + 112u;
  return std::bit_cast<float>(sign | (wide << 23) | (fraction << 13));
}

}  // namespace tasnif

#endif  // TASNIF_ENGINE_HALF_H_
