#include "text/normalizer.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uversion.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "text/arabic_fold.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// Printable ASCII maps to itself or its lower case; DEL and controls are kept by NFKC_Casefold.
void AppendLowerAscii(std::string_view text, std::string* out) {
  for (const char c : text) out->push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
}

// Folds [begin, end of *text) in place: a fold is never longer than what it replaces.
// Returns true if a mark was dropped, so that marks behind it may now compose.
bool FoldArabicInPlace(size_t begin, std::string* text) {
  bool has_dropped = false;
  std::string folded;
  for (size_t position = begin; position < text->size();) {
    const char32_t code_point = FoldArabic(NextCodePoint(*text, &position));
    if (code_point == kDropped) {
      has_dropped = true;
    } else {
      AppendUtf8(code_point, &folded);
    }
  }
  text->replace(begin, std::string::npos, folded);
  return has_dropped;
}

bool MayHoldArabic(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) <= 0xDB) return true;
  }
  return false;
}

void AppendNfkcCasefold(const icu::Normalizer2& normalizer, std::string_view text,
                        std::string* out) {
  icu::StringByteSink<std::string> sink(out);
  UErrorCode error = U_ZERO_ERROR;
  normalizer.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                           sink, nullptr, error);
}

}  // namespace

std::string IcuVersion() {
  UVersionInfo version;
  u_getVersion(version);
  return absl::StrCat(version[0], ".", version[1]);
}

absl::StatusOr<std::unique_ptr<Normalizer>> Normalizer::Create() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc_casefold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) {
    return absl::InternalError(absl::StrCat("ICU NFKC_Casefold data: ", u_errorName(error),
                                            "; reinstall the ICU libraries"));
  }
  return std::unique_ptr<Normalizer>(new Normalizer(nfkc_casefold));
}

void Normalizer::NormalizeToken(std::string_view token, std::string* out) const {
  if (IsAscii(token)) return AppendLowerAscii(token, out);
  const size_t begin = out->size();
  AppendNfkcCasefold(*nfkc_casefold_, token, out);
  if (!MayHoldArabic(std::string_view(*out).substr(begin))) return;
  // Without the dropped mark the next ones may compose ("a", hamza above, acute): go on until
  // nothing is dropped. Each round shortens the token, so this ends.
  while (FoldArabicInPlace(begin, out)) {
    const std::string folded = out->substr(begin);
    out->resize(begin);
    AppendNfkcCasefold(*nfkc_casefold_, folded, out);
  }
}

}  // namespace tasnif
