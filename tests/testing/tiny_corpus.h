// tests/testing/tiny_corpus.h
//
// Sentences of our own that tiny models learn from. They are meant to be told apart easily, not to
// be representative of anything.
#ifndef TASNIF_TESTS_TESTING_TINY_CORPUS_H_
#define TASNIF_TESTS_TESTING_TINY_CORPUS_H_

#include <string_view>
#include <vector>

namespace tasnif {

struct TinyRow {
  std::string_view label;
  std::string_view text;
  std::string_view target;  // Only for stance; stands in the text.
};

const std::vector<TinyRow>& TinyTopicRows();
const std::vector<TinyRow>& TinySourceTypeRows();
const std::vector<TinyRow>& TinyStanceRows();
const std::vector<TinyRow>& TinyLanguageRows();  // ar, de, en.

}  // namespace tasnif

#endif  // TASNIF_TESTS_TESTING_TINY_CORPUS_H_
