// libFuzzer's entry for FuzzTextPipeline; see tests/text/fuzz/targets.h.
#include <cstddef>
#include <cstdint>

#include "tests/text/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tasnif::FuzzTextPipeline({reinterpret_cast<const char*>(data), size});
  return 0;
}
