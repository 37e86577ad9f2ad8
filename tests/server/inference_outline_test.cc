#include "server/inference_outline.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/server/inference_requests.h"

namespace tasnif {
namespace {

InferenceOutline OutlineOf(const std::string& bytes) {
  google::protobuf::io::ArrayInputStream in(bytes.data(), static_cast<int>(bytes.size()));
  return InferenceOutlineOf(in, bytes.size());
}

TEST(InferenceOutline, TellsWhatAdmissionNeeds) {
  for (const bool is_raw : {true, false}) {
    inference::ModelInferRequest request = TinyInference("topic", is_raw);
    request.set_model_version("3");
    (*request.mutable_parameters())["timeout"].set_int64_param(1500);
    (*request.mutable_parameters())["priority"].set_uint64_param(5);
    (*request.mutable_parameters())["comment"].set_string_param(std::string(500, 'x'));
    const InferenceOutline outline = OutlineOf(request.SerializeAsString());
    EXPECT_EQ(outline.model_name, "topic");
    EXPECT_EQ(outline.model_version, "3");
    EXPECT_EQ(outline.id, "call-1");
    EXPECT_EQ(outline.articles, TinyTexts().size());
    EXPECT_TRUE(outline.is_bulk);
    EXPECT_EQ(outline.timeout, absl::Microseconds(1500));
  }
}

TEST(InferenceOutline, AnEmptyRequestIsNothing) {
  const InferenceOutline outline = OutlineOf("");
  EXPECT_EQ(outline.model_name, "");
  EXPECT_EQ(outline.articles, 0u);
  EXPECT_FALSE(outline.is_bulk);
  EXPECT_EQ(outline.timeout, absl::InfiniteDuration());
}

TEST(InferenceOutline, MoreArticlesThanTheBytesCanHoldAreNotBelieved) {
  inference::ModelInferRequest request;
  AddInput("text", {int64_t{1} << 62}, &request);
  const std::string bytes = request.SerializeAsString();
  EXPECT_LE(OutlineOf(bytes).articles, bytes.size());
  request.mutable_inputs(0)->set_shape(0, -1);
  EXPECT_LE(OutlineOf(request.SerializeAsString()).articles, bytes.size());
}

TEST(InferenceOutline, WrongParametersCountAsAbsent) {
  inference::ModelInferRequest request = TinyInference("topic", true);
  (*request.mutable_parameters())["timeout"].set_int64_param(-5);
  const InferenceOutline outline = OutlineOf(request.SerializeAsString());
  EXPECT_EQ(outline.timeout, absl::InfiniteDuration());
  EXPECT_EQ(outline.articles, TinyTexts().size());
}

TEST(InferenceOutline, AgreesWithParsingOnEveryPrefixAndSurvivesNoise) {
  inference::ModelInferRequest request = TinyInference("topic", false);
  (*request.mutable_parameters())["timeout"].set_int64_param(1500);
  const std::string bytes = request.SerializeAsString();
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const std::string prefix = bytes.substr(0, size);
    const InferenceOutline outline = OutlineOf(prefix);
    inference::ModelInferRequest parsed;
    if (parsed.ParseFromString(prefix)) EXPECT_EQ(outline.model_name, parsed.model_name()) << size;
    EXPECT_LE(outline.articles, size);
  }
  const google::protobuf::LogSilencer silencer;  // Of what it says about UTF-8.
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string noise = bytes.substr(0, random() % 200);
    for (int flips = 0; flips < 4 && !noise.empty(); ++flips) {
      noise[random() % noise.size()] = static_cast<char>(random());
    }
    EXPECT_LE(OutlineOf(noise).articles, noise.size());
  }
}

}  // namespace
}  // namespace tasnif
