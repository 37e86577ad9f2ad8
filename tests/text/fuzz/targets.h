// tests/text/fuzz/targets.h
//
// What a fuzzer throws bytes at: the way of an article from a crawler's bytes to words. It returns
// normally or the text layer has a bug.
//
//   clang++ … -fsanitize=fuzzer,address,undefined   see TASNIF_FUZZ in tests/text/CMakeLists.txt
//   text_pipeline_fuzzer SEEDS/text                 SEEDS: TASNIF_FUZZ_SEEDS=SEEDS
//   text_fuzz_seed_test
#ifndef TASNIF_TESTS_TEXT_FUZZ_TARGETS_H_
#define TASNIF_TESTS_TEXT_FUZZ_TARGETS_H_

#include <string_view>

namespace tasnif {

// Tokenizes `bytes` as they are, then decodes, segments, tokenizes and splits them into sentences.
// Stops the program where the tokenizer and ICU differ, ranges leave the text or overlap, segments
// leave gaps, or decoding gives what is not UTF-8 or refuses with a code it does not name.
void FuzzTextPipeline(std::string_view bytes);

}  // namespace tasnif

#endif  // TASNIF_TESTS_TEXT_FUZZ_TARGETS_H_
