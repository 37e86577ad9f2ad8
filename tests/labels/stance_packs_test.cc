#include "labels/stance_packs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

HeadModel Model(const std::string& head, v1::HeadKind kind,
                const std::vector<std::string>& known = {}) {
  HeadModel model;
  model.bundle.set_head(head);
  model.bundle.set_version("1");
  model.bundle.set_kind(kind);
  for (const std::string& name : known) {
    (*model.bundle.mutable_stance()->mutable_known_targets())[name] = "t0:";
  }
  return model;
}

HeadModel Pack(const std::string& head, const std::vector<std::string>& known) {
  HeadModel model = Model(head, v1::HEAD_KIND_STANCE, known);
  model.bundle.mutable_stance()->set_known_targets_only(true);
  return model;
}

std::vector<std::string> Answering(const std::string& name,
                                   const std::vector<const HeadModel*>& models) {
  TargetMentions target;
  target.name = name;
  std::vector<std::string> heads;
  for (const HeadModel* model : StanceModelsFor(target, models)) heads.push_back(model->head());
  return heads;
}

TEST(StancePacks, ThePackThatKnowsTheTargetAnswersInsteadOfTheGeneralModel) {
  const HeadModel topic = Model("topic", v1::HEAD_KIND_LABEL);
  const HeadModel general = Model("stance", v1::HEAD_KIND_STANCE, {"Neom"});
  const HeadModel cities = Pack("stance_cities", {"Neom", "Qiddiya"});
  const HeadModel health = Pack("stance_health", {"vaccines"});
  const std::vector<const HeadModel*> all = {&topic, &general, &cities, &health};
  const struct {
    const char* target;
    const char* answers;
    const char* why;
  } cases[] = {
      {"Neom", "stance_cities", "a general model gives way, also where it knows the target"},
      {"VACCINES", "stance_health", "names are compared regardless of case"},
      {"Egypt", "stance", "no pack knows it"},
  };
  for (const auto& test : cases) {
    EXPECT_THAT(Answering(test.target, all), ElementsAre(test.answers)) << test.why;
  }
}

TEST(StancePacks, PacksAloneAnswerForEveryTarget) {
  const HeadModel cities = Pack("stance_cities", {"Neom"});
  const HeadModel health = Pack("stance_health", {"vaccines"});
  EXPECT_THAT(Answering("vaccines", {&cities, &health}), ElementsAre("stance_health"));
  EXPECT_THAT(Answering("Egypt", {&cities, &health}), ElementsAre("stance_cities"))
      << "which says that it does not know it";
}

TEST(StancePacks, GeneralModelsAllAnswer) {
  const HeadModel one = Model("stance", v1::HEAD_KIND_STANCE);
  const HeadModel two = Model("stance_two", v1::HEAD_KIND_STANCE);
  EXPECT_THAT(Answering("Egypt", {&one, &two}), ElementsAre("stance", "stance_two"));
  const HeadModel topic = Model("topic", v1::HEAD_KIND_LABEL);
  EXPECT_THAT(Answering("Egypt", {&topic}), IsEmpty());
}

TEST(StancePacks, OnlyStanceModelsArePacks) {
  HeadModel topic = Model("topic", v1::HEAD_KIND_LABEL);
  topic.bundle.mutable_stance()->set_known_targets_only(true);
  EXPECT_FALSE(IsTargetPack(topic.bundle));
  EXPECT_TRUE(IsTargetPack(Pack("stance_x", {}).bundle));
}

TEST(StancePacks, HeadsWithAPackAsChampionAreFound) {
  ModelSet models;
  const auto add = [&](HeadModel model, bool is_champion) {
    const std::string head = model.head();
    ASSERT_TRUE(models.Add(std::make_shared<const HeadModel>(std::move(model))).ok());
    if (is_champion) ASSERT_TRUE(models.SetAlias(head, kChampion, "1").ok());
  };
  add(Model("stance", v1::HEAD_KIND_STANCE), true);
  add(Pack("stance_cities", {"Neom"}), true);
  add(Pack("stance_draft", {"Neom"}), false);
  EXPECT_THAT(PackHeads(models), ElementsAre("stance_cities"));
}

}  // namespace
}  // namespace tasnif
