#include "labels/model_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::shared_ptr<const HeadModel> Model(const std::string& head, const std::string& version) {
  auto model = std::make_shared<HeadModel>();
  model->bundle.set_head(head);
  model->bundle.set_version(version);
  return model;
}

// topic@1, topic@2 (champion 2, challenger 1), stance@1 without an alias.
ModelSet Sample() {
  ModelSet models;
  EXPECT_TRUE(models.Add(Model("topic", "1")).ok());
  EXPECT_TRUE(models.Add(Model("topic", "2")).ok());
  EXPECT_TRUE(models.Add(Model("stance", "1")).ok());
  EXPECT_TRUE(models.SetAlias("topic", "champion", "2").ok());
  EXPECT_TRUE(models.SetAlias("topic", "challenger", "1").ok());
  return models;
}

TEST(ModelSet, ResolvesHeadVersionAndAlias) {
  const ModelSet models = Sample();
  const struct {
    std::string_view reference, expected;
  } kCases[] = {
      {"topic", "topic@2"},          {"topic@1", "topic@1"},          {"topic@2", "topic@2"},
      {"topic@champion", "topic@2"}, {"topic@challenger", "topic@1"}, {"stance@1", "stance@1"}};
  for (const auto& c : kCases) {
    const auto model = models.Resolve(c.reference);
    ASSERT_TRUE(model.ok()) << c.reference << model.status();
    EXPECT_EQ((*model)->reference(), c.expected);
  }
}

TEST(ModelSet, UnknownNamesAreNotFoundWithNearOnes) {
  const ModelSet models = Sample();
  const struct {
    std::string_view reference, message;
  } kCases[] = {
      {"topci", "did you mean 'topic'?; loaded are 'stance', 'topic'"},
      {"", "no head ''"},
      {"@1", "no head ''"},
      {"topic@3", "model 'topic@3': no such version or alias"},
      {"topic@chalenger", "did you mean 'challenger'?"},
      {"topic@", "versions: '1', '2', aliases: 'challenger', 'champion'"},
      {"stance", "model 'stance@champion': no such version or alias; versions: '1', aliases: none"},
  };
  for (const auto& c : kCases) {
    const auto model = models.Resolve(c.reference);
    EXPECT_EQ(model.status().code(), absl::StatusCode::kNotFound) << c.reference;
    EXPECT_THAT(std::string(model.status().message()), HasSubstr(std::string(c.message)));
  }
}

TEST(ModelSet, SameVersionTwiceAlreadyExistsAndTheFirstStays) {
  ModelSet models;
  const auto first = Model("topic", "1");
  ASSERT_TRUE(models.Add(first).ok());
  EXPECT_EQ(models.Add(Model("topic", "1")).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(models.Find("topic", "1"), first);
}

TEST(ModelSet, AliasOfWhatIsNotThereIsNotFound) {
  ModelSet models = Sample();
  EXPECT_EQ(models.SetAlias("topic", "champion", "9").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(models.SetAlias("nothing", "champion", "1").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ((*models.Resolve("topic"))->reference(), "topic@2");
}

TEST(ModelSet, AliasMoves) {
  ModelSet models = Sample();
  ASSERT_TRUE(models.SetAlias("topic", "champion", "1").ok());
  EXPECT_EQ((*models.Resolve("topic"))->reference(), "topic@1");
}

TEST(ModelSet, HeadsAreThoseWithAChampion) {
  EXPECT_THAT(Sample().heads(), ElementsAre("topic"));
  EXPECT_THAT(ModelSet().heads(), IsEmpty());
  EXPECT_TRUE(ModelSet().empty());
  EXPECT_FALSE(Sample().empty());
}

TEST(ModelSet, FindSharesTheVersion) {
  const ModelSet models = Sample();
  EXPECT_EQ(models.Find("topic", "1").get(), *models.Resolve("topic@1"));
  EXPECT_EQ(models.Find("topic", "champion"), nullptr);
  EXPECT_EQ(models.Find("nothing", "1"), nullptr);
}

}  // namespace
}  // namespace tasnif
