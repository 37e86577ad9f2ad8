// text/word_breaker.h
//
// ICU's word segmentation over UTF-8: UAX #29 with ICU's root rules, dictionaries for Han, Kana,
// Thai, Lao, Khmer and Burmese.
//
//   breaker->Segment(text, 0, &segments);    // "the cat." -> {0,3} {4,7}
//
// Threads: not thread-safe; one per worker. Cost: linear; a UTF-16 copy of the text is kept.
#ifndef TASNIF_TEXT_WORD_BREAKER_H_
#define TASNIF_TEXT_WORD_BREAKER_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/byte_range.h"

namespace tasnif {

class WordBreaker {
 public:
  // INTERNAL where ICU's break rules cannot be loaded (broken installation).
  static absl::StatusOr<std::unique_ptr<WordBreaker>> Create();
  ~WordBreaker();

  // Appends to `*segments` the byte ranges in `text`, each moved by `offset`, of the segments that
  // hold a letter, digit, kana or ideograph (rule status >= UBRK_WORD_NUMBER), in order. Ill-formed
  // bytes count as U+FFFD. `text` and `offset` together must stay below 2 GiB.
  void Segment(std::string_view text, uint32_t offset, std::vector<ByteRange>* segments);

 private:
  struct Impl;
  explicit WordBreaker(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_WORD_BREAKER_H_
