#include "text/word_scanner.h"

#include <algorithm>

#include "text/utf8.h"

namespace tasnif {
namespace {

// Binds what follows it to an emoji.
bool IsJoiner(std::string_view character) { return character == "\u200D"; }

bool IsLetter(BreakClass c) { return c == BreakClass::kLetter || c == BreakClass::kHebrew; }

bool IsWordPart(BreakClass c) {
  return IsLetter(c) || c == BreakClass::kDigit || c == BreakClass::kUnderscore;
}

// WB6 and WB7: letter × middle × letter.
bool JoinsLetters(BreakClass c) {
  return c == BreakClass::kMidLetter || c == BreakClass::kMidBoth || c == BreakClass::kSingleQuote;
}

// WB11 and WB12: digit × middle × digit.
bool JoinsDigits(BreakClass c) {
  return c == BreakClass::kMidNumber || c == BreakClass::kMidBoth || c == BreakClass::kSingleQuote;
}

bool IsQuote(BreakClass c) {
  return c == BreakClass::kSingleQuote || c == BreakClass::kDoubleQuote;
}

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Writes a code point of the BMP; returns behind it.
inline char* WriteUtf8(uint16_t c, char* out) {
  if (c < 0x80) {
    *out++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<char>(0xC0 | c >> 6);
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out++ = static_cast<char>(0xE0 | c >> 12);
    *out++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  return out;
}

}  // namespace

// One and two bytes, which most letters have, are decoded in place.
inline WordScanner::Part WordScanner::Peek(size_t position) const {
  if (position == text_.size())
    return {{BreakClass::kOther, FoldAction::kKeep, 0}, position, position};
  const auto first = static_cast<unsigned char>(text_[position]);
  if (first < 0x80) return {table_.Find(first), position, position + 1};
  if (first >= 0xC2 && first < 0xE0 && position + 1 < text_.size() &&
      IsContinuation(text_[position + 1])) {
    const auto second = static_cast<unsigned char>(text_[position + 1]);
    const auto c = static_cast<char32_t>((first & 0x1F) << 6 | (second & 0x3F));
    return {table_.Find(c), position, position + 2};
  }
  size_t end = position;
  const char32_t c = NextCodePoint(text_, &end);
  return {table_.Find(c), position, end};
}

// A word that grows beyond kMaxTokenCodePoints is cut elsewhere: what is folded so far is unused.
inline void WordScanner::Fold(const Part& part) {
  if (++code_points_ > kMaxTokenCodePoints) {
    is_plain_ = false;
    folded_end_ = folded_;
    code_points_ = 1;
  }
  switch (part.entry.fold) {
    case FoldAction::kReplace:
      folded_end_ = WriteUtf8(part.entry.value, folded_end_);
      break;
    case FoldAction::kKeep:
      for (size_t i = part.begin; i < part.end; ++i) *folded_end_++ = text_[i];
      break;
    case FoldAction::kAskIcu:
      is_plain_ = false;
      break;
    case FoldAction::kDrop:
      break;
  }
}

inline void WordScanner::Take(const Part& part) {
  Fold(part);
  if (part.entry.break_class == BreakClass::kUnderscore) is_plain_ = false;
  if (part.entry.break_class != BreakClass::kExtend) last_ = part.entry.break_class;
  end_ = part.end;
}

WordScanner::Outcome WordScanner::Scan(size_t begin) {
  const Part first = Peek(begin);
  if (IsWordPart(first.entry.break_class)) return ScanWord(first);
  if (first.entry.break_class == BreakClass::kComplex) return AskIcu(begin);
  return ScanOther(first);
}

WordScanner::Outcome WordScanner::ScanWord(const Part& first) {
  code_points_ = 0;
  is_plain_ = true;
  is_for_icu_ = false;
  folded_end_ = folded_;
  Take(first);
  while (TakeNext()) {
  }
  if (is_for_icu_) return AskIcu(first.begin);
  return is_plain_ ? Outcome::kPlainWord : Outcome::kMixedWord;
}

// Takes the next part of the word; false at its end, or where ICU must decide.
bool WordScanner::TakeNext() {
  Part next = Peek(end_);
  // Letter upon letter is what nearly always happens.
  while (next.entry.break_class == BreakClass::kLetter) {
    Take(next);
    next = Peek(end_);
  }
  const BreakClass next_class = next.entry.break_class;
  if (next_class == BreakClass::kOther) return false;
  if (next_class == BreakClass::kComplex) return LeaveToIcu();
  if (IsWordPart(next_class) || next_class == BreakClass::kExtend) {
    // ICU gives a word that ends in underscore and mark another status.
    const bool is_mark = next_class == BreakClass::kExtend;
    if (is_mark && last_ == BreakClass::kUnderscore) return LeaveToIcu();
    Take(next);
    return true;
  }
  // WB7a to WB7c: Hebrew and quotation marks.
  if (last_ == BreakClass::kHebrew && IsQuote(next_class)) return LeaveToIcu();
  const bool may_join = (IsLetter(last_) && JoinsLetters(next_class)) ||
                        (last_ == BreakClass::kDigit && JoinsDigits(next_class));
  return may_join && TakeAcross(next);
}

// `middle` joins only if the same kind stands on its other side, marks aside.
bool WordScanner::TakeAcross(const Part& middle) {
  Part next = Peek(middle.end);
  while (next.entry.break_class == BreakClass::kExtend) next = Peek(next.end);
  const BreakClass next_class = next.entry.break_class;
  if (next_class == BreakClass::kComplex) return LeaveToIcu();
  const bool joins = IsLetter(last_) ? IsLetter(next_class) : next_class == BreakClass::kDigit;
  if (!joins) return false;
  for (Part part = middle; part.begin < next.begin; part = Peek(part.end)) Fold(part);
  Take(next);
  return true;
}

bool WordScanner::LeaveToIcu() {
  is_for_icu_ = true;
  return false;
}

// A space behind anything else begins a segment, so that what is before it can be segmented by
// itself. `begin` may itself be a space, with a joiner behind it.
WordScanner::Outcome WordScanner::AskIcu(size_t begin) {
  end_ = std::min(text_.find_first_of(" \n", begin + 1), text_.size());
  return Outcome::kAskIcu;
}

// Marks belong to what stands before them, except behind a line end.
WordScanner::Outcome WordScanner::ScanOther(const Part& first) {
  end_ = first.end;
  const BreakClass first_class = first.entry.break_class;
  if (first_class == BreakClass::kCr || first_class == BreakClass::kLf ||
      first_class == BreakClass::kNewline) {
    return Outcome::kNoWord;
  }
  while (true) {
    // No mark is ASCII.
    if (end_ == text_.size() || static_cast<unsigned char>(text_[end_]) < 0x80) break;
    const Part next = Peek(end_);
    if (IsJoiner(text_.substr(next.begin, next.end - next.begin))) return AskIcu(first.begin);
    if (next.entry.break_class != BreakClass::kExtend) break;
    end_ = next.end;
  }
  return Outcome::kNoWord;
}

}  // namespace tasnif
