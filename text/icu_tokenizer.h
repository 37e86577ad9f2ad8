// text/icu_tokenizer.h
//
// The plain tokenizer: ICU segments, ICU normalises. Tokenizer (tokenizer.h) must give the same
// tokens, faster; this one is the oracle it is tested against.
//
// Threads: not thread-safe; one per worker.
#ifndef TASNIF_TEXT_ICU_TOKENIZER_H_
#define TASNIF_TEXT_ICU_TOKENIZER_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/byte_range.h"
#include "text/normalizer.h"
#include "text/token_emitter.h"
#include "text/tokens.h"
#include "text/word_breaker.h"

namespace tasnif {

class IcuTokenizer {
 public:
  // INTERNAL where ICU's data cannot be loaded (broken installation).
  static absl::StatusOr<std::unique_ptr<IcuTokenizer>> Create();

  // As Tokenizer::Tokenize.
  void Tokenize(std::string_view utf8, Tokens* out);

 private:
  IcuTokenizer(std::unique_ptr<Normalizer> normalizer, std::unique_ptr<WordBreaker> breaker)
      : normalizer_(std::move(normalizer)), breaker_(std::move(breaker)), emitter_(&*normalizer_) {}

  const std::unique_ptr<Normalizer> normalizer_;
  const std::unique_ptr<WordBreaker> breaker_;
  TokenEmitter emitter_;
  std::vector<ByteRange> segments_;  // Scratch.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_ICU_TOKENIZER_H_
