// text/region_names.h
//
// Names of countries and territories in every language that ICU knows, for finding them in text.
//
//   for (const RegionName& r : *RegionNames("ar")) ...   // {"EG", "مصر", kStandard}, …
//
// Regions are those of ISO 3166-1 and Kosovo (XK), which news writes about as a country; groupings
// such as the United Nations are left out.
//
// Threads: pure functions. Cost: one pass over a table of about 260 names.
// Source: Unicode CLDR as ICU 72 carries it (tables Countries, Countries%short, Countries%variant).
#ifndef TASNIF_TEXT_REGION_NAMES_H_
#define TASNIF_TEXT_REGION_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tasnif {

enum class RegionNameKind {
  kStandard,  // One for each region: "Myanmar (Burma)", "United States".
  kShort,     // "US", "فلسطين"; few regions have one.
  kVariant,   // "Ivory Coast", "Türkiye"; few regions have one.
};

struct RegionName {
  std::string region;  // ISO 3166-1 alpha-2.
  std::string name;    // UTF-8.
  RegionNameKind kind = RegionNameKind::kStandard;
};

// Names in `language` (BCP 47 or ICU's form: "ar", "pt-BR", "zh_Hant"): standard, then short, then
// variant ones, each by region code. A variety takes the names of its language.
// NOT_FOUND: ICU has no names in that language. INTERNAL: ICU's data cannot be read.
absl::StatusOr<std::vector<RegionName>> RegionNames(std::string_view language);

// Languages with names, without their varieties, sorted: "af", "am", "ar", …. Empty where ICU's
// data cannot be read.
std::vector<std::string> RegionLanguages();

}  // namespace tasnif

#endif  // TASNIF_TEXT_REGION_NAMES_H_
