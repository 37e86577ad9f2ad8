#include "server/model_admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CountingWatcher : public ModelWatcher {
 public:
  void OnModels(const std::vector<v1::Model>& models) override {
    ++lists;
    last = models;
  }
  void OnDrain() override { is_drained = true; }

  int lists = 0;
  std::vector<v1::Model> last;
  bool is_drained = false;
};

class ModelAdminTest : public ::testing::Test {
 protected:
  ModelAdminTest() {
    WriteTinyModel(folder_.path(), "topic", "1");
    WriteTinyModel(folder_.path(), "topic", "2");
    EXPECT_EQ(WriteAlias(PosixFiles(), folder_.path(), "topic", "champion", "1"), absl::OkStatus());
    registry_ = *Registry::Open(folder_.path(), PosixFiles());
    feed_ = std::make_unique<ModelFeed>(registry_->List());
    admin_ = std::make_unique<ModelAdmin>(*registry_, PosixFiles(), *feed_);
  }
  static v1::SetAliasRequest Request(const std::string& alias, const std::string& version) {
    v1::SetAliasRequest request;
    request.set_head("topic");
    request.set_alias(alias);
    request.set_version(version);
    request.set_reason("better on dialects");
    return request;
  }
  std::string Champion() const {
    const auto models = registry_->Snapshot();
    return (*models->Resolve("topic"))->bundle.version();
  }

  TemporaryFolder folder_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<ModelFeed> feed_;
  std::unique_ptr<ModelAdmin> admin_;
};

TEST_F(ModelAdminTest, LoadMakesAVersionReadyWithoutLettingItAnswer) {
  const auto model = admin_->Load("topic@2");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->state(), v1::MODEL_STATE_READY);
  EXPECT_THAT(model->aliases(), IsEmpty());
  EXPECT_EQ(Champion(), "1");
}

TEST_F(ModelAdminTest, LoadNamesWhatIsWrong) {
  EXPECT_EQ(admin_->Load("topic@9").status().code(), absl::StatusCode::kNotFound);
  std::filesystem::resize_file(folder_.Path("topic/2/model.tsf"), 10);
  const auto broken = admin_->Load("topic@2");
  EXPECT_EQ(broken.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(broken.status().message()), HasSubstr("model.tsf"));
}

TEST_F(ModelAdminTest, SetAliasMovesItOnDiskAndInMemory) {
  const auto model = admin_->SetAlias(Request("champion", "2"));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_THAT(model->aliases(), Contains("champion"));
  EXPECT_EQ(Champion(), "2");
  EXPECT_THAT(ReadWholeFile(folder_.Path("topic/aliases.json")), HasSubstr("\"2\""));
}

TEST_F(ModelAdminTest, SetAliasRefusesWhatItCannotDoAndLeavesEverything) {
  struct {
    v1::SetAliasRequest request;
    absl::StatusCode code;
  } rows[] = {
      {Request("champion", "3"), absl::StatusCode::kNotFound},
      {Request("../champion", "2"), absl::StatusCode::kInvalidArgument},
      {Request("champion", "2"), absl::StatusCode::kInvalidArgument},
      {Request("champion", "2"), absl::StatusCode::kFailedPrecondition},
      {Request("champion", "2"), absl::StatusCode::kNotFound},
  };
  rows[2].request.clear_reason();
  rows[3].request.set_expected_version("2");
  rows[4].request.set_head("topik");
  for (const auto& row : rows) {
    const absl::Status status = admin_->SetAlias(row.request).status();
    EXPECT_EQ(status.code(), row.code) << row.request.DebugString() << status;
  }
  std::filesystem::resize_file(folder_.Path("topic/2/model.tsf"), 10);
  EXPECT_EQ(admin_->SetAlias(Request("champion", "2")).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Champion(), "1");
  EXPECT_THAT(ReadWholeFile(folder_.Path("topic/aliases.json")), HasSubstr("\"1\""));
}

TEST_F(ModelAdminTest, WhoWatchesIsToldTheStateThenEveryChangeOnce) {
  CountingWatcher watcher;
  feed_->Add(&watcher);
  EXPECT_EQ(watcher.lists, 1);
  EXPECT_EQ(watcher.last.size(), 2u);
  ASSERT_EQ(admin_->Reload(), absl::OkStatus());
  EXPECT_EQ(watcher.lists, 1) << "nothing has changed";
  ASSERT_TRUE(admin_->SetAlias(Request("challenger", "2")).ok());
  EXPECT_EQ(watcher.lists, 2);
  EXPECT_THAT(watcher.last[1].aliases(), Contains("challenger"));
  feed_->Remove(&watcher);
  ASSERT_TRUE(admin_->SetAlias(Request("champion", "2")).ok());
  EXPECT_EQ(watcher.lists, 2);
}

TEST_F(ModelAdminTest, ADrainReachesWhoWatchesAndWhoComesLate) {
  CountingWatcher early, late;
  feed_->Add(&early);
  feed_->Drain();
  feed_->Add(&late);
  EXPECT_TRUE(early.is_drained);
  EXPECT_TRUE(late.is_drained);
  EXPECT_EQ(late.lists, 0);
}

}  // namespace
}  // namespace tasnif
