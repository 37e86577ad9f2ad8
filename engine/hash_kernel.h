// engine/hash_kernel.h
//
// Hashes of many words at once.
//
//   std::vector<uint32_t> hashes(words.size());
//   HashAll(words, hashes.data());            // hashes[i] == HashWord(words[i])
//
// Internal to engine/. Each byte's multiplication waits for the one before, so words are hashed
// side by side: eight with AVX2, whatever their lengths, else four.
//
// Threads: pure functions. Cost: about half a cycle a byte with AVX2.
#ifndef TASNIF_ENGINE_HASH_KERNEL_H_
#define TASNIF_ENGINE_HASH_KERNEL_H_

#include <cstdint>
#include <string_view>

#include "absl/types/span.h"

namespace tasnif {

// hashes: [words.size()], overwritten.
void HashAll(absl::Span<const std::string_view> words, uint32_t* hashes);

// The same without special instructions; for the test that compares both.
void HashAllPortably(absl::Span<const std::string_view> words, uint32_t* hashes);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_HASH_KERNEL_H_
