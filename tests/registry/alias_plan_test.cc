#include "registry/alias_plan.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// Loads everything but the versions named.
std::function<absl::Status(const std::string&)> LoadAllBut(std::set<std::string> bad) {
  return [bad](const std::string& version) {
    return bad.count(version) > 0 ? absl::DataLossError("broken") : absl::OkStatus();
  };
}

HeadFolder Folder(std::vector<std::string> versions, AliasMap aliases) {
  return {std::move(versions), std::move(aliases), absl::OkStatus()};
}

TEST(AliasPlan, FollowsTheDisk) {
  const AliasPlan plan =
      PlanAliases(Folder({"1", "2"}, {{"champion", "2"}}), {{"champion", "1"}}, LoadAllBut({}));
  EXPECT_THAT(plan.aliases, ElementsAre(Pair("champion", "2")));
  EXPECT_THAT(plan.problems, IsEmpty());
}

TEST(AliasPlan, ABrokenVersionLeavesTheLastGoodOne) {
  const AliasPlan plan =
      PlanAliases(Folder({"1", "2"}, {{"champion", "2"}}), {{"champion", "1"}}, LoadAllBut({"2"}));
  EXPECT_THAT(plan.aliases, ElementsAre(Pair("champion", "1")));
  EXPECT_EQ(plan.problems.at("champion").code(), absl::StatusCode::kDataLoss);
}

TEST(AliasPlan, ABrokenVersionWithoutABeforeIsLeftOut) {
  const AliasPlan plan = PlanAliases(Folder({"1"}, {{"champion", "1"}}), {}, LoadAllBut({"1"}));
  EXPECT_THAT(plan.aliases, IsEmpty());
  EXPECT_EQ(plan.problems.size(), 1u);
}

TEST(AliasPlan, AVersionThatIsNotThereIsNamed) {
  const AliasPlan plan = PlanAliases(Folder({"1"}, {{"champion", "7"}}), {}, LoadAllBut({}));
  EXPECT_EQ(plan.problems.at("champion").code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(plan.problems.at("champion").message()),
              ::testing::HasSubstr("version 7 is not on disk; found 1"));
}

TEST(AliasPlan, AnAliasThatIsTakenAwayIsGone) {
  const AliasPlan plan = PlanAliases(Folder({"1"}, {}), {{"challenger", "1"}}, LoadAllBut({}));
  EXPECT_THAT(plan.aliases, IsEmpty());
}

TEST(AliasPlan, UnreadableAliasesKeepWhatWas) {
  HeadFolder folder = Folder({"1"}, {});
  folder.aliases_status = absl::InvalidArgumentError("not JSON");
  const AliasPlan plan = PlanAliases(folder, {{"champion", "1"}}, LoadAllBut({}));
  EXPECT_THAT(plan.aliases, ElementsAre(Pair("champion", "1")));
  EXPECT_EQ(plan.problems.at("aliases.json").code(), absl::StatusCode::kInvalidArgument);
}

TEST(AliasPlan, AVersionWithTwoAliasesIsLoadedOnce) {
  int loads = 0;
  PlanAliases(Folder({"1"}, {{"champion", "1"}, {"stable", "1"}}), {}, [&](const std::string&) {
    ++loads;
    return absl::OkStatus();
  });
  EXPECT_EQ(loads, 1);
}

}  // namespace
}  // namespace tasnif
