// Shares of the traffic: changed on disk, written to the history, read by the registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "registry/history.h"
#include "registry/model_changes.h"
#include "registry/model_check.h"
#include "registry/registry.h"
#include "registry/traffic_file.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Change kChange = {.who = "layla", .why = "a test", .when = absl::FromUnixSeconds(1700000000)};

class TrafficChangesTest : public ::testing::Test {
 protected:
  TrafficChangesTest() {
    for (const char* weights : {"1", "2", "3"}) {
      const SmallBundle small = MakeSmallBundle("topic", weights);
      EXPECT_EQ(PublishVersion(PosixFiles(), models(), small.bundle, small.contents, kChallenger,
                               {}, kChange)
                    .status(),
                absl::OkStatus());
    }
  }
  std::string models() const { return folder_.path(); }
  absl::StatusOr<std::string> Set(std::string_view use, const std::string& version,
                                  uint32_t hundredths) {
    return SetTraffic(PosixFiles(), models(), "topic", use, {version, hundredths}, kChange);
  }
  Traffic OnDisk() const {
    const auto traffic = ReadTraffic(PosixFiles(), models() + "/topic");
    EXPECT_EQ(traffic.status(), absl::OkStatus());
    return traffic.ok() ? *traffic : Traffic();
  }
  History Read() const { return *ReadHistory(PosixFiles(), models(), "topic"); }
  std::vector<std::string> Faults() const {
    std::vector<std::string> subjects;
    for (const ModelFinding& finding : CheckHead(PosixFiles(), models(), "topic")) {
      if (!finding.status.ok()) subjects.push_back(finding.subject);
    }
    return subjects;
  }

  TemporaryFolder folder_;
};

