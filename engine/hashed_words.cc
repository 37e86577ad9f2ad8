#include "engine/hashed_words.h"

#include "engine/hash_kernel.h"
#include "engine/word_hash.h"

namespace tasnif {
namespace {

bool IsOdd(std::string_view token) {
  return token.empty() || (token[0] == kLabelPrefix[0] && token.starts_with(kLabelPrefix));
}

bool IsEndOfLine(std::string_view token) {
  return token.size() == kEndOfLine.size() && token == kEndOfLine;
}

}  // namespace

void HashWords(absl::Span<const std::string_view> words, HashedWords* hashed) {
  hashed->tokens.resize(words.size() + 1);
  bool has_odd_tokens = false;
  size_t count = 0;
  for (const std::string_view word : words) {
    if (IsEndOfLine(word)) break;
    has_odd_tokens |= IsOdd(word);
    hashed->tokens[count++] = word;
  }
  hashed->tokens[count++] = kEndOfLine;
  hashed->tokens.resize(count);
  hashed->hashes.resize(count);
  hashed->has_odd_tokens = has_odd_tokens;
  HashAll(hashed->tokens, hashed->hashes.data());
}

}  // namespace tasnif
