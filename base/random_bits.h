// base/random_bits.h
//
// Random numbers for names: of requests, spans and the like. Not for secrets (base/secret.h).
//
//   absl::StrCat(absl::Hex(RandomBits(), absl::kZeroPad16))
//
// Threads: each has a generator of its own, seeded by the system once. Cost: nanoseconds, where
// std::random_device takes microseconds.
#ifndef TASNIF_BASE_RANDOM_BITS_H_
#define TASNIF_BASE_RANDOM_BITS_H_

#include <cstdint>

namespace tasnif {

// Sixty-four of them, never all zero.
uint64_t RandomBits();

}  // namespace tasnif

#endif  // TASNIF_BASE_RANDOM_BITS_H_
