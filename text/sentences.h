// text/sentences.h
//
// Text → sentences, as byte ranges without the white space around them.
//
//   TASNIF_ASSIGN_OR_RETURN(auto splitter, SentenceSplitter::Create());
//   std::vector<ByteRange> sentences;
//   splitter->Split("Mr. Ali left. He said why?", &sentences);   // {0,13} {14,26}
//
// A sentence ends where UAX #29 ends it (which knows . ? ! ؟ ۔ 。 and their kin), and at each line
// end; not behind an initial or one of a few titles ("J.", "Dr.", "د."). The Arabic semicolon ؛
// does not end one.
//
// Threads: not thread-safe; one per worker. Cost: linear.
// Source: UAX #29 as ICU 72 implements it, root locale.
#ifndef TASNIF_TEXT_SENTENCES_H_
#define TASNIF_TEXT_SENTENCES_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/byte_range.h"

namespace tasnif {

class SentenceSplitter {
 public:
  // INTERNAL where ICU's break rules cannot be loaded (broken installation).
  static absl::StatusOr<std::unique_ptr<SentenceSplitter>> Create();
  ~SentenceSplitter();

  // Appends the sentences of `text` (UTF-8, below 2 GiB) in order; none is empty, none overlaps.
  void Split(std::string_view text, std::vector<ByteRange>* sentences);

 private:
  struct Impl;
  explicit SentenceSplitter(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_SENTENCES_H_
