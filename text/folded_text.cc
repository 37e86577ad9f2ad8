#include "text/folded_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "text/arabic_fold.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr bool IsInvisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == kStrongNameMask || c == kWeakNameMask;
}

constexpr bool IsSpace(char32_t c) {
  return c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == 0xA0 || c == 0x202F ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

constexpr char32_t Fold(char32_t c) {
  if (IsInvisible(c)) return kDropped;
  return IsSpace(c) ? U' ' : FoldArabic(c);
}

// What Fold makes of a code point that is spelled in one or two bytes, spelled in at most as many.
struct ShortFold {
  char bytes[2];
  uint8_t size;  // 0: dropped.
};

constexpr char32_t kShortEnd = 0x800;

constexpr std::array<ShortFold, kShortEnd> ShortFolds() {
  std::array<ShortFold, kShortEnd> folds{};
  for (char32_t c = 0; c < kShortEnd; ++c) {
    const char32_t folded = Fold(c);
    if (folded == kDropped) continue;
    if (folded < 0x80) {
      folds[c] = {{static_cast<char>(folded), 0}, 1};
    } else {
      folds[c] = {
          {static_cast<char>(0xC0 | folded >> 6), static_cast<char>(0x80 | (folded & 0x3F))}, 2};
    }
  }
  return folds;
}

constexpr std::array<ShortFold, kShortEnd> kShortFolds = ShortFolds();

// A byte that is ill-formed becomes U+FFFD; nothing else grows.
constexpr size_t kLargestGrowth = 2;

}  // namespace

void FoldedText::Assign(std::string_view input) {
  input_size_ = static_cast<uint32_t>(input.size());
  runs_.clear();
  text_.resize(input.size() + kLargestGrowth);
  size_t read = 0, written = 0;
  while (read < input.size()) {
    FoldShort(input, &read, &written);
    if (read < input.size()) FoldOne(input, &read, &written);
  }
  text_.resize(written);
}

// There is always room for what is left of the input: nothing grows here. Two bytes are written
// even where one counts or none, which is why the last one of the input is left to FoldOne.
void FoldedText::FoldShort(std::string_view input, size_t* read, size_t* written) {
  const auto* const begin = reinterpret_cast<const uint8_t*>(input.data());
  const uint8_t* const end = begin + input.size() - 1;
  const uint8_t* in = begin + *read;
  char* const text = text_.data();
  char* out = text + *written;
  bool is_moved = true;  // Something was dropped or resized since the last run began, or may be.
  const auto fold = [&](const ShortFold& folded, int size) {
    if (folded.size != 0 && is_moved) [[unlikely]] {
      BeginAt(static_cast<size_t>(out - text), static_cast<size_t>(in - begin));
      is_moved = false;
    }
    std::memcpy(out, folded.bytes, sizeof(folded.bytes));
    is_moved |= folded.size != size;
    out += folded.size;
    in += size;
  };
  while (in < end) {
    // Words of two-byte letters first: a blank between them then costs one wrong guess, not two.
    while (in < end && in[0] - 0xC2u < 0xE0u - 0xC2u && (in[1] & 0xC0) == 0x80) {
      fold(kShortFolds[(in[0] & 0x1Fu) << 6 | (in[1] & 0x3Fu)], 2);
    }
    if (in >= end || in[0] >= 0x80) break;
    while (in < end && in[0] < 0x80) fold(kShortFolds[in[0]], 1);
  }
  *read = static_cast<size_t>(in - begin);
  *written = static_cast<size_t>(out - text);
}

void FoldedText::FoldOne(std::string_view input, size_t* read, size_t* written) {
  const size_t begin = *read;
  const char32_t c = Fold(NextCodePoint(input, read));
  if (c == kDropped) return;
  BeginAt(*written, begin);
  std::string bytes;
  AppendUtf8(c, &bytes);
  const size_t room = *written + bytes.size() + (input.size() - *read) + kLargestGrowth;
  if (text_.size() < room) text_.resize(std::max(room, text_.size() + text_.size() / 2));
  bytes.copy(text_.data() + *written, bytes.size());
  *written += bytes.size();
}

void FoldedText::BeginAt(size_t text_byte, size_t input_byte) {
  const Run last = runs_.empty() ? Run{0, 0} : runs_.back();
  const Run run{static_cast<uint32_t>(text_byte), static_cast<uint32_t>(input_byte)};
  if (run.input_byte - run.text_byte != last.input_byte - last.text_byte) runs_.push_back(run);
}

FoldedText FoldedText::Masked(const std::vector<Mask>& masks) const {
  FoldedText masked;
  masked.input_size_ = input_size_;
  uint32_t copied = 0;
  auto run = runs_.begin();
  const auto copy_to = [&](uint32_t end) {
    if (end == copied) return;
    const auto at = static_cast<uint32_t>(masked.text_.size());
    masked.BeginAt(at, InputOf(copied));
    while (run != runs_.end() && run->text_byte <= copied) ++run;
    for (; run != runs_.end() && run->text_byte < end; ++run) {
      masked.BeginAt(at + (run->text_byte - copied), run->input_byte);
    }
    masked.text_.append(text_, copied, end - copied);
  };
  for (const auto& [range, mask] : masks) {
    copy_to(range.begin_byte);
    masked.BeginAt(masked.text_.size(), InputOf(range.begin_byte));
    AppendUtf8(mask, &masked.text_);
    copied = range.end_byte;
  }
  copy_to(static_cast<uint32_t>(text_.size()));
  return masked;
}

uint32_t FoldedText::InputOf(size_t text_byte) const {
  if (text_byte >= text_.size()) return input_size_;
  const auto behind =
      std::upper_bound(runs_.begin(), runs_.end(), text_byte,
                       [](size_t byte, const Run& run) { return byte < run.text_byte; });
  const Run run = behind == runs_.begin() ? Run{0, 0} : behind[-1];
  return run.input_byte + (static_cast<uint32_t>(text_byte) - run.text_byte);
}

ByteRange FoldedText::InputRange(size_t begin, size_t end) const {
  const bool is_empty = begin == end;
  while (IsInsideCharacter(begin)) --begin;
  if (is_empty) return {InputOf(begin), InputOf(begin)};
  // What was dropped behind a character, such as its marks, belongs to it: up to the next one.
  while (IsInsideCharacter(end)) ++end;
  return {InputOf(begin), InputOf(end)};
}

size_t FoldedText::OffsetOf(uint32_t input_byte) const {
  const auto next =
      std::lower_bound(runs_.begin(), runs_.end(), input_byte,
                       [](const Run& run, uint32_t byte) { return run.input_byte < byte; });
  const Run run = next == runs_.begin() ? Run{0, 0} : next[-1];
  const size_t end = next == runs_.end() ? text_.size() : next->text_byte;
  size_t offset = run.text_byte + (input_byte - run.input_byte);
  while (offset < end && IsInsideCharacter(offset)) ++offset;
  return std::min(offset, end);
}

}  // namespace tasnif
