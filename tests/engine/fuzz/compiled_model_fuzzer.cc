// libFuzzer's entry for FuzzCompiledModel; see tests/engine/fuzz/targets.h.
#include <cstddef>
#include <cstdint>

#include "tests/engine/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tasnif::FuzzCompiledModel({reinterpret_cast<const char*>(data), size});
  return 0;
}
