#include "server/model_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ModelListTest : public ::testing::Test {
 protected:
  ModelListTest() {
    WriteTinyModels(folder_.path());
    WriteTinyModel(folder_.path(), "topic", "2");  // On disk only.
    auto registry = Registry::Open(folder_.path(), PosixFiles());
    EXPECT_TRUE(registry.ok()) << registry.status();
    registry_ = *std::move(registry);
  }

  TemporaryFolder folder_;
  std::unique_ptr<Registry> registry_;
};

TEST_F(ModelListTest, ListsEveryVersionOrThoseOfOneHead) {
  const auto all = ListModels(*registry_, "");
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->models_size(), 4);
  const auto topic = ListModels(*registry_, "topic");
  ASSERT_TRUE(topic.ok()) << topic.status();
  ASSERT_EQ(topic->models_size(), 2);
  EXPECT_EQ(topic->models(0).version(), "1");
  EXPECT_EQ(topic->models(0).state(), v1::MODEL_STATE_READY);
  EXPECT_THAT(topic->models(0).aliases(), ElementsAre("champion"));
  EXPECT_EQ(topic->models(1).state(), v1::MODEL_STATE_AVAILABLE);
}

TEST_F(ModelListTest, UnknownHeadNamesNearOnes) {
  const absl::Status status = ListModels(*registry_, "topci").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("did you mean 'topic'"));
}

TEST_F(ModelListTest, HeadVersionAndAliasFindOneModelWithItsManifest) {
  for (const char* reference : {"topic", "topic@1", "topic@champion"}) {
    const auto model = GetModel(*registry_, reference);
    ASSERT_TRUE(model.ok()) << reference << ": " << model.status();
    EXPECT_EQ(model->model().head(), "topic");
    EXPECT_EQ(model->model().version(), "1");
    EXPECT_EQ(model->bundle().head(), "topic");
    EXPECT_GT(model->bundle().labels_size(), 1);
  }
}

TEST_F(ModelListTest, VersionOnDiskIsFoundWithoutItsManifest) {
  const auto model = GetModel(*registry_, "topic@2");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->model().version(), "2");
  EXPECT_FALSE(model->has_bundle());
}

TEST_F(ModelListTest, WhatIsNotThereIsNotFound) {
  for (const char* reference : {"topci", "topic@9", "topic@challenger", "", "@1"}) {
    EXPECT_EQ(GetModel(*registry_, reference).status().code(), absl::StatusCode::kNotFound)
        << reference;
  }
}

}  // namespace
}  // namespace tasnif
