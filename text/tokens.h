// text/tokens.h
//
// The tokens of one text: normalised words in one arena, each with its byte range in the input.
//
//   for (size_t i = 0; i < tokens.size(); ++i) Use(tokens.word(i), tokens[i].begin_byte);
//
// Threads: a value; one per worker, reused: Clear() keeps the memory.
#ifndef TASNIF_TEXT_TOKENS_H_
#define TASNIF_TEXT_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

enum class TokenKind : uint8_t {
  kWord,
  kNumber,  // Only ASCII digits (after normalisation) and the separators . , : / - ٫ ٬ %.
};

struct Token {
  uint32_t begin_byte;   // In the input.
  uint32_t end_byte;     // In the input, exclusive.
  uint32_t word_offset;  // In the arena.
  uint32_t word_size;    // In bytes, > 0.
  TokenKind kind;
};

class Tokens {
 public:
  size_t size() const { return tokens_.size(); }
  bool empty() const { return tokens_.empty(); }
  const Token& operator[](size_t i) const { return tokens_[i]; }
  std::vector<Token>::const_iterator begin() const { return tokens_.begin(); }
  std::vector<Token>::const_iterator end() const { return tokens_.end(); }

  // The normalised word; valid until the next change.
  std::string_view word(size_t i) const { return word(tokens_[i]); }
  std::string_view word(const Token& token) const {
    return std::string_view(arena_).substr(token.word_offset, token.word_size);
  }

  void Clear() {
    arena_.clear();
    tokens_.clear();
  }

  // For tokenizers: words are written to the arena first, then named by a token.
  std::string* mutable_arena() { return &arena_; }
  void Add(const Token& token) { tokens_.push_back(token); }

 private:
  std::string arena_;
  std::vector<Token> tokens_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_TOKENS_H_
