#include "text/letter_scripts.h"

#include <unicode/uchar.h>

#include <memory>
#include <numeric>

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

uint32_t LetterCounts::OfScript(UScriptCode script) const {
  uint32_t count = of_class[static_cast<size_t>(script)];
  for (const LetterClass c : {kAsciiLetter, kPersianLetter, kUrduLetter, kUkrainianLetter}) {
    if (ScriptOfClass(c) == script) count += of_class[c];
  }
  return count;
}

uint32_t LetterCounts::BeyondAscii() const {
  const uint32_t all = std::accumulate(of_class.begin(), of_class.end(), uint32_t{0});
  return all - of_class[kAsciiLetter] - of_class[kNoLetter];
}

LetterCounts CountLetters(std::string_view text) {
  const ClassTable& table = ClassTable::Get();
  LetterCounts counts;
  for (size_t position = 0; position < text.size();) {
    ++counts.of_class[table.Find(NextCodePoint(text, &position))];
  }
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
