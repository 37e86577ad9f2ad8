#include "text/token_emitter.h"

#include "absl/strings/ascii.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

bool StartsWithIgnoringCase(std::string_view text, std::string_view lower_prefix) {
  if (text.size() < lower_prefix.size()) return false;
  for (size_t i = 0; i < lower_prefix.size(); ++i) {
    if (absl::ascii_tolower(static_cast<unsigned char>(text[i])) != lower_prefix[i]) return false;
  }
  return true;
}

bool BeginsWithUrl(std::string_view text) {
  if (StartsWithIgnoringCase(text, "http://")) return true;
  if (StartsWithIgnoringCase(text, "https://")) return true;
  return StartsWithIgnoringCase(text, "www.") && text.size() > 4 &&
         absl::ascii_isalnum(static_cast<unsigned char>(text[4]));
}

bool IsUnicodeSpace(char32_t c) {
  return c == 0x20 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Quotation marks and angle brackets end a URL as white space does: href="…">text.
bool EndsUrl(char32_t c) {
  return IsUnicodeSpace(c) || IsControl(c) || c == U'"' || c == U'<' || c == U'>' || c == 0xAB ||
         c == 0xBB || c == 0x201C || c == 0x201D;
}

}  // namespace

bool IsWordSplitter(char32_t c) {
  return c == U'_' || c == 0x203F || c == 0x2040 || c == 0x2054 || c == 0xFE33 || c == 0xFE34 ||
         (c >= 0xFE4D && c <= 0xFE4F) || c == 0xFF3F || IsUnicodeSpace(c) || IsControl(c);
}

size_t FindUrlEnd(std::string_view text, size_t begin) {
  if (!BeginsWithUrl(text.substr(begin))) return begin;
  size_t position = begin;
  while (position < text.size()) {
    const size_t before = position;
    if (EndsUrl(NextCodePoint(text, &position))) return before;
  }
  return position;
}

TokenKind TokenEmitter::KindByEachCharacter(std::string_view word) {
  bool has_digit = false;
  for (size_t position = 0; position < word.size();) {
    const char32_t c = NextCodePoint(word, &position);
    if (c >= U'0' && c <= U'9') {
      has_digit = true;
    } else if (c != U'.' && c != U',' && c != U':' && c != U'/' && c != U'-' && c != U'%' &&
               c != 0x066B && c != 0x066C) {
      return TokenKind::kWord;
    }
  }
  return has_digit ? TokenKind::kNumber : TokenKind::kWord;
}

bool TokenEmitter::OpensUrl(std::string_view text, size_t begin) {
  const size_t end = FindUrlEnd(text, begin);
  if (end == begin) return false;
  url_end_ = end;
  return true;
}

void TokenEmitter::Emit(std::string_view text, ByteRange segment, Tokens* out) {
  if (IsInUrl(text, segment.begin_byte)) return;
  Flush(out);
  size_t begin = segment.begin_byte;
  size_t code_points = 0;
  for (size_t position = begin; position < segment.end_byte;) {
    const size_t before = position;
    const bool is_splitter = IsWordSplitter(NextCodePoint(text, &position));
    if (!is_splitter && code_points < kMaxTokenCodePoints) {
      ++code_points;
      continue;
    }
    EmitPiece(text, {static_cast<uint32_t>(begin), static_cast<uint32_t>(before)}, out);
    begin = is_splitter ? position : before;
    code_points = is_splitter ? 0 : 1;
  }
  EmitPiece(text, {static_cast<uint32_t>(begin), segment.end_byte}, out);
}

void TokenEmitter::EmitPiece(std::string_view text, ByteRange piece, Tokens* out) {
  if (piece.empty()) return;
  std::string* arena = out->mutable_arena();
  size_t word_offset = arena->size();
  const std::string_view word = Slice(text, piece);
  // A joiner may bind what is ill-formed to an emoji that is a letter, such as U+2139.
  if (IsValidUtf8(word)) {
    normalizer_->NormalizeToken(word, arena);
  } else {
    normalizer_->NormalizeToken(RepairUtf8(word).text, arena);
  }
  for (size_t position = word_offset; position < arena->size();) {
    const size_t before = position;
    if (!IsWordSplitter(NextCodePoint(*arena, &position))) continue;
    const std::string rest = arena->substr(position);
    arena->resize(before);
    AddToken(piece, word_offset, out);
    word_offset = position = arena->size();
    arena->append(rest);
  }
  AddToken(piece, word_offset, out);
}

void TokenEmitter::AddToken(ByteRange range, size_t word_offset, Tokens* out) {
  const size_t size = out->mutable_arena()->size() - word_offset;
  if (size == 0) return;
  const std::string_view word = std::string_view(*out->mutable_arena()).substr(word_offset);
  out->Add({range.begin_byte, range.end_byte, static_cast<uint32_t>(word_offset),
            static_cast<uint32_t>(size), KindOf(word)});
}

}  // namespace tasnif
