// libFuzzer's entry for FuzzJsonLine; see tests/labels/fuzz/targets.h.
#include <cstddef>
#include <cstdint>

#include "tests/labels/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tasnif::FuzzJsonLine({reinterpret_cast<const char*>(data), size});
  return 0;
}
