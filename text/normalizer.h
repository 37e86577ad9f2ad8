// text/normalizer.h
//
// Maps a token to the spelling that models see: Unicode NFKC_Casefold, then the Arabic letter
// folds of arabic_fold.h. NFKC_Casefold also removes zero-width characters and bidi controls.
//
//   std::string word;
//   normalizer->NormalizeToken("الأُمَــم", &word);   // word == "الامم"
//
// Threads: immutable, shared freely. Cost: linear; a token in ASCII never reaches ICU.
// Source: UAX #15 and Unicode 15 (ICU 72), DerivedNormalizationProps NFKC_CF.
#ifndef TASNIF_TEXT_NORMALIZER_H_
#define TASNIF_TEXT_NORMALIZER_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "unicode/uversion.h"

U_NAMESPACE_BEGIN
class Normalizer2;
U_NAMESPACE_END

namespace tasnif {

// Changes whenever any token may normalise differently. Bundles store it: a model is only served
// with the normaliser it was trained with.
inline constexpr int kNormalizerVersion = 1;

// "72.1": of the library that is in use, for the record; other versions may fold new letters.
std::string IcuVersion();

class Normalizer {
 public:
  // INTERNAL where ICU's normalisation data cannot be loaded (broken installation).
  static absl::StatusOr<std::unique_ptr<Normalizer>> Create();

  // Appends the normal form of `token` (valid UTF-8) to `*out`. Idempotent. May append nothing (a
  // lone tatweel), and for a few ligatures (U+FDFA) the result contains spaces.
  void NormalizeToken(std::string_view token, std::string* out) const;

  const icu::Normalizer2& nfkc_casefold() const { return *nfkc_casefold_; }

 private:
  explicit Normalizer(const icu::Normalizer2* nfkc_casefold) : nfkc_casefold_(nfkc_casefold) {}

  const icu::Normalizer2* const nfkc_casefold_;  // Owned by ICU, lives as long as the process.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_NORMALIZER_H_
