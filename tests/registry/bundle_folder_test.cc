#include "registry/bundle_folder.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/self_tests.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class BundleFolder : public ::testing::Test {
 protected:
  // Publishes topic@1, with `change` made to its manifest.
  absl::Status Publish(const std::function<void(v1::Bundle*)>& change = [](auto*) {}) {
    SmallBundle small = MakeSmallBundle("topic", "1");
    change(&small.bundle);
    return WriteBundle(PosixFiles(), models_.path(), small.bundle, small.contents);
  }

  absl::Status Load() { return LoadBundle(folder_, PosixFiles()).status(); }

  TemporaryFolder models_;
  const std::string folder_ = models_.Path("topic/1");
};

TEST_F(BundleFolder, WhatWasPublishedLoads) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  const auto model = LoadBundle(folder_, PosixFiles());
  ASSERT_EQ(model.status(), absl::OkStatus());
  EXPECT_EQ((*model)->reference(), "topic@1");
  EXPECT_EQ((*model)->bundle.files_size(), 2);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/card.md"));
}

TEST_F(BundleFolder, PublishingLeavesNothingElseBehind) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  EXPECT_THAT(*PosixFiles().List(models_.Path("topic")), ::testing::ElementsAre("1"));
}

TEST_F(BundleFolder, AVersionIsNeverOverwritten) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  const absl::Status again = Publish();
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(again.message()), HasSubstr("next free version is 2"));
}

TEST_F(BundleFolder, AMissingManifestIsAnUnfinishedPublish) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  std::filesystem::remove(folder_ + "/bundle.json");
  EXPECT_EQ(Load().code(), absl::StatusCode::kNotFound);
}

TEST_F(BundleFolder, AMissingModelIsDataLoss) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  std::filesystem::remove(folder_ + "/model.tsf");
  EXPECT_EQ(Load().code(), absl::StatusCode::kDataLoss);
}

TEST_F(BundleFolder, ATruncatedModelIsDataLoss) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  std::filesystem::resize_file(folder_ + "/model.tsf", 100);
  const absl::Status status = Load();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("'model.tsf' has 100 bytes, expected"));
}

TEST_F(BundleFolder, AFlippedByteIsDataLossInEveryFile) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  for (const char* name : {"model.tsf", "card.md"}) {
    const std::string path = folder_ + "/" + name;
    const std::string good = ReadWholeFile(path);
    std::string bad = good;
    bad[bad.size() / 2] ^= 1;
    models_.Write(std::string("topic/1/") + name, bad);
    const absl::Status status = Load();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << name;
    EXPECT_THAT(std::string(status.message()), HasSubstr("sha256")) << name;
    models_.Write(std::string("topic/1/") + name, good);
  }
  EXPECT_EQ(Load(), absl::OkStatus());
}

TEST_F(BundleFolder, ABrokenManifestNamesItsPath) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  models_.Write("topic/1/bundle.json", "{\"head\"");
  const absl::Status status = Load();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("topic/1/bundle.json"));
}

TEST_F(BundleFolder, AnotherNormaliserIsRefusedBeforeItIsPublished) {
  EXPECT_EQ(Publish([](auto* b) { b->mutable_text()->set_normalizer_version(99); }).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(BundleFolder, ANewerFormatIsRefusedAtLoad) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  std::string manifest = ReadWholeFile(folder_ + "/bundle.json");
  const std::string old = "\"format_version\": 1";
  manifest.replace(manifest.find(old), old.size(), "\"format_version\": 9");
  models_.Write("topic/1/bundle.json", manifest);
  const absl::Status status = Load();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("format_version is 9"));
}

TEST_F(BundleFolder, AFailedSelfTestIsRefused) {
  ASSERT_EQ(Publish([](auto* b) { b->mutable_self_tests(0)->set_probability(0.01f); }),
            absl::OkStatus());
  const absl::Status status = Load();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("self-test 1 of 1"));
}

TEST_F(BundleFolder, LabelsOfAnotherModelAreRefused) {
  ASSERT_EQ(Publish([](auto* b) { b->set_labels(0, "weather"); }), absl::OkStatus());
  EXPECT_EQ(Load().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(BundleFolder, ACopyUnderAnotherNumberIsRefused) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  std::filesystem::copy(folder_, models_.Path("topic/2"));
  const absl::Status status = LoadBundle(models_.Path("topic/2"), PosixFiles()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("topic@1"));
}

TEST_F(BundleFolder, AnAliasOfAnUnknownVersionIsRefused) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  EXPECT_EQ(WriteAlias(PosixFiles(), models_.path(), "topic", "champion", "7").code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(WriteAlias(PosixFiles(), models_.path(), "topic", "champion", "../topic/1").code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(WriteAlias(PosixFiles(), models_.path(), "topic", "Champion!", "1").code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(HasAlias(PosixFiles(), models_.path(), "topic", "champion"));
}

TEST_F(BundleFolder, AnAliasKeepsTheOthers) {
  ASSERT_EQ(Publish(), absl::OkStatus());
  ASSERT_EQ(WriteAlias(PosixFiles(), models_.path(), "topic", "champion", "1"), absl::OkStatus());
  ASSERT_EQ(WriteAlias(PosixFiles(), models_.path(), "topic", "challenger", "1"), absl::OkStatus());
  EXPECT_TRUE(HasAlias(PosixFiles(), models_.path(), "topic", "champion"));
  EXPECT_TRUE(HasAlias(PosixFiles(), models_.path(), "topic", "challenger"));
}

TEST_F(BundleFolder, TheNextVersionFollowsWhatIsThere) {
  EXPECT_EQ(NextVersion(PosixFiles(), models_.path(), "topic"), "1");
  ASSERT_EQ(Publish(), absl::OkStatus());
  EXPECT_EQ(NextVersion(PosixFiles(), models_.path(), "topic"), "2");
}

TEST(SelfTests, WordsThatNobodyKnowsGiveNoLabel) {
  const SmallBundle small = MakeSmallBundle("topic", "1");
  HeadModel model;
  model.model = *CompiledModel::FromBytes(small.contents.at("model.tsf"), "small");
  // fastText's end of line is always known, so the label is that of an empty text.
  EXPECT_EQ(MakeSelfTest(model, "zzz").probability(), MakeSelfTest(model, "").probability());
}

}  // namespace
}  // namespace tasnif
