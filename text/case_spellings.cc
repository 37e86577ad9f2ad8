#include "text/case_spellings.h"

#include <unicode/uchar.h>
#include <unicode/uset.h>

#include <memory>

#include "text/utf8.h"

namespace tasnif {
namespace {

char32_t FoldCase(char32_t c) {
  return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

void SpellFrom(size_t begin, const std::string& literal, size_t bytes,
               const std::function<void(const std::string&)>& use) {
  if (begin >= bytes || begin >= literal.size()) return use(literal);
  size_t end = begin;
  const char32_t c = FoldCase(NextCodePoint(literal, &end));
  for (const char32_t spelling : CaseSpellings(c)) {
    if (spelling < 0x80 && spelling != c) continue;
    std::string spelled = literal.substr(0, begin);
    AppendUtf8(spelling, &spelled);
    const size_t next = spelled.size();
    SpellFrom(next, spelled + literal.substr(end), bytes, use);
  }
}

}  // namespace

std::u32string CaseSpellings(char32_t c) {
  const std::unique_ptr<USet, decltype(&uset_close)> set(uset_openEmpty(), uset_close);
  uset_add(set.get(), static_cast<UChar32>(c));
  uset_closeOver(set.get(), USET_CASE_INSENSITIVE);
  std::u32string spellings;
  for (int32_t i = 0; uset_charAt(set.get(), i) >= 0; ++i) {
    spellings += static_cast<char32_t>(uset_charAt(set.get(), i));
  }
  return spellings;
}

void ForEachSpelling(const std::string& literal, size_t bytes,
                     const std::function<void(const std::string&)>& use) {
  SpellFrom(0, literal, bytes, use);
}

size_t MatchIgnoringCase(std::string_view text, std::string_view literal) {
  size_t in_text = 0, in_literal = 0;
  while (in_literal < literal.size()) {
    if (in_text == text.size()) return std::string_view::npos;
    const char32_t c = NextCodePoint(text, &in_text);
    const char32_t wanted = NextCodePoint(literal, &in_literal);
    if (c != wanted && FoldCase(c) != FoldCase(wanted)) return std::string_view::npos;
  }
  return in_text;
}

}  // namespace tasnif
