#include "server/inference_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/server/inference_requests.h"

namespace tasnif {
namespace {

using inference::ModelInferRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class InferenceQueryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { models_ = new ModelSet(TinyModelSet()); }
  static void TearDownTestSuite() { delete std::exchange(models_, nullptr); }

  static InferenceQuery Read(const ModelInferRequest& request) {
    auto query = ReadInferenceQuery(request, *models_);
    EXPECT_TRUE(query.ok()) << query.status();
    return query.ok() ? *std::move(query) : InferenceQuery();
  }

  static inline ModelSet* models_ = nullptr;
};

TEST_F(InferenceQueryTest, ElementsBecomeArticles) {
  ModelInferRequest request;
  request.set_model_name("article");
  request.set_id("call-7");
  AddBytes("title", {"first", ""}, true, &request);
  AddBytes("text", {"one", "two"}, true, &request);
  AddBytes("id", {"a", "b"}, true, &request);
  AddBytes("language", {"en", ""}, true, &request);
  AddBytes("url", {"https://example.org/1", ""}, true, &request);
  AddBytes("publisher", {"", "Daily"}, true, &request);
  AddBytes("byline", {"", "By A. Writer"}, true, &request);
  const InferenceQuery query = Read(request);
  EXPECT_EQ(query.id, "call-7");
  EXPECT_TRUE(query.is_raw);
  ASSERT_EQ(query.request.articles_size(), 2);
  const v1::Article& first = query.request.articles(0);
  EXPECT_EQ(first.id(), "a");
  EXPECT_EQ(first.title(), "first");
  EXPECT_EQ(first.text(), "one");
  EXPECT_EQ(first.language(), "en");
  EXPECT_EQ(first.url(), "https://example.org/1");
  const v1::Article& second = query.request.articles(1);
  EXPECT_EQ(second.text(), "two");
  EXPECT_EQ(second.publisher(), "Daily");
  EXPECT_EQ(second.byline(), "By A. Writer");
}

TEST_F(InferenceQueryTest, AColumnIsAsGoodAsARow) {
  ModelInferRequest request = TinyInference("topic", true);
  const int64_t articles = request.inputs(0).shape(0);
  request.mutable_inputs(0)->add_shape(1);
  EXPECT_EQ(Read(request).request.articles_size(), articles);
}

TEST_F(InferenceQueryTest, RowsOfTargetsAreFilledUpWithEmptyOnes) {
  ModelInferRequest request;
  request.set_model_name("stance");
  AddBytes("text", {"one", "two"}, false, &request);
  auto* targets = AddInput("targets", {2, 2}, &request);
  for (const char* target : {"France", "Egypt", "Chile", ""}) {
    targets->mutable_contents()->add_bytes_contents(target);
  }
  const InferenceQuery query = Read(request);
  ASSERT_EQ(query.request.articles(0).targets_size(), 2);
  EXPECT_EQ(query.request.articles(0).targets(1).name(), "Egypt");
  ASSERT_EQ(query.request.articles(1).targets_size(), 1);
  EXPECT_EQ(query.request.articles(1).targets(0).name(), "Chile");
}

TEST_F(InferenceQueryTest, TextThatIsNotUtf8IsTakenAsBytesAndOtherInputsAreRepaired) {
  ModelInferRequest request;
  request.set_model_name("topic");
  AddBytes("text", {"caf\xE9"}, true, &request);
  AddBytes("title", {"caf\xE9"}, true, &request);
  const InferenceQuery query = Read(request);
  EXPECT_EQ(query.request.articles(0).content(), "caf\xE9");
  EXPECT_EQ(query.request.articles(0).title(), "caf\uFFFD");
}

TEST_F(InferenceQueryTest, OnlyHeadsOfRequestedOutputsAreComputed) {
  ModelInferRequest request = TinyInference("article", true);
  EXPECT_THAT(Read(request).request.options().heads(),
              ElementsAre("source_type", "stance", "topic"));
  request.add_outputs()->set_name("language");
  EXPECT_THAT(Read(request).request.options().heads(),
              ElementsAre("source_type", "stance", "topic"));
  request.add_outputs()->set_name("topic.scores");
  request.add_outputs()->set_name("topic.labels");
  const InferenceQuery query = Read(request);
  EXPECT_THAT(query.request.options().heads(), ElementsAre("topic"));
  ASSERT_EQ(query.outputs.size(), 3u);
  EXPECT_EQ(query.outputs[1].spec.name, "topic.scores");
}

TEST_F(InferenceQueryTest, ParametersBecomeOptions) {
  ModelInferRequest request = TinyInference("topic", true);
  (*request.mutable_parameters())["top_k"].set_int64_param(5);
  (*request.mutable_parameters())["priority"].set_uint64_param(2);
  const v1::ClassifyOptions options = Read(request).request.options();
  EXPECT_EQ(options.top_k(), 4u) << "the best label is no alternative";
  EXPECT_EQ(options.priority(), v1::PRIORITY_BULK);
  EXPECT_THAT(options.models(), ElementsAre("topic@1"));
}

TEST_F(InferenceQueryTest, ClassesAskForAsManyLabels) {
  ModelInferRequest request = TinyInference("topic", true);
  auto* output = request.add_outputs();
  output->set_name("scores");
  (*output->mutable_parameters())["classification"].set_int64_param(1000);
  EXPECT_EQ(Read(request).request.options().top_k(), 32u);
}

TEST_F(InferenceQueryTest, WhatIsWrongIsNamed) {
  const struct {
    std::function<void(ModelInferRequest*)> change;
    absl::StatusCode code;
    const char* expected;
  } kCases[] = {
      {[](auto* r) { r->set_model_name("topci"); }, absl::StatusCode::kNotFound, "'topic'"},
      {[](auto* r) { r->set_model_version("9"); }, absl::StatusCode::kNotFound, "9"},
      {[](auto* r) { r->mutable_inputs(0)->set_name("txt"); }, absl::StatusCode::kInvalidArgument,
       "there is no input 'text'"},
      {[](auto* r) { r->clear_inputs(), r->clear_raw_input_contents(); },
       absl::StatusCode::kInvalidArgument, "there is no input 'text'"},
      {[](auto* r) { AddBytes("titel", std::vector<std::string>(8), true, r); },
       absl::StatusCode::kInvalidArgument, "no input 'titel'; did you mean 'title'"},
      {[](auto* r) { AddBytes("title", {"a"}, true, r); }, absl::StatusCode::kInvalidArgument,
       "input 'title' has shape [1], expected [8] or [8,1]"},
      {[](auto* r) {
         AddInput("title", {8, 2}, r);
         r->add_raw_input_contents(RawBytes(std::vector<std::string>(16)));
       },
       absl::StatusCode::kInvalidArgument, "has shape [8,2]"},
      {[](auto* r) { r->mutable_inputs(0)->add_shape(1), r->mutable_inputs(0)->add_shape(1); },
       absl::StatusCode::kInvalidArgument, "has shape [8,1,1]"},
      {[](auto* r) { r->add_outputs()->set_name("label"); }, absl::StatusCode::kInvalidArgument,
       "model 'topic' has no output 'label'; did you mean 'labels'"},
      {[](auto* r) { r->add_outputs()->set_name("labels"), r->add_outputs()->set_name("labels"); },
       absl::StatusCode::kInvalidArgument, "'labels' is asked for twice"},
      {[](auto* r) {
         r->add_outputs()->set_name("labels");
         (*r->mutable_outputs(0)->mutable_parameters())["classification"].set_int64_param(1);
       },
       absl::StatusCode::kInvalidArgument, "cannot be asked for as 'classification'"},
      {[](auto* r) { (*r->mutable_parameters())["top_k"].set_int64_param(0); },
       absl::StatusCode::kInvalidArgument, "'top_k' is 0"},
  };
  for (const auto& c : kCases) {
    ModelInferRequest request = TinyInference("topic", true);
    c.change(&request);
    const auto query = ReadInferenceQuery(request, *models_);
    EXPECT_EQ(query.status().code(), c.code) << c.expected;
    EXPECT_THAT(std::string(query.status().message()), HasSubstr(c.expected));
  }
}

}  // namespace
}  // namespace tasnif
