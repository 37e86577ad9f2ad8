// engine/load.h
//
// Numbers that stand anywhere in a file or a text, aligned or not.
//
//   const float scale = Load<float>(row);
//
// Internal to engine/. Threads: pure function. Cost: one load.
#ifndef TASNIF_ENGINE_LOAD_H_
#define TASNIF_ENGINE_LOAD_H_

#include <cstring>

namespace tasnif {

// bytes: sizeof(T) readable ones, in the byte order of the processor.
template <typename T>
T Load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

}  // namespace tasnif

#endif  // TASNIF_ENGINE_LOAD_H_
