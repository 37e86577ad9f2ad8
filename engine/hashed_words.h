// engine/hashed_words.h
//
// The words of one document and their hashes, computed once and read by every head.
//
//   HashedWords hashed;                       // reused from document to document
//   HashWords(words, &hashed);
//   for (const auto& model : heads) Score(*model, hashed, &scratch, &logits);
//
// Threads: one owner while written; afterwards readable by many.
// Cost: one multiplication per byte, words side by side; no allocation after warm-up.
#ifndef TASNIF_ENGINE_HASHED_WORDS_H_
#define TASNIF_ENGINE_HASHED_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"

namespace tasnif {

// The document's tokens up to the end-of-line token, which is always the last one.
struct HashedWords {
  std::vector<std::string_view> tokens;  // borrowed from the caller of HashWords
  std::vector<uint32_t> hashes;          // HashWord(tokens[i])
  // Whether some token is empty or starts with "__label__", so that it may have to be skipped.
  bool has_odd_tokens = false;

  size_t size() const { return tokens.size(); }
};

// words: tokens without white space, borrowed as long as `hashed` is read. An empty one is skipped
// by the scorers but keeps its number. What follows a token "</s>" is left out, as in fastText.
void HashWords(absl::Span<const std::string_view> words, HashedWords* hashed);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_HASHED_WORDS_H_
