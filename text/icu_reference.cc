#include "text/icu_reference.h"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/unistr.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace tasnif {

struct IcuReference::Impl {
  const icu::Normalizer2* nfkc_casefold;  // Owned by ICU.
  std::unique_ptr<icu::BreakIterator> iterator;
  icu::UnicodeString normalized;
};

absl::StatusOr<std::unique_ptr<IcuReference>> IcuReference::Create() {
  UErrorCode error = U_ZERO_ERROR;
  auto impl = std::make_unique<Impl>();
  impl->nfkc_casefold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  impl->iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error) || impl->iterator == nullptr) {
    return absl::InternalError(absl::StrCat("ICU normalisation and word break data: ",
                                            u_errorName(error), "; reinstall the ICU libraries"));
  }
  return std::unique_ptr<IcuReference>(new IcuReference(std::move(impl)));
}

IcuReference::IcuReference(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IcuReference::~IcuReference() = default;

void IcuReference::Tokenize(std::string_view utf8, Tokens* out) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString input = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  impl_->nfkc_casefold->normalize(input, impl_->normalized, error);
  icu::BreakIterator& iterator = *impl_->iterator;
  iterator.setText(impl_->normalized);
  std::string* arena = out->mutable_arena();
  icu::StringByteSink<std::string> sink(arena);
  int32_t begin = iterator.first();
  for (int32_t end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
    if (iterator.getRuleStatus() >= UBRK_WORD_NUMBER) {
      const auto offset = static_cast<uint32_t>(arena->size());
      impl_->normalized.tempSubStringBetween(begin, end).toUTF8(sink);
      out->Add({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), offset,
                static_cast<uint32_t>(arena->size()) - offset, TokenKind::kWord});
    }
    begin = end;
  }
}

}  // namespace tasnif
