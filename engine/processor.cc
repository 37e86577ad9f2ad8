#include "engine/processor.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace tasnif {

#if defined(__x86_64__)
namespace {

// clang 14 cannot name F16C in __builtin_cpu_supports; the processor is asked directly.
bool HasF16c() {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}

}  // namespace

bool HasAvx2() {
  static const bool has_all =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && HasF16c();
  return has_all;
}

bool HasCrc32c() {
  static const bool has_it = __builtin_cpu_supports("sse4.2");
  return has_it;
}
#else
bool HasAvx2() { return false; }
bool HasCrc32c() { return false; }
#endif

}  // namespace tasnif
