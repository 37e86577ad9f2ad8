#include "base/random_bits.h"

#include "absl/random/random.h"

namespace tasnif {

uint64_t RandomBits() {
  thread_local absl::BitGen generator;
  const uint64_t bits = generator();
  return bits == 0 ? 1 : bits;
}

}  // namespace tasnif
