#include "server/inference_repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/clock.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class InferenceRepositoryTest : public ::testing::Test {
 protected:
  InferenceRepositoryTest() {
    WriteTinyModel(folder_.path(), "topic", "1");
    WriteTinyModel(folder_.path(), "topic", "2");
    EXPECT_EQ(WriteAlias(PosixFiles(), folder_.path(), "topic", "champion", "1"), absl::OkStatus());
    registry_ = *Registry::Open(folder_.path(), PosixFiles());
    feed_ = std::make_unique<ModelFeed>(registry_->List());
    admin_ = std::make_unique<ModelAdmin>(*registry_, PosixFiles(), *feed_, clock_);
    repository_ = std::make_unique<InferenceRepository>(*admin_);
  }

  absl::Status Load(const std::string& model) {
    inference::RepositoryModelLoadRequest request;
    request.set_model_name(model);
    return repository_->Load(request);
  }
  absl::Status Unload(const std::string& model) {
    inference::RepositoryModelUnloadRequest request;
    request.set_model_name(model);
    (*request.mutable_parameters())["unload_dependents"].set_bool_param(false);
    return repository_->Unload(request);
  }
  bool Answers(const std::string& reference) const {
    return registry_->Snapshot()->Resolve(reference).ok();
  }

  TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<ModelFeed> feed_;
  std::unique_ptr<ModelAdmin> admin_;
  std::unique_ptr<InferenceRepository> repository_;
};

TEST_F(InferenceRepositoryTest, AVersionIsBroughtInAndTakenOut) {
  EXPECT_FALSE(Answers("topic@2"));
  EXPECT_EQ(Load("topic@2"), absl::OkStatus());
  EXPECT_TRUE(Answers("topic@2"));
  EXPECT_EQ(Unload("topic@2"), absl::OkStatus());
  EXPECT_FALSE(Answers("topic@2"));
  EXPECT_EQ(Unload("topic@2").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(InferenceRepositoryTest, ANameAloneReadsTheFolderAgain) {
  ASSERT_EQ(WriteAlias(PosixFiles(), folder_.path(), "topic", "champion", "2"), absl::OkStatus());
  EXPECT_EQ(Load("topic"), absl::OkStatus());
  EXPECT_EQ((*registry_->Snapshot()->Resolve("topic"))->bundle.version(), "2");
  EXPECT_EQ(Load("article"), absl::OkStatus());
  EXPECT_EQ(Load("topci").code(), absl::StatusCode::kNotFound);
}

TEST_F(InferenceRepositoryTest, WhatAnAliasNamesStays) {
  for (const char* model : {"topic", "topic@1", "topic@champion", "article"}) {
    EXPECT_EQ(Unload(model).code(), absl::StatusCode::kFailedPrecondition) << model;
  }
  EXPECT_TRUE(Answers("topic"));
  EXPECT_EQ(Unload("weather").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Unload("topic@9").code(), absl::StatusCode::kNotFound);
}

TEST_F(InferenceRepositoryTest, NoOtherRepositoryAndNoOtherContent) {
  inference::RepositoryModelLoadRequest load;
  load.set_model_name("topic");
  load.set_repository_name("mine");
  EXPECT_EQ(repository_->Load(load).code(), absl::StatusCode::kInvalidArgument);
  load.clear_repository_name();
  (*load.mutable_parameters())["config"].set_string_param("{}");
  const absl::Status status = repository_->Load(load);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(status.message()), HasSubstr("'config'"));
}

}  // namespace
}  // namespace tasnif
