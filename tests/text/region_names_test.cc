#include "text/region_names.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

std::string Name(std::string_view language, std::string_view region, RegionNameKind kind) {
  const auto names = RegionNames(language);
  if (!names.ok()) return std::string(names.status().message());
  for (const RegionName& name : *names) {
    if (name.region == region && name.kind == kind) return name.name;
  }
  return "";
}

TEST(RegionNames, NamesCountriesInTheLanguageAskedFor) {
  EXPECT_EQ(Name("ar", "EG", RegionNameKind::kStandard), "مصر");
  EXPECT_EQ(Name("en", "EG", RegionNameKind::kStandard), "Egypt");
  EXPECT_EQ(Name("ru", "EG", RegionNameKind::kStandard), "Египет");
}

TEST(RegionNames, GivesShortAndVariantForms) {
  EXPECT_EQ(Name("en", "US", RegionNameKind::kShort), "US");
  EXPECT_EQ(Name("ar", "PS", RegionNameKind::kShort), "فلسطين");
  EXPECT_EQ(Name("en", "CI", RegionNameKind::kVariant), "Ivory Coast");
}

TEST(RegionNames, VarietyTakesTheNamesOfItsLanguage) {
  EXPECT_EQ(Name("ar-EG", "JP", RegionNameKind::kStandard), "اليابان");
  EXPECT_EQ(Name("en_GB", "JP", RegionNameKind::kStandard), "Japan");
}

TEST(RegionNames, LeavesOutGroupingsAndKeepsKosovo) {
  EXPECT_EQ(Name("en", "UN", RegionNameKind::kStandard), "");
  EXPECT_EQ(Name("en", "001", RegionNameKind::kStandard), "");
  EXPECT_EQ(Name("en", "XK", RegionNameKind::kStandard), "Kosovo");
}

TEST(RegionNames, UnknownLanguageIsNotFound) {
  EXPECT_EQ(RegionNames("xx").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(RegionNames("").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(RegionNames("und").status().code(), absl::StatusCode::kNotFound);
}

TEST(RegionLanguages, ListsLanguagesWithoutTheirVarieties) {
  const std::vector<std::string> languages = RegionLanguages();
  EXPECT_GT(languages.size(), 100u);
  EXPECT_THAT(languages, testing::IsSupersetOf({"ar", "en", "fa", "fr", "he", "ru", "tr", "zh"}));
  EXPECT_THAT(languages, testing::Not(testing::Contains("en_GB")));
}

}  // namespace
}  // namespace tasnif
