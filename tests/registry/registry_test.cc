#include "registry/registry.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/bundle_folder.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RegistryTest : public ::testing::Test {
 protected:
  void Publish(const std::string& head, const std::string& version) {
    const SmallBundle small = MakeSmallBundle(head, version);
    ASSERT_EQ(WriteBundle(PosixFiles(), models_.path(), small.bundle, small.contents),
              absl::OkStatus());
  }
  void Promote(const std::string& head, const std::string& version) {
    ASSERT_EQ(WriteAlias(PosixFiles(), models_.path(), head, "champion", version),
              absl::OkStatus());
  }
  void BreakModel(const std::string& head, const std::string& version) {
    std::filesystem::resize_file(models_.Path(head + "/" + version + "/model.tsf"), 10);
  }
  std::unique_ptr<Registry> Open() {
    auto registry = Registry::Open(models_.path(), PosixFiles());
    EXPECT_EQ(registry.status(), absl::OkStatus());
    return registry.ok() ? *std::move(registry) : nullptr;
  }
  static std::string Champion(const Registry& registry, const std::string& head) {
    const auto snapshot = registry.Snapshot();
    const auto model = snapshot->Resolve(head);
    return model.ok() ? (*model)->bundle.version() : std::string(model.status().message());
  }

  TemporaryFolder models_;
};

TEST_F(RegistryTest, AnswersWithTheChampions) {
  Publish("topic", "1");
  Publish("topic", "2");
  Publish("source_type", "1");
  Promote("topic", "2");
  Promote("source_type", "1");
  const auto registry = Open();
  EXPECT_THAT(registry->Snapshot()->heads(), ElementsAre("source_type", "topic"));
  EXPECT_EQ(Champion(*registry, "topic"), "2");
}

TEST_F(RegistryTest, AMissingFolderIsNotFound) {
  const auto registry = Registry::Open(models_.Path("absent"), PosixFiles());
  EXPECT_EQ(registry.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(registry.status().message()), HasSubstr("does not exist"));
}

TEST_F(RegistryTest, AFolderWithoutAChampionSaysHowToGetOne) {
  Publish("topic", "1");
  const auto registry = Registry::Open(models_.path(), PosixFiles());
  EXPECT_EQ(registry.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(registry.status().message()), HasSubstr("tasnif models promote"));
}

TEST_F(RegistryTest, WhereNothingCanAnswerEveryReasonIsNamed) {
  Publish("topic", "1");
  Publish("source_type", "1");
  Promote("topic", "1");
  Promote("source_type", "1");
  BreakModel("topic", "1");
  std::filesystem::remove(models_.Path("source_type/1/bundle.json"));
  const auto registry = Registry::Open(models_.path(), PosixFiles());
  EXPECT_EQ(registry.status().code(), absl::StatusCode::kFailedPrecondition);
  const std::string message(registry.status().message());
  EXPECT_THAT(message, HasSubstr("topic@champion"));
  EXPECT_THAT(message, HasSubstr("model.tsf"));
  EXPECT_THAT(message, HasSubstr("source_type@champion"));
}

TEST_F(RegistryTest, OneBrokenHeadLeavesTheOthers) {
  Publish("topic", "1");
  Publish("source_type", "1");
  Promote("topic", "1");
  Promote("source_type", "1");
  BreakModel("topic", "1");
  const auto registry = Open();
  EXPECT_THAT(registry->Snapshot()->heads(), ElementsAre("source_type"));
  const std::vector<v1::Model> list = registry->List();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].state(), v1::MODEL_STATE_READY);
  EXPECT_EQ(list[1].state(), v1::MODEL_STATE_FAILED);
  EXPECT_THAT(list[1].error(), HasSubstr("model.tsf"));
}

TEST_F(RegistryTest, ListsEveryVersionOnDisk) {
  Publish("topic", "2");
  Publish("topic", "10");
  Promote("topic", "10");
  const std::vector<v1::Model> list = Open()->List();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].version(), "2");
  EXPECT_EQ(list[0].state(), v1::MODEL_STATE_AVAILABLE);
  EXPECT_EQ(list[1].version(), "10");
  EXPECT_EQ(list[1].state(), v1::MODEL_STATE_READY);
  EXPECT_THAT(list[1].aliases(), ElementsAre("champion"));
  EXPECT_EQ(list[1].labels_size(), 2);
  EXPECT_GT(list[1].bytes(), 0u);
  EXPECT_EQ(list[1].created().seconds(), 1700000000);
}

