#include "registry/model_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/json.h"
#include "registry/bundle_folder.h"
#include "registry/folder_lock.h"
#include "registry/history.h"
#include "registry/model_check.h"
#include "registry/registry.h"
#include "tests/base/fault_files.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Change kChange = {.who = "layla", .why = "a test", .when = absl::FromUnixSeconds(1700000000)};

absl::StatusOr<std::string> Publish(Files& files, const std::string& models,
                                    const std::string& weights,
                                    std::string_view alias = kChallenger) {
  const SmallBundle small = MakeSmallBundle("topic", weights);
  return PublishVersion(files, models, small.bundle, small.contents, alias, {}, kChange);
}

class ModelChangesTest : public ::testing::Test {
 protected:
  std::string models() const { return folder_.path(); }

  std::string PointsAt(const std::string& alias) const {
    const auto scan = ScanModels(models(), PosixFiles());
    EXPECT_EQ(scan.status(), absl::OkStatus());
    if (!scan.ok() || scan->count("topic") == 0) return "";
    const AliasMap& aliases = scan->at("topic").aliases;
    const auto found = aliases.find(alias);
    return found == aliases.end() ? "" : found->second;
  }

  History Read() const {
    const auto history = ReadHistory(PosixFiles(), models(), "topic");
    EXPECT_EQ(history.status(), absl::OkStatus());
    return history.ok() ? *history : History();
  }

  // Subjects that CheckHead finds fault with.
  std::vector<std::string> Faults() const {
    std::vector<std::string> subjects;
    for (const ModelFinding& finding : CheckHead(PosixFiles(), models(), "topic")) {
      if (!finding.status.ok()) subjects.push_back(finding.subject);
    }
    return subjects;
  }

  void PublishTwo() {
    ASSERT_EQ(Publish(PosixFiles(), models(), "1").status(), absl::OkStatus());
    ASSERT_EQ(Publish(PosixFiles(), models(), "2").status(), absl::OkStatus());
  }

  TemporaryFolder folder_;
};

TEST_F(ModelChangesTest, TheCardIsHeadedByTheVersionThatItStandsIn) {
  SmallBundle small = MakeSmallBundle("topic", "1");
  std::string& card = small.contents[std::string(kCardFile)];
  const struct {
    const char* card;
    const char* expected;
    const char* why;
  } rows[] = {
      {"# topic@7\n\nNews.\n", "# topic@1\n\nNews.\n", "trained elsewhere as 7"},
      {"# topic\n", "# topic\n", "no version"},
      {"News about topic@7.\n", "News about topic@7.\n", "no title"},
      {"# topic@7", "# topic@7", "no line"},
  };
  for (const auto& row : rows) {
    card = row.card;
    const auto version =
        PublishVersion(PosixFiles(), models(), small.bundle, small.contents, "", {}, kChange);
    ASSERT_EQ(version.status(), absl::OkStatus());
    const auto written = PosixFiles().Read(models() + "/topic/" + *version + "/card.md");
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_EQ(*written, row.expected) << row.why;
  }
}

TEST_F(ModelChangesTest, TheFirstVersionAnswersAndTheNextOneChallenges) {
  PublishTwo();
  EXPECT_EQ(PointsAt("champion"), "1");
  EXPECT_EQ(PointsAt("challenger"), "2");
  const History history = Read();
  ASSERT_EQ(history.size(), 4u);
  EXPECT_EQ(history[2].action, "publish");
  EXPECT_EQ(history[2].version, "2");
  EXPECT_EQ(history[2].who, "layla");
  EXPECT_EQ(history[2].why, "a test");
  EXPECT_EQ(history[2].time, "2023-11-14T22:13:20+00:00");
  EXPECT_EQ(history[3].alias, "challenger");
  EXPECT_THAT(Faults(), ::testing::IsEmpty());
}

TEST_F(ModelChangesTest, PromotionAndRollbackGoBackAndForth) {
  PublishTwo();
  ASSERT_EQ(Promote(PosixFiles(), models(), "topic", "challenger", "", kChange), absl::OkStatus());
  EXPECT_EQ(PointsAt("champion"), "2");
  const auto back = Rollback(PosixFiles(), models(), "topic", "2", kChange);
  ASSERT_EQ(back.status(), absl::OkStatus());
  EXPECT_EQ(*back, "1");
  EXPECT_EQ(PointsAt("champion"), "1");
  EXPECT_EQ(Rollback(PosixFiles(), models(), "topic", "", kChange).status().code(),
            absl::StatusCode::kFailedPrecondition)
      << "there is none before the first";
  EXPECT_THAT(Faults(), ::testing::IsEmpty());
}

