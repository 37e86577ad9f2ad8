// text/token_emitter.h
//
// The second half of tokenizing, shared by the ICU tokenizer and the fast one: what becomes of one
// word segment once its borders are known.
//
//   TokenEmitter emitter(&normalizer);
//   emitter.Emit(text, {begin, end}, &tokens);
//   emitter.Flush(&tokens);
//
// - A segment that opens a URL ("https://…", "www.…") is dropped up to the next white space: URLs
//   name the publisher, and a model must not learn labels from that.
// - It is split at underscores and their kin (UAX #29 ExtendNumLet): "#رفع_الأسعار" is two words,
//   and nothing that fastText would read as a label ("__label__x") can appear.
// - Pieces longer than kMaxTokenCodePoints are cut: junk without spaces must not become one word.
// - What normalises to nothing is dropped; what normalises to several words (U+FDFA) is split.
//
// Threads: not thread-safe; holds the end of the current URL and a buffer between calls.
#ifndef TASNIF_TEXT_TOKEN_EMITTER_H_
#define TASNIF_TEXT_TOKEN_EMITTER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/byte_range.h"
#include "text/normalizer.h"
#include "text/tokens.h"

namespace tasnif {

inline constexpr size_t kMaxTokenCodePoints = 100;  // Of the input, before normalisation.

// True for code points at which a segment is split into words: underscores, white space, controls.
bool IsWordSplitter(char32_t c);

// Byte after the URL that begins at `begin`, or `begin` where none does.
size_t FindUrlEnd(std::string_view text, size_t begin);

class TokenEmitter {
 public:
  // `normalizer` must outlive the emitter.
  explicit TokenEmitter(const Normalizer* normalizer) : normalizer_(normalizer) {}

  // Call before the first segment of a text.
  void Reset() { url_end_ = used_ = 0; }

  // Appends the tokens of one segment. Segments must come in text order.
  void Emit(std::string_view text, ByteRange segment, Tokens* out);

  // Room for the normal form of a word, to be handed to EmitFolded; `size` bytes, kBufferBytes at
  // most. Valid until the next call.
  char* Room(size_t size, Tokens* out) {
    if (used_ + size > kBufferBytes) Flush(out);
    return buffer_.data() + used_;
  }

  // As Emit, for a segment whose normal form is known, needs no splitting or cutting, and stands in
  // the first `size` bytes of Room().
  void EmitFolded(std::string_view text, ByteRange segment, size_t size, Tokens* out) {
    if (size == 0 || IsInUrl(text, segment.begin_byte)) return;
    const std::string_view word(buffer_.data() + used_, size);
    const size_t word_offset = out->mutable_arena()->size() + used_;
    used_ += size;
    out->Add({segment.begin_byte, segment.end_byte, static_cast<uint32_t>(word_offset),
              static_cast<uint32_t>(size), KindOf(word)});
  }

  // Writes to `*out` what is still buffered: call behind the last segment of a text.
  void Flush(Tokens* out) {
    out->mutable_arena()->append(buffer_.data(), used_);
    used_ = 0;
  }

  static constexpr size_t kBufferBytes = 4096;

 private:
  // True where `begin` lies in a URL; finds a URL that begins there. A segment is no URL unless it
  // begins "ht" or "ww", which is asked first.
  bool IsInUrl(std::string_view text, size_t begin) {
    if (begin < url_end_) return true;
    const char first = static_cast<char>(text[begin] | 0x20);
    if (first != 'h' && first != 'w') return false;
    const char second = begin + 1 < text.size() ? static_cast<char>(text[begin + 1] | 0x20) : ' ';
    return second == (first == 'h' ? 't' : 'w') && OpensUrl(text, begin);
  }
  bool OpensUrl(std::string_view text, size_t begin);

  // Most words show by their first byte that they are no numbers: Latin letters, and every letter
  // outside of ASCII but the Arabic separators, D9 AB and D9 AC.
  static TokenKind KindOf(std::string_view word) {
    const unsigned first = static_cast<unsigned char>(word[0]);
    if ((first | 0x20) - 'a' < 26) return TokenKind::kWord;
    if (first >= 0x80 && (first != 0xD9 || (word[1] | 0x3) != '\xAF')) return TokenKind::kWord;
    return KindByEachCharacter(word);
  }
  static TokenKind KindByEachCharacter(std::string_view word);

  // Names the word at the end of the arena, unless it is empty.
  static void AddToken(ByteRange range, size_t word_offset, Tokens* out);

  void EmitPiece(std::string_view text, ByteRange piece, Tokens* out);

  const Normalizer* const normalizer_;
  size_t url_end_ = 0;
  // Folded words that go to the arena together; empty while Emit writes there.
  std::vector<char> buffer_ = std::vector<char>(kBufferBytes);
  size_t used_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_TOKEN_EMITTER_H_
