#include "text/word_scanner.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "text/utf8.h"

namespace tasnif {
namespace {

bool IsLetter(BreakClass c) { return c == BreakClass::kLetter || c == BreakClass::kHebrew; }

bool IsWordPart(BreakClass c) {
  return IsLetter(c) || c == BreakClass::kDigit || c == BreakClass::kUnderscore;
}

bool MayBeginWord(BreakClass c) {
  return IsWordPart(c) || c == BreakClass::kHangul || c == BreakClass::kComplex;
}

bool IsMark(BreakClass c) { return c == BreakClass::kExtend || c == BreakClass::kZwj; }

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

unsigned Byte(const char* position) { return static_cast<unsigned char>(*position); }

bool IsAscii(const char* position) { return Byte(position) < 0x80; }

bool IsContinuation(const char* position) { return (Byte(position) & 0xC0) == 0x80; }

bool IsEmoji(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC);
}

}  // namespace

// `position` is before `end`. One to three bytes, which nearly all letters have, are decoded in
// place. Takes its table and end by value: what is written to memory in between cannot change them.
inline WordScanner::Part WordScanner::Read(const CharTable& table, const char* position,
                                           const char* end) {
  const unsigned first = Byte(position);
  if (first < 0x80) return {table.FindLow(first), first, position, position + 1};
  const ptrdiff_t left = end - position;
  if (first - 0xC2 < 0xE0 - 0xC2 && left >= 2 && IsContinuation(position + 1)) {
    const char32_t c = (first & 0x1F) << 6 | (Byte(position + 1) & 0x3F);
    return {table.FindLow(c), c, position, position + 2};
  }
  // E0 and ED restrict their second byte.
  const bool is_free = (first - 0xE1 < 0xF0 - 0xE1 && first != 0xED) ||
                       (first == 0xE0 && left >= 2 && Byte(position + 1) >= 0xA0);
  if (is_free && left >= 3 && IsContinuation(position + 1) && IsContinuation(position + 2)) {
    const char32_t c =
        (first & 0xF) << 12 | (Byte(position + 1) & 0x3F) << 6 | (Byte(position + 2) & 0x3F);
    return {table.Find(c), c, position, position + 3};
  }
  return ReadLong(table, position, end);
}

WordScanner::Part WordScanner::ReadLong(const CharTable& table, const char* position,
                                        const char* end) {
  size_t length = 0;
  const char32_t c = NextCodePoint({position, static_cast<size_t>(end - position)}, &length);
  return {table.Find(c), c, position, position + length};
}

inline WordScanner::Part WordScanner::Peek(const char* position) const {
  return Read(table_, position, text_end_);
}

// Adds simple code points of two bytes, as most alphabets have; returns behind them. Read in a loop
// would do the same, with more questions for each letter.
inline const char* WordScanner::AddTwoByteRun(const CharTable& table, const char* begin,
                                              const char* end, BreakClass* last, WordFold* fold) {
  while (end - begin >= 2) {
    const unsigned bytes = Byte(begin) << 8 | Byte(begin + 1);
    if ((bytes & 0xE0C0) != 0xC080) break;
    const char32_t c = (bytes >> 2 & 0x7C0) | (bytes & 0x3F);
    const CharTable::Entry entry = table.FindLow(c);
    if (!entry.is_simple() || c < 0x80) break;  // C0 and C1 begin nothing.
    fold->AddSimple(entry);
    if (entry.break_class() == BreakClass::kLetter) *last = BreakClass::kLetter;
    begin += 2;
  }
  return begin;
}

// Inlined into Scan, its one caller, which the compiler does not do by itself: one part in twenty
// of the time for Arabic.
[[gnu::always_inline]] inline WordScanner::Outcome WordScanner::ScanWord(const char* begin,
                                                                         char* room) {
  const CharTable& table = table_;
  const char* const text_end = text_end_;
  WordFold fold(table, room);
  BreakClass last = BreakClass::kOther;  // Marks aside.
  const char* end = begin;
  for (Step step = Step::kGoOn; step == Step::kGoOn && end < text_end;) {
    if (IsAscii(end)) {
      const char* behind = fold.AddAscii(end, text_end);
      if (behind > end) last = Byte(behind - 1) < 'A' ? BreakClass::kDigit : BreakClass::kLetter;
      end = behind;
    } else {
      end = AddTwoByteRun(table, end, text_end, &last, &fold);
    }
    if (end == text_end) break;
    Part next = Read(table, end, text_end);
    while (next.entry.is_simple()) {
      fold.AddSimple(next.entry);
      if (next.break_class() == BreakClass::kLetter) last = BreakClass::kLetter;
      end = next.end;
      if (end == text_end) return EndWord(begin, end, fold);
      next = Read(table, end, text_end);
    }
    if (next.break_class() == BreakClass::kOther) break;
    step = TakeOther(next, &last, &end, &fold);
    if (step == Step::kAskIcu) return AskIcu(begin);
  }
  return EndWord(begin, end, fold);
}

[[gnu::always_inline]] inline WordScanner::Outcome WordScanner::EndWord(const char* begin,
                                                                        const char* end,
                                                                        const WordFold& fold) {
  end_ = OffsetOf(end);
  folded_size_ = fold.size();
  if (fold.is_unknown()) return Outcome::kMixedWord;
  const std::string_view word(begin, static_cast<size_t>(end - begin));
  const bool is_long =
      word.size() > kMaxTokenCodePoints && CountCodePoints(word) > kMaxTokenCodePoints;
  return is_long ? Outcome::kMixedWord : Outcome::kPlainWord;
}