TEST_F(RegistryTest, AReloadSwapsAndOldSnapshotsStay) {
  Publish("topic", "1");
  Promote("topic", "1");
  const auto registry = Open();
  const auto before = registry->Snapshot();
  Publish("topic", "2");
  Promote("topic", "2");
  EXPECT_EQ(registry->Reload(), absl::OkStatus());
  EXPECT_EQ(Champion(*registry, "topic"), "2");
  EXPECT_EQ((*before->Resolve("topic"))->bundle.version(), "1");
}

TEST_F(RegistryTest, AReloadKeepsUnchangedModelsInMemory) {
  Publish("topic", "1");
  Promote("topic", "1");
  const auto registry = Open();
  const HeadModel* before = *registry->Snapshot()->Resolve("topic");
  ASSERT_EQ(registry->Reload(), absl::OkStatus());
  EXPECT_EQ(*registry->Snapshot()->Resolve("topic"), before);
}

TEST_F(RegistryTest, AFailedReloadKeepsTheLastGoodVersion) {
  Publish("topic", "1");
  Promote("topic", "1");
  const auto registry = Open();
  Publish("topic", "2");
  Promote("topic", "2");
  BreakModel("topic", "2");
  const absl::Status status = registry->Reload();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("topic@champion"));
  EXPECT_EQ(Champion(*registry, "topic"), "1");
  const std::vector<v1::Model> list = registry->List();
  EXPECT_EQ(list[0].state(), v1::MODEL_STATE_READY);
  EXPECT_THAT(list[0].aliases(), ElementsAre("champion"));
  EXPECT_EQ(list[1].state(), v1::MODEL_STATE_FAILED);
}

TEST_F(RegistryTest, AVersionLoadedByHandAnswersToItsNumberUntilItIsUnloaded) {
  Publish("topic", "1");
  Publish("topic", "2");
  Promote("topic", "1");
  const auto registry = Open();
  EXPECT_EQ(registry->Snapshot()->Resolve("topic@2").status().code(), absl::StatusCode::kNotFound);
  ASSERT_EQ(registry->Load("topic", "2"), absl::OkStatus());
  EXPECT_TRUE(registry->Snapshot()->Resolve("topic@2").ok());
  EXPECT_EQ(Champion(*registry, "topic"), "1");
  EXPECT_EQ(registry->List()[1].state(), v1::MODEL_STATE_READY);
  ASSERT_EQ(registry->Reload(), absl::OkStatus());
  EXPECT_TRUE(registry->Snapshot()->Resolve("topic@2").ok()) << "it stays over reloads";
  ASSERT_EQ(registry->Unload("topic", "2"), absl::OkStatus());
  EXPECT_FALSE(registry->Snapshot()->Resolve("topic@2").ok());
  EXPECT_EQ(registry->Unload("topic", "2").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(registry->Unload("topic", "1").code(), absl::StatusCode::kNotFound);
}

TEST_F(RegistryTest, AVersionThatCannotBeLoadedByHandChangesNothing) {
  Publish("topic", "1");
  Publish("topic", "2");
  Promote("topic", "1");
  BreakModel("topic", "2");
  const auto registry = Open();
  EXPECT_EQ(registry->Load("topic", "2").code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(registry->Load("topic", "3").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(registry->Load("topic", "../topic/1").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(registry->Reload(), absl::OkStatus());
  EXPECT_EQ(Champion(*registry, "topic"), "1");
}

TEST_F(RegistryTest, AVanishedFolderChangesNothing) {
  Publish("topic", "1");
  Promote("topic", "1");
  const auto registry = Open();
  std::filesystem::remove_all(models_.path());
  EXPECT_EQ(registry->Reload().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Champion(*registry, "topic"), "1");
}

TEST_F(RegistryTest, AVersionTakenFromDiskStaysWhileItsAliasIsUnusable) {
  Publish("topic", "1");
  Promote("topic", "1");
  const auto registry = Open();
  std::filesystem::remove_all(models_.Path("topic/1"));
  EXPECT_EQ(registry->Reload().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Champion(*registry, "topic"), "1");
}

}  // namespace
}  // namespace tasnif
