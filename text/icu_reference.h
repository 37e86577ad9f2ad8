// text/icu_reference.h
//
// The chain that anyone would write with ICU, as the measure of ours: UTF-8 into a UnicodeString,
// NFKC case folding of the whole text, a word BreakIterator over the result, each word back to
// UTF-8. It knows nothing of URLs, underscores, Arabic spellings or byte ranges, so it does less
// than Tokenizer; its words are for counting and timing. What the tokenizer must give exactly is
// defined by IcuTokenizer.
//
//   TASNIF_ASSIGN_OR_RETURN(auto reference, IcuReference::Create());
//   reference->Tokenize(text, &tokens);
//
// Threads: not thread-safe; one per worker. Cost: linear; copies the text twice.
#ifndef TASNIF_TEXT_ICU_REFERENCE_H_
#define TASNIF_TEXT_ICU_REFERENCE_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "text/tokens.h"

namespace tasnif {

class IcuReference {
 public:
  // INTERNAL where ICU's data cannot be loaded (broken installation).
  static absl::StatusOr<std::unique_ptr<IcuReference>> Create();
  ~IcuReference();

  // Appends the words of `utf8` to `*out`, in text order. Begin and end of a token are UTF-16
  // positions in the normalised text, and all tokens are kWord. Ill-formed bytes count as U+FFFD.
  // `utf8` must be smaller than 512 MiB.
  void Tokenize(std::string_view utf8, Tokens* out);

 private:
  struct Impl;
  explicit IcuReference(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_ICU_REFERENCE_H_
