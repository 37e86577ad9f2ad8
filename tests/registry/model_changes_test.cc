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

// Entries that are gone are noticed, and so is a history that is gone as a whole.
TEST_F(ModelChangesTest, VerifyFindsAHistoryThatWasCutOff) {
  PublishTwo();
  const std::string whole = *PosixFiles().Read(folder_.Path("topic/history.jsonl"));
  std::vector<size_t> ends;  // Of each line.
  for (size_t at = whole.find('\n'); at != std::string::npos; at = whole.find('\n', at + 1)) {
    ends.push_back(at + 1);
  }
  ASSERT_EQ(ends.size(), 4u);
  ends.pop_back();
  for (const size_t end : ends) {
    folder_.Write("topic/history.jsonl", whole.substr(0, end));
    EXPECT_THAT(Faults(), ::testing::Contains("topic history")) << end;
    EXPECT_EQ(Publish(PosixFiles(), models(), "3").status().code(), absl::StatusCode::kDataLoss)
        << "nothing is built on it";
  }
  std::filesystem::remove(folder_.Path("topic/history.jsonl"));
  EXPECT_THAT(Faults(), ::testing::Contains("topic history"));
  folder_.Write("topic/history.jsonl", whole);
  EXPECT_THAT(Faults(), ::testing::IsEmpty());
  std::filesystem::remove(folder_.Path("topic/history_end.json"));
  EXPECT_THAT(Faults(), ElementsAre("topic history")) << "then nobody can tell";
  EXPECT_EQ(Publish(PosixFiles(), models(), "3").status(), absl::OkStatus());
  EXPECT_THAT(Faults(), ::testing::IsEmpty()) << "the next change writes it again";
}

// Every byte of every file of a published version, of the history and of the shares.
TEST_F(ModelChangesTest, VerifyFindsAnyChangedByte) {
  PublishTwo();
  ASSERT_EQ(SetTraffic(PosixFiles(), models(), "topic", kCanary, {"2", 500}, kChange).status(),
            absl::OkStatus());
  ASSERT_THAT(Faults(), ::testing::IsEmpty());
  for (const char* name :
       {"topic/1/bundle.json", "topic/1/model.tsf", "topic/1/card.md", "topic/2/bundle.json",
        "topic/history.jsonl", "topic/history_end.json", "topic/traffic.json"}) {
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

}  // namespace
}  // namespace tasnif
