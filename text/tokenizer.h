// text/tokenizer.h
//
// Text → normalised words with their byte ranges in the input: the one tokenizer that training and
// serving share.
//
//   TASNIF_ASSIGN_OR_RETURN(auto tokenizer, Tokenizer::Create());
//   Tokens tokens;
//   tokenizer->Tokenize("قال الرئيسُ في الرياض", &tokens);
//   tokens.word(1) == "الرييس"; tokens[1].begin_byte == 7
//
// Words are the segments of UAX #29 (ICU root rules; dictionaries for scripts without spaces) that
// hold a letter or a digit. Each is normalised by itself, so that byte ranges stay exact. Then:
// URLs are dropped, words are split at underscores, junk without spaces is cut into pieces of
// kMaxTokenCodePoints, words that normalise to nothing are dropped (see token_emitter.h). A word
// never holds white space, a control character or an underscore, so never reads "__label__…".
//
// The same tokens as IcuTokenizer gives, which tests compare it with; several times faster where
// text is written with spaces. What the fast path cannot decide goes to ICU.
//
// Threads: not thread-safe (scratch memory); one per worker. Cost: linear in the input.
// Source: UAX #29 "Unicode Text Segmentation", Unicode 15, as ICU 72 implements it.
#ifndef TASNIF_TEXT_TOKENIZER_H_
#define TASNIF_TEXT_TOKENIZER_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/byte_range.h"
#include "text/char_table.h"
#include "text/normalizer.h"
#include "text/token_emitter.h"
#include "text/tokens.h"
#include "text/word_breaker.h"
#include "text/word_scanner.h"

namespace tasnif {

class Tokenizer {
 public:
  // INTERNAL where ICU's data cannot be loaded (broken installation). Builds a table, which takes
  // some milliseconds: keep the tokenizer, or Clone() it for another worker.
  static absl::StatusOr<std::unique_ptr<Tokenizer>> Create();

  // A tokenizer for another worker that shares the immutable tables. Errors as Create().
  absl::StatusOr<std::unique_ptr<Tokenizer>> Clone() const;

  // Appends the tokens of `utf8` to `*out`, in text order. Ill-formed bytes count as U+FFFD, which
  // is no part of a word; call RepairUtf8 first where a warning is due. NUL separates words.
  // `utf8` must be smaller than 2 GiB.
  void Tokenize(std::string_view utf8, Tokens* out);

 private:
  Tokenizer(std::shared_ptr<const Normalizer> normalizer, std::shared_ptr<const CharTable> table,
            std::unique_ptr<WordBreaker> breaker);

  void EmitByIcu(std::string_view text, ByteRange range, Tokens* out);

  // Constant after construction; shared between clones.
  const std::shared_ptr<const Normalizer> normalizer_;
  const std::shared_ptr<const CharTable> table_;

  // Scratch.
  const std::unique_ptr<WordBreaker> breaker_;
  TokenEmitter emitter_;
  std::vector<ByteRange> segments_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_TOKENIZER_H_
