#include "server/inference_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/inference_metadata.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class InferenceModelTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new ModelSet(TinyModelSet());
    ASSERT_TRUE(models_->Add(LoadTinyModel(MakeTinyModel("topic", "2"))).ok());
    ASSERT_TRUE(models_->SetAlias("topic", "challenger", "2").ok());
    ASSERT_TRUE(models_->Add(LoadTinyModel(MakeTinyModel("language"))).ok());
    ASSERT_TRUE(models_->SetAlias("language", "champion", "1").ok());
  }
  static void TearDownTestSuite() { delete std::exchange(models_, nullptr); }

  static InferenceModel Find(const std::string& name, const std::string& version = "") {
    const auto model = FindInferenceModel(name, version, *models_);
    EXPECT_TRUE(model.ok()) << name << ": " << model.status();
    return model.ok() ? *model : InferenceModel();
  }
  static std::vector<std::string> OutputNames(const std::string& model) {
    std::vector<std::string> names;
    for (const OutputSpec& output : OutputsOf(Find(model))) names.push_back(output.name);
    return names;
  }

  static inline ModelSet* models_ = nullptr;
};

TEST_F(InferenceModelTest, AVersionIsTheChampionOneOnDiskOrAnAlias) {
  EXPECT_EQ(Find("topic").version, "1");
  EXPECT_EQ(Find("topic", "2").version, "2");
  EXPECT_EQ(Find("topic", "challenger").version, "2");
  EXPECT_EQ(Find("article").version, "1");
  EXPECT_EQ(Find("article", "1").version, "1");
}

TEST_F(InferenceModelTest, UnknownOnesAreNotFoundWithNearNames) {
  const struct {
    const char *name, *version, *expected;
  } kCases[] = {{"topci", "", "did you mean 'topic'"},
                {"artcle", "", "'article' is all heads"},
                {"", "", "no model ''"},
                {"topic@2", "", "no model 'topic@2'"},
                {"topic", "7", "7"},
                {"article", "2", "no version '2' of model 'article'"}};
  for (const auto& c : kCases) {
    const auto model = FindInferenceModel(c.name, c.version, *models_);
    EXPECT_EQ(model.status().code(), absl::StatusCode::kNotFound) << c.name;
    EXPECT_THAT(std::string(model.status().message()), HasSubstr(c.expected));
  }
  EXPECT_EQ(FindInferenceModel("article", "", ModelSet()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(InferenceModelTest, EachKindOfModelHasItsOutputs) {
  EXPECT_THAT(OutputNames("topic"),
              ElementsAre("labels", "scores", "abstained", "reason", "language", "error"));
  EXPECT_THAT(OutputNames("stance"),
              ElementsAre("targets", "labels", "scores", "reason", "language", "error"));
  EXPECT_THAT(OutputNames("article"),
              ElementsAre("source_type.labels", "source_type.scores", "source_type.abstained",
                          "source_type.reason", "stance.targets", "stance.labels", "stance.scores",
                          "stance.reason", "topic.labels", "topic.scores", "topic.abstained",
                          "topic.reason", "language", "error"));
}

TEST_F(InferenceModelTest, MetadataAndConfigurationSayTheSame) {
  for (const char* name : {"topic", "stance", "article", "language"}) {
    const auto metadata = DescribeModel(Find(name), {});
    const inference::ModelConfig config = ConfigureModel(Find(name)).config();
    EXPECT_EQ(metadata.name(), name);
    EXPECT_EQ(config.name(), name);
    EXPECT_EQ(config.platform(), metadata.platform());
    EXPECT_EQ(config.max_batch_size(), 0);
    ASSERT_EQ(config.input_size(), metadata.inputs_size());
    ASSERT_EQ(config.output_size(), metadata.outputs_size());
    for (int i = 0; i < config.output_size(); ++i) {
      EXPECT_EQ(config.output(i).name(), metadata.outputs(i).name());
      EXPECT_THAT(config.output(i).dims(),
                  ::testing::ElementsAreArray(metadata.outputs(i).shape()));
    }
    EXPECT_EQ(metadata.inputs(0).name(), "text");
    EXPECT_EQ(metadata.inputs(0).datatype(), "BYTES");
    EXPECT_FALSE(config.input(0).optional());
    EXPECT_TRUE(config.input(1).optional());
  }
}

v1::Model Listed(const std::string& head, const std::string& version, v1::ModelState state) {
  v1::Model model;
  model.set_head(head);
  model.set_version(version);
  model.set_state(state);
  if (state == v1::MODEL_STATE_FAILED) model.set_error("checksum");
  return model;
}

TEST_F(InferenceModelTest, MetadataListsVersionsInMemoryAndTheLabelsInOrder) {
  const auto metadata =
      DescribeModel(Find("topic"), {Listed("source_type", "5", v1::MODEL_STATE_READY),
                                    Listed("topic", "1", v1::MODEL_STATE_READY),
                                    Listed("topic", "2", v1::MODEL_STATE_READY),
                                    Listed("topic", "3", v1::MODEL_STATE_FAILED)});
  EXPECT_THAT(metadata.versions(), ElementsAre("1", "2"));
  EXPECT_THAT(metadata.properties().at("labels"), HasSubstr("sport"));
  EXPECT_EQ(metadata.properties().at("version"), "1");
  EXPECT_EQ(DescribeModel(Find("article"), {}).properties().at("topic"), "topic@1");
}

TEST_F(InferenceModelTest, TheIndexTellsWhatCanAnswerAndWhyNot) {
  const std::vector<v1::Model> list = {
      Listed("topic", "1", v1::MODEL_STATE_READY), Listed("topic", "2", v1::MODEL_STATE_AVAILABLE),
      Listed("topic", "3", v1::MODEL_STATE_FAILED), Listed("topic", "4", v1::MODEL_STATE_LOADING)};
  std::vector<std::string> lines;
  const auto index = IndexModels(list, false);
  for (const auto& model : index.models()) {
    lines.push_back(model.name() + " " + model.version() + " " + model.state() + " " +
                    model.reason());
  }
  EXPECT_THAT(lines, ElementsAre("article 1 READY ", "topic 1 READY ",
                                 "topic 2 UNAVAILABLE on disk, not in memory",
                                 "topic 3 UNAVAILABLE checksum", "topic 4 LOADING "));
  EXPECT_EQ(IndexModels(list, true).models_size(), 2);
}

TEST_F(InferenceModelTest, TheServerSaysItsExtensions) {
  const auto server = DescribeServer();
  EXPECT_EQ(server.name(), "tasnif");
  EXPECT_THAT(server.version(), HasSubstr("."));
  EXPECT_THAT(server.extensions(), UnorderedElementsAre("classification", "model_configuration",
                                                        "model_repository", "statistics"));
}

}  // namespace
}  // namespace tasnif
