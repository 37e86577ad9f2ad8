#include "text/folded_text.h"

#include <algorithm>

#include "text/arabic_fold.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

bool IsInvisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == kStrongNameMask || c == kWeakNameMask;
}

bool IsSpace(char32_t c) {
  return c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == 0xA0 || c == 0x202F ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

char32_t Fold(char32_t c) {
  if (IsInvisible(c)) return kDropped;
  return IsSpace(c) ? U' ' : FoldArabic(c);
}

}  // namespace

FoldedText::FoldedText(std::string_view input) : input_size_(static_cast<uint32_t>(input.size())) {
  text_.reserve(input.size());
  sources_.reserve(input.size());
  for (size_t position = 0; position < input.size();) {
    const auto begin = static_cast<uint32_t>(position);
    const char32_t c = Fold(NextCodePoint(input, &position));
    const auto end = static_cast<uint32_t>(position);
    if (c != kDropped) {
      AppendUtf8(c, &text_);
      sources_.resize(text_.size(), {begin, end});
    } else if (!sources_.empty()) {
      // A mark belongs to the letter before it.
      for (size_t i = sources_.size();
           i-- > 0 && sources_[i].begin_byte == sources_.back().begin_byte;) {
        sources_[i].end_byte = end;
      }
    }
  }
}

FoldedText FoldedText::Masked(const std::vector<Mask>& masks) const {
  FoldedText masked;
  masked.input_size_ = input_size_;
  uint32_t copied = 0;
  const auto copy_to = [&](uint32_t end) {
    masked.text_.append(text_, copied, end - copied);
    masked.sources_.insert(masked.sources_.end(), sources_.begin() + copied,
                           sources_.begin() + end);
    copied = end;
  };
  for (const auto& [range, mask] : masks) {
    copy_to(range.begin_byte);
    AppendUtf8(mask, &masked.text_);
    masked.sources_.resize(masked.text_.size(), InputRange(range.begin_byte, range.end_byte));
    copied = range.end_byte;
  }
  copy_to(static_cast<uint32_t>(text_.size()));
  return masked;
}

ByteRange FoldedText::InputRange(size_t begin, size_t end) const {
  if (begin == end) {
    const uint32_t at = begin < sources_.size() ? sources_[begin].begin_byte : input_size_;
    return {at, at};
  }
  return {sources_[begin].begin_byte, sources_[end - 1].end_byte};
}

size_t FoldedText::OffsetOf(uint32_t input_byte) const {
  const auto found = std::lower_bound(
      sources_.begin(), sources_.end(), input_byte,
      [](const ByteRange& source, uint32_t byte) { return source.begin_byte < byte; });
  return static_cast<size_t>(found - sources_.begin());
}

}  // namespace tasnif
