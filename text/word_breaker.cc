#include "text/word_breaker.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/ubrk.h>
#include <unicode/unistr.h>

#include "absl/strings/str_cat.h"
#include "text/utf16_text.h"

namespace tasnif {

struct WordBreaker::Impl {
  std::unique_ptr<icu::BreakIterator> iterator;
  Utf16Text utf16;
  icu::UnicodeString alias;  // Points into `utf16`.
};

absl::StatusOr<std::unique_ptr<WordBreaker>> WordBreaker::Create() {
  auto impl = std::make_unique<Impl>();
  UErrorCode error = U_ZERO_ERROR;
  impl->iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error) || impl->iterator == nullptr) {
    return absl::InternalError(absl::StrCat("ICU word break rules: ", u_errorName(error),
                                            "; reinstall the ICU libraries"));
  }
  return std::unique_ptr<WordBreaker>(new WordBreaker(std::move(impl)));
}

WordBreaker::WordBreaker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WordBreaker::~WordBreaker() = default;

void WordBreaker::Segment(std::string_view text, uint32_t offset,
                          std::vector<ByteRange>* segments) {
  impl_->utf16.Assign(text);
  const std::u16string_view view = impl_->utf16.view();
  impl_->alias.setTo(false, view.data(), static_cast<int32_t>(view.size()));
  icu::BreakIterator& iterator = *impl_->iterator;
  iterator.setText(impl_->alias);
  int32_t begin = iterator.first();
  for (int32_t end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
    if (iterator.getRuleStatus() >= UBRK_WORD_NUMBER) {
      const size_t begin_byte = impl_->utf16.ByteAt(static_cast<size_t>(begin));
      const size_t end_byte = impl_->utf16.ByteAt(static_cast<size_t>(end));
      segments->push_back(
          {static_cast<uint32_t>(offset + begin_byte), static_cast<uint32_t>(offset + end_byte)});
    }
    begin = end;
  }
}

}  // namespace tasnif
