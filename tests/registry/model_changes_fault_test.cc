// Every file operation of every change fails once, alone and with all that follow, as a kill makes
// it: what answers is always a complete version, the history always holds, and repeating the change
// finishes it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "registry/history.h"
#include "registry/model_changes.h"
#include "registry/model_check.h"
#include "registry/registry.h"
#include "tests/base/fault_files.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

const Change kChange = {.who = "layla", .why = "a test", .when = absl::FromUnixSeconds(1700000000)};

using Step = absl::Status (*)(Files& files, const std::string& models);

// Trained once: it takes longer than all that is tested here.
const SmallBundle& Small(const std::string& weights) {
  static auto* const made = new std::map<std::string, SmallBundle>;
  const auto found = made->find(weights);
  if (found != made->end()) return found->second;
  return made->emplace(weights, MakeSmallBundle("topic", weights)).first->second;
}

absl::Status Publish(Files& files, const std::string& models, const std::string& weights) {
  const SmallBundle& small = Small(weights);
  return PublishVersion(files, models, small.bundle, small.contents, kChallenger, {}, kChange)
      .status();
}
absl::Status PublishThird(Files& files, const std::string& models) {
  return Publish(files, models, "3");
}
absl::Status PromoteSecond(Files& files, const std::string& models) {
  return Promote(files, models, "topic", "2", "", kChange);
}
absl::Status GoBack(Files& files, const std::string& models) {
  return Rollback(files, models, "topic", "2", kChange).status();
}
absl::Status Share(Files& files, const std::string& models, std::string_view use,
                   const std::string& version, uint32_t hundredths) {
  return SetTraffic(files, models, "topic", use, {version, hundredths}, kChange).status();
}
absl::Status BeginCanary(Files& files, const std::string& models) {
  return Share(files, models, kCanary, "2", 500);
}
absl::Status BeginCanaryOfFirst(Files& files, const std::string& models) {
  return Share(files, models, kCanary, "1", 500);
}
absl::Status BeginShadow(Files& files, const std::string& models) {
  return Share(files, models, kShadow, "2", 2000);
}
absl::Status EndCanary(Files& files, const std::string& models) {
  return Share(files, models, kCanary, "", 0);
}

struct Row {
  const char* name;
  std::vector<Step> before;  // After two versions were published.
  Step step;
  std::vector<std::string> allowed;  // Champions while it is under way.
  bool is_repeatable;                // Also where it was finished.
  int operations;                    // At least so many can fail.
};

class ModelChangesFault : public ::testing::TestWithParam<Row> {
 protected:
  static void Prepare(const std::string& models) {
    ASSERT_EQ(Publish(PosixFiles(), models, "1"), absl::OkStatus());
    ASSERT_EQ(Publish(PosixFiles(), models, "2"), absl::OkStatus());
    for (const Step step : GetParam().before)
      ASSERT_EQ(step(PosixFiles(), models), absl::OkStatus());
  }

  // How many operations there are to fail.
  static int Run(bool is_crash) {
    TemporaryFolder before;
    Prepare(before.path());
    int fail_at = 0;
    for (bool is_done = false; !is_done && fail_at < 200; ++fail_at) {
      SCOPED_TRACE(fail_at);
      TemporaryFolder models;
      std::filesystem::copy(before.path(), models.path(), std::filesystem::copy_options::recursive);
      FaultFiles files(PosixFiles(), fail_at, is_crash);
      is_done = GetParam().step(files, models.path()).ok() && !files.has_failed();
      CheckAnswers(models.path());
      Repeat(models.path());
    }
    return fail_at;
  }

  static void CheckAnswers(const std::string& models) {
    const auto registry = Registry::Open(models, PosixFiles());
    ASSERT_EQ(registry.status(), absl::OkStatus());
    const auto snapshot = (*registry)->Snapshot();
    EXPECT_THAT(GetParam().allowed,
                ::testing::Contains((*snapshot->Resolve("topic"))->bundle.version()));
    for (const v1::Model& model : (*registry)->List()) EXPECT_EQ(model.error(), "");
    EXPECT_EQ(ReadHistory(PosixFiles(), models, "topic").status(), absl::OkStatus());
  }

  // Nothing may be left of the fault.
  static void Repeat(const std::string& models) {
    const absl::Status again = GetParam().step(PosixFiles(), models);
    EXPECT_TRUE(again.ok() || (!GetParam().is_repeatable && absl::IsFailedPrecondition(again)))
        << again;
    if (!again.ok()) return;
    for (const ModelFinding& finding : CheckHead(PosixFiles(), models, "topic")) {
      EXPECT_EQ(finding.status, absl::OkStatus()) << finding.subject;
    }
  }
};

TEST_P(ModelChangesFault, AnErrorLeavesACompleteState) {
  EXPECT_GT(Run(/*is_crash=*/false), GetParam().operations);
}
TEST_P(ModelChangesFault, AKillLeavesACompleteState) {
  EXPECT_GT(Run(/*is_crash=*/true), GetParam().operations);
}

INSTANTIATE_TEST_SUITE_P(
    All, ModelChangesFault,
    ::testing::Values(
        Row{"Publish", {}, PublishThird, {"1"}, true, 20},
        Row{"PublishDuringACanary", {BeginCanary}, PublishThird, {"1"}, true, 20},
        Row{"Promote", {}, PromoteSecond, {"1", "2"}, true, 12},
        Row{"PromoteEndsTheCanary", {BeginCanary}, PromoteSecond, {"1", "2"}, true, 15},
        Row{"Rollback", {PromoteSecond}, GoBack, {"1", "2"}, false, 12},
        Row{"RollbackEndsTheCanary",
            {PromoteSecond, BeginCanaryOfFirst},
            GoBack,
            {"1", "2"},
            false,
            15},
        Row{"Shadow", {}, BeginShadow, {"1"}, true, 12},
        Row{"Canary", {BeginShadow}, BeginCanary, {"1"}, true, 12},
        Row{"EndOfTheCanary", {BeginCanary}, EndCanary, {"1"}, false, 10}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace tasnif
