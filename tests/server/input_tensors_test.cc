#include "server/input_tensors.h"

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

TEST(InputTensors, RawAndTypedContentsAreTheSame) {
  for (const bool is_raw : {true, false}) {
    ModelInferRequest request;
    AddBytes("text", {"one", "two"}, is_raw, &request);
    AddBytes("title", {"", "اثنان"}, is_raw, &request);
    const auto inputs = ReadInputTensors(request);
    ASSERT_TRUE(inputs.ok()) << inputs.status();
    EXPECT_EQ(inputs->is_raw, is_raw);
    ASSERT_EQ(inputs->tensors.size(), 2u);
    EXPECT_EQ(inputs->tensors[1].name, "title");
    EXPECT_THAT(inputs->tensors[1].shape, ElementsAre(2));
    EXPECT_THAT(inputs->tensors[0].elements, ElementsAre("one", "two"));
    EXPECT_THAT(inputs->tensors[1].elements, ElementsAre("", "اثنان"));
  }
}

TEST(InputTensors, EmptyContentsBesideRawOnesAreNoMixture) {
  ModelInferRequest request;
  AddBytes("text", {"one"}, true, &request);
  request.mutable_inputs(0)->mutable_contents();
  EXPECT_TRUE(ReadInputTensors(request).ok());
}

TEST(InputTensors, WhatDoesNotFitIsRefusedAndNamed) {
  const struct {
    std::function<void(ModelInferRequest*)> make;
    const char* expected;
    const char* why;
  } kCases[] = {
      {[](auto* r) { AddInput("text", {1}, r)->set_datatype("FP32"); },
       "inputs[0] 'text': datatype 'FP32', expected 'BYTES'", "another datatype"},
      {[](auto* r) { AddInput("text", {1}, r)->set_datatype("STRING"); }, "expected 'BYTES'",
       "the name in Triton's configuration is not that on the wire"},
      {[](auto* r) { AddInput("text", {1}, r)->clear_datatype(); }, "datatype ''", "no datatype"},
      {[](auto* r) { AddInput("text", {}, r); }, "'text': the shape is empty", "no shape"},
      {[](auto* r) { AddInput("text", {-1}, r); }, "negative dimension", "a negative size"},
      {[](auto* r) {
         AddInput("text", {1LL << 62, 4}, r);
       },
       "2^63 - 1", "an overflow"},
      {[](auto* r) { AddInput("text", {2}, r)->mutable_contents()->add_bytes_contents("a"); },
       "promises 2 elements, contents.bytes_contents has 1", "too few typed elements"},
      {[](auto* r) { AddInput("text", {1}, r); }, "promises 1 elements", "no contents at all"},
      {[](auto* r) { AddInput("text", {1}, r)->mutable_contents()->add_fp32_contents(1); },
       "contents.fp32_contents has 1 elements; BYTES stand in contents.bytes_contents",
       "contents of another type"},
      {[](auto* r) {
         AddBytes("text", {"a"}, false, r);
         r->mutable_inputs(0)->mutable_contents()->add_bool_contents(true);
       },
       "contents.bool_contents", "contents of two types"},
      {[](auto* r) {
         AddBytes("text", {"a"}, true, r);
         AddBytes("title", {"b"}, false, r);
       },
       "inputs[1] 'title' has `contents` although", "raw and typed inputs"},
      {[](auto* r) {
         AddBytes("text", {"a"}, true, r);
         AddInput("title", {1}, r);
       },
       "raw_input_contents has 1 entries for 2 inputs", "one raw entry is missing"},
      {[](auto* r) {
         AddBytes("text", {"a"}, true, r);
         r->add_raw_input_contents("");
       },
       "raw_input_contents has 2 entries for 1 inputs", "one raw entry too many"},
      {[](auto* r) {
         AddInput("text", {1}, r);
         r->add_raw_input_contents("a");
       },
       "inputs[0] 'text': element 0 at byte 0", "raw bytes without their length"},
      {[](auto* r) {
         AddBytes("text", {"a"}, true, r);
         AddBytes("text", {"b"}, true, r);
       },
       "inputs[1] 'text': inputs[0] has the same name", "a name twice"},
  };
  for (const auto& c : kCases) {
    ModelInferRequest request;
    c.make(&request);
    const auto inputs = ReadInputTensors(request);
    EXPECT_EQ(inputs.status().code(), absl::StatusCode::kInvalidArgument) << c.why;
    EXPECT_THAT(std::string(inputs.status().message()), HasSubstr(c.expected)) << c.why;
  }
}

}  // namespace
}  // namespace tasnif
