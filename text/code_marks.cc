#include "text/code_marks.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tasnif {
namespace {

constexpr size_t kScannedBytes = 4096;
constexpr size_t kFirstLookBytes = 512;
constexpr size_t kMinMarks = 10;
// Programs in C, Python, JavaScript, CSS, shell and SQL have 0.05 to 0.24; prose has 0.02 at most.
constexpr double kMinShare = 0.045;

enum ByteKind : uint8_t { kOther, kSpace, kLetter, kForeign, kMark, kOpen, kClose };

constexpr std::array<ByteKind, 256> MakeByteKinds() {
  std::array<ByteKind, 256> kinds{};
  for (int byte = 0x80; byte < 0x100; ++byte) kinds[byte] = kForeign;
  for (int letter = 0; letter < 26; ++letter) {
    kinds['a' + letter] = kLetter;
    kinds['A' + letter] = kLetter;
  }
  for (const char space : {' ', '\t', '\r', '\n'}) kinds[static_cast<uint8_t>(space)] = kSpace;
  for (const char mark : std::string_view("{}[]<>=;|\\$&*+~^`")) {
    kinds[static_cast<uint8_t>(mark)] = kMark;
  }
  kinds['('] = kOpen;
  kinds[')'] = kClose;
  return kinds;
}

constexpr std::array<ByteKind, 256> kKinds = MakeByteKinds();

struct ByteCounts {
  size_t letters = 0;
  size_t foreign = 0;
  size_t marks = 0;

  // A letter beyond ASCII has two or three bytes.
  bool is_mostly_ascii() const { return letters > foreign / 2; }
};

// `(` right after a name or another mark is a call; after a space it opens an aside.
ByteCounts CountBytes(std::string_view text) {
  ByteCounts counts;
  size_t open_calls = 0;
  char before = ' ';
  for (const char byte : text) {
    const ByteKind kind = kKinds[static_cast<uint8_t>(byte)];
    counts.letters += kind == kLetter;
    counts.foreign += kind == kForeign;
    if (kind >= kMark && byte != before) {
      const bool is_call = kind == kOpen && kKinds[static_cast<uint8_t>(before)] != kSpace;
      const bool ends_call = kind == kClose && open_calls > 0;
      open_calls += is_call;
      open_calls -= ends_call;
      counts.marks += kind == kMark || is_call || ends_call;
    }
    before = byte;
  }
  return counts;
}

}  // namespace

bool LooksLikeCode(std::string_view text) {
  if (!CountBytes(text.substr(0, kFirstLookBytes)).is_mostly_ascii()) return false;
  const ByteCounts counts = CountBytes(text.substr(0, kScannedBytes));
  const size_t letters_and_marks = counts.letters + counts.foreign / 2 + counts.marks;
  return counts.is_mostly_ascii() && counts.marks >= kMinMarks &&
         static_cast<double>(counts.marks) >= kMinShare * static_cast<double>(letters_and_marks);
}

}  // namespace tasnif
