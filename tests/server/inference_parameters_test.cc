#include "server/inference_parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(InferenceParameters, AbsentOnesHaveDefaultsAndUnknownOnesArePassedOver) {
  InferParameterMap map;
  map["content_type"].set_string_param("str");
  map["sequence_id"].set_int64_param(7);
  const auto read = ReadInferenceParameters(map);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->top_k, kDefaultInferenceLabels);
  EXPECT_EQ(read->threshold, 0);
  EXPECT_FALSE(read->is_bulk);
  EXPECT_EQ(read->timeout, absl::InfiniteDuration());
}

TEST(InferenceParameters, AreRead) {
  InferParameterMap map;
  map["top_k"].set_int64_param(kMaxInferenceLabels);
  map["threshold"].set_double_param(0.75);
  map["timeout"].set_int64_param(2500);
  const auto read = ReadInferenceParameters(map);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->top_k, kMaxInferenceLabels);
  EXPECT_EQ(read->threshold, 0.75);
  EXPECT_EQ(read->timeout, absl::Microseconds(2500));
}

TEST(InferenceParameters, PriorityOneIsTheHighestAndOnlyLaterOnesAreBulk) {
  const struct {
    uint64_t priority;
    bool is_bulk;
  } kCases[] = {{0, false}, {1, false}, {2, true}, {std::numeric_limits<uint64_t>::max(), true}};
  for (const auto& c : kCases) {
    InferParameterMap map;
    map["priority"].set_uint64_param(c.priority);  // As tritonclient sends it.
    const auto read = ReadInferenceParameters(map);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->is_bulk, c.is_bulk) << c.priority;
  }
}

TEST(InferenceParameters, ATimeoutOfZeroIsNone) {
  InferParameterMap map;
  map["timeout"].set_int64_param(0);
  EXPECT_EQ(ReadInferenceParameters(map)->timeout, absl::InfiniteDuration());
}

TEST(InferenceParameters, WrongOnesAreNamed) {
  const struct {
    const char* name;
    std::function<void(inference::InferParameter*)> set;
    const char* expected;
  } kCases[] = {
      {"top_k", [](auto* p) { p->set_int64_param(0); }, "'top_k' is 0, expected 1 to 33"},
      {"top_k", [](auto* p) { p->set_int64_param(34); }, "'top_k' is 34"},
      {"top_k", [](auto* p) { p->set_string_param("3"); }, "'top_k' must be a whole number"},
      {"top_k", [](auto*) {}, "'top_k' must be a whole number"},
      {"threshold", [](auto* p) { p->set_double_param(1.5); }, "'threshold' is 1.5"},
      {"threshold", [](auto* p) { p->set_double_param(std::nan("")); }, "'threshold' is nan"},
      {"threshold", [](auto* p) { p->set_int64_param(1); }, "in double_param"},
      {"timeout", [](auto* p) { p->set_int64_param(-1); }, "'timeout' is -1"},
      {"priority", [](auto* p) { p->set_bool_param(true); }, "'priority' must be a whole"},
  };
  for (const auto& c : kCases) {
    InferParameterMap map;
    c.set(&map[c.name]);
    const auto read = ReadInferenceParameters(map);
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument) << c.expected;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(c.expected));
  }
}

TEST(InferenceParameters, ClassificationIsANumberOfClasses) {
  InferParameterMap map;
  EXPECT_EQ(*ReadClassification(map), 0u);
  map["classification"].set_int64_param(1000);
  EXPECT_EQ(*ReadClassification(map), 1000u);
  map["classification"].set_int64_param(0);
  EXPECT_EQ(ReadClassification(map).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