TEST_F(TrafficChangesTest, TheChallengerIsMeantWhereNoVersionIsNamed) {
  EXPECT_EQ(*Set(kCanary, "", 500), "3");
  EXPECT_EQ(*Set(kShadow, "2", 2000), "2");
  EXPECT_EQ(OnDisk(), (Traffic{{"canary", {"3", 500}}, {"shadow", {"2", 2000}}}));
  EXPECT_EQ(*Set(kCanary, "challenger", 1250), "3");
  EXPECT_EQ(OnDisk().at("canary").hundredths, 1250u);
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(TrafficChangesTest, WhoAndWhyAndHowMuchStandInTheHistory) {
  ASSERT_EQ(*Set(kCanary, "3", 550), "3");
  ASSERT_EQ(*Set(kCanary, "", 0), "3");
  const History history = Read();
  const HistoryEntry& began = history[history.size() - 2];
  EXPECT_EQ(began.action, "traffic");
  EXPECT_EQ(began.use, "canary");
  EXPECT_EQ(began.version, "3");
  EXPECT_EQ(began.percent, "5.5");
  EXPECT_EQ(began.who, "layla");
  EXPECT_EQ(history.back().percent, "0");
  EXPECT_EQ(OnDisk(), Traffic());
}

TEST_F(TrafficChangesTest, WhatMakesNoSenseIsRefusedAndChangesNothing) {
  struct Row {
    const char* use;
    const char* version;
    uint32_t hundredths;
    absl::StatusCode code;
    const char* why;
  };
  const Row kRows[] = {
      {"canary", "1", 500, absl::StatusCode::kFailedPrecondition, "the champion"},
      {"canary", "champion", 500, absl::StatusCode::kFailedPrecondition, "the same by its alias"},
      {"canary", "9", 500, absl::StatusCode::kNotFound, "no such version"},
      {"canary", "best", 500, absl::StatusCode::kNotFound, "no such alias"},
      {"canary", "", 0, absl::StatusCode::kFailedPrecondition, "nothing to end"},
      {"canary", "2", 10001, absl::StatusCode::kInvalidArgument, "more than all"},
      {"canry", "2", 500, absl::StatusCode::kInvalidArgument, "no such use"},
  };
  const size_t entries = Read().size();
  for (const Row& row : kRows) {
    EXPECT_EQ(Set(row.use, row.version, row.hundredths).status().code(), row.code) << row.why;
  }
  EXPECT_EQ(Read().size(), entries);
  EXPECT_EQ(OnDisk(), Traffic());
}

TEST_F(TrafficChangesTest, ADamagedVersionTakesNoPart) {
  std::filesystem::resize_file(models() + "/topic/2/model.tsf", 10);
  EXPECT_EQ(Set(kShadow, "2", 500).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(TrafficChangesTest, ANewChampionEndsTheCanaryAndLeavesTheShadow) {
  ASSERT_EQ(*Set(kCanary, "3", 500), "3");
  ASSERT_EQ(*Set(kShadow, "3", 500), "3");
  ASSERT_EQ(Promote(PosixFiles(), models(), "topic", "3", "", kChange), absl::OkStatus());
  EXPECT_EQ(OnDisk(), (Traffic{{"shadow", {"3", 500}}}));
  EXPECT_EQ(TrafficAfter(Read()), OnDisk());
  ASSERT_EQ(*Set(kCanary, "2", 500), "2");
  ASSERT_EQ(*Rollback(PosixFiles(), models(), "topic", "", kChange), "1");
  EXPECT_EQ(OnDisk(), (Traffic{{"shadow", {"3", 500}}}));
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(TrafficChangesTest, AnotherAliasLeavesTheCanary) {
  ASSERT_EQ(*Set(kCanary, "3", 500), "3");
  ASSERT_EQ(SetModelAlias(PosixFiles(), models(), "topic", "challenger", "2", "", kChange),
            absl::OkStatus());
  EXPECT_EQ(OnDisk(), (Traffic{{"canary", {"3", 500}}}));
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(TrafficChangesTest, AShareChangedByHandIsFoundAndNoted) {
  ASSERT_EQ(*Set(kCanary, "3", 500), "3");
  folder_.Write("topic/traffic.json", FormatTraffic({{"canary", {"3", 9000}}}));
  EXPECT_THAT(Faults(), ElementsAre("topic traffic"));
  ASSERT_EQ(*Set(kShadow, "2", 500), "2");
  const History history = Read();
  EXPECT_EQ(history[history.size() - 2].action, "found");
  EXPECT_EQ(history[history.size() - 2].percent, "90");
  EXPECT_THAT(Faults(), IsEmpty());
  std::filesystem::remove(folder_.Path("topic/traffic.json"));
  EXPECT_THAT(Faults(), ElementsAre("topic traffic"));
}

TEST_F(TrafficChangesTest, TheRegistryHasWhoeverTakesPart) {
  const auto registry = *Registry::Open(models(), PosixFiles());
  EXPECT_EQ(registry->Snapshot()->traffic("topic"), Traffic());
  EXPECT_EQ(registry->Snapshot()->Find("topic", "2"), nullptr);
  ASSERT_EQ(*Set(kCanary, "2", 500), "2");
  ASSERT_EQ(registry->Reload(), absl::OkStatus());
  EXPECT_EQ(registry->Snapshot()->traffic("topic"), (Traffic{{"canary", {"2", 500}}}));
  EXPECT_NE(registry->Snapshot()->Find("topic", "2"), nullptr);
  const v1::Model model = registry->List()[1];
  EXPECT_EQ(model.version(), "2");
  EXPECT_EQ(model.state(), v1::MODEL_STATE_READY);
  ASSERT_EQ(model.traffic_size(), 1);
  EXPECT_EQ(model.traffic(0).use(), v1::TRAFFIC_USE_CANARY);
  EXPECT_DOUBLE_EQ(model.traffic(0).percent(), 5);
  ASSERT_EQ(*Set(kCanary, "", 0), "2");
  ASSERT_EQ(registry->Reload(), absl::OkStatus());
  EXPECT_EQ(registry->Snapshot()->traffic("topic"), Traffic());
  EXPECT_EQ(registry->Snapshot()->Find("topic", "2"), nullptr) << "nobody asks for it any more";
}

TEST_F(TrafficChangesTest, WhatCannotBeReadChangesNoShare) {
  ASSERT_EQ(*Set(kCanary, "2", 500), "2");
  const auto registry = *Registry::Open(models(), PosixFiles());
  folder_.Write("topic/traffic.json", "{");
  EXPECT_EQ(registry->Reload().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(registry->Snapshot()->traffic("topic"), (Traffic{{"canary", {"2", 500}}}));
  folder_.Write("topic/traffic.json", FormatTraffic({{"canary", {"9", 500}}}));
  EXPECT_EQ(registry->Reload().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(registry->Snapshot()->traffic("topic"), Traffic()) << "the champion answers for it";
}

}  // namespace
}  // namespace tasnif