TEST_F(ModelChangesTest, AShippedChampionWithoutHistoryCanBeReturnedTo) {
  const SmallBundle shipped = MakeSmallBundle("topic", "1");
  ASSERT_EQ(WriteBundle(PosixFiles(), models(), shipped.bundle, shipped.contents),
            absl::OkStatus());
  ASSERT_EQ(WriteAlias(PosixFiles(), models(), "topic", "champion", "1"), absl::OkStatus());
  ASSERT_EQ(*Publish(PosixFiles(), models(), "2"), "2");
  ASSERT_EQ(Promote(PosixFiles(), models(), "topic", "2", "1", kChange), absl::OkStatus());
  EXPECT_EQ(*Rollback(PosixFiles(), models(), "topic", "", kChange), "1");
  EXPECT_THAT(Faults(), ::testing::IsEmpty()) << "older than the history is not wrong";
}

TEST_F(ModelChangesTest, AnotherChampionThanExpectedIsNotTouched) {
  PublishTwo();
  EXPECT_EQ(Promote(PosixFiles(), models(), "topic", "2", "2", kChange).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Rollback(PosixFiles(), models(), "topic", "2", kChange).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(PointsAt("champion"), "1");
}

TEST_F(ModelChangesTest, UnknownVersionsAndNamelessChangesAreRefused) {
  PublishTwo();
  EXPECT_EQ(Promote(PosixFiles(), models(), "topic", "9", "", kChange).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Promote(PosixFiles(), models(), "topic", "canary", "", kChange).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Promote(PosixFiles(), models(), "topic", "2", "", {.who = "", .why = "x"}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Promote(PosixFiles(), models(), "weather", "2", "", kChange).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(SetModelAlias(PosixFiles(), models(), "topic", "No", "2", "", kChange).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Read().size(), 4u);
}

TEST_F(ModelChangesTest, ADamagedVersionIsNotPromoted) {
  PublishTwo();
  folder_.Write("topic/2/model.tsf", "nonsense");
  EXPECT_EQ(Promote(PosixFiles(), models(), "topic", "2", "", kChange).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(PointsAt("champion"), "1");
}

TEST_F(ModelChangesTest, TwoChangesAtOnceExcludeEachOther) {
  PublishTwo();
  const auto lock = FolderLock::Take(models() + "/topic");
  ASSERT_EQ(lock.status(), absl::OkStatus());
  EXPECT_EQ(Promote(PosixFiles(), models(), "topic", "2", "", kChange).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(ModelChangesTest, ARefusalIsWrittenDownAndChangesNothing) {
  PublishTwo();
  ASSERT_EQ(RecordRefusal(PosixFiles(), models(), "topic", "topic.jsonl 0f",
                          {.outcome = "failed", .report_sha256 = "77"}, kChange),
            absl::OkStatus());
  EXPECT_EQ(Read().back().action, "refuse");
  EXPECT_EQ(Read().back().gate, "failed");
  EXPECT_EQ(PointsAt("challenger"), "2");
}

TEST_F(ModelChangesTest, AnAliasMovedByHandIsFoundAndNoted) {
  PublishTwo();
  ASSERT_EQ(WriteAlias(PosixFiles(), models(), "topic", "champion", "2"), absl::OkStatus());
  EXPECT_THAT(Faults(), ElementsAre("topic aliases"));
  ASSERT_EQ(Promote(PosixFiles(), models(), "topic", "1", "2", kChange), absl::OkStatus());
  EXPECT_EQ(Read()[4].action, "found");
  EXPECT_EQ(Read()[4].version, "2");
  EXPECT_THAT(Faults(), ::testing::IsEmpty());
}

TEST_F(ModelChangesTest, AVersionThatWasRemovedKeepsItsNumber) {
  PublishTwo();
  ASSERT_EQ(PosixFiles().RemoveAll(models() + "/topic/2"), absl::OkStatus());
  EXPECT_EQ(*Publish(PosixFiles(), models(), "3"), "3");
}

// Every byte of every file of a published version, and of the history.
TEST_F(ModelChangesTest, VerifyFindsAnyChangedByte) {
  PublishTwo();
  ASSERT_THAT(Faults(), ::testing::IsEmpty());
  for (const char* name : {"topic/1/bundle.json", "topic/1/model.tsf", "topic/1/card.md",
                           "topic/2/bundle.json", "topic/history.jsonl"}) {
    const std::string path = models() + "/" + name;
    const std::string bytes = *PosixFiles().Read(path);
    // Every byte of the small files would take minutes under sanitizers: each seventh, and the
    // ends.
    for (size_t at = 0; at < bytes.size(); at += at + 1 == bytes.size() ? 1 : 7) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ 4);
      folder_.Write(name, changed);
      ASSERT_FALSE(Faults().empty()) << name << ", byte " << at;
    }
    folder_.Write(name, bytes);
  }
  EXPECT_THAT(Faults(), ::testing::IsEmpty());
}

// Every file operation of publish, promote and rollback fails once: what answers is always a
// complete version, the history always holds, and the change can be made afterwards.
class FaultLoop : public ModelChangesTest {
 protected:
  using Step = absl::Status (*)(Files& files, const std::string& models);

  static absl::Status PublishStep(Files& files, const std::string& models) {
    return Publish(files, models, "3").status();
  }
  static absl::Status PromoteStep(Files& files, const std::string& models) {
    return Promote(files, models, "topic", "2", "", kChange);
  }
  static absl::Status RollbackStep(Files& files, const std::string& models) {
    return Rollback(files, models, "topic", "", kChange).status();
  }

  // How many operations there are to fail.
  int Run(Step step, const std::vector<std::string>& allowed, bool is_crash) {
    TemporaryFolder before;
    EXPECT_EQ(Publish(PosixFiles(), before.path(), "1").status(), absl::OkStatus());
    EXPECT_EQ(Publish(PosixFiles(), before.path(), "2").status(), absl::OkStatus());
    if (step == RollbackStep) {
      EXPECT_EQ(PromoteStep(PosixFiles(), before.path()), absl::OkStatus());
    }
    int fail_at = 0;
    for (bool is_done = false; !is_done && fail_at < 200; ++fail_at) {
      TemporaryFolder models;
      std::filesystem::copy(before.path(), models.path(), std::filesystem::copy_options::recursive);
      FaultFiles files(PosixFiles(), fail_at, is_crash);
      is_done = step(files, models.path()).ok() && !files.has_failed();
      CheckComplete(models.path(), allowed, fail_at);
      const absl::Status again = step(PosixFiles(), models.path());
      EXPECT_TRUE(again.ok() || step == RollbackStep) << "operation " << fail_at << ": " << again;
    }
    return fail_at;
  }

  static void CheckComplete(const std::string& models, const std::vector<std::string>& allowed,
                            int fail_at) {
    const auto registry = Registry::Open(models, PosixFiles());
    ASSERT_EQ(registry.status(), absl::OkStatus()) << "operation " << fail_at;
    const std::string champion = (*(*registry)->Snapshot()->Resolve("topic"))->bundle.version();
    EXPECT_THAT(allowed, ::testing::Contains(champion)) << "operation " << fail_at;
    EXPECT_EQ(ReadHistory(PosixFiles(), models, "topic").status(), absl::OkStatus())
        << "operation " << fail_at;
  }
};

TEST_F(FaultLoop, PublishLeavesACompleteState) {
  EXPECT_GT(Run(PublishStep, {"1"}, /*is_crash=*/false), 15);
  EXPECT_GT(Run(PublishStep, {"1"}, /*is_crash=*/true), 15);
}
TEST_F(FaultLoop, PromoteLeavesACompleteState) {
  EXPECT_GT(Run(PromoteStep, {"1", "2"}, /*is_crash=*/false), 8);
  EXPECT_GT(Run(PromoteStep, {"1", "2"}, /*is_crash=*/true), 8);
}
TEST_F(FaultLoop, RollbackLeavesACompleteState) {
  EXPECT_GT(Run(RollbackStep, {"1", "2"}, /*is_crash=*/false), 8);
  EXPECT_GT(Run(RollbackStep, {"1", "2"}, /*is_crash=*/true), 8);
}

}  // namespace
}  // namespace tasnif
