#include "base/json.h"

#include <cstdint>
#include <string>

#include "base/json_bytes.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Json Parsed(std::string_view text) {
  auto json = ParseJson(text);
  EXPECT_TRUE(json.ok()) << json.status();
  return json.ok() ? *json : Json();
}

std::string ErrorOf(std::string_view text) {
  const auto json = ParseJson(text);
  EXPECT_EQ(json.status().code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(json.status().message());
}

TEST(ParseJson, ErrorsNameThePositionAndNeverQuoteTheText) {
  struct Row {
    std::string_view text, expected;
  };
  const Row kRows[] = {
      {"", "not JSON: expected a value, found nothing"},
      {" \n", "not JSON: expected a value, found nothing"},
      {"{\"secret\": tru}", "not JSON at byte 15"},
      {"{\"a\":1} x", "not JSON at byte 9"},
      {"[1,", "not JSON: it ends too early, after 3 bytes"},
      {"{\"text\":\"cut", "not JSON: it ends too early, after 12 bytes"},
      {"{'a':1}", "not JSON at byte 2"},
      {"[1e999]", "not JSON: a number is too large"},
      {"\xFF", "not JSON at byte 1"},
      {"{\"a\":\"\xFF\xFF\", oops}", "not JSON at byte 12"},
  };
  for (const Row& row : kRows) EXPECT_EQ(ErrorOf(row.text), row.expected) << row.text;
  EXPECT_THAT(ErrorOf("{\"secret\": tru}"), Not(HasSubstr("secret")));
}

TEST(ParseJson, DepthIsLimited) {
  const std::string allowed = std::string(kMaxJsonDepth, '[') + std::string(kMaxJsonDepth, ']');
  Parsed(allowed);
  EXPECT_EQ(ErrorOf("[" + allowed + "]"), "JSON is nested deeper than 64 levels");
  // Far deeper than the stack would bear, and without an end.
  EXPECT_EQ(ErrorOf(std::string(5'000'000, '[')), "JSON is nested deeper than 64 levels");
}

TEST(ParseJson, BracketsInsideStringsDoNotCountAsDepth) {
  const std::string brackets(1000, '[');
  EXPECT_EQ(GetString(Parsed("{\"a\":\"\\\"" + brackets + "\"}"), "a").value(), "\"" + brackets);
}

TEST(ParseJson, LastOfTwoEqualKeysCounts) {
  EXPECT_EQ(GetInteger(Parsed(R"({"a":1,"a":2})"), "a").value(), 2);
}

TEST(ParseJson, BytesThatAreNotUtf8AreKept) {
  const std::string kTexts[] = {
      "\xFF",
      "ok \xC3",
      "\xE0\x80\x80",
      "\xED\xA0\x80",
      "\xF5\x80\x80\x80",
      "\xC0\xAF",
      // A noncharacter of the escape itself beside a bad byte.
      "\xEF\xB7\x90\xEF\xB7\xA1\xFE",
      "سلام\x80عليكم",
  };
  for (const std::string& text : kTexts) {
    const Json json = Parsed("{\"k\xFEy\":[{\"text\":\"" + text + "\"}],\"n\":3,\"b\":true}");
    EXPECT_EQ(json.at("k\xFEy").at(0).at("text").get<std::string>(), text);
    EXPECT_EQ(GetInteger(json, "n").value(), 3);
    EXPECT_TRUE(GetBool(json, "b").value());
  }
}

TEST(ParseJson, NoncharactersOfValidTextAreLeftAlone) {
  const std::string text = "\xEF\xB7\x90\xEF\xB7\xA1";
  EXPECT_EQ(GetString(Parsed("{\"t\":\"" + text + "\"}"), "t").value(), text);
}

TEST(JsonBytes, EveryPairOfBytesSurvivesTheRoundTrip) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{'a', static_cast<char>(first), static_cast<char>(second), 'b'};
      const std::string escaped = EscapeInvalidUtf8(text);
      ASSERT_TRUE(IsWellFormedUtf8(escaped)) << first << " " << second;
      ASSERT_EQ(UnescapeInvalidUtf8(escaped), text) << first << " " << second;
      if (IsWellFormedUtf8(text)) {
        ASSERT_EQ(escaped, text);
      }
    }
  }
}

