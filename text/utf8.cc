#include "text/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace tasnif {
namespace {

// What table 3-7 of the standard says about a sequence that begins with a given byte: its length
// and the allowed range of its second byte. Later bytes are always 80..BF.
struct Lead {
  int length;
  uint8_t second_min;
  uint8_t second_max;
};

Lead LeadOf(uint8_t byte) {
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

constexpr size_t kWordBytes = 8;

// Eight bytes as one number, the first one lowest.
uint64_t LoadWord(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, kWordBytes);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

// How many bytes at the beginning are sequences of one and two bytes for sure: looks at eight bytes
// at once, up to the first eight that hold anything else.
size_t ShortSequencesPrefix(std::string_view bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101u;  // One bit for each byte.
  size_t i = 0;
  uint64_t due = 0;  // 1: the last byte read wants a continuation.
  for (; i + kWordBytes <= bytes.size(); i += kWordBytes) {
    const uint64_t word = LoadWord(bytes.data() + i);
    const uint64_t high = word >> 7;
    const uint64_t lead = high & word >> 6 & kOnes;
    const uint64_t continuation = high & ~(word >> 6) & kOnes;
    const uint64_t is_longer = lead & word >> 5;                                           // E0..FF
    const uint64_t is_overlong = lead & ~(word >> 1 | word >> 2 | word >> 3 | word >> 4);  // C0, C1
    const uint64_t is_misplaced = continuation ^ (lead << 8 | due);
    if ((is_longer | is_overlong | is_misplaced) != 0) break;
    due = lead >> 56;
  }
  return i - due;
}

}  // namespace

char32_t utf8_internal::DecodeAny(std::string_view text, size_t* position) {
  const uint8_t first = static_cast<uint8_t>(text[(*position)++]);
  if (first < 0x80) return first;
  const Lead lead = LeadOf(first);
  if (lead.length == 0) return kIllFormed;
  char32_t code_point = first & (0x7F >> lead.length);
  for (int i = 1; i < lead.length; ++i) {
    if (*position == text.size()) return kIllFormed;
    const uint8_t byte = static_cast<uint8_t>(text[*position]);
    const uint8_t min = i == 1 ? lead.second_min : 0x80;
    const uint8_t max = i == 1 ? lead.second_max : 0xBF;
    if (byte < min || byte > max) return kIllFormed;
    code_point = code_point << 6 | (byte & 0x3F);
    ++*position;
  }
  return code_point;
}

size_t ValidUtf8Prefix(std::string_view bytes) {
  size_t position = 0;
  while (position < bytes.size()) {
    position += ShortSequencesPrefix(bytes.substr(position));
    const size_t resume = std::min(position + kWordBytes, bytes.size());
    while (position < resume) {
      const size_t begin = position;
      if (NextCodePointOrIllFormed(bytes, &position) == kIllFormed) return begin;
    }
  }
  return bytes.size();
}

bool IsValidUtf8(std::string_view bytes) { return ValidUtf8Prefix(bytes) == bytes.size(); }

RepairedText RepairUtf8(std::string_view bytes) {
  RepairedText repaired;
  repaired.text.reserve(bytes.size());
  size_t position = 0;
  while (true) {
    const size_t valid = ValidUtf8Prefix(bytes.substr(position));
    repaired.text.append(bytes.substr(position, valid));
    position += valid;
    if (position == bytes.size()) return repaired;
    NextCodePointOrIllFormed(bytes, &position);
    AppendUtf8(kReplacementCharacter, &repaired.text);
    ++repaired.replaced;
  }
}

void AppendUtf8(char32_t code_point, std::string* out) {
  const auto tail = [code_point](int shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
  };
  if (code_point < 0x80) {
    out->push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out->push_back(static_cast<char>(0xC0 | code_point >> 6));
    out->push_back(tail(0));
  } else if (code_point < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | code_point >> 12));
    out->push_back(tail(6));
    out->push_back(tail(0));
  } else {
    out->push_back(static_cast<char>(0xF0 | code_point >> 18));
    out->push_back(tail(12));
    out->push_back(tail(6));
    out->push_back(tail(0));
  }
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t position = 0; position < text.size(); ++count) {
    NextCodePointOrIllFormed(text, &position);
  }
  return count;
}

}  // namespace tasnif
