// tests/text/tokenizer_pair.h
//
// The fast tokenizer and ICU's, on the same text: equal words, ranges and kinds.
#ifndef TASNIF_TESTS_TEXT_TOKENIZER_PAIR_H_
#define TASNIF_TESTS_TEXT_TOKENIZER_PAIR_H_

#include <memory>
#include <string>
#include <string_view>

#include "text/icu_tokenizer.h"
#include "text/tokenizer.h"
#include "text/tokens.h"

namespace tasnif {

// "0-3:the|4-6#12|": ranges, ':' for words and '#' for numbers.
inline std::string DescribeTokens(const Tokens& tokens) {
  std::string text;
  for (const Token& token : tokens) {
    text += std::to_string(token.begin_byte) + "-" + std::to_string(token.end_byte) +
            (token.kind == TokenKind::kNumber ? "#" : ":");
    text += tokens.word(token);
    text += '|';
  }
  return text;
}

class TokenizerPair {
 public:
  // True where both agree; else fast() and icu() tell the difference.
  bool Agrees(std::string_view text) {
    fast_tokens_.Clear();
    icu_tokens_.Clear();
    fast_tokenizer_->Tokenize(text, &fast_tokens_);
    icu_tokenizer_->Tokenize(text, &icu_tokens_);
    return IsSame();
  }

  const Tokens& fast() const { return fast_tokens_; }
  const Tokens& icu() const { return icu_tokens_; }

  void UseClone() { fast_tokenizer_ = fast_tokenizer_->Clone().value(); }

 private:
  bool IsSame() const {
    if (fast_tokens_.size() != icu_tokens_.size()) return false;
    for (size_t i = 0; i < fast_tokens_.size(); ++i) {
      const Token& a = fast_tokens_[i];
      const Token& b = icu_tokens_[i];
      if (a.begin_byte != b.begin_byte || a.end_byte != b.end_byte || a.kind != b.kind) {
        return false;
      }
      if (fast_tokens_.word(a) != icu_tokens_.word(b)) return false;
    }
    return true;
  }

  std::unique_ptr<Tokenizer> fast_tokenizer_ = Tokenizer::Create().value();
  std::unique_ptr<IcuTokenizer> icu_tokenizer_ = IcuTokenizer::Create().value();
  Tokens fast_tokens_;
  Tokens icu_tokens_;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_TEXT_TOKENIZER_PAIR_H_
