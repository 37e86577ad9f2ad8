#include "text/name_scan.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "text/case_spellings.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kKeyBytes = 8;

// \pL and \pN.
bool IsWordPart(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

}  // namespace

NameScan::NameScan(std::vector<std::string> names) : names_(std::move(names)) {
  for (char32_t c = 0; c < kShortEnd; ++c) is_word_part_[c] = IsWordPart(c);
  // Spellings may be longer than each other, and the Kelvin sign ends a word that 'k' goes on with:
  // keys are taken of each spelling as it would stand in a text.
  for (uint32_t i = 0; i < names_.size(); ++i) {
    ForEachSpelling(names_[i], kKeyBytes, [this, i](const std::string& spelled) {
      entries_.push_back({KeyOf(spelled, 0, WordEnd(spelled, 0)), i});
    });
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.key, a.name) < std::pair(b.key, b.name);
  });
  const auto same = std::unique(
      entries_.begin(), entries_.end(),
      [](const Entry& a, const Entry& b) { return a.key == b.key && a.name == b.name; });
  entries_.erase(same, entries_.end());
  for (const Entry& entry : entries_) {
    filter_[Slot(entry.key) / 64] |= uint64_t{1} << Slot(entry.key) % 64;
  }
}

bool NameScan::CanBegin(std::string_view name) {
  size_t position = 0;
  return !name.empty() && IsWordPart(NextCodePoint(name, &position));
}

inline NameScan::Key NameScan::KeyOf(std::string_view text, size_t begin, size_t end) {
  const size_t size = std::min(end - begin, kKeyBytes);
  Key key = 0;
  if (begin + kKeyBytes <= text.size()) {
    std::memcpy(&key, text.data() + begin, kKeyBytes);
    // Of a big-endian number the first bytes are the highest.
    const int unused = static_cast<int>(8 * (kKeyBytes - size));
    key = std::endian::native == std::endian::little ? key << unused >> unused
                                                     : key >> unused << unused;
  } else {
    std::memcpy(&key, text.data() + begin, size);
  }
  return IgnoreAsciiCase(key);
}

inline size_t NameScan::WordEnd(std::string_view text, size_t begin) const {
  size_t end = begin;
  while (end < text.size()) {
    const auto first = static_cast<uint8_t>(text[end]);
    if (first < 0x80) {
      if (!is_word_part_[first]) return end;
      ++end;
    } else if (first < 0xE0) {
      const auto second = static_cast<uint8_t>(text[end + 1]);
      if (!is_word_part_[(first & 0x1F) << 6 | (second & 0x3F)]) return end;
      end += 2;
    } else if (end == begin) {
      return end + (first < 0xF0 ? 3 : 4);
    } else {
      return end;
    }
  }
  return end;
}

NameScan::Edge NameScan::EdgeAt(std::string_view text, size_t position) const {
  if (position == text.size()) return Edge::kClear;
  const char32_t c = NextCodePoint(text, &position);
  if (c >= kShortEnd) return Edge::kUnknown;
  return is_word_part_[c] ? Edge::kWordPart : Edge::kClear;
}

// No short letter or digit stands before `begin`, or its word would have begun there.
NameScan::Edge NameScan::EdgeBefore(std::string_view text, size_t begin) {
  const auto byte_at = [text](size_t i) { return static_cast<uint8_t>(text[i]); };
  if (byte_at(begin) >= 0xE0) return Edge::kUnknown;
  size_t before = begin;
  while (before > 0 && (byte_at(--before) & 0xC0) == 0x80) {
  }
  return before < begin && byte_at(before) >= 0xE0 ? Edge::kUnknown : Edge::kClear;
}

NameScan::Place NameScan::LookAt(Key key, std::string_view text, size_t begin) const {
  Place place{std::string_view::npos, 0, EdgeBefore(text, begin) == Edge::kClear};
  auto entry = std::lower_bound(entries_.begin(), entries_.end(), key,
                                [](const Entry& e, Key k) { return e.key < k; });
  for (; entry != entries_.end() && entry->key == key; ++entry) {
    const size_t size = MatchIgnoringCase(text.substr(begin), names_[entry->name]);
    if (size == std::string_view::npos) continue;
    const Edge edge = EdgeAt(text, begin + size);
    if (edge == Edge::kWordPart) continue;
    const bool is_other = place.begin == begin && place.end != begin + size;
    place.is_sure &= edge == Edge::kClear && !is_other;
    place.begin = begin;
    place.end = begin + size;
  }
  return place;
}

NameScan::Place NameScan::Next(std::string_view text, size_t* position) const {
  while (*position < text.size()) {
    const size_t begin = *position;
    const size_t end = WordEnd(text, begin);
    if (end == begin) {
      *position += static_cast<uint8_t>(text[begin]) < 0x80 ? 1 : 2;
      continue;
    }
    *position = end;
    const Key key = KeyOf(text, begin, end);
    const bool may_be = filter_[Slot(key) / 64] >> Slot(key) % 64 & 1;
    if (!may_be) [[likely]]
      continue;
    const Place place = LookAt(key, text, begin);
    if (place.begin == begin) return place;
  }
  return {std::string_view::npos, 0, false};
}

}  // namespace tasnif
