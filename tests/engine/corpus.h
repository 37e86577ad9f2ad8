// tests/engine/corpus.h
//
// Small made-up training and test texts in Arabic and English, the same on every run.
#ifndef TASNIF_TESTS_ENGINE_CORPUS_H_
#define TASNIF_TESTS_ENGINE_CORPUS_H_

#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

struct CorpusSpec {
  int labels = 5;
  int lines = 300;
  // Adds these lines at the end, as they are.
  std::vector<std::string> extra_lines;
};

// fastText training lines: "__label__t3 كلمة كلمة …\n".
std::string TrainingText(const CorpusSpec& spec);

// Lines as an article has them: known words, unknown words, unknown forms of known ones, long and
// short, with digits and punctuation.
std::vector<std::string> RealisticLines();

// Every sequence of at most `length` symbols out of a small, hostile alphabet, without newlines.
std::vector<std::string> AdversarialLines(int length);

}  // namespace tasnif

#endif  // TASNIF_TESTS_ENGINE_CORPUS_H_
