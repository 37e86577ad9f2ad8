#include "train/data_sources.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(DataSources, AreReadByName) {
  const auto sources = ParseDataSources(R"({"a": {"title": "A", "licence": "MIT", "note": "n"}})");
  ASSERT_EQ(sources.status(), absl::OkStatus());
  EXPECT_EQ(sources->at("a").licence, "MIT");
}

TEST(DataSources, AnUnknownKeyIsRefused) {
  const auto sources = ParseDataSources(R"({"a": {"license": "MIT"}})");
  EXPECT_EQ(sources.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(sources.status().message()),
              ::testing::HasSubstr("'a.license'; did you mean 'licence'?"));
}

TEST(DataSources, NoPathGivesNone) { EXPECT_TRUE(ReadDataSources("")->empty()); }

TEST(DataSources, ThoseOfTheShippedModelsAreGood) {
  const auto sources =
      ReadDataSources(std::string(TASNIF_SOURCE_DIR) + "/models/recipes/data_sources.json");
  ASSERT_EQ(sources.status(), absl::OkStatus());
  for (const auto& [name, source] : *sources) EXPECT_FALSE(source.licence.empty()) << name;
}

}  // namespace
}  // namespace tasnif