TEST(JsonBytes, ValidityFollowsTheTableOfWellFormedSequences) {
  for (const char* valid : {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                            "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsWellFormedUtf8(valid)) << valid;
  }
  for (const char* invalid :
       {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF0\x9F\x98", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(IsWellFormedUtf8(invalid)) << invalid;
  }
}

TEST(DumpJson, KeepsTheOrderOfKeysAndReplacesBadBytes) {
  Json json;
  json["z"] = 1;
  json["a"] = "x\xFFy";
  EXPECT_EQ(DumpJson(json), "{\"z\":1,\"a\":\"x\xEF\xBF\xBDy\"}");
  EXPECT_EQ(DumpJsonPretty(json), "{\n  \"z\": 1,\n  \"a\": \"x\xEF\xBF\xBDy\"\n}");
}

TEST(JsonFields, AbsentAndNullGiveTheDefault) {
  const Json json = Parsed(R"({"null":null})");
  for (const char* key : {"null", "absent"}) {
    EXPECT_EQ(GetString(json, key, "d").value(), "d");
    EXPECT_EQ(GetNumber(json, key, 1.5).value(), 1.5);
    EXPECT_EQ(GetInteger(json, key, 4).value(), 4);
    EXPECT_TRUE(GetBool(json, key, true).value());
    EXPECT_TRUE(GetStrings(json, key).value().empty());
    EXPECT_EQ(GetObject(json, key).value(), nullptr);
    EXPECT_EQ(GetArray(json, key).value(), nullptr);
  }
}

TEST(JsonFields, PresentOnesAreRead) {
  const Json json = Parsed(R"({"s":"x","n":0.5,"i":-3,"b":true,"l":["a","b"],"o":{"k":1}})");
  EXPECT_EQ(GetString(json, "s").value(), "x");
  EXPECT_EQ(GetNumber(json, "n").value(), 0.5);
  EXPECT_EQ(GetNumber(json, "i").value(), -3);
  EXPECT_EQ(GetInteger(json, "i").value(), -3);
  EXPECT_TRUE(GetBool(json, "b").value());
  EXPECT_THAT(GetStrings(json, "l").value(), ElementsAre("a", "b"));
  EXPECT_EQ(GetInteger(**GetObject(json, "o"), "k").value(), 1);
  EXPECT_EQ((*GetArray(json, "l"))->size(), 2u);
}

TEST(JsonFields, WrongTypeNamesFieldFoundAndExpected) {
  const Json json = Parsed(R"({"n":5,"s":"x","f":0.5,"l":[1],"o":{},"big":18446744073709551615})");
  const auto expect = [](const absl::Status& status, std::string_view message) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(status.message()), message);
  };
  expect(GetString(json, "n").status(), "field 'n' is a number, expected a string");
  expect(GetNumber(json, "s").status(), "field 's' is a string, expected a number");
  expect(GetInteger(json, "f").status(),
         "field 'f' is a number, expected a whole number below 2^63");
  expect(GetInteger(json, "big").status(),
         "field 'big' is a number, expected a whole number below 2^63");
  expect(GetBool(json, "o").status(), "field 'o' is an object, expected true or false");
  expect(GetStrings(json, "l").status(), "field 'l' has a number, expected an array of strings");
  expect(GetStrings(json, "s").status(), "field 's' is a string, expected an array");
  expect(GetObject(json, "l").status(), "field 'l' is an array, expected an object");
  expect(GetArray(json, "o").status(), "field 'o' is an object, expected an array");
}

}  // namespace
}  // namespace tasnif
