// tests/labels/fuzz/targets.h
//
// What a fuzzer throws bytes at: a line of JSON, as a user may hand it in. It returns normally or
// the reader has a bug.
//
//   clang++ … -fsanitize=fuzzer,address,undefined   see TASNIF_FUZZ in tests/labels/CMakeLists.txt
//   json_lines_fuzzer SEEDS/json                    SEEDS: TASNIF_FUZZ_SEEDS=SEEDS
//   labels_fuzz_seed_test
#ifndef TASNIF_TESTS_LABELS_FUZZ_TARGETS_H_
#define TASNIF_TESTS_LABELS_FUZZ_TARGETS_H_

#include <string_view>

namespace tasnif {

// Stops the program where a line is refused with a code that the contract does not name, where an
// accepted one holds text that is not UTF-8, or as many known targets as the article has not.
void FuzzJsonLine(std::string_view bytes);

}  // namespace tasnif

#endif  // TASNIF_TESTS_LABELS_FUZZ_TARGETS_H_
