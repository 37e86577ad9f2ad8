// Every file operation of a publish, a promotion and a reload fails once: the champion must always
// be a complete version.
#include <filesystem>

#include "gtest/gtest.h"
#include "registry/bundle_folder.h"
#include "registry/registry.h"
#include "tests/base/fault_files.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

absl::Status PublishAndPromote(Files& files, const std::string& models, const SmallBundle& small) {
  TASNIF_RETURN_IF_ERROR(WriteBundle(files, models, small.bundle, small.contents));
  return WriteAlias(files, models, small.bundle.head(), "champion", small.bundle.version());
}

TEST(Faults, TheChampionIsAlwaysACompleteVersion) {
  const SmallBundle old_version = MakeSmallBundle("topic", "1");
  const SmallBundle new_version = MakeSmallBundle("topic", "2");
  int fail_at = 0;
  for (bool is_done = false; !is_done; ++fail_at) {
    ASSERT_LT(fail_at, 100) << "the loop does not end";
    TemporaryFolder models;
    ASSERT_EQ(PublishAndPromote(PosixFiles(), models.path(), old_version), absl::OkStatus());
    FaultFiles files(PosixFiles(), fail_at);
    is_done = PublishAndPromote(files, models.path(), new_version).ok();
    const auto registry = Registry::Open(models.path(), PosixFiles());
    ASSERT_EQ(registry.status(), absl::OkStatus()) << "operation " << fail_at;
    const std::string champion = (*(*registry)->Snapshot()->Resolve("topic"))->bundle.version();
    EXPECT_TRUE(champion == "1" || champion == "2") << "operation " << fail_at;
    if (is_done) {
      EXPECT_EQ(champion, "2");
    }
    // What is left over must not stand in the way of a second attempt.
    const absl::Status again = PublishAndPromote(PosixFiles(), models.path(), new_version);
    EXPECT_TRUE(again.ok() || again.code() == absl::StatusCode::kAlreadyExists) << again;
  }
  EXPECT_GT(fail_at, 8);
}

TEST(Faults, AReloadThatFailsKeepsTheSet) {
  TemporaryFolder models;
  ASSERT_EQ(PublishAndPromote(PosixFiles(), models.path(), MakeSmallBundle("topic", "1")),
            absl::OkStatus());
  const SmallBundle next = MakeSmallBundle("topic", "2");
  ASSERT_EQ(WriteBundle(PosixFiles(), models.path(), next.bundle, next.contents), absl::OkStatus());
  int fail_at = 0;
  for (bool is_done = false; !is_done; ++fail_at) {
    ASSERT_LT(fail_at, 200) << "the loop does not end";
    ASSERT_EQ(WriteAlias(PosixFiles(), models.path(), "topic", "champion", "1"), absl::OkStatus());
    FaultFiles opening(PosixFiles(), 1 << 30);
    const auto opened = Registry::Open(models.path(), opening);
    ASSERT_EQ(opened.status(), absl::OkStatus());
    const int used = opening.operations();
    FaultFiles files(PosixFiles(), used + fail_at);
    const auto registry = Registry::Open(models.path(), files);
    ASSERT_EQ(registry.status(), absl::OkStatus());
    ASSERT_EQ(WriteAlias(PosixFiles(), models.path(), "topic", "champion", "2"), absl::OkStatus());
    is_done = (*registry)->Reload().ok() && !files.has_failed();
    const auto champion = (*registry)->Snapshot()->Resolve("topic");
    ASSERT_EQ(champion.status(), absl::OkStatus()) << "operation " << fail_at;
    if (is_done) {
      EXPECT_EQ((*champion)->bundle.version(), "2");
    }
  }
  EXPECT_GT(fail_at, 4);
}

}  // namespace
}  // namespace tasnif
