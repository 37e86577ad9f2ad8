#include "engine/hashed_words.h"

#include <algorithm>

#include "engine/word_hash.h"

namespace tasnif {
namespace {

uint32_t ContinueHash(uint32_t hash, std::string_view rest) {
  for (char byte : rest) hash = HashByte(hash, byte);
  return hash;
}

// Each byte's multiplication waits for the one before; four words at a time fill the wait.
void HashFour(const std::string_view* words, uint32_t* hashes) {
  const size_t shared = std::min(std::min(words[0].size(), words[1].size()),
                                 std::min(words[2].size(), words[3].size()));
  uint32_t h[4] = {kHashSeed, kHashSeed, kHashSeed, kHashSeed};
  for (size_t at = 0; at < shared; ++at) {
    for (int i = 0; i < 4; ++i) h[i] = HashByte(h[i], words[i][at]);
  }
  for (int i = 0; i < 4; ++i) hashes[i] = ContinueHash(h[i], words[i].substr(shared));
}

bool IsOdd(std::string_view token) { return token.empty() || token.starts_with(kLabelPrefix); }

}  // namespace

void HashWords(absl::Span<const std::string_view> words, HashedWords* hashed) {
  hashed->tokens.clear();
  hashed->has_odd_tokens = false;
  for (std::string_view word : words) {
    if (word == kEndOfLine) break;
    hashed->has_odd_tokens |= IsOdd(word);
    hashed->tokens.push_back(word);
  }
  hashed->tokens.push_back(kEndOfLine);
  const size_t count = hashed->tokens.size();
  hashed->hashes.resize(count);
  size_t at = 0;
  for (; at + 4 <= count; at += 4) HashFour(&hashed->tokens[at], &hashed->hashes[at]);
  for (; at < count; ++at) hashed->hashes[at] = HashWord(hashed->tokens[at]);
}

}  // namespace tasnif
