#include "registry/folder_scan.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(FolderScan, AMissingFolderNamesTheWayOut) {
  const auto scan = ScanModels("/nowhere/models", PosixFiles());
  EXPECT_EQ(scan.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(scan.status().message()), HasSubstr("'/nowhere/models' does not exist"));
  EXPECT_THAT(std::string(scan.status().message()), HasSubstr("tasnif train"));
}

TEST(FolderScan, FindsHeadsAndVersionsAndNothingElse) {
  TemporaryFolder folder;
  for (const char* path :
       {"topic/10", "topic/9", "topic/.publish-11-ab", "recipes", "Bad-Name/1"}) {
    std::filesystem::create_directories(folder.Path(path));
  }
  folder.Write("README.md", "models");
  folder.Write("topic/aliases.json", R"({"champion": "9"})");
  const auto scan = ScanModels(folder.path(), PosixFiles());
  ASSERT_EQ(scan.status(), absl::OkStatus());
  ASSERT_EQ(scan->size(), 1u);
  const HeadFolder& topic = scan->at("topic");
  EXPECT_THAT(topic.versions, ElementsAre("9", "10"));
  EXPECT_THAT(topic.aliases, ElementsAre(Pair("champion", "9")));
  EXPECT_EQ(topic.aliases_status, absl::OkStatus());
}

TEST(FolderScan, DamagedAliasesAreReportedNotLost) {
  TemporaryFolder folder;
  std::filesystem::create_directories(folder.Path("topic/1"));
  folder.Write("topic/aliases.json", R"({"champion": )");
  const auto scan = ScanModels(folder.path(), PosixFiles());
  ASSERT_EQ(scan.status(), absl::OkStatus());
  const absl::Status status = scan->at("topic").aliases_status;
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("topic/aliases.json"));
}

TEST(Aliases, SurviveFormatAndParse) {
  const AliasMap aliases = {{"challenger", "12"}, {"champion", "3"}};
  const auto parsed = ParseAliases(FormatAliases(aliases));
  ASSERT_EQ(parsed.status(), absl::OkStatus());
  EXPECT_EQ(*parsed, aliases);
}

TEST(Aliases, RefuseWhatIsNoAlias) {
  for (const char* bad : {"[]", "7", R"({"champion": 3})", R"({"champion": "latest"})",
                          R"({"../up": "1"})", R"({"champion": "1/../2"})"}) {
    EXPECT_EQ(ParseAliases(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

TEST(Versions, AreOrderedByNumber) {
  EXPECT_THAT(VersionsAmong({"10", "9", "100", "x", "01", ".tmp"}), ElementsAre("9", "10", "100"));
  EXPECT_THAT(VersionsAmong({}), IsEmpty());
}

TEST(Versions, TheNextFollowsTheLargest) {
  EXPECT_EQ(VersionAfter({}), "1");
  EXPECT_EQ(VersionAfter({"9", "10"}), "11");
  EXPECT_EQ(VersionAfter({"aliases.json", "2"}), "3");
}

}  // namespace
}  // namespace tasnif
