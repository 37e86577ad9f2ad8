#include "server/tensor_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using namespace std::string_literals;

TEST(TensorCodec, ElementsAreCounted) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const struct {
    std::vector<int64_t> shape;
    size_t expected;
    const char* why;
  } kCases[] = {
      {{1}, 1, "one"},
      {{2, 3, 4}, 24, "the product"},
      {{0}, 0, "none"},
      {{kMost}, static_cast<size_t>(kMost), "the largest number"},
      {{kMost, 0, kMost}, 0, "a 0 ends the product, wherever it stands"},
      {{kMost, 1}, static_cast<size_t>(kMost), "no overflow by 1"},
  };
  for (const auto& c : kCases) {
    const auto count = ElementCount(c.shape);
    ASSERT_TRUE(count.ok()) << c.why << ": " << count.status();
    EXPECT_EQ(*count, c.expected) << c.why;
  }
}

TEST(TensorCodec, ShapesThatMeanNothingAreRefused) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const struct {
    std::vector<int64_t> shape;
    const char* expected;
    const char* why;
  } kCases[] = {
      {{}, "empty", "no dimension"},
      {{-1}, "[-1] has a negative", "what metadata says is no shape of a request"},
      {{0, -1}, "negative", "also beside a 0"},
      {{2, std::numeric_limits<int64_t>::min()}, "negative", "the smallest number"},
      {{kMost, 2}, "2^63 - 1", "overflow"},
      {{1LL << 32, 1LL << 31}, "2^63 - 1", "overflow to exactly 2^63"},
      {{1LL << 32, 1LL << 32, 1LL << 32}, "2^63 - 1", "a product that wraps around to 0"},
  };
  for (const auto& c : kCases) {
    const auto count = ElementCount(c.shape);
    EXPECT_EQ(count.status().code(), absl::StatusCode::kInvalidArgument) << c.why;
    EXPECT_THAT(std::string(count.status().message()), HasSubstr(c.expected)) << c.why;
  }
}

TEST(TensorCodec, RawBytesAreSplit) {
  const struct {
    std::string raw;
    std::vector<std::string> expected;
    const char* why;
  } kCases[] = {
      {"", {}, "no element"},
      {"\0\0\0\0"s, {""}, "an empty element"},
      {"\2\0\0\0ab\0\0\0\0\1\0\0\0c"s, {"ab", "", "c"}, "one after the other"},
      {"\1\0\0\0\0"s, {"\0"s}, "a NUL is an element's byte, not its end"},
      {"\0\1\0\0"s + std::string(256, 'x'), {std::string(256, 'x')}, "the second byte counts 256"},
  };
  for (const auto& c : kCases) {
    const auto elements = SplitRawBytes(c.raw, c.expected.size());
    ASSERT_TRUE(elements.ok()) << c.why << ": " << elements.status();
    EXPECT_THAT(*elements, ::testing::ElementsAreArray(c.expected)) << c.why;
  }
}

TEST(TensorCodec, RawBytesThatDoNotFitAreRefused) {
  const struct {
    std::string raw;
    size_t count;
    const char* expected;
    const char* why;
  } kCases[] = {
      {"", 1, "promises 1 elements, the contents have 0", "nothing there"},
      {"\1\0\0\0a"s, 2, "promises 2 elements, the contents have 1", "too few"},
      {"\1\0\0\0a\0\0\0\0"s, 1, "4 more bytes follow", "too many"},
      {"\1\0\0\0a"s, 0, "5 more bytes follow", "none promised"},
      {"\1\0\0"s, 1, "its length alone takes 4", "half a length"},
      {"\1\0\0\0a\0\0"s, 2, "element 1 at byte 5", "half a length behind a whole element"},
      {"\2\0\0\0a"s, 1, "says that it has 2 bytes, but 1 are left", "beyond the end"},
      {"\xFF\xFF\xFF\xFF"s, 1, "says that it has 4294967295 bytes, but 0", "the largest length"},
      {"\0\0\0\1a"s, 1, "least significant byte first", "the other byte order"},
      {"", std::numeric_limits<size_t>::max(), "the contents have 0", "a promise takes no memory"},
  };
  for (const auto& c : kCases) {
    const auto elements = SplitRawBytes(c.raw, c.count);
    EXPECT_EQ(elements.status().code(), absl::StatusCode::kInvalidArgument) << c.why;
    EXPECT_THAT(std::string(elements.status().message()), HasSubstr(c.expected)) << c.why;
  }
}

TEST(TensorCodec, WritesTheLeastSignificantByteFirst) {
  EXPECT_EQ(RawBytes({"ab", "", "c"}), "\2\0\0\0ab\0\0\0\0\1\0\0\0c"s);
  EXPECT_EQ(RawBytes({std::string(258, 'x')}).substr(0, 4), "\2\1\0\0"s);
  EXPECT_EQ(RawFloats({1.0f, -0.5f}), "\0\0\x80\x3F\0\0\0\xBF"s);
  EXPECT_EQ(RawBools({true, false}), "\1\0"s);
  EXPECT_EQ(RawBytes({}), "");
}

TEST(TensorCodec, WhatWasWrittenIsRead) {
  const std::vector<std::string> elements = {"", "مرحبا", "\0\xFF"s, std::string(70000, 'y')};
  const std::string raw = RawBytes(elements);
  const auto read = SplitRawBytes(raw, elements.size());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(std::vector<std::string>(read->begin(), read->end()), elements);
}

}  // namespace
}  // namespace tasnif
