// text/token_emitter.h
//
// The second half of tokenizing, shared by the ICU tokenizer and the fast one: what becomes of one
// word segment once its borders are known.
//
//   TokenEmitter emitter(&normalizer);
//   emitter.Emit(text, {begin, end}, &tokens);
//
// - A segment that opens a URL ("https://…", "www.…") is dropped up to the next white space: URLs
//   name the publisher, and a model must not learn labels from that.
// - It is split at underscores and their kin (UAX #29 ExtendNumLet): "#رفع_الأسعار" is two words,
//   and nothing that fastText would read as a label ("__label__x") can appear.
// - Pieces longer than kMaxTokenCodePoints are cut: junk without spaces must not become one word.
// - What normalises to nothing is dropped; what normalises to several words (U+FDFA) is split.
//
// Threads: not thread-safe; holds the end of the current URL between calls.
#ifndef TASNIF_TEXT_TOKEN_EMITTER_H_
#define TASNIF_TEXT_TOKEN_EMITTER_H_

#include <cstddef>
#include <string_view>

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
  void Reset() { url_end_ = 0; }

  // Appends the tokens of one segment. Segments must come in text order.
  void Emit(std::string_view text, ByteRange segment, Tokens* out);

  // As Emit, for a segment whose normal form is known and needs no splitting or cutting.
  void EmitFolded(std::string_view text, ByteRange segment, std::string_view folded, Tokens* out) {
    if (folded.empty() || IsInUrl(text, segment.begin_byte)) return;
    const size_t word_offset = out->mutable_arena()->size();
    out->mutable_arena()->append(folded);
    AddToken(segment, word_offset, out);
  }

 private:
  // True where `begin` lies in a URL; finds a URL that begins there.
  bool IsInUrl(std::string_view text, size_t begin) {
    if (begin < url_end_) return true;
    const char first = static_cast<char>(text[begin] | 0x20);
    return (first == 'h' || first == 'w') && OpensUrl(text, begin);
  }
  bool OpensUrl(std::string_view text, size_t begin);

  // Names the word at the end of the arena, unless it is empty.
  static void AddToken(ByteRange range, size_t word_offset, Tokens* out);

  void EmitPiece(std::string_view text, ByteRange piece, Tokens* out);

  const Normalizer* const normalizer_;
  size_t url_end_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_TOKEN_EMITTER_H_
