#include "base/json_bytes.h"

#include <algorithm>

namespace tasnif {
namespace {

// U+FDD0 + n is EF B7 90+n, for n < 32.
constexpr size_t kEscapeBytes = 3;
constexpr char kEscapeFirst = '\xEF';
constexpr char kEscapeSecond = '\xB7';
constexpr unsigned kEscapeThird = 0x90;

unsigned ByteAt(std::string_view text, size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool IsContinuation(unsigned byte) { return byte >= 0x80 && byte <= 0xBF; }

// Table 3-7: after some first bytes the second one has a narrower range.
bool IsSecond(unsigned first, unsigned second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0 && second <= 0xBF;
    case 0xED:
      return second >= 0x80 && second <= 0x9F;
    case 0xF0:
      return second >= 0x90 && second <= 0xBF;
    case 0xF4:
      return second >= 0x80 && second <= 0x8F;
    default:
      return IsContinuation(second);
  }
}

// Bytes of the well-formed character at `at`, or 0.
size_t CharacterBytes(std::string_view text, size_t at) {
  const unsigned first = ByteAt(text, at);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !IsSecond(first, ByteAt(text, at + 1))) return 0;
  if (first < 0xE0) return 2;
  if (!IsContinuation(ByteAt(text, at + 2))) return 0;
  if (first < 0xF0) return 3;
  return IsContinuation(ByteAt(text, at + 3)) ? 4 : 0;
}

// The value 0..31 of the escape character at `at`, or -1.
int EscapeValue(std::string_view text, size_t at) {
  if (text.size() - at < kEscapeBytes) return -1;
  if (text[at] != kEscapeFirst || text[at + 1] != kEscapeSecond) return -1;
  const unsigned third = ByteAt(text, at + 2);
  return third >= kEscapeThird && third < kEscapeThird + 32 ? static_cast<int>(third - kEscapeThird)
                                                            : -1;
}

struct Unit {
  size_t bytes;
  bool is_escaped;
};

Unit UnitAt(std::string_view text, size_t at) {
  if (EscapeValue(text, at) >= 0) return {kEscapeBytes, true};
  const size_t bytes = CharacterBytes(text, at);
  return bytes > 0 ? Unit{bytes, false} : Unit{1, true};
}

void AppendEscaped(unsigned byte, std::string* out) {
  for (const unsigned half : {byte >> 4, 16 + (byte & 15)}) {
    out->push_back(kEscapeFirst);
    out->push_back(kEscapeSecond);
    out->push_back(static_cast<char>(kEscapeThird + half));
  }
}

}  // namespace

bool IsWellFormedUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t bytes = CharacterBytes(text, at);
    if (bytes == 0) return false;
    at += bytes;
  }
  return true;
}

std::string EscapeInvalidUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (size_t at = 0; at < text.size();) {
    const Unit unit = UnitAt(text, at);
    const std::string_view bytes = text.substr(at, unit.bytes);
    if (unit.is_escaped) {
      for (size_t i = 0; i < bytes.size(); ++i) AppendEscaped(ByteAt(bytes, i), &out);
    } else {
      out.append(bytes);
    }
    at += unit.bytes;
  }
  return out;
}

std::string UnescapeInvalidUtf8(std::string_view escaped) {
  std::string out;
  out.reserve(escaped.size());
  for (size_t at = 0; at < escaped.size();) {
    const int high = EscapeValue(escaped, at);
    const int low = high >= 0 && high < 16 ? EscapeValue(escaped.substr(at + kEscapeBytes), 0) : -1;
    if (low >= 16) {
      out.push_back(static_cast<char>(high << 4 | (low - 16)));
      at += 2 * kEscapeBytes;
    } else {
      out.push_back(escaped[at++]);
    }
  }
  return out;
}

size_t OffsetBeforeEscape(std::string_view text, size_t escaped_offset) {
  size_t at = 0;
  for (size_t written = 0; at < text.size();) {
    const Unit unit = UnitAt(text, at);
    written += unit.is_escaped ? unit.bytes * 2 * kEscapeBytes : unit.bytes;
    if (written > escaped_offset) break;
    at += unit.bytes;
  }
  return std::min(at, text.size());
}

}  // namespace tasnif
