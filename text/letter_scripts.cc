#include "text/letter_scripts.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr std::u32string_view kPersian = U"پچژگکی";
constexpr std::u32string_view kUrdu = U"ٹڈڑںےہھ";
constexpr std::u32string_view kUkrainian = U"іїєґІЇЄҐ";

bool Holds(std::u32string_view letters, char32_t c) {
  return letters.find(c) != std::u32string_view::npos;
}

LetterClass ComputeClass(char32_t c) {
  const auto code_point = static_cast<UChar32>(c);
  if (!u_isalpha(code_point)) return kNoLetter;
  if (c < 0x80) return kAsciiLetter;
  if (Holds(kPersian, c)) return kPersianLetter;
  if (Holds(kUrdu, c)) return kUrduLetter;
  if (Holds(kUkrainian, c)) return kUkrainianLetter;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(code_point, &error);
  // ICU knows about two hundred scripts: their codes stay below the classes.
  const bool is_known = U_SUCCESS(error) && script >= 0 && script < kAsciiLetter;
  return is_known ? static_cast<LetterClass>(script) : LetterClass{USCRIPT_COMMON};
}

UScriptCode ScriptOfClass(LetterClass letter) {
  switch (letter) {
    case kAsciiLetter:
      return USCRIPT_LATIN;
    case kPersianLetter:
    case kUrduLetter:
      return USCRIPT_ARABIC;
    case kUkrainianLetter:
      return USCRIPT_CYRILLIC;
    default:
      return static_cast<UScriptCode>(letter);
  }
}

class ClassTable {
 public:
  // Computed at the first call.
  static const ClassTable& Get() {
    static const std::unique_ptr<const ClassTable> table(new ClassTable);
    return *table;
  }

  LetterClass Find(char32_t c) const { return c < kEnd ? classes_[c] : ComputeClass(c); }

 private:
  static constexpr char32_t kEnd = 0x10000;

  ClassTable() {
    for (char32_t c = 0; c < kEnd; ++c) classes_[c] = ComputeClass(c);
  }

  std::array<LetterClass, kEnd> classes_;
};

}  // namespace

std::array<uint32_t, kAsciiLetter> LetterCounts::ByScript() const {
  std::array<uint32_t, kAsciiLetter> counts;
  std::copy_n(of_class.begin(), counts.size(), counts.begin());
  for (const LetterClass c : {kAsciiLetter, kPersianLetter, kUrduLetter, kUkrainianLetter}) {
    counts[static_cast<size_t>(ScriptOfClass(c))] += of_class[c];
  }
  return counts;
}

uint32_t LetterCounts::BeyondAscii() const {
  const uint32_t all = std::accumulate(of_class.begin(), of_class.end(), uint32_t{0});
  return all - of_class[kAsciiLetter] - of_class[kNoLetter];
}

LetterCounts CountLetters(std::string_view text) {
  const ClassTable& table = ClassTable::Get();
  LetterCounts counts;
  const auto* in = reinterpret_cast<const uint8_t*>(text.data());
  const uint8_t* const end = in + text.size();
  const auto is_pair = [end](const uint8_t* at) {
    return end - at >= 2 && at[0] - 0xC2u < 0xE0u - 0xC2u && (at[1] & 0xC0) == 0x80;
  };
  // Nearly all letters of a text are of one class: it is counted in a register, since a counter in
  // memory could not be raised with each letter before it has been stored with the one before.
  LetterClass common = kNoLetter;
  uint32_t common_count = 0;
  while (in < end) {
    // Words of two-byte letters first: a blank between them then costs one wrong guess, not two.
    while (is_pair(in)) {
      const LetterClass letter = table.Find((in[0] & 0x1Fu) << 6 | (in[1] & 0x3Fu));
      if (letter != common) [[unlikely]] {
        counts.of_class[common] += std::exchange(common_count, 0);
        common = letter;
      }
      ++common_count;
      in += 2;
    }
    while (in < end && in[0] < 0x80) ++counts.of_class[table.Find(*in++)];
    if (in == end || is_pair(in)) continue;
    size_t size = 0;
    const std::string_view rest(reinterpret_cast<const char*>(in), static_cast<size_t>(end - in));
    ++counts.of_class[table.Find(NextCodePoint(rest, &size))];
    in += size;
  }
  counts.of_class[common] += common_count;
  return counts;
}

UScriptCode FirstScriptOf(std::string_view text, const std::array<bool, 256>& scripts) {
  const ClassTable& table = ClassTable::Get();
  for (size_t position = 0; position < text.size();) {
    const LetterClass letter = table.Find(NextCodePoint(text, &position));
    if (letter == kNoLetter) continue;
    const UScriptCode script = ScriptOfClass(letter);
    if (scripts[static_cast<size_t>(script)]) return script;
  }
  return USCRIPT_COMMON;
}

}  // namespace tasnif
