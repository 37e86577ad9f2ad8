// tests/engine/fuzz/targets.h
//
// What a fuzzer throws bytes at. Each target reads the bytes as a file and, if the reader accepts
// them, uses the model as a service would. They return normally or the reader has a bug.
//
//   clang++ … -fsanitize=fuzzer,address   see TASNIF_FUZZ in tests/engine/CMakeLists.txt
//   fasttext_model_fuzzer SEEDS            SEEDS: TASNIF_FUZZ_SEEDS=SEEDS engine_fuzz_seed_test
#ifndef TASNIF_TESTS_ENGINE_FUZZ_TARGETS_H_
#define TASNIF_TESTS_ENGINE_FUZZ_TARGETS_H_

#include <string>
#include <string_view>

namespace tasnif {

// A `.bin` or `.ftz` file: read, scored plainly, compiled, scored compiled.
void FuzzFastTextModel(std::string_view bytes);

// A `.tsf` file. Checksums are put right first, or the fuzzer would never get past them.
void FuzzCompiledModel(std::string_view bytes);

// Puts right checksums on a compiled model that was changed, as an attacker would. Leaves bytes
// that are too short alone.
void SealCompiledModel(std::string* bytes);

}  // namespace tasnif

#endif  // TASNIF_TESTS_ENGINE_FUZZ_TARGETS_H_
