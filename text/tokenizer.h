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
// Threads: not thread-safe (scratch memory); one per worker. Cost: linear in the input.
// Source: UAX #29 "Unicode Text Segmentation", Unicode 15, as ICU 72 implements it.
#ifndef TASNIF_TEXT_TOKENIZER_H_
#define TASNIF_TEXT_TOKENIZER_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "text/icu_tokenizer.h"
#include "text/tokens.h"

namespace tasnif {

class Tokenizer {
 public:
  // INTERNAL where ICU's data cannot be loaded (broken installation).
  static absl::StatusOr<std::unique_ptr<Tokenizer>> Create();

  // Appends the tokens of `utf8` to `*out`, in text order. Ill-formed bytes count as U+FFFD, which
  // is no part of a word; call RepairUtf8 first where a warning is due. NUL separates words.
  // `utf8` must be smaller than 2 GiB.
  void Tokenize(std::string_view utf8, Tokens* out);

 private:
  explicit Tokenizer(std::unique_ptr<IcuTokenizer> icu) : icu_(std::move(icu)) {}

  const std::unique_ptr<IcuTokenizer> icu_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_TOKENIZER_H_
