#include "text/region_names.h"

#include <algorithm>
#include <memory>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "unicode/uenum.h"
#include "unicode/uloc.h"
#include "unicode/unistr.h"
#include "unicode/ures.h"
#include "unicode/utypes.h"

namespace tasnif {
namespace {

// ICU packs region names apart from the locales themselves.
constexpr char kRegionPackage[] = U_ICUDATA_NAME "-region";

struct CloseBundle {
  void operator()(UResourceBundle* bundle) const { ures_close(bundle); }
};
using Bundle = std::unique_ptr<UResourceBundle, CloseBundle>;

std::set<std::string, std::less<>> IsoRegions() {
  std::set<std::string, std::less<>> regions = {"XK"};
  for (const char* const* region = uloc_getISOCountries(); *region != nullptr; ++region) {
    regions.insert(*region);
  }
  return regions;
}

absl::Status NoNames(const std::string& language) {
  return absl::NotFoundError(absl::StrCat("no region names in language '", language,
                                          "'; RegionLanguages() lists the known ones"));
}

absl::StatusOr<Bundle> OpenRegions(const std::string& locale) {
  UErrorCode error = U_ZERO_ERROR;
  Bundle bundle(ures_open(kRegionPackage, locale.c_str(), &error));
  if (U_FAILURE(error)) {
    return absl::InternalError(absl::StrCat("region names of '", locale, "' cannot be read: ",
                                            u_errorName(error), "; re-install ICU's data"));
  }
  // An unknown language silently becomes that of the process.
  if (error == U_USING_DEFAULT_WARNING) return NoNames(locale);
  return bundle;
}

void AppendTable(UResourceBundle* bundle, const char* table_name, RegionNameKind kind,
                 const std::set<std::string, std::less<>>& regions,
                 std::vector<RegionName>* names) {
  UErrorCode error = U_ZERO_ERROR;
  const Bundle table(ures_getByKey(bundle, table_name, nullptr, &error));
  if (U_FAILURE(error)) return;  // Many languages have no short or variant names.
  ures_resetIterator(table.get());
  while (ures_hasNext(table.get())) {
    const char* key = nullptr;
    int32_t length = 0;
    const UChar* text = ures_getNextString(table.get(), &length, &key, &error);
    if (U_FAILURE(error)) return;
    if (!regions.contains(key)) continue;
    RegionName& name = names->emplace_back();
    name.region = key;
    name.kind = kind;
    icu::UnicodeString(text, length).toUTF8String(name.name);
  }
}

}  // namespace

absl::StatusOr<std::vector<RegionName>> RegionNames(std::string_view language) {
  // ICU's locale ids separate with '_', BCP 47 with '-'.
  std::string locale(language);
  std::replace(locale.begin(), locale.end(), '-', '_');
  absl::StatusOr<Bundle> bundle = OpenRegions(locale);
  if (!bundle.ok()) return bundle.status();
  const std::set<std::string, std::less<>> regions = IsoRegions();
  std::vector<RegionName> names;
  AppendTable(bundle->get(), "Countries", RegionNameKind::kStandard, regions, &names);
  // A variety such as en_GB holds only the few names in which it differs; zh_Hant holds all.
  const size_t separator = locale.find('_');
  if (separator != std::string::npos && names.size() < regions.size() / 2) {
    return RegionNames(locale.substr(0, separator));
  }
  if (names.empty()) return NoNames(locale);
  AppendTable(bundle->get(), "Countries%short", RegionNameKind::kShort, regions, &names);
  AppendTable(bundle->get(), "Countries%variant", RegionNameKind::kVariant, regions, &names);
  return names;
}

std::vector<std::string> RegionLanguages() {
  std::vector<std::string> languages;
  UErrorCode error = U_ZERO_ERROR;
  UEnumeration* locales = ures_openAvailableLocales(kRegionPackage, &error);
  if (U_FAILURE(error)) return languages;
  while (const char* locale = uenum_next(locales, nullptr, &error)) {
    const std::string_view name = locale;
    if (name.find('_') == std::string_view::npos) languages.emplace_back(name);
  }
  uenum_close(locales);
  std::sort(languages.begin(), languages.end());
  return languages;
}

}  // namespace tasnif
