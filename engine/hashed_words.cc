#include "engine/hashed_words.h"

#include "engine/hash_kernel.h"
#include "engine/word_hash.h"

namespace tasnif {
namespace {

// Whether a look at the whole token is needed to tell what it is; hardly ever.
bool LooksOdd(std::string_view token) {
  return token.empty() || token[0] == kEndOfLine[0] || token[0] == kLabelPrefix[0];
}

bool IsOdd(std::string_view token) { return token.empty() || token.starts_with(kLabelPrefix); }

}  // namespace

void HashWords(absl::Span<const std::string_view> words, HashedWords* hashed) {
  hashed->tokens.resize(words.size() + 1);
  bool has_odd_tokens = false;
  size_t count = 0;
  for (const std::string_view word : words) {
    if (LooksOdd(word)) {
      if (word == kEndOfLine) break;
      has_odd_tokens |= IsOdd(word);
    }
    hashed->tokens[count++] = word;
  }
  hashed->tokens[count++] = kEndOfLine;
  hashed->tokens.resize(count);
  hashed->hashes.resize(count);
  hashed->has_odd_tokens = has_odd_tokens;
  HashAll(hashed->tokens, hashed->hashes.data());
}

}  // namespace tasnif