// Decides about what is no plain letter. Where the word goes on, *end moves behind what was taken.
inline WordScanner::Step WordScanner::TakeOther(const Part& next, BreakClass* last,
                                                const char** end, WordFold* fold) const {
  const BreakClass next_class = next.break_class();
  if (next_class == BreakClass::kComplex) return Step::kAskIcu;
  if (IsWordPart(next_class) || IsMark(next_class)) {
    if (next_class == BreakClass::kUnderscore) {
      fold->set_unknown();
      // ICU gives a word that ends in underscore and mark another status.
      if (next.end < text_end_ && IsMark(Peek(next.end).break_class())) return Step::kAskIcu;
    }
    if (next_class == BreakClass::kZwj && BindsEmoji(next)) return Step::kAskIcu;
    fold->Add(next.entry, next.c, static_cast<size_t>(next.end - next.begin));
    if (!IsMark(next_class)) *last = next_class;
    *end = next.end;
    return Step::kGoOn;
  }
  // WB7a to WB7c: Hebrew and quotation marks.
  if (*last == BreakClass::kHebrew && IsQuote(next_class)) return Step::kAskIcu;
  const bool may_join = (IsLetter(*last) && JoinsLetters(next_class)) ||
                        (*last == BreakClass::kDigit && JoinsDigits(next_class));
  return may_join ? TakeAcross(next, last, end, fold) : Step::kEnd;
}

// `middle` joins only if the same kind stands on its other side, marks aside.
inline WordScanner::Step WordScanner::TakeAcross(const Part& middle, BreakClass* last,
                                                 const char** end, WordFold* fold) const {
  if (middle.end == text_end_) return Step::kEnd;
  Part next = Peek(middle.end);
  bool has_marks = false;
  while (IsMark(next.break_class())) {
    has_marks = true;
    if (next.break_class() == BreakClass::kZwj) return Step::kAskIcu;
    if (next.end == text_end_) return Step::kEnd;
    next = Peek(next.end);
  }
  const BreakClass next_class = next.break_class();
  if (next_class == BreakClass::kComplex) return Step::kAskIcu;
  const bool joins = IsLetter(*last) ? IsLetter(next_class) : next_class == BreakClass::kDigit;
  if (!joins) return Step::kEnd;
  if (has_marks) fold->set_unknown();  // Rare: not worth a second way to fold.
  fold->Add(middle.entry, middle.c, static_cast<size_t>(middle.end - middle.begin));
  // Only what stands before `next` is taken: the caller reads letters and digits faster.
  *end = next.begin;
  *last = next_class;
  return Step::kGoOn;
}

WordScanner::Outcome WordScanner::Scan(size_t begin, char* room) {
  const char* first = text_.data() + begin;
  BreakClass first_class = BreakClass::kOther;
  if (*first == ' ' && first + 1 < text_end_) {
    // One space before a word, unless something binds to it, is what nearly always stands here.
    const BreakClass next_class = Peek(first + 1).break_class();
    if (!IsMark(next_class)) {
      ++first;
      first_class = next_class;
    }
  } else {
    first_class = Peek(first).break_class();
  }
  begin_ = OffsetOf(first);
  if (IsWordPart(first_class)) return ScanWord(first, room);
  if (first_class == BreakClass::kHangul) return ScanHangul(Peek(first), room);
  if (first_class == BreakClass::kComplex) return AskIcu(first);
  return ScanOther(Peek(first));
}

// Syllables join nothing but each other. What ICU makes of marks behind them is its own.
WordScanner::Outcome WordScanner::ScanHangul(const Part& first, char* room) {
  WordFold fold(table_, room);
  for (Part part = first;; part = Peek(part.end)) {
    if (part.break_class() != BreakClass::kHangul) {
      const bool is_odd = IsMark(part.break_class()) || part.break_class() == BreakClass::kComplex;
      return is_odd ? AskIcu(first.begin) : EndWord(first.begin, part.begin, fold);
    }
    fold.AddSimple(part.entry);
    if (part.end == text_end_) return EndWord(first.begin, part.end, fold);
  }
}

// Goes on to what may begin a word. Marks belong to what stands before them, or are no word either.
WordScanner::Outcome WordScanner::ScanOther(const Part& first) {
  const char* begin = first.begin;  // Of the segment that marks belong to.
  for (Part part = first;;) {
    end_ = OffsetOf(part.end);
    if (part.end == text_end_) return Outcome::kNoWord;
    const Part next = Peek(part.end);
    const bool is_bound = part.break_class() == BreakClass::kZwj && IsEmoji(next.c);
    if (MayBeginWord(next.break_class())) return is_bound ? AskIcu(begin) : Outcome::kNoWord;
    if (!is_bound && !IsMark(next.break_class())) begin = next.begin;
    part = next;
  }
}

// A space behind anything else begins a segment, so that what is before it can be segmented by
// itself. `begin` may itself be a space, with a joiner behind it.
WordScanner::Outcome WordScanner::AskIcu(const char* begin) {
  end_ = std::min(text_.find_first_of(" \n", OffsetOf(begin) + 1), text_.size());
  return Outcome::kAskIcu;
}

// Whether an emoji follows the joiner: there is no border between the two.
bool WordScanner::BindsEmoji(const Part& joiner) const {
  return joiner.end < text_end_ && IsEmoji(Peek(joiner.end).c);
}

bool WordScanner::FoldWord(ByteRange word, char* room) {
  WordFold fold(table_, room);
  const char* const begin = text_.data() + word.begin_byte;
  const char* const end = text_.data() + word.end_byte;
  for (const char* position = begin; position < end && !fold.is_unknown();) {
    const Part part = Peek(position);
    if (part.break_class() == BreakClass::kUnderscore) return false;
    fold.Add(part.entry, part.c, static_cast<size_t>(part.end - part.begin));
    position = part.end;
  }
  return EndWord(begin, end, fold) == Outcome::kPlainWord;
}

}  // namespace tasnif
