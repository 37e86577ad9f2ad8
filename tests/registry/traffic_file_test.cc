#include "registry/traffic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

TEST(TrafficFile, ReadsWhatItWrites) {
  for (uint32_t hundredths = 1; hundredths <= kAllTraffic; ++hundredths) {
    const Traffic traffic = {{"canary", {"4", hundredths}}, {"shadow", {"12", kAllTraffic}}};
    const auto read = ParseTraffic(FormatTraffic(traffic));
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_EQ(*read, traffic);
  }
  EXPECT_EQ(*ParseTraffic(FormatTraffic({})), Traffic());
}

TEST(TrafficFile, WhatIsNotOfThatFormIsRefused) {
  struct Row {
    const char* json;
    const char* why;
  };
  const Row kRows[] = {
      {"", "empty"},
      {"[]", "no object"},
      {R"({"canary": 5})", "no version"},
      {R"({"canary": {"version": "4"}})", "no percentage"},
      {R"({"canary": {"percent": 5}})", "no version"},
      {R"({"canary": {"version": 4, "percent": 5}})", "a version is text"},
      {R"({"canary": {"version": "04", "percent": 5}})", "no version number"},
      {R"({"canary": {"version": "4", "percent": 0}})", "off is absent"},
      {R"({"canary": {"version": "4", "percent": 100.5}})", "more than all"},
      {R"({"canary": {"version": "4", "percent": 0.001}})", "too fine"},
      {R"({"canary": {"version": "4", "percent": -5}})", "less than none"},
      {R"({"canry": {"version": "4", "percent": 5}})", "misspelled"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(ParseTraffic(row.json).status().code(), absl::StatusCode::kInvalidArgument)
        << row.why << ": " << row.json;
  }
}

TEST(TrafficFile, AMessageNamesThePath) {
  TemporaryFolder folder;
  EXPECT_EQ(*ReadTraffic(PosixFiles(), folder.path()), Traffic()) << "no file, no shares";
  folder.Write("traffic.json", R"({"canry": {}})");
  const absl::Status status = ReadTraffic(PosixFiles(), folder.path()).status();
  EXPECT_THAT(std::string(status.message()),
              ::testing::AllOf(::testing::HasSubstr(folder.Path("traffic.json")),
                               ::testing::HasSubstr("canry")));
}

}  // namespace
}  // namespace tasnif
