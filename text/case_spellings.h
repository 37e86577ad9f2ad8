// text/case_spellings.h
//
// Spellings that a pattern which ignores case takes for the same, by Unicode's simple case folding.
//
//   CaseSpellings(U's')   // U"Ssſ"
//   MatchIgnoringCase("Reuters: …", "reuters")   // 7
//
// Threads: pure functions. Cost: CaseSpellings takes microseconds, for tables made at start.
// Source: Unicode 15 (ICU 72), CaseFolding.txt.
#ifndef TASNIF_TEXT_CASE_SPELLINGS_H_
#define TASNIF_TEXT_CASE_SPELLINGS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tasnif {

// All code points that differ from `c` in case only, itself included.
std::u32string CaseSpellings(char32_t c);

// Calls `use` with `literal` (valid UTF-8) in every spelling of the code points that begin in its
// first `bytes` bytes, the longer ones of a spelling counted. ASCII letters are taken in lower case
// only, but for those that are spelled beyond ASCII too (the Kelvin sign, the long s).
void ForEachSpelling(const std::string& literal, size_t bytes,
                     const std::function<void(const std::string&)>& use);

// How many bytes at the beginning of `text` spell `literal`; npos where it does not stand there.
// Both are valid UTF-8.
size_t MatchIgnoringCase(std::string_view text, std::string_view literal);

// Several bytes of text, as one unsigned number, with ASCII letters in one case: sets the bit that
// tells small from capital in each byte whose highest bit is clear. Some other ASCII characters
// become equal, too.
template <typename Bytes>
constexpr Bytes IgnoreAsciiCase(Bytes bytes) {
  constexpr Bytes kHighestBits = ~Bytes{0} / 0xFF * 0x80;
  return bytes | (~bytes & kHighestBits) >> 2;
}

}  // namespace tasnif

#endif  // TASNIF_TEXT_CASE_SPELLINGS_H_
